"""A campaign's story as the public reads it: what happened, what is next, what may come."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from campaigns.models import Campaign, Event, Moment
from chapters import dates


@dataclass(frozen=True)
class Entry:
    """One line of the timeline. `event` is there only while anyone may come to it."""

    about: Moment | Event
    on: date | None
    is_exact: bool = True
    event: Event | None = None
    state: str = ""  # "", "won", "next" or "later", as the look draws them

    @property
    def when(self) -> str:
        return dates.on_day(self.on, exact=self.is_exact) if self.on else _("Date not set")

    @property
    def word(self) -> str:
        if self.state == "next":
            return pgettext("story", "Next")
        if self.state == "won":
            return pgettext("story", "Won")
        is_setback = self.state == "" and getattr(self.about, "kind", "") == Moment.Kind.SETBACK
        return pgettext("story", "Setback") if is_setback else ""

    @property
    def body(self) -> str:
        return self.about.words("body") if isinstance(self.about, Moment) else self.about.words("summary")


def told(campaign: Campaign, coming: Iterable[Event]) -> list[Entry]:
    """Oldest first; what has no date comes last. `coming` are the campaign's public events, soonest first."""
    open_events = {event.pk: event for event in coming}
    moments = campaign.moments.public().in_order().select_related("chapter", "event").prefetch_related("texts")
    entries = [entry_of(moment, open_events) for moment in moments if not is_private(moment, open_events)]
    told_events = {entry.event.pk for entry in entries if entry.event}
    soonest = next(iter(open_events.values()), None)
    if soonest and soonest.pk not in told_events:
        entries.append(Entry(soonest, day_of(soonest), event=soonest))
    entries.sort(key=lambda entry: entry.on or date.max)
    return with_states(entries, timezone.localdate(timezone=campaign.chapter.zone))


def day_of(event: Event) -> date | None:
    return dates.local(event.starts_at, event.zone).date() if event.has_date else None


def is_private(moment: Moment, open_events: dict[int, Event]) -> bool:
    """Its event is still ahead and not open to all: the story does not give it away."""
    return moment.event is not None and not moment.event.is_over and moment.event.pk not in open_events


def entry_of(moment: Moment, open_events: dict[int, Event]) -> Entry:
    event = open_events.get(moment.event_id or 0)
    if event:
        return Entry(moment, day_of(event), event=event)
    return Entry(moment, moment.happened_on, moment.precision == Moment.Precision.DAY)


def with_states(entries: list[Entry], today: date) -> list[Entry]:
    """Give the first entry ahead of us the flame; wins behind us bloom."""
    story: list[Entry] = []
    has_next = False
    for entry in entries:
        ahead = entry.on is None or entry.event is not None or entry.on > today
        if not ahead:
            state = "won" if getattr(entry.about, "kind", "") == Moment.Kind.WIN else ""
        else:
            state = "later" if has_next or entry.on is None else "next"
            has_next = has_next or state == "next"
        story.append(replace(entry, state=state))
    return story
