"""Calendars that programs follow, as four independent readers understand them: campaigns:events_chapter_calendar,
campaigns:events_campaign_calendar, campaigns:events_personal_calendar, campaigns:events_seat_calendar_renew."""

import html
import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any, NamedTuple
from urllib.parse import quote
from zoneinfo import ZoneInfo

import icalendar
import ics
import pytest
import vobject
from django.test import Client
from django.utils import timezone
from ical.calendar_stream import IcsCalendarStream

from campaigns.events import clocks, guests, seats
from campaigns.models import Event, Rsvp, Series
from tests.cast import Cast
from tests.factories import make_campaign, make_event, make_member, signed_in

pytestmark = pytest.mark.django_db
FEED = "/highland-park/events.ics"
PACIFIC = "America/Los_Angeles"
EMOJI = "🕯️ Vigil; for Rómulo, Ñora & friends 🕯️🕯️🕯️🕯️🕯️🕯️🕯️🕯️🕯️🕯️🕯️🕯️ at the plaza"
SUMMARY = "Bring: a candle, water; a friend\nand a song\\"


class Entry(NamedTuple):
    uid: str
    title: str
    starts: datetime
    wall_clock: str
    ends: datetime
    status: str


def entry(uid: str, title: str, starts: datetime, ends: datetime, status: str) -> Entry:
    return Entry(uid, title, starts.astimezone(UTC), f"{starts:%Y-%m-%d %H:%M}", ends.astimezone(UTC), status.upper())


def by_icalendar(text: str) -> Iterator[Entry]:
    for found in icalendar.Calendar.from_ical(text).walk("VEVENT"):
        start, end = found.decoded("DTSTART"), found.decoded("DTEND")
        yield entry(str(found["UID"]), str(found["SUMMARY"]), start, end, str(found["STATUS"]))


def by_vobject(text: str) -> Iterator[Entry]:
    for found in vobject.readOne(text).vevent_list:
        start, end = found.dtstart.value, found.dtend.value
        yield entry(found.uid.value, found.summary.value, start, end, found.status.value)


def by_ics(text: str) -> Iterator[Entry]:
    for found in ics.Calendar(text).events:
        yield entry(found.uid, found.name, found.begin.datetime, found.end.datetime, found.status)


def by_ical(text: str) -> Iterator[Entry]:
    found: Any
    for found in IcsCalendarStream.calendar_from_ics(text).events:
        yield entry(found.uid, found.summary, found.dtstart, found.dtend, found.status.value)


READERS = (by_icalendar, by_vobject, by_ics, by_ical)


def clock_changes() -> list[datetime]:
    """The next two nights on which the clocks of the coast change, at noon of the day."""
    zone = ZoneInfo(PACIFIC)
    noons = [datetime.combine(timezone.localdate() + timedelta(days=n), time(12), zone) for n in range(1, 400)]
    return [after for before, after in itertools.pairwise(noons) if before.utcoffset() != after.utcoffset()][:2]


def get(address: str = FEED, **headers: str) -> Any:
    return Client().get(address, headers=headers)


def feed(address: str = FEED) -> str:
    answer = get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def on(cast: Cast, title: str, starts: datetime, **fields: Any) -> Event:
    return make_event(
        cast.here, title, starts_at=starts, ends_at=starts + timedelta(hours=2), timezone=str(starts.tzinfo), **fields
    )


@pytest.fixture
def everything(cast: Cast) -> list[Event]:
    """A weekly meeting over each change of the clocks, with a week left out, one moved and one called off."""
    made = []
    for change in clock_changes():
        monday = (change - timedelta(days=change.weekday() + 7)).replace(hour=18, minute=30)
        series = Series.objects.create(
            chapter=cast.here, rule="FREQ=WEEKLY", timezone=PACIFIC, starts_on=monday.date(), begins=time(18, 30),
            minutes=120,
        )  # fmt: skip
        weeks = [monday + timedelta(weeks=n) for n in (0, 1, 3, 4, 5)]  # the third is an exception
        events = [on(cast, "Meeting", week, series=series, original_start=week) for week in weeks]
        events[3].starts_at, events[3].ends_at = weeks[3] + timedelta(days=1), weeks[3] + timedelta(days=1, hours=3)
        events[3].sequence, events[3].is_apart = 1, True
        events[4].cancelled_at, events[4].sequence = timezone.now(), 1
        for event in events:
            event.save()
        made += events
        night = datetime.combine(change.date(), time(1, 30), change.tzinfo)
        made += [on(cast, "Night watch", night), on(cast, "Night watch, later", night.replace(fold=1))]
        phoenix, tijuana = (change.astimezone(ZoneInfo(name)) for name in ("America/Phoenix", "America/Tijuana"))
        made += [on(cast, EMOJI, change), on(cast, "Desert", phoenix), on(cast, "Border", tijuana)]
    made[-3].texts.update(summary=SUMMARY)
    return made


def test_four_readers_say_the_same(everything: list[Event]) -> None:
    text = feed()
    said = {reader.__name__: sorted(reader(text)) for reader in READERS}
    expected = {f"{event.code}@localhost": event for event in Event.objects.with_words()}
    for name, entries in said.items():
        assert {found.uid for found in entries} == set(expected), name
        assert len(entries) == len(expected)
        for found in entries:
            event = expected[found.uid]
            here = event.starts_at.astimezone(event.zone)
            assert (found.starts, found.ends) == (event.starts_at, event.ends_at), (name, event)
            assert found.status == ("CANCELLED" if event.cancelled_at else "CONFIRMED")
            assert found.title == ("Called off: Meeting" if event.cancelled_at else str(event))
            if not here.fold and event.timezone != "America/Tijuana":
                assert found.wall_clock == f"{here:%Y-%m-%d %H:%M}", (name, event)


def test_the_bytes_keep_to_the_standard(everything: list[Event]) -> None:
    answer = get()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    data: bytes = answer.content
    assert data.endswith(b"END:VCALENDAR\r\n")
    lines = data.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # no letter is cut in two by a fold
    text = data.replace(b"\r\n ", b"").decode()
    for said in (
        "METHOD:PUBLISH", "X-WR-CALNAME:Highland Park Neighbors", "NAME:Highland Park Neighbors",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H", "DTSTART:20070311T020000",
        "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3", "SUMMARY:" + EMOJI.replace(";", "\\;").replace(",", "\\,"),
        "Bring: a candle\\, water\\; a friend\\nand a song\\\\",
    ):  # fmt: skip
        assert said in text, said
    assert text.count("BEGIN:VTIMEZONE") == 2  # the coast and Phoenix; the border is written in UTC
    assert text.count("SEQUENCE:1") == 4
    assert text.count("DTSTAMP:") == text.count("LAST-MODIFIED:") == len(everything)


@pytest.mark.parametrize("zone", [*clocks.US_RULES, *clocks.FIXED])
def test_our_rules_are_those_of_the_zones(zone: str) -> None:
    definition = clocks.definition(zone)
    assert definition is not None
    own = definition.to_tz(lookup_tzid=False)
    for day in range(0, 366 * 6, 3):
        at = datetime(2026, 1, 1, 18, 30, tzinfo=UTC) + timedelta(days=day)
        ours, theirs = at.astimezone(own), at.astimezone(ZoneInfo(zone))
        assert (ours.utcoffset(), ours.tzname()) == (theirs.utcoffset(), theirs.tzname())


def test_nothing_hidden_is_in_a_public_feed(cast: Cast) -> None:
    campaign = make_campaign(cast.here)
    street: dict[str, Any] = {
        "address": "5601 Figueroa St",
        "online_url": "https://meet.example/quetzal",
        "campaign": campaign,
    }
    for shown in ("rsvp", "approved"):
        event = make_event(cast.here, f"Vigil {shown}", address_shown=shown, **street)
        event.texts.update(for_guests="Ring at quetzal")
    make_event(cast.here, "Draft quetzal", published_at=None, **street)
    make_event(cast.here, "Later quetzal", published_at=timezone.now() + timedelta(hours=1), **street)
    make_event(cast.here, "Members quetzal", audience="members", **street)
    make_event(cast.here, "Invited quetzal", audience="invited", **street)
    make_event(cast.here, "Long over quetzal", days=-63, **street)
    make_event(cast.there, "Theirs quetzal")
    for text in (feed(), feed("/highland-park/sanctuary/events.ics")):
        assert [word in text for word in ("quetzal", "Figueroa", "meet.example")] == [False] * 3
        assert ["Vigil rsvp" in text, "Vigil approved" in text, text.count("BEGIN:VEVENT")] == [True, True, 2]
    Event.objects.update(address_shown="all")
    assert "Figueroa" in feed()
    assert "meet.example" not in feed()


def test_a_campaign_has_its_own(cast: Cast) -> None:
    make_event(cast.here, "Ours", campaign=make_campaign(cast.here))
    make_event(cast.here, "Another")
    text = feed("/highland-park/sanctuary/events.ics")
    assert "X-WR-CALNAME:Sanctuary for Los Angeles · Highland Park Neighbors" in text.replace("\r\n ", "")
    assert ["SUMMARY:Ours" in text, "SUMMARY:Another" in text] == [True, False]
    make_campaign(cast.here, "hidden", public=False)
    for gone in ("/highland-park/hidden/events.ics", "/highland-park/no/events.ics", "/nowhere/events.ics"):
        assert get(gone).status_code == 404
    cast.here.closed_at = timezone.now()
    cast.here.save()
    assert get().status_code == get("/highland-park/sanctuary/events.ics").status_code == 404


def test_the_past_stays_for_a_while(cast: Cast) -> None:
    make_event(cast.here, "Last month", days=-30)
    make_event(cast.here, "Next year", days=400)
    assert ["Last month" in feed(), "Next year" in feed()] == [True, True]


def test_who_has_it_already_is_told_so(cast: Cast) -> None:
    event = make_event(cast.here)
    first = get()
    etag, changed = first["ETag"], first["Last-Modified"]
    assert (get(**{"If-None-Match": etag}).status_code, get(**{"If-Modified-Since": changed}).status_code) == (304, 304)
    assert "public" in first["Cache-Control"]
    Event.objects.filter(pk=event.pk).update(audience="members", updated_at=timezone.now() + timedelta(seconds=2))
    for headers in ({"If-None-Match": etag}, {"If-Modified-Since": changed}):
        assert get(**headers).status_code == 200


def test_spanish_words_and_no_cookie(cast: Cast) -> None:
    make_event(cast.here, cancelled_at=timezone.now())
    answer = Client().get(f"{FEED}?lang=es")
    assert "SUMMARY:Cancelado: Vigilia con velas" in answer.content.decode()
    assert not answer.cookies


def test_a_long_feed_takes_no_more_queries_than_a_short_one(cast: Cast, django_assert_num_queries: Any) -> None:
    for n in range(1, 30):
        make_event(cast.here, f"Meeting {n}", days=n)
    client = Client()
    with django_assert_num_queries(4):
        client.get(FEED)


def test_pages_offer_them_to_every_program(cast: Cast) -> None:
    make_campaign(cast.here)
    for page in ("highland-park", "highland-park/sanctuary"):
        text, host = html.unescape(Client().get(f"/{page}/").content.decode()), "%3A%2F%2Flocalhost%3A8000%2F"
        for link in (
            f"webcal://localhost:8000/{page}/events.ics",
            f"https://calendar.google.com/calendar/r?cid=webcal{host}{quote(page, safe='')}",
            f"https://outlook.live.com/calendar/0/addfromweb?url=http{host}{quote(page, safe='')}",
        ):
            assert f'href="{link}' in text, link


def test_one_event_goes_to_google_and_outlook_without_its_street(cast: Cast) -> None:
    starts = datetime(2037, 7, 1, 18, 30, tzinfo=ZoneInfo(PACIFIC))
    event = on(cast, "Tea & candles", starts, address="5601 Figueroa St", address_shown="rsvp")
    page = html.unescape(Client().get(f"/e/{event.code}/").content.decode())
    assert "render?action=TEMPLATE&text=Tea+%26+candles&dates=20370702T013000Z%2F20370702T033000Z" in page
    assert "subject=Tea+%26+candles&startdt=2037-07-02T01%3A30%3A00Z&enddt=2037-07-02T03%3A30%3A00Z" in page
    assert f'href="/e/{event.code}/event.ics"' in page
    assert "Figueroa" not in page
    Event.objects.update(audience="members")
    page = signed_in(cast.lead).get(f"/e/{event.code}/").content.decode()
    assert "calendar.google.com" not in page


# --- of one person ---------------------------------------------------------------------------------


@pytest.fixture
def rsvp(cast: Cast) -> Rsvp:
    event = make_event(
        cast.here, address="5601 Figueroa St", address_shown="rsvp", online_url="https://meet.example/candle"
    )
    event.texts.update(for_guests="Ring at quetzal")
    return seats.save(event, member=make_member(cast.here, language="es"), source="page", language="es", confirm=False)


def personal(rsvp: Rsvp) -> str:
    return feed(f"/cal/{rsvp.calendar_secret}.ics").replace("\r\n ", "")


def test_a_seat_in_a_calendar_has_the_street_and_moves_with_the_event(rsvp: Rsvp) -> None:
    text = personal(rsvp)
    for said in ("5601 Figueroa St", "https://meet.example/candle", "SUMMARY:Vigilia con velas", "STATUS:CONFIRMED"):
        assert said in text
    assert [word in text for word in ("quetzal", rsvp.secret, rsvp.member.name, rsvp.member.phone)] == [False] * 4
    assert f"UID:{rsvp.event.code}@localhost" in text
    before = next(by_icalendar(text))
    event = rsvp.event
    event.starts_at, event.ends_at = event.starts_at + timedelta(days=1), event.ends_at + timedelta(days=1)
    event.sequence += 1
    event.save()
    after = next(by_icalendar(personal(rsvp)))
    assert (after.uid, after.starts) == (before.uid, before.starts + timedelta(days=1))
    assert "SEQUENCE:1" in personal(rsvp)


def test_a_seat_given_up_goes_from_the_calendar_and_the_street_with_it(rsvp: Rsvp) -> None:
    seats.cancel(rsvp)
    text = personal(rsvp)
    assert "STATUS:CANCELLED" in text
    assert "SUMMARY:No va: Vigilia con velas" in text
    assert ["Figueroa" in text, "meet.example" in text] == [False, False]


@pytest.mark.parametrize("state", ["unconfirmed", "offered", "waitlisted", "asked"])
def test_a_seat_that_is_not_sure_yet_says_so_and_keeps_the_street_back(rsvp: Rsvp, state: str) -> None:
    Rsvp.objects.update(state=state, held_until=timezone.now())
    assert "STATUS:TENTATIVE" in personal(rsvp)
    assert "Figueroa" not in personal(rsvp)


def test_details_of_a_direct_action_stay_on_our_page(rsvp: Rsvp) -> None:
    Event.objects.update(kind="direct_action")
    for text in (personal(rsvp), feed(f"/r/{rsvp.secret}/event.ics")):
        assert "STATUS:CONFIRMED" in text
        assert ["Figueroa" in text, "meet.example" in text] == [False, False]


def test_an_event_that_is_not_public_names_no_page_that_its_guest_cannot_open(rsvp: Rsvp) -> None:
    assert f"/e/{rsvp.event.code}/" in personal(rsvp)
    Event.objects.update(audience="invited")
    assert f"/e/{rsvp.event.code}/" not in personal(rsvp)


def test_a_new_address_ends_the_old_one(rsvp: Rsvp) -> None:
    old = rsvp.calendar_secret
    answer = Client().post(f"/r/{rsvp.secret}/calendar/renew/", follow=True)
    page = answer.content.decode()
    rsvp.refresh_from_db()
    assert rsvp.calendar_secret != old
    assert get(f"/cal/{old}.ics").status_code == 404
    assert "La dirección anterior ya no funciona." in page
    assert f"webcal://localhost:8000/cal/{rsvp.calendar_secret}.ics" in page
    assert "Figueroa" in personal(rsvp)


def test_only_the_person_gets_and_renews_the_address(rsvp: Rsvp, cast: Cast) -> None:
    ticket, old = guests.ticket(rsvp), rsvp.calendar_secret
    assert old in Client().get(f"/r/{rsvp.secret}/").content.decode()
    assert old not in Client().get(f"/r/{ticket}/").content.decode()
    for token in (ticket, rsvp.calendar_secret, rsvp.code, "2" * 22):
        assert Client().post(f"/r/{token}/calendar/renew/").status_code == 404
    assert Client().get(f"/r/{rsvp.secret}/calendar/renew/").status_code == 405
    rsvp.refresh_from_db()
    assert rsvp.calendar_secret == old
    assert old not in signed_in(cast.lead).get(f"/c/highland-park/events/{rsvp.event.code}/").content.decode()


def test_the_address_is_private(rsvp: Rsvp, cast: Cast) -> None:
    answer = get(f"/cal/{rsvp.calendar_secret}.ics")
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex")
    assert get(f"/cal/{rsvp.calendar_secret}.ics", **{"If-None-Match": answer["ETag"]}).status_code == 304
    for other in (rsvp.secret, rsvp.code, "2" * 22):
        assert get(f"/cal/{other}.ics").status_code == 404
    cast.here.closed_at = timezone.now()
    cast.here.save()
    assert get(f"/cal/{rsvp.calendar_secret}.ics").status_code == 404
