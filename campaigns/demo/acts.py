"""The demo's actions: a call that is under way, a petition, a letter not yet open, and paper from the vigil of 2017.

The officials are invented; who sat on the council in 2017 is told in the story alone.
"""

import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.utils import timezone

from campaigns.advocacy import paper
from campaigns.models import (
    Action,
    ActionTaken,
    ActionText,
    Campaign,
    Event,
    Official,
    PaperBatch,
)
from chapters.bases import new_secret
from chapters.models import User

OUTCOMES = ("message", "message", "message", "spoke", "spoke", "no_answer", "busy", "wrong")
CALLS, SIGNATURES = 134, 61


def ask(campaign: Campaign, events: dict[str, Event], by: User, random: Random) -> None:
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    actions = {one["kind"]: write(campaign, **one) for one in told["actions"]}
    for words in told["scripts"]:
        script = actions["call"].scripts.create(chapter=campaign.chapter, tone=words["tone"])
        for language in ("en", "es"):
            script.texts.create(language=language, words=words[language])
    take(actions["call"], list(Official.objects.filter(action_targets__action=actions["call"])), CALLS, random)
    take(actions["petition"], [], SIGNATURES, random)
    bring(campaign, actions["petition"], events, by)


def write(campaign: Campaign, *, kind: str, goal: int, en: dict[str, str], es: dict[str, str], **more: Any) -> Action:
    is_open = more.pop("is_open", True)
    officials = [campaign.chapter.officials.get(name=name) for name in more.pop("officials", ())]
    action = Action.objects.create(
        chapter=campaign.chapter,
        campaign=campaign,
        kind=kind,
        goal=goal,
        published_at=timezone.now() - timedelta(days=6) if is_open else None,
        closes_at=datetime.combine(timezone.localdate() + timedelta(days=12), time(0), campaign.chapter.zone),
    )
    for language, words in (("en", en), ("es", es)):
        ActionText.objects.create(parent=action, language=language, **words)
    for order, official in enumerate(officials):
        action.action_targets.create(chapter=campaign.chapter, official=official, order=order)
    return action


def take(action: Action, officials: list[Official], count: int, random: Random) -> None:
    now = timezone.now()
    rows = [
        ActionTaken(
            chapter=action.chapter,
            action=action,
            official=random.choice(officials) if officials else None,
            outcome=random.choice(OUTCOMES) if officials else ActionTaken.Outcome.DONE,
            source=ActionTaken.Source.SHARED,
            key=f"demo:{new_secret()}",
            taken_at=now - timedelta(hours=random.randrange(1, 140)),
        )
        for _ in range(count)
    ]
    ActionTaken.objects.bulk_create(rows)
    Action.objects.filter(pk=action.pk).update(taken_count=sum(row.outcome in ActionTaken.COUNTED for row in rows))


def bring(campaign: Campaign, petition: Action, events: dict[str, Event], by: User) -> None:
    """214 postcards of 2017 that reached a desk, and sheets that still wait."""
    common = {"chapter": campaign.chapter, "campaign": campaign}
    then = PaperBatch(
        **common, kind="postcards", event=events.get("vigil-2017"), counted=214, collected_on=date(2017, 4, 22)
    )
    paper.keep(then, by=by)
    then.delivered_on, then.delivered_to = date(2017, 6, 10), "the council’s front desk"
    then.delivered_by = "Elena and nine neighbors"
    paper.deliver(then, by=by)
    lately = timezone.localdate(timezone=campaign.chapter.zone) - timedelta(days=10)
    sheets = PaperBatch(**common, kind="petition", action=petition, counted=48, collected_on=lately, place="York Blvd")
    paper.keep(sheets, by=by)
