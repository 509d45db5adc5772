"""Events as iCalendar files and feeds (RFC 5545): the same UID for ever, a called-off event stays in them.

An event that repeats has one entry for each day, because each has its own page, seats and changes: no calendar
program has to work out a rule. Feeds name themselves and say how often to look again (RFC 7986, 5.7).
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import Max
from django.db.models.functions import Greatest
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar import Event as CalendarEvent

from campaigns.events import clocks
from campaigns.events.models import Event, EventQuerySet, Rsvp

PRODUCT = "-//Organizing//Events//EN"
KEPT_DAYS = 60  # how long an event that is over stays in a feed
MOST = 1000
LOOK_AGAIN = timedelta(hours=1)
State = Rsvp.State
GIVEN_UP = (State.DECLINED, State.CANCELLED, State.TURNED_DOWN, State.LAPSED)


# --- what is in them -------------------------------------------------------------------------------


def in_feed(events: EventQuerySet) -> EventQuerySet:
    """What a public feed holds: published, open to all, called off or not; the past for a while."""
    since = timezone.now() - timedelta(days=KEPT_DAYS)
    rows = events.published().dated().filter(audience=Event.Audience.PUBLIC, ends_at__gt=since)
    return rows.with_words().order_by("starts_at", "id")[:MOST]


def changed_at(events: EventQuerySet) -> datetime | None:
    """When a feed of these last changed. An event that was public and is not any more counts too: it left the feed."""
    since = timezone.now() - timedelta(days=KEPT_DAYS)
    rows = events.published().filter(ends_at__gt=since)
    latest: datetime | None = rows.aggregate(at=Max(Greatest("updated_at", "published_at")))["at"]
    return latest


def feed_of(events: EventQuerySet, name: str) -> bytes:
    return file([entry_of(event) for event in in_feed(events)], name=name)


def personal_feed_of(rsvp: Rsvp) -> bytes:
    """The event of one seat: it moves with the event, and goes when the seat is given up."""
    event = rsvp.event
    entries = [entry_of(event, rsvp=rsvp, for_guests=rsvp.state == State.GOING)] if event.has_date else []
    return file(entries, name=str(event))


def calendar_of(event: Event, *, for_guests: bool) -> bytes:
    """`for_guests` puts in the street and the online link that only people with a seat may see."""
    return file([entry_of(event, for_guests=for_guests)])


def calendar_response(event: Event, *, for_guests: bool) -> HttpResponse:
    """Raises Http404 for an event without a date."""
    if not event.has_date:
        raise Http404
    response = HttpResponse(calendar_of(event, for_guests=for_guests), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="event-{event.code}.ics"'
    return response


# --- how they are written --------------------------------------------------------------------------


def file(entries: Iterable[CalendarEvent], *, name: str = "") -> bytes:
    """The whole file; with a name it is one that a calendar program follows."""
    calendar, entries = Calendar(), [*entries]
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
    for zone in sorted({str(found) for entry in entries for found in zones_named(entry)}):
        if definition := clocks.definition(zone):
            calendar.add_component(definition)
    for entry in entries:
        calendar.add_component(entry)
    lines: bytes = calendar.to_ical()
    return lines


def zones_named(entry: CalendarEvent) -> list[str]:
    return [entry[name].params["TZID"] for name in ("DTSTART", "DTEND") if "TZID" in entry[name].params]


def entry_of(event: Event, *, rsvp: Rsvp | None = None, for_guests: bool = False) -> CalendarEvent:
    """`rsvp` makes it the entry of one person, who may have given the seat up."""
    entry = CalendarEvent()
    changed = max(event.updated_at, rsvp.updated_at) if rsvp else event.updated_at
    status = status_of(event, rsvp)
    entry.add("uid", f"{event.code}@{settings.PUBLIC_HOST}")
    entry.add("dtstamp", changed.astimezone(UTC))
    entry.add("last-modified", changed.astimezone(UTC))
    entry.add("sequence", event.sequence)
    entry.add("dtstart", clocks.written(event.starts_at, event.timezone))
    entry.add("dtend", clocks.written(event.ends_at, event.timezone))
    entry.add("summary", title_of(event, status))
    entry.add("status", status)
    entry.add("transp", "OPAQUE" if rsvp else "TRANSPARENT")
    describe(entry, event, for_guests=for_guests and not event.is_direct_action)
    return entry


def status_of(event: Event, rsvp: Rsvp | None) -> str:
    if event.cancelled_at or (rsvp and rsvp.state in GIVEN_UP):
        return "CANCELLED"
    return "TENTATIVE" if rsvp and rsvp.state != State.GOING else "CONFIRMED"


def title_of(event: Event, status: str) -> str:
    """Some programs show what is called off like the rest, so the title says it too."""
    if event.cancelled_at:
        return _("Called off: %(event)s") % {"event": event}
    return _("Not coming: %(event)s") % {"event": event} if status == "CANCELLED" else str(event)


def describe(entry: CalendarEvent, event: Event, *, for_guests: bool) -> None:
    """Where, and in a few words what. Details of a direct action stay on our page, where they are deleted soon."""
    url = page_of(event) if event.is_public else ""
    if url:
        entry.add("url", url)
    lines = [event.words("summary"), event.online_url if for_guests else "", url]
    entry.add("description", "\n\n".join(filter(None, lines)))
    if place := event.where(for_guests=for_guests) or (_("Online") if event.online_url else ""):
        entry.add("location", place)
    if event.partner:
        entry.add("contact", ", ".join(filter(None, (event.partner.name, event.their_url))))


def page_of(event: Event) -> str:
    return settings.PUBLIC_URL + reverse("campaigns:events_page", args=[event.code])
