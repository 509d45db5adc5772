"""One event as an iCalendar file (RFC 5545): times in UTC, the same UID for ever, a called-off event stays in it."""

from datetime import UTC

from django.conf import settings
from django.http import HttpResponse
from icalendar import Calendar
from icalendar import Event as CalendarEvent

from campaigns.events.models import Event

PRODUCT = "-//Organizing//Events//EN"


def calendar_of(event: Event, *, url: str, for_guests: bool) -> bytes:
    """`for_guests` puts in the street and the online link that only people with a seat may see."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(entry_of(event, url=url, for_guests=for_guests))
    lines: bytes = calendar.to_ical()
    return lines


def entry_of(event: Event, *, url: str, for_guests: bool) -> CalendarEvent:
    entry = CalendarEvent()
    entry.add("uid", f"{event.code}@{settings.PUBLIC_HOST}")
    entry.add("dtstamp", event.updated_at.astimezone(UTC))
    entry.add("last-modified", event.updated_at.astimezone(UTC))
    entry.add("sequence", event.sequence)
    entry.add("dtstart", event.starts_at.astimezone(UTC))
    entry.add("dtend", event.ends_at.astimezone(UTC))
    entry.add("summary", str(event))
    entry.add("status", "CANCELLED" if event.cancelled_at else "CONFIRMED")
    entry.add("url", url)
    lines = [event.words("summary"), event.online_url if for_guests else "", url]
    entry.add("description", "\n\n".join(filter(None, lines)))
    if event.partner:
        entry.add("contact", ", ".join(filter(None, (event.partner.name, event.their_url))))
    if place := event.where(for_guests=for_guests):
        entry.add("location", place)
    return entry


def calendar_response(event: Event, *, url: str, for_guests: bool) -> HttpResponse:
    response = HttpResponse(
        calendar_of(event, url=url, for_guests=for_guests), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="event-{event.code}.ics"'
    return response
