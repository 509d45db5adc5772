"""Tells `power.toml`: who decides in the fight, where each of them stood when, and what they promised."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from campaigns.models import Campaign, Official, Target
from chapters.models import User


def tell_power(campaign: Campaign, by: User) -> None:
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    for order, one in enumerate(told["officials"]):
        target = introduce(campaign, one, order)
        for position in one.get("positions", ()):
            target.positions.create(
                chapter=campaign.chapter,
                stand=position["stand"],
                taken_on=on(campaign, position["days"]),
                source=position["source"],
                source_words=position.get("words", ""),
                logged_by=by,
            )
        tell_record(campaign, target.official, one, by)


def introduce(campaign: Campaign, one: dict[str, Any], order: int) -> Target:
    chapter, seat = campaign.chapter, one["seat"]
    official = Official.objects.create(
        chapter=chapter, name=one["name"], family_name=one["family_name"], other_names=one.get("also", [])
    )
    official.terms.create(
        chapter=chapter, kind=seat["kind"], body=seat["body"], district=seat.get("district", ""), is_by_hand=True,
        starts_on=on(campaign, seat["starts"]), ends_on=on(campaign, seat["ends"]),
    )  # fmt: skip
    official.offices.create(
        chapter=chapter, kind="capitol", place="Los Angeles", address="200 N. Spring St., Los Angeles, CA 90012",
        phone=one.get("phone", ""), is_by_hand=True,
    )  # fmt: skip
    return campaign.targets.create(chapter=chapter, official=official, order=order, about=one.get("about", ""))


def tell_record(campaign: Campaign, official: Official, one: dict[str, Any], by: User) -> None:
    common = {"chapter": campaign.chapter, "campaign": campaign, "logged_by": by}
    for contact in one.get("contacts", ()):
        official.contact_entries.create(
            **common, kind=contact["kind"], happened_on=on(campaign, contact["days"]), with_whom=contact["with"],
            note=contact["note"],
        )  # fmt: skip
    for promise in one.get("promises", ()):
        due = on(campaign, promise["due"])
        state = promise.get("state", "open")
        official.commitments.create(
            **common, words=promise["words"], promised_on=on(campaign, promise["made"]), due_on=due, state=state,
            settled_on=None if state == "open" else due, source_words=promise["where"], is_public=promise["is_public"],
        )  # fmt: skip


def on(campaign: Campaign, days: int) -> date:
    return timezone.localdate(timezone=campaign.chapter.zone) + timedelta(days=days)
