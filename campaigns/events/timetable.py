"""When people hear about an event they answered, in the event's zone. The promise under the form reads from here.

Always: at once, and if plans change. By default also the day before. The chapter may add the morning of the day, an
hour before, and the day after; an event may be kept silent.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.events.models import Event, Timetable
from chapters.models import Chapter

DAY_BEFORE_AT = time(17)
MORNING_AT = time(9)
AFTER_AT = time(10)
AHEAD = timedelta(hours=1)


def day_before(event: Event) -> datetime:
    return local(event, days=-1, at=DAY_BEFORE_AT)


def day_of(event: Event) -> datetime | None:
    """None when the event begins too early in the day for it to help."""
    at = local(event, at=MORNING_AT)
    return at if event.starts_at - at >= timedelta(hours=2) else None


def just_before(event: Event) -> datetime:
    return event.starts_at - AHEAD


def day_after(event: Event) -> datetime:
    day = event.ends_at.astimezone(event.zone).date() + timedelta(days=1)
    return datetime.combine(day, AFTER_AT, event.zone)


def local(event: Event, *, days: int = 0, at: time) -> datetime:
    day = event.starts_at.astimezone(event.zone).date() + timedelta(days=days)
    return datetime.combine(day, at, event.zone)


@dataclass(frozen=True)
class Slot:
    """One reminder. Whoever saved a seat less than `worth` before it knows all it would say."""

    name: str
    flag: str
    at: Callable[[Event], datetime | None]
    worth: timedelta
    promise: Any  # a lazy translation


SLOTS = (
    Slot("day_before", "has_day_before", day_before, timedelta(hours=6), gettext_lazy("the day before")),
    Slot("day_of", "has_day_of", day_of, timedelta(hours=6), gettext_lazy("that morning")),
    Slot("just_before", "has_just_before", just_before, timedelta(hours=3), gettext_lazy("an hour before")),
)


def of(chapter: Chapter) -> Timetable:
    """The chapter's own, or the default one, not saved."""
    return Timetable.objects.filter(chapter=chapter).first() or Timetable(chapter=chapter)


def ahead(event: Event) -> list[tuple[Slot, datetime]]:
    """The reminders that somebody who saves a seat now still gets, and when."""
    if event.is_silent:
        return []
    chosen, now = of(event.chapter), timezone.now()
    wanted = [(slot, slot.at(event)) for slot in SLOTS if getattr(chosen, slot.flag)]
    return [(slot, at) for slot, at in wanted if at and at - now >= slot.worth]


def writes_after(event: Event) -> bool:
    """Whether people hear once more the day after. Where who came is nobody's business, nobody is asked."""
    return not (event.is_silent or event.keeps_no_attendance) and of(event.chapter).has_day_after


def promised(event: Event) -> str:
    """ "now, the day before, and if plans change"."""
    return sentence([slot for slot, _at in ahead(event)], is_after=writes_after(event))


def promised_by(chosen: Timetable) -> str:
    """The same for an event that is more than a day ahead."""
    return sentence([slot for slot in SLOTS if getattr(chosen, slot.flag)], is_after=chosen.has_day_after)


def sentence(slots: Sequence[Slot], *, is_after: bool) -> str:
    times = [_("now"), *(str(slot.promise) for slot in slots), *([_("the day after")] if is_after else [])]
    return _("%(times)s, and if plans change") % {"times": ", ".join(times)}
