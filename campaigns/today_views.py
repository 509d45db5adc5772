"""The first page of everyone who has a role in a chapter."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from campaigns.events.segments import came
from campaigns.models import Campaign, Event
from campaigns.today import tasks
from chapters import dates
from chapters.access import Can, ChapterRequest, chapter_view, may
from chapters.models import Chapter

COMING_SHOWN = 4
FIRST_SHOWN = 7
STORY_SHOWN = 2


@chapter_view(Can.SEE_TODAY)
def today(request: ChapterRequest) -> HttpResponse:
    """What needs you, what is coming, the fight, our people."""
    now = timezone.localtime(timezone=request.chapter.zone)
    todo = tasks(request.role)
    coming = coming_up(request.chapter)
    people = may(request.role.kind, Can.SEE_PEOPLE)
    context = {
        "now": now,
        "headline": headline(request.user.get_short_name(), len(todo), now),
        "nothing": "" if todo else nothing_to_do(coming, now),
        "tasks": todo,
        "first": todo[:FIRST_SHOWN],
        "later": todo[FIRST_SHOWN:],
        "later_from": FIRST_SHOWN + 1,
        "coming": coming,
        "campaign": the_campaign(request.chapter),
        "people": our_people(request.chapter, now) if people else None,
    }
    return render(request, "campaigns/today.html", context)


def headline(name: str, count: int, now: datetime) -> str:
    if now.hour < 12:
        greeting = _("Good morning, %(name)s.")
    elif now.hour < 18:
        greeting = _("Good afternoon, %(name)s.")
    else:
        greeting = _("Good evening, %(name)s.")
    if not count:
        return greeting % {"name": name}
    if count > FIRST_SHOWN:
        things = _("%(n)s things come first.") % {"n": in_words(FIRST_SHOWN)}
    else:
        things = ngettext("%(n)s thing needs you.", "%(n)s things need you.", count) % {"n": in_words(count)}
    return f"{greeting % {'name': name}} {things}"


def in_words(count: int) -> str:
    """A small number as a headline says it, with a capital letter."""
    words = pgettext("numbers of things, 1 to 9", "One Two Three Four Five Six Seven Eight Nine").split()
    return words[count - 1] if count <= len(words) else str(count)


def nothing_to_do(coming: list[Event], now: datetime) -> str:
    calm = _("Nothing needs you tonight.") if now.hour >= 17 else _("Nothing needs you right now.")
    if not coming:
        return calm
    first = coming[0]
    upcoming = _("Next: %(event)s, %(when)s.") % {"event": first, "when": dates.spoken(first.starts_at, first.zone)}
    return f"{calm} {upcoming}"


def coming_up(chapter: Chapter) -> list[Event]:
    """The next events, each with `sure`, `maybe` (not confirmed yet) and what it hopes for in `hoped`."""
    ahead = chapter.events.ahead().with_turnout().annotate(hoped=Coalesce(F("goal"), F("capacity")))
    return list(ahead.with_words()[:COMING_SHOWN])


@dataclass(frozen=True)
class Fight:
    """The campaign that runs, its next step and when, and what happened last."""

    campaign: Campaign
    next_step: str
    next_when: str
    story: list[Any]


def the_campaign(chapter: Chapter) -> Fight | None:
    campaign = chapter.campaigns.running().with_words().first()
    if campaign is None:
        return None
    here = timezone.localdate(timezone=chapter.zone)
    event = campaign.events.upcoming().filter(cancelled_at=None).with_words().first()
    story = campaign.moments.select_related("chapter").prefetch_related("texts")
    plan = story.filter(Q(happened_on=None) | Q(happened_on__gt=here)).in_order().first()
    past = story.filter(happened_on__lte=here).order_by("-happened_on", "-pk")
    if event:
        days = (dates.local(event.starts_at, event.zone).date() - here).days
        return Fight(campaign, str(event), from_now(days), list(past[:STORY_SHOWN]))
    when = dates.on_day(plan.happened_on) if plan and plan.happened_on else _("date not set")
    return Fight(campaign, str(plan or ""), when if plan else "", list(past[:STORY_SHOWN]))


def from_now(days: int) -> str:
    if days <= 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}


def our_people(chapter: Chapter, now: datetime) -> dict[str, int]:
    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    members = chapter.members
    return {
        "all": members.count(),
        "joined": members.filter(created_at__gte=month).count(),
        "came": members.filter(came(chapter, "lately")).count(),
    }
