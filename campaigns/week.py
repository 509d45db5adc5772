"""What campaigns put on the sheet of a week: events, messages, jobs at events."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import CallToAction
from chapters.dates import spoken
from chapters.models import Chapter
from chapters.week import Line, Part


def events(chapter: Chapter, since: datetime, until: datetime) -> Iterator[Line]:
    ahead = chapter.events.published().upcoming().filter(cancelled_at=None, starts_at__lt=until)
    for event in ahead.with_words().select_related("host"):
        url = reverse("campaigns:events_show", args=[chapter.slug, event.code])
        when = spoken(event.starts_at, event.zone)
        host = event.host.short_name if event.host else ""
        yield Line(Part.COMING, str(event), when=f"{when}, {event.place}" if event.place else when, who=host, url=url)


def messages(chapter: Chapter, since: datetime, until: datetime) -> Iterator[Line]:
    """Planned for a day of the week, or waiting for a yes."""
    planned: Any = chapter.calls_to_action.filter(send_at__range=(since, until))
    open_calls: Any = planned.filter(state__in=("asked", "approved", "scheduled")).order_by("send_at")
    for call in open_calls.select_related("written_by"):
        words = _("Message: %(title)s") % {"title": call.title}
        yield Line(Part.COMING, words, when=spoken(call.send_at, chapter.zone), who=str(call.written_by or ""))
    for call in chapter.calls_to_action.filter(state="asked", send_at=None).select_related("written_by"):
        words = _("Message: %(title)s") % {"title": call.title}
        yield Line(Part.COMING, words, when=_("waits for a lead's yes"), who=str(call.written_by or ""), url=link(call))


def link(call: CallToAction) -> str:
    return reverse("campaigns:messaging_progress", args=[call.chapter.slug, call.code])


def jobs(chapter: Chapter, since: datetime, until: datetime) -> Iterator[Line]:
    """Who does what at the events of the week, and what still lacks hands."""
    shifts = chapter.shifts.filter(event__starts_at__range=(since, until), event__cancelled_at=None)
    shifts = shifts.exclude(event__published_at=None).select_related("event__chapter")
    for shift in shifts.prefetch_related("event__texts", "seats__rsvp__member"):
        names = [seat.rsvp.member.short_name for seat in shift.seats.all() if seat.rsvp.member]
        lacking = shift.still_needed
        if lacking:
            names.append(ngettext("%(n)s still needed", "%(n)s still needed", lacking) % {"n": lacking})
        words = _("%(job)s at %(event)s") % {"job": shift, "event": shift.event}
        url = reverse("campaigns:events_shifts", args=[chapter.slug, shift.event.code])
        yield Line(Part.DOING, words, when=spoken(shift.starts_at, shift.event.zone), who=", ".join(names), url=url)
