"""A campaign with one of everything its story is drawn from, public or kept inside."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone

from campaigns.models import (
    Action,
    ActionText,
    Campaign,
    Commitment,
    Event,
    Measure,
    Moment,
    MomentText,
    Official,
    Position,
    RollCall,
    Target,
)
from tests.factories import make_event


def make_moment(campaign: Campaign, title: str, days: int | None = None, **fields: Any) -> Moment:
    """`days` from today; without them no date, unless `happened_on` gives one."""
    on = None if days is None else timezone.localdate(timezone=campaign.chapter.zone) + timedelta(days=days)
    moment = Moment.objects.create(chapter=campaign.chapter, campaign=campaign, **({"happened_on": on} | fields))
    MomentText.objects.create(parent=moment, language="en", title=title, body=f"More on {title}")
    return moment


def make_target(campaign: Campaign, name: str = "Gilbert Cedillo", **fields: Any) -> Target:
    official = Official.objects.create(chapter=campaign.chapter, name=name, sort_name=name)
    return Target.objects.create(chapter=campaign.chapter, campaign=campaign, official=official, **fields)


def stand(target: Target, at: int, on: str, **fields: Any) -> Position:
    fields = {"source": "press"} | fields
    return Position.objects.create(
        chapter=target.chapter, target=target, stand=at, taken_on=date.fromisoformat(on), **fields
    )


def promise(target: Target, words: str, on: str, **fields: Any) -> Commitment:
    return Commitment.objects.create(
        chapter=target.chapter,
        campaign=target.campaign,
        official=target.official,
        words=words,
        promised_on=date.fromisoformat(on),
        **fields,
    )


def make_bill(campaign: Campaign, identifier: str = "SB 54", **fields: Any) -> Measure:
    return Measure.objects.create(chapter=campaign.chapter, campaign=campaign, identifier=identifier, **fields)


def step(bill: Measure, kind: str, on: str = "", **fields: Any) -> None:
    day = date.fromisoformat(on) if on else None
    bill.stages.create(chapter=bill.chapter, kind=kind, reached_on=day, **fields)


def version(bill: Measure, label: str, on: str = "", **fields: Any) -> None:
    day = date.fromisoformat(on) if on else None
    bill.versions.create(chapter=bill.chapter, label=label, dated_on=day, **fields)


def vote(bill: Measure, on: str, ayes: int, noes: int, **fields: Any) -> RollCall:
    fields = {"has_passed": ayes > noes, "place": "State Senate"} | fields
    return RollCall.objects.create(
        chapter=bill.chapter, measure=bill, voted_on=date.fromisoformat(on), ayes=ayes, noes=noes, **fields
    )


def make_action(campaign: Campaign, title: str = "Call Cedillo", on: str = "2017-05-02", **fields: Any) -> Action:
    at = datetime.combine(date.fromisoformat(on), datetime.min.time(), UTC) + timedelta(hours=20) if on else None
    action = Action.objects.create(
        chapter=campaign.chapter, campaign=campaign, **({"kind": "call", "published_at": at} | fields)
    )
    ActionText.objects.create(parent=action, language="en", title=title)
    return action


def held(campaign: Campaign, title: str, on: str, **fields: Any) -> Event:
    starts_at = datetime.fromisoformat(f"{on}T19:00:00-07:00")
    times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)}
    return make_event(campaign.chapter, title, campaign=campaign, **(times | fields))
