"""The public list of events, searched by place, day, kind, language and access: campaigns:events_find."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from campaigns.events import finding
from campaigns.models import Event
from chapters.models import Chapter, Zip
from tests.campaigns.events.repeating import begin, dates_of, here
from tests.cast import Cast
from tests.factories import make_event, make_member, signed_in

pytestmark = pytest.mark.django_db
PLACES = [
    ("90042", "Los Angeles", 34.11, -118.19, "America/Los_Angeles"),
    ("90065", "Los Angeles", 34.10, -118.23, "America/Los_Angeles"),
    ("91402", "Panorama City", 34.22, -118.44, "America/Los_Angeles"),
    ("93001", "Ventura", 34.30, -119.30, "America/Los_Angeles"),
    ("10025", "New York", 40.80, -73.97, "America/New_York"),
]


@pytest.fixture(autouse=True)
def places(db: None) -> None:
    Zip.objects.bulk_create(
        Zip(zip=code, place=place, state="CA", latitude=latitude, longitude=longitude, timezone=zone)
        for code, place, latitude, longitude, zone in PLACES
    )
    Zip.objects.create(zip="09001", place="APO", state="AE")


@pytest.fixture(autouse=True)
def apart(cast: Cast) -> None:
    Chapter.objects.filter(pk=cast.there.pk).update(zip="91402")


def get(query: str = "", status: int = 200) -> str:
    answer = Client().get(f"/events/{query}")
    assert answer.status_code == status
    return str(answer.content.decode())


def headline(page: str) -> str:
    return str(re.findall(r'<h1 id="h1">([^<]*)</h1>', page)[0])


def titles(query: str) -> list[str]:
    return re.findall(r"<h2[^>]*><a [^>]*>([^<]*)</a></h2>", get(query))


def at(day: date, hour: int, zone: str = "America/Los_Angeles") -> dict[str, Any]:
    starts = datetime.combine(day, time(hour), ZoneInfo(zone))
    return {"starts_at": starts, "ends_at": starts + timedelta(hours=2), "timezone": zone}


def test_everything_public_that_is_coming_soonest_first(cast: Cast) -> None:
    make_event(cast.there, "Far", days=9)
    make_event(cast.here, "Soon", days=2)
    page = get()
    assert (headline(page), titles("")) == ("2 events are coming up", ["Soon", "Far"])
    assert page.count("btn flame") == 1
    assert "East Valley Together" in page
    assert headline(get("?lang=es")) == "Hay 2 eventos próximos"


def test_dates_of_a_series_are_one_line_that_says_how_many_follow(cast: Cast) -> None:
    series = begin(cast)
    make_event(cast.here, "Vigil", days=2)
    page = get()
    assert (titles(""), headline(page)) == (["Vigil", "Weekly meeting"], "2 events are coming up")
    dates = dates_of(series)
    assert f"and {len(dates) - 1} more dates" in page
    assert "more date" not in get("?q=vigil")
    third = here(dates[2]).date()
    on_that_day = get(f"?since={third}&until={third}")
    assert (f"/e/{dates[2].code}/" in on_that_day, "more date" in on_that_day) == (True, False)


def test_nothing_hidden_is_ever_found(cast: Cast) -> None:
    event = make_event(
        cast.here, "Open", address="5601 Figueroa St", address_shown="rsvp", online_url="https://meet.example/quetzal"
    )
    event.texts.update(for_guests="Ring at quetzal", body="Zanahoria")
    event.host = make_member(cast.here, "Quetzal Oculta")
    event.save()
    make_event(cast.here, "Draft quetzal", published_at=None)
    make_event(cast.here, "Later quetzal", published_at=timezone.now() + timedelta(hours=1))
    make_event(cast.here, "Members quetzal", audience="members")
    make_event(cast.here, "Invited quetzal", audience="invited")
    make_event(cast.here, "Called off quetzal", cancelled_at=timezone.now())
    make_event(cast.here, "Over quetzal", days=-1)
    closed = Chapter.objects.create(slug="closed", name="Closed", closed_at=timezone.now())
    make_event(closed, "Closed quetzal")
    for query in ("", "?zip=90042&miles=100", "?where=online", "?when=month", "?kind=vigil"):
        page = get(query).lower()
        assert [word in page for word in ("quetzal", "figueroa", "meet.example", "oculta")] == [False] * 4, query
    assert [titles(f"?q={word}") for word in ("quetzal", "figueroa", "zanahoria", "open")] == [[], [], [], ["Open"]]
    assert "quetzal" not in signed_in(cast.lead).get("/events/").content.decode()


def test_by_distance_from_a_zip_code(cast: Cast) -> None:
    Chapter.objects.filter(pk=cast.here.pk).update(place="Highland Park")
    make_event(cast.here, "Here", days=1)
    make_event(cast.here, "Next door", days=2, zip="90065")
    make_event(cast.here, "No ZIP code", days=3, zip="")
    make_event(cast.there, "Over the hill", days=4, zip="91402")
    make_event(cast.there, "At the sea", days=5, zip="93001")
    make_event(cast.there, "New York", days=6, zip="10025")
    page = get("?zip=90042&miles=10")
    assert headline(page) == "3 events within 10 miles of Highland Park"
    assert titles("?zip=90042&miles=10") == ["Here", "Next door", "No ZIP code"]
    assert ["1 mile away" in page, "2 miles away" in page] == [True, True]
    assert titles("?zip=90042") == ["Here", "Next door", "No ZIP code", "Over the hill"]
    assert len(titles("?zip=90042-1234&miles=100")) == 5
    assert headline(get("?zip=91402&miles=5")) == "1 event within 5 miles of East Valley Together"
    Chapter.objects.filter(pk=cast.here.pk).update(zip="91402")  # two chapters there: neither gives its name
    assert headline(get("?zip=91402&miles=5")) == "2 events within 5 miles of Panorama City, CA"
    assert headline(get("?zip=09001&miles=5&lang=es")) == "Ningún evento a menos de 5 millas de APO, AE"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?zip=99999", "We do not know this ZIP code."),
        ("?zip=900", "5 digits"),
        ("?zip=90042&miles=7000", "This is not one of the choices."),
        ("?when=someday", "This is not one of the choices."),
        ("?kind=party", "This is not one of the choices."),
        ("?language=xx", "This is not one of the choices."),
        ("?access=elevator", "This is not one of the choices."),
        ("?where=moon", "This is not one of the choices."),
        ("?chapter=nowhere", "This is not one of the choices."),
        ("?since=tomorrow", "Write a day like 2026-12-01."),
        ("?until=9999-12-31", "Choose a day between 2017 and 2099."),
        ("?since=2026-12-09&until=2026-12-01", "The last day comes before the first."),
        ("?q=" + "x" * 61, "60"),
        ("?q=%00", "Null"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(cast: Cast, query: str, words: str) -> None:
    make_event(cast.here, "Not shown")
    page = get(query, 422)
    assert words in page
    assert "Not shown" not in page
    assert headline(page) == "Find an event"
    if query.startswith("?zip=99999"):
        assert 'value="99999"' in page


def test_the_days_are_those_of_each_place(cast: Cast) -> None:
    """At seven in the evening of the west it is already the next day in the east, and in UTC."""
    day = timezone.localdate() + timedelta(days=10)
    make_event(cast.here, "West", **at(day, 22))
    make_event(cast.there, "East", **at(day, 0, "America/New_York"))
    make_event(cast.here, "The evening before", **at(day - timedelta(days=1), 21))
    make_event(cast.here, "The morning after", **at(day + timedelta(days=1), 0))
    make_event(cast.here, "All week", **(at(day - timedelta(days=3), 9) | {"ends_at": at(day, 18)["ends_at"]}))
    assert sorted(titles(f"?since={day}&until={day}")) == ["All week", "East", "West"]
    assert titles(f"?since={day + timedelta(days=1)}") == ["The morning after"]
    assert titles(f"?until={day - timedelta(days=2)}") == ["All week"]


@pytest.mark.parametrize(
    ("today", "week", "weekend", "month"),
    [
        ("2026-11-26", ("2026-11-26", "2026-11-29"), ("2026-11-28", "2026-11-29"), ("2026-11-26", "2026-11-30")),
        ("2026-11-29", ("2026-11-29", "2026-11-29"), ("2026-11-28", "2026-11-29"), ("2026-11-29", "2026-11-30")),
        ("2026-12-31", ("2026-12-31", "2027-01-03"), ("2027-01-02", "2027-01-03"), ("2026-12-31", "2026-12-31")),
    ],
)
def test_what_this_week_means(today: str, week: Any, weekend: Any, month: Any) -> None:
    spans = [finding.span(when, date.fromisoformat(today)) for when in ("week", "weekend", "month", "")]
    assert [tuple(str(day) for day in span) for span in spans[:3]] == [week, weekend, month]
    assert spans[3] == (None, None)


def test_this_week_and_this_month_leave_out_what_comes_later(cast: Cast) -> None:
    make_event(cast.here, "In an hour", days=1 / 24)
    make_event(cast.here, "In forty days", days=40)
    for when in ("week", "month"):
        assert titles(f"?when={when}") == ["In an hour"]
    assert "In forty days" not in titles("?when=weekend")


def test_kind_language_access_and_place(cast: Cast) -> None:
    facts = {"is_step_free": True, "has_asl": True, "has_childcare": True, "asks_masks": True, "transit": "Gold Line"}
    make_event(cast.here, "Full of care", days=1, kind="meeting", interpretation=["en", "es"], **facts)
    make_event(cast.here, "Bare", days=2, interpretation=["en"])
    make_event(cast.here, "On a screen", days=3, place="", online_url="https://meet.example/a")
    make_event(cast.here, "Both", days=4, online_url="https://meet.example/b")
    for query in ("kind=meeting", "language=es", *(f"access={fact}" for fact in finding.ACCESS)):
        assert titles(f"?{query}") == ["Full of care"], query
    assert titles("?access=step_free&access=asl&access=transit&kind=meeting&language=en") == ["Full of care"]
    assert titles("?where=online") == ["On a screen", "Both"]
    assert titles("?where=here") == ["Full of care", "Bare", "Both"]
    page = get("?where=online&lang=es")
    assert [words in page for words in (", en línea", "también en línea", "<details open>")] == [True] * 3
    assert "<details>" in get("?when=week")


def test_words_of_the_title_in_any_language_with_or_without_accents(cast: Cast) -> None:
    event = make_event(cast.here, "Weekly meeting & soup", days=1)
    event.texts.filter(language="es").update(title="REUNIÓN semanal de Ñandúes")
    make_event(cast.here, "100% vigil", days=2)
    for words in ("meeting", "MEET soup", "reunion", "Reunión", "nandues semanal"):
        assert titles(f"?q={words}") == ["Weekly meeting &amp; soup"], words
    assert titles("?q=100%25") == ["100% vigil"]
    assert titles("?q=%25") == ["100% vigil"]
    assert titles("?q=meeting vigil") == []


def test_one_chapter_under_its_own_name(cast: Cast) -> None:
    make_event(cast.here, "Ours")
    make_event(cast.there, "Theirs")
    page = get("?chapter=highland-park")
    assert (headline(page), titles("?chapter=highland-park")) == ("1 event fits", ["Ours"])
    assert '<a class="chapter" href="/highland-park/">' in page
    assert 'href="/events/?chapter=highland-park"' in Client().get("/highland-park/").content.decode()
    assert 'href="/events/"' in Client().get("/").content.decode()


def test_a_full_event_is_marked(cast: Cast) -> None:
    make_event(cast.here, "Full", capacity=5, seats_taken=5)
    assert "Full: there is a waiting list" in get()
    Event.objects.update(seats_taken=4)
    assert "Full: there is a waiting list" not in get()
    Event.objects.update(capacity=None)
    assert "Full: there is a waiting list" not in get()


def test_nothing_found_has_a_way_out(cast: Cast) -> None:
    page = get("?zip=90042&miles=5&when=week&kind=vigil&access=asl")
    assert headline(page) == "No event within 5 miles of Highland Park Neighbors"
    assert 'href="?zip=90042&amp;when=week&amp;kind=vigil&amp;access=asl&amp;miles=100">Look within 100 miles' in page
    assert 'href="?zip=90042&amp;miles=5&amp;kind=vigil&amp;access=asl">On any day' in page
    assert 'href="?">Show every event' in page
    assert 'href="/?zip=90042#found"' in page
    page = get()
    assert (headline(page), "Show every event" in page) == ("No event is coming up", False)


def test_a_long_list_goes_on_and_keeps_the_search(cast: Cast) -> None:
    same = datetime.now(UTC) + timedelta(days=3)
    for n in range(1, 46):
        make_event(cast.here, f"Meeting {n:02}", starts_at=same, ends_at=same + timedelta(hours=1))
    query, seen = "?kind=vigil", []
    while query:
        page = get(query)
        assert headline(page) == "45 events fit"
        seen += titles(query)
        found = re.search(r'class="btn" href="(\?[^"]*after=[^"]*)"', page)
        query = found[1].replace("&amp;", "&") if found else ""
        assert not query or "kind=vigil" in query
    assert seen == [f"Meeting {n:02}" for n in range(1, 46)]
    for odd in ("?after=nothing", "?after=%00", "?after=" + "x" * 500):
        assert len(titles(odd)) == 20


def test_no_more_queries_for_more_events_and_the_index_is_used(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for n in range(1, 30):
        make_event(cast.here, f"Meeting {n}", days=n)
    client = Client()
    with django_assert_max_num_queries(8):
        client.get("/events/?zip=90042&when=month&q=meeting&kind=vigil&access=asl")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "event_public_by_start" in finding.coming()[:21].explain()
