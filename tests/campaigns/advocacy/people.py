"""Makes officials and what is known of them, all of them invented."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from campaigns.models import Campaign, Commitment, Official, OfficialOffice, OfficialTerm, Position, Target
from chapters.models import Chapter
from tests.factories import phone


def day(days: int = 0) -> date:
    """Today in Los Angeles, where the chapters of the cast are, and so many days later."""
    return timezone.localdate() + timedelta(days=days)


def make_official(chapter: Chapter, name: str = "Rosa Concejal", *, district: str = "1", **fields: Any) -> Official:
    """A council member with a phone; `district=""` for one without a seat."""
    family = name.rsplit(maxsplit=1)[-1]
    official = Official.objects.create(chapter=chapter, **({"name": name, "family_name": family} | fields))
    if district:
        make_term(official, district=district)
    return official


def make_term(official: Official, **fields: Any) -> OfficialTerm:
    seat = {"kind": OfficialTerm.Kind.COUNCIL, "body": "Rivertown City Council", "starts_on": day(-700)}
    return OfficialTerm.objects.create(chapter=official.chapter, official=official, **(seat | fields))


def make_office(official: Official, **fields: Any) -> OfficialOffice:
    there = {"kind": OfficialOffice.Kind.CAPITOL, "place": "Rivertown", "phone": phone()}
    return OfficialOffice.objects.create(chapter=official.chapter, official=official, **(there | fields))


def make_target(campaign: Campaign, official: Official, **fields: Any) -> Target:
    return Target.objects.create(chapter=campaign.chapter, campaign=campaign, official=official, **fields)


def make_position(target: Target, stand: int, days: int = 0, **fields: Any) -> Position:
    known = {"taken_on": day(days), "source": Position.Source.STATEMENT}
    return Position.objects.create(chapter=target.chapter, target=target, stand=stand, **(known | fields))


def make_promise(official: Official, campaign: Campaign | None = None, **fields: Any) -> Commitment:
    words = {"words": "Vote for the ordinance", "promised_on": day(-20)}
    return Commitment.objects.create(chapter=official.chapter, official=official, campaign=campaign, **(words | fields))
