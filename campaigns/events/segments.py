"""What a list can ask about events: who said yes to one, who has no seat yet, who came and who did not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns.events.models import Event, Rsvp, without_attendance
from chapters import dates
from chapters.members import filters
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
    return [(event.code, named(event)) for event in recent(chapter)]


def recent(chapter: Chapter) -> list[Event]:
    def read() -> list[Event]:
        return [*chapter.events.filter(ends_at__gt=timezone.now() - RECENT).order_by("-starts_at").with_words()]

    return filters.once(chapter, "events", read)


def named(event: Event) -> str:
    return f"{event}, {dates.short(event.starts_at, event.zone)}"


# --- who came --------------------------------------------------------------------------------------

LATELY = timedelta(days=90)
KEPT = timedelta(days=30)  # as long as it is kept who came
CAME = Q(check_in__arrived__gt=0)


def attended(chapter: Chapter) -> Any:
    """Answers of people who came to something; none of a kind that keeps no attendance."""
    return chapter.rsvps.filter(CAME).exclude(without_attendance("event__"))


def came_to(chapter: Chapter, code: Any) -> Q:
    return Q(pk__in=attended(chapter).filter(event__code=code).values("member"))


def missed(chapter: Chapter, code: Any) -> Q:
    """Only who was marked as not there: of whom nobody said anything, that may have come."""
    went = chapter.rsvps.filter(event__code=code, state=State.GOING, check_in__arrived=0)
    return Q(pk__in=went.exclude(without_attendance("event__")).values("member"))


def past_events_of(chapter: Chapter) -> Choices:
    """Events of which it may be known who came, latest first."""
    now = timezone.now()
    return [
        (event.code, named(event))
        for event in recent(chapter)
        if now - KEPT < event.ends_at <= now and not (event.turned_down_at or event.cancelled_at)
        if not event.keeps_no_attendance
    ]


def came(chapter: Chapter, value: Any) -> Q:
    """From what is written at the door, and for what was forgotten since from the counts that stay."""
    ever = Q(came_count__gt=0) | Q(pk__in=attended(chapter).values("member"))
    since = timezone.now() - LATELY
    recent = attended(chapter).filter(event__ends_at__gte=since)
    lately = Q(last_came_on__gte=since.date()) | Q(pk__in=recent.values("member"))
    return {"ever": ever, "lately": lately, "never": ~ever, "away": ever & ~lately}[value]


def says_came(chapter: Chapter, value: str) -> str:
    if value == "lately":
        return _("who came at least once in the last %(days)s") % {"days": filters.in_days(str(LATELY.days))}
    return filters.says_came(chapter, value)


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
    "came_to": Filter(
        came_to,
        says(gettext_lazy("who came to “%(event)s”")),
        past_events_of,
        gettext_lazy("who came to"),
        gettext_lazy("any event or none"),
    ),
    "missed": Filter(
        missed,
        says(gettext_lazy("who said yes to “%(event)s” and did not come")),
        past_events_of,
        gettext_lazy("who said yes and did not come to"),
        gettext_lazy("no matter"),
    ),
    "came": Filter(
        came,
        says_came,
        lambda _chapter: [
            ("ever", _("came at least once")),
            ("lately", _("came in the last 90 days")),
            ("never", _("never came yet")),
            ("away", _("stopped coming")),
        ],
        pgettext_lazy("a list", "who"),
        gettext_lazy("came or not"),
    ),
}
