"""The sheet of a week: what is coming, who does what, what was decided. One page, and an email on Sunday evening."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chapters.models import Chapter, Decision, Role
from chapters.retention import Rule

logger = logging.getLogger(__name__)
AHEAD = timedelta(days=8)  # Sunday evening to the end of the Sunday after it
SUNDAY, HOUR = 6, 17
READERS = (Role.Kind.LEAD, Role.Kind.ORGANIZER)
RULES = (
    Rule(
        "decisions",
        Decision,
        days=730,
        since=("done_at", "decided_on"),
        words=gettext_lazy("What a chapter decided in its meetings: %(days)s days."),
    ),
)


class Part(StrEnum):
    COMING = "coming"
    DOING = "doing"


@dataclass(frozen=True)
class Line:
    """One line of the sheet: `when` in words, "" for none; `who` does it, "" for nobody yet."""

    part: Part
    words: str
    when: str = ""
    who: str = ""
    url: str = ""


Provider = Callable[[Chapter, datetime, datetime], Iterable[Line]]


def sheet(chapter: Chapter, now: datetime) -> dict[str, Any]:
    """What a page or an email needs, in the active language."""
    providers: list[Provider] = [import_string(path) for path in settings.WEEK]
    lines = [line for provider in providers for line in provider(chapter, now, now + AHEAD)]
    return {
        "chapter": chapter,
        "since": now,
        "until": now + AHEAD - timedelta(days=1),
        "coming": [line for line in lines if line.part == Part.COMING],
        "doing": [line for line in lines if line.part == Part.DOING],
        "decisions": list(chapter.decisions.for_sheet().select_related("who")),
    }


def decisions_due(chapter: Chapter, since: datetime, until: datetime) -> Iterable[Line]:
    """What somebody took on in a meeting and has not done."""
    for decision in chapter.decisions.filter(done_at=None).exclude(who=None).select_related("who").order_by("due_on"):
        yield Line(Part.DOING, decision.words, who=str(decision.who), when=decision.due_in_words)


# --- the email of Sunday evening -----------------------------------------------------------------------


@shared_task
def post_sheets() -> None:
    """Runs by the timetable: where it is Sunday evening, the sheet for each lead and organizer who wants it."""
    now = timezone.now()
    for chapter in Chapter.objects.open():
        here = timezone.localtime(now, chapter.zone)
        if here.weekday() == SUNDAY and here.hour >= HOUR:
            for role in readers(chapter).exclude(week_sheet_on=here.date()):
                post_one(role, here)


def readers(chapter: Chapter) -> Any:
    """Roles whose person gets the sheet."""
    held = chapter.roles.current().filter(kind__in=READERS, has_week_sheet=True, user__is_active=True)
    return held.select_related("user", "chapter").order_by("pk")


def post_one(role: Role, here: datetime) -> None:
    """Once for each Sunday: whoever sets the date first sends it, and sets it back when the mail server refuses."""
    unsent = Q(week_sheet_on=None) | Q(week_sheet_on__lt=here.date())
    if not Role.objects.filter(unsent, pk=role.pk).update(week_sheet_on=here.date()):
        return
    with translation.override(role.user.language or role.chapter.languages[0]):
        subject = _("%(chapter)s: the week") % {"chapter": role.chapter}
        body = render_to_string("chapters/emails/week.txt", sheet(role.chapter, here) | {"site": settings.PUBLIC_URL})
    try:
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [role.user.email])
    except OSError:
        logger.exception("The week sheet of role %s could not be sent", role.pk)
        Role.objects.filter(pk=role.pk).update(week_sheet_on=role.week_sheet_on)
