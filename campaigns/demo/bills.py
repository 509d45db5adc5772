"""Tells `bills.toml`: the bills of the campaign with their versions, and a vote ahead that is not won yet."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from campaigns.models import Campaign, Measure

LANGUAGES = ("en", "es")
COMMITTEE = ("Gloria Cedros", "Javier Huerta", "Nora Márquez")


def file_bills(campaign: Campaign) -> None:
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    bills = [file_one(campaign, bill) for bill in told["bills"]]
    expect_a_vote(campaign, bills[-1])


def file_one(campaign: Campaign, bill: dict[str, Any]) -> Measure:
    ours = {"chapter": campaign.chapter}
    measure: Measure = campaign.measures.create(
        **ours, kind=bill.get("kind", Measure.Kind.BILL), identifier=bill["identifier"], body=bill["body"],
        url=bill.get("url", ""),
    )  # fmt: skip
    for language in LANGUAGES:
        measure.titles.create(**ours, language=language, title=bill["title"][language])
    for step in bill["steps"]:
        measure.stages.create(**ours, kind=step["kind"], reached_on=step.get("on"), words=step.get("words", ""))
    for told in bill["versions"]:
        add_version(measure, told)
    return measure


def add_version(measure: Measure, told: dict[str, Any]) -> None:
    ours = {"chapter": measure.chapter}
    version = measure.versions.create(
        **ours,
        label=told["label"],
        dated_on=told["on"],
        stance=told["stance"],
        source_text=told.get("text", "").strip(),
    )
    for language in LANGUAGES:
        version.texts.create(language=language, **told[language])
    demands = measure.campaign.demands.order_by("position")
    for demand, score in zip(demands, told["scores"], strict=True):
        version.scores.create(**ours, demand=demand, score=score)


def expect_a_vote(campaign: Campaign, measure: Measure) -> None:
    """In nine days, by three people of whom one is sure; who they are is told by `power.toml`."""
    ours, today = {"chapter": campaign.chapter}, timezone.localdate(timezone=campaign.chapter.zone)
    vote = campaign.coming_votes.create(
        **ours, measure=measure, body="the immigrant affairs committee", decides_on=today + timedelta(days=9), needed=2
    )
    for name in COMMITTEE:
        vote.voters.create(**ours, target=campaign.targets.get(official__name=name))
