"""Somebody takes over a seat: the old term ends the day before, the new one begins, and campaigns aim at them."""

from datetime import timedelta

from campaigns.advocacy.models import Official, OfficialTerm, Target
from campaigns.advocacy.official_forms import FollowForm


def follow(term: OfficialTerm, form: FollowForm) -> Official:
    """Who takes over, from a valid form. The one before stays with everything that happened."""
    data = form.cleaned_data
    new = form.known or Official(chapter=term.chapter, name=data["name"])
    if data["party"] and not new.party:
        new.party = data["party"]
        new.mark_edited(["party"])
    new.save()
    OfficialTerm.objects.create(
        chapter=term.chapter, official=new, kind=term.kind, body=term.body, district=term.district,
        division=term.division, starts_on=data["starts_on"], ends_on=data["ends_on"], is_by_hand=True,
    )  # fmt: skip
    if term.ends_on is None or term.ends_on > data["starts_on"]:
        term.ends_on = max(data["starts_on"] - timedelta(days=1), term.starts_on or data["starts_on"])
        term.is_by_hand = True
        term.save()
    if data["is_target"]:
        aim_at(new, term.official)
    return new


def aim_at(new: Official, old: Official) -> None:
    """In each campaign that still runs; why the old one was a target may not hold for the new one."""
    for target in old.targets.filter(campaign__ended_on=None).exclude(campaign__targets__official=new):
        Target.objects.create(
            chapter=target.chapter,
            campaign_id=target.campaign_id,
            official=new,
            order=target.order,
            is_public=target.is_public,
        )
