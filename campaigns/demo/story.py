"""Tells `story.toml`: the campaign, its demands and its moments, in both languages."""

import tomllib
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from campaigns.models import Campaign, CampaignText, Demand, DemandText, Event, Moment, MomentText
from chapters.models import Chapter, ChapterText, User

LANGUAGES = ("en", "es")
LEADS = 2
AS = ("leads", "ally", "endorses")


@cache
def story() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def introduce(chapter: Chapter) -> None:
    for language, words in story()["chapters"][chapter.slug].items():
        ChapterText.objects.create(parent=chapter, language=language, **words)


def tell(chapter: Chapter) -> Campaign:
    """The campaign and what it demands; `tell_moments` follows once its events are there."""
    since = timezone.now() - timedelta(days=200)
    group = chapter.working_groups.create(name="Immigrant justice")
    for member in chapter.members.order_by("pk")[:LEADS]:
        group.seats.create(chapter=chapter, member=member, is_lead=True)
    campaign = Campaign.objects.create(
        chapter=chapter, slug="sanctuary-city", published_at=since, working_group=group, is_report_public=True,
        stage=Campaign.Stage.PRESSING, goal_kind=Campaign.Goal.TURNOUT, goal_number=1000,
    )  # fmt: skip
    for language, words in story()["campaign"].items():
        CampaignText.objects.create(parent=campaign, language=language, **words)
    for position, sentences in enumerate(story()["demands"]):
        demand = Demand.objects.create(chapter=chapter, campaign=campaign, position=position)
        for language, sentence in sentences.items():
            DemandText.objects.create(parent=demand, language=language, sentence=sentence)
    return campaign


def stand_together(campaign: Campaign) -> None:
    """The organizations we know are in it: one leads it with us, one works on it, one stands behind it."""
    for partner, role in zip(campaign.chapter.partners.order_by("pk"), AS, strict=False):
        campaign.campaign_partners.create(chapter=campaign.chapter, partner=partner, role=role, is_public=True)


def tell_moments(campaign: Campaign, events: dict[str, Event], by: User) -> None:
    for told in story()["moments"]:
        moment = Moment.objects.create(
            chapter=campaign.chapter,
            campaign=campaign,
            event=events.get(told.get("event", "")),
            kind=told.get("kind", Moment.Kind.STEP),
            happened_on=told.get("on"),
            precision=told.get("precision", Moment.Precision.DAY),
            written_by=by,
        )
        for language in LANGUAGES:
            MomentText.objects.create(parent=moment, language=language, **told[language])
