"""The official moved: thank those who called (`campaigns:advocacy_thank`)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaigns import moved
from campaigns.advocacy import thanking
from campaigns.messaging import counting
from campaigns.messaging.audience import reckon
from campaigns.models import Action, ActionTaken, CallToAction, Delivery, Official, Position, Target
from chapters.members.segments import describe, matching
from chapters.models import Member
from tests.cast import Cast
from tests.factories import make_campaign, make_member, make_sender, signed_in

pytestmark = pytest.mark.django_db
TODAY = "/c/highland-park/"


@pytest.fixture
def target(cast: Cast) -> Target:
    make_sender(cast.here)
    official = Official.objects.create(chapter=cast.here, name="Gil Cedillo", sort_name="cedillo gil")
    return Target.objects.create(chapter=cast.here, campaign=make_campaign(cast.here), official=official)


def stand(target: Target, number: int, *, days_ago: int = 0) -> Position:
    on = timezone.localdate(timezone=target.chapter.zone) - timedelta(days=days_ago)
    return target.positions.create(chapter=target.chapter, stand=number, taken_on=on, source="vote")


def call(target: Target, member: Member | None, outcome: str = "spoke", **fields: Any) -> ActionTaken:
    given = {"chapter": target.chapter, "official": target.official, "source": "link", "outcome": outcome}
    action, _is_new = Action.objects.get_or_create(chapter=target.chapter, campaign=target.campaign, kind="call")
    key = f"{ActionTaken.objects.count()}"
    return ActionTaken.objects.create(**given | fields, action=action, member=member, key=key)


@pytest.fixture
def callers(cast: Cast, target: Target) -> list[Member]:
    """Two who got through, one of them twice; one who did not; one who never called; one without a name."""
    first, second = make_member(cast.here, "Rosa"), make_member(cast.here, "Ana")
    call(target, first)
    call(target, first, "message")
    call(target, second, "done")
    call(target, make_member(cast.here, "Busy"), "busy")
    call(target, None)
    make_member(cast.here, "Silent")
    return [first, second]


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def path(position: Position) -> str:
    return f"/c/highland-park/positions/{position.code}/thank/"


def test_today_offers_the_thanks_and_one_draft_is_written(cast: Cast, target: Target, callers: list[Member]) -> None:
    stand(target, 3, days_ago=30)
    position = stand(target, 4)
    lead = signed_in(cast.lead)
    assert "Gil Cedillo moved. Thank the 2 people who called" in page(lead, TODAY)
    workspace = f"{TODAY}campaigns/{target.campaign.code}/"
    assert path(position) in page(lead, workspace)
    assert path(position) not in page(signed_in(cast.volunteer), workspace)
    assert path(position) in page(lead, f"{workspace}targets/{target.code}/")
    assert "2 people called or wrote to Gil Cedillo." in page(lead, path(position))
    assert not CallToAction.objects.exists(), "looking writes nothing"
    answer = lead.post(path(position))
    draft = CallToAction.objects.get()
    assert answer["Location"] == f"/c/highland-park/messages/{draft.code}/write/"
    assert lead.get(answer["Location"]).status_code == 200
    signed_in(cast.second_lead).post(path(position))
    assert (CallToAction.objects.count(), draft.state, draft.campaign) == (1, "draft", target.campaign)
    assert not Delivery.objects.exists(), "nothing goes out by itself"
    assert {*matching(cast.here, draft.audience)} == {*callers}
    assert describe(cast.here, draft.audience) == "people who called or wrote to Gil Cedillo"
    assert reckon(draft).count == 2
    assert "moved. Thank the" not in page(lead, TODAY) + page(lead, workspace)


def test_only_those_who_may_write_are_asked(cast: Cast, target: Target, callers: list[Member]) -> None:
    stand(target, 3, days_ago=30)
    position = stand(target, 4)
    for user in (cast.volunteer, cast.texter, cast.liaison):
        client = signed_in(user)
        assert "Cedillo moved" not in page(client, TODAY)
        assert client.post(path(position)).status_code == 403


@pytest.mark.parametrize("stands", [(4,), (4, 4), (4, 3), (3, 4, 3)])
def test_no_better_position_no_thanks(
    cast: Cast, target: Target, callers: list[Member], stands: tuple[int, ...]
) -> None:
    for days, number in enumerate(reversed(stands)):
        stand(target, number, days_ago=days)
    lead = signed_in(cast.lead)
    assert "moved. Thank" not in page(lead, TODAY)
    for position in Position.objects.all():
        assert lead.post(path(position)).status_code == 409
    assert not CallToAction.objects.exists()


def test_nobody_called_or_it_is_long_ago(cast: Cast, target: Target) -> None:
    stand(target, 3, days_ago=60)
    position = stand(target, 5, days_ago=20)
    lead = signed_in(cast.lead)
    assert "There is nobody to thank by message." in page(lead, path(position))
    assert lead.post(path(position)).status_code == 409
    call(target, make_member(cast.here, "Rosa"))
    assert "moved. Thank" not in page(lead, TODAY), "two weeks later it is no news"
    assert moved.of(position) is not None
    assert "1 person called or wrote" in page(lead, path(position))


def test_another_chapters_callers_are_not_ours(cast: Cast, target: Target, callers: list[Member]) -> None:
    assert not matching(cast.there, {"filter": thanking.FILTER, "value": target.official.code}).exists()
    assert describe(cast.there, {"filter": thanking.FILTER, "value": target.official.code}) == (
        "people who called somebody gone"
    )
    assert thanking.officials_of(cast.here) == [(target.official.code, "Gil Cedillo")]
    assert thanking.officials_of(cast.there) == []


def test_the_words_are_short_and_hold_no_field_of_a_name(cast: Cast) -> None:
    for language in ("en", "es"):
        words = thanking.words_for("{Gil} Cedillo", language)
        assert "(Gil) Cedillo" in words["text_body"]
        filled = words["text_body"].replace("{grupo}", "Highland Park Neighbors").replace("{nombre}", "Guadalupe")
        assert counting.segments(filled).segments <= 2
