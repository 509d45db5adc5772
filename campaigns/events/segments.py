"""What a list can ask about events: who said yes to one, who has no seat yet, who said no."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.events.models import Rsvp
from chapters import dates
from chapters.members.filters import Choices, Filter
from chapters.models import Chapter

RECENT = timedelta(days=120)
State = Rsvp.State
YES = (*Rsvp.HOLDS_SEAT, State.WAITLISTED)
ANSWERED = (*YES, State.DECLINED, State.CANCELLED)


def members_with(states: tuple[str, ...]) -> Callable[[Chapter, Any], Q]:
    """Q for the members whose answer to the event of this code is one of the states."""

    def where(chapter: Chapter, code: Any) -> Q:
        return Q(pk__in=chapter.rsvps.filter(event__code=code, state__in=states).values("member"))

    return where


def without(states: tuple[str, ...]) -> Callable[[Chapter, Any], Q]:
    """Everyone else; nobody when the event is gone, so that a stale list never grows to everyone."""

    def where(chapter: Chapter, code: Any) -> Q:
        known = chapter.events.filter(code=code).exists()
        return ~members_with(states)(chapter, code) if known else Q(pk__in=[])

    return where


def says(words: Any) -> Callable[[Chapter, Any], str]:
    def phrase(chapter: Chapter, code: Any) -> str:
        event = chapter.events.with_words().filter(code=code).first()
        return str(words) % {"event": event} if event else _("of an event that is gone")

    return phrase


def events_of(chapter: Chapter) -> Choices:
    """Events that are ahead or not long over, latest first."""
    rows = chapter.events.filter(ends_at__gt=timezone.now() - RECENT).order_by("-starts_at").with_words()
    return [(event.code, f"{event}, {dates.short(event.starts_at, event.zone)}") for event in rows]


FILTERS: dict[str, Filter] = {
    "said_yes": Filter(
        members_with(YES),
        says(gettext_lazy("who said yes to “%(event)s”")),
        events_of,
        gettext_lazy("who said yes to"),
        gettext_lazy("any event or none"),
    ),
    "no_seat": Filter(
        without(YES),
        says(gettext_lazy("who have no seat at “%(event)s” yet")),
        events_of,
        gettext_lazy("who have no seat yet at"),
        gettext_lazy("no matter"),
    ),
    "no_answer": Filter(
        without(ANSWERED),
        says(gettext_lazy("who have not answered about “%(event)s”")),
        events_of,
        gettext_lazy("who have not answered about"),
        gettext_lazy("no matter"),
    ),
}
