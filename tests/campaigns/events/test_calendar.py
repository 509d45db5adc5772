"""Calendar files: what other programs read in them."""

import icalendar
import pytest
from django.test import Client
from django.utils import timezone

from campaigns.models import Event
from tests.cast import Cast
from tests.factories import make_event

pytestmark = pytest.mark.django_db


def read(event: Event) -> icalendar.Component:
    answer = Client().get(f"/e/{event.code}/event.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = answer.content.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    calendar = icalendar.Calendar.from_ical(answer.content)
    assert calendar["METHOD"] == "PUBLISH"
    [entry] = calendar.walk("VEVENT")
    return entry


def test_a_calendar_reads_what_the_page_says(cast: Cast) -> None:
    event = make_event(cast.here, "Vigil; for Rómulo, with candles and a very long title that has to be folded")
    entry = read(event)
    assert entry["UID"] == f"{event.code}@localhost"
    assert str(entry["SUMMARY"]) == "Vigil; for Rómulo, with candles and a very long title that has to be folded"
    assert entry.decoded("DTSTART") == event.starts_at.replace(microsecond=0)
    assert entry.decoded("DTEND") == event.ends_at.replace(microsecond=0)
    assert b"DTSTART;TZID=America/Los_Angeles:" in entry.to_ical()
    assert (str(entry["LOCATION"]), str(entry["STATUS"])) == ("York Boulevard", "CONFIRMED")


def test_a_called_off_event_stays_in_the_calendar_as_called_off(cast: Cast) -> None:
    event = make_event(cast.here)
    uid = read(event)["UID"]
    event.cancelled_at, event.sequence = timezone.now(), 1
    event.save()
    entry = read(event)
    assert (entry["UID"], str(entry["STATUS"]), entry["SEQUENCE"]) == (uid, "CANCELLED", 1)
