"""What is open to do, and what came of it: for the pages of other slices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncDate

from campaigns.advocacy.models import Action, ActionTaken, Official
from campaigns.models import Campaign
from chapters.models import Chapter


def open_actions(campaign: Campaign) -> list[Action]:
    """What anyone can do for the campaign today, the newest first, with words: two queries."""
    return with_chapter(campaign.actions.open().prefetch_related("texts").order_by("-published_at"), campaign.chapter)


def open_actions_of(chapter: Chapter) -> list[Action]:
    """The same for all public campaigns of a chapter."""
    ours = chapter.actions.open().filter(campaign__in=Campaign.objects.published().running())
    return with_chapter(ours.prefetch_related("texts").order_by("-published_at"), chapter)


def with_chapter(actions: Iterable[Action], chapter: Chapter) -> list[Action]:
    """Its languages decide which words are shown; it is at hand already."""
    found = list(actions)
    for action in found:
        action.chapter = chapter
    return found


@dataclass(frozen=True)
class Result:
    """On one day `count` people came to this `outcome` ("left a message") with the official through the action."""

    action: Action
    on: date
    outcome: str
    count: int


def results_for(official: Official) -> list[Result]:
    """What people did about an official, by action, day and outcome; the latest day first. Three queries."""
    here = official.chapter.zone
    rows = ActionTaken.objects.filter(official=official).order_by()
    counted = rows.values("action", "outcome", on=TruncDate("taken_at", tzinfo=here)).annotate(n=Count("pk"))
    found = list(counted.order_by("-on", "action", "outcome"))
    actions = official.chapter.actions.with_words().in_bulk({row["action"] for row in found})
    words = dict(ActionTaken.Outcome.choices)
    return [Result(actions[row["action"]], row["on"], str(words[row["outcome"]]), row["n"]) for row in found]
