"""The events of a chapter as JSON in Mobilize's shape: campaigns:events_chapter_events."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.events import exchange
from campaigns.models import Event, Series
from chapters.models import Zip
from tests.cast import Cast
from tests.factories import make_campaign, make_event, signed_in

pytestmark = pytest.mark.django_db
LIST = "/api/v1/chapters/highland-park/events"
SECRET: dict[str, Any] = {
    "address": "5601 Figueroa St",
    "address_shown": "rsvp",
    "online_url": "https://meet.example/quetzal",
}


@pytest.fixture(autouse=True)
def places(db: None) -> None:
    for code, latitude, longitude in (("90042", 34.11, -118.19), ("90065", 34.10, -118.23), ("10025", 40.8, -73.97)):
        Zip.objects.create(zip=code, place="Los Angeles", state="CA", latitude=latitude, longitude=longitude)


def get(query: str = "", status: int = 200, address: str = LIST) -> Any:
    answer = Client().get(f"{address}{query}")
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    return answer.json()


def titles(query: str) -> list[str]:
    return [event["title"] for event in get(query)["data"]]


def weekly(cast: Cast, *, weeks: int = 4, **fields: Any) -> list[Event]:
    series = Series.objects.create(
        chapter=cast.here, rule="FREQ=WEEKLY", timezone="America/Los_Angeles", starts_on=timezone.localdate(),
        begins="18:30", minutes=120,
    )  # fmt: skip
    days = [1 + 7 * n for n in range(weeks)]
    return [
        make_event(
            cast.here, "Meeting", days=day, series=series, original_start=timezone.now() + timedelta(days=day), **fields
        )
        for day in days
    ]


def test_one_event_has_everything_that_mobilize_says(cast: Cast) -> None:
    campaign = make_campaign(cast.here)
    event = make_event(
        cast.here, campaign=campaign, address="5601 Figueroa St", kind="town_hall", capacity=40, seats_taken=40,
        is_step_free=True,
    )  # fmt: skip
    event.texts.filter(language="en").update(body="Bring <b>soup</b>.\n\nAnd a song.")
    whole = get()
    assert [whole[name] for name in ("count", "next", "previous")] == [1, None, None]
    [said] = whole["data"]
    expected = {
        "id": event.code, "title": "Candlelight vigil", "summary": "Come and hold a candle.",
        "description": "<p>Bring &lt;b&gt;soup&lt;/b&gt;.</p>\n\n<p>And a song.</p>", "event_type": "TOWN_HALL",
        "timezone": "America/Los_Angeles", "browser_url": f"http://localhost:8000/e/{event.code}/",
        "featured_image_url": f"http://localhost:8000/e/{event.code}/share.png", "visibility": "PUBLIC",
        "address_visibility": "PUBLIC", "accessibility_status": "ACCESSIBLE", "is_virtual": False, "contact": None,
        "created_date": int(event.created_at.timestamp()), "virtual_action_url": None,
        "tags": [{"id": campaign.code, "name": "Sanctuary for Los Angeles"}],
    }  # fmt: skip
    assert {name: said[name] for name in expected} == expected
    assert said["timeslots"] == [
        {
            "id": event.code, "start_date": int(event.starts_at.timestamp()),
            "end_date": int(event.ends_at.timestamp()), "is_full": True, "max_attendees": 40, "instructions": None,
        }
    ]  # fmt: skip
    place = said["location"]
    assert (place["venue"], place["address_lines"]) == ("York Boulevard", ["5601 Figueroa St", ""])
    assert (place["locality"], place["region"], place["postal_code"]) == ("Los Angeles", "CA", "90042")
    assert place["location"] == {"latitude": 34.11, "longitude": -118.19}
    assert (said["sponsor"]["name"], said["sponsor"]["slug"]) == ("Highland Park Neighbors", "highland-park")
    assert get("?lang=es")["data"][0]["title"] == "Vigilia con velas"


def test_a_private_address_is_as_mobilize_hides_it_and_a_screen_has_no_place(cast: Cast) -> None:
    make_event(cast.here, "Private", days=1, **SECRET)
    make_event(cast.here, "On a screen", days=2, place="", online_url="https://meet.example/quetzal")
    private, screen = get()["data"]
    words = "This event's address is private. Sign up for more details"
    assert (private["location"]["venue"], private["location"]["address_lines"]) == (words, [words, ""])
    assert (private["location"]["location"], private["address_visibility"]) == (None, "PRIVATE")
    assert (private["is_virtual"], screen["is_virtual"], screen["location"]) == (False, True, None)
    text = Client().get(LIST).content.decode()
    assert ["Figueroa" in text, "meet.example" in text] == [False, False]


def test_nothing_hidden_is_in_it(cast: Cast) -> None:
    event = make_event(cast.here, "Open", campaign=make_campaign(cast.here, "hidden", public=False), **SECRET)
    event.texts.update(for_guests="Ring at quetzal")
    for hidden in (
        {"published_at": None}, {"published_at": timezone.now() + timedelta(hours=1)}, {"audience": "members"},
        {"audience": "invited"}, {"cancelled_at": timezone.now()},
    ):  # fmt: skip
        make_event(cast.here, "Quetzal", **hidden, **SECRET)
    make_event(cast.there, "Quetzal of theirs")
    for client in (Client(), signed_in(cast.lead)):
        for query in ("", "?timeslot_start=gte_0"):
            text = client.get(LIST + query).content.decode()
            assert [word in text.lower() for word in ("quetzal", "figueroa", "sanctuary")] == [False] * 3
            assert '"count": 1' in text


def test_the_days_of_a_series_are_timeslots_of_one_event(cast: Cast) -> None:
    events = weekly(cast)
    series = events[0].series
    assert series is not None
    Event.objects.filter(pk=events[1].pk).update(cancelled_at=timezone.now())
    Event.objects.filter(pk=events[2].pk).update(is_apart=True, place="The park")
    Event.objects.filter(pk=events[3].pk).update(is_apart=True, starts_at=events[3].starts_at + timedelta(minutes=5))
    whole = get()
    assert whole["count"] == 2
    first, moved = whole["data"]
    assert (first["id"], moved["id"]) == (series.code, events[2].code)
    assert [slot["id"] for slot in first["timeslots"]] == [events[0].code, events[3].code]
    assert moved["location"]["venue"] == "The park"
    Event.objects.filter(pk=events[0].pk).update(
        starts_at=timezone.now() - timedelta(days=8), ends_at=timezone.now() - timedelta(days=7)
    )
    Event.objects.filter(pk=events[1].pk).update(cancelled_at=None)
    assert get()["data"][0]["id"] == series.code  # next week the name is the same


def test_filters(cast: Cast) -> None:
    make_event(cast.here, "Near", days=1, kind="canvass")
    make_event(cast.here, "Next door", days=2, zip="90065", capacity=3, seats_taken=3)
    make_event(cast.here, "Far", days=3, zip="10025")
    make_event(cast.here, "Screen", days=4, place="", zip="", online_url="https://meet.example/a")
    make_event(cast.here, "Over", days=-2)
    middle = int((timezone.now() + timedelta(days=2, hours=1)).timestamp())
    for query, expected in {
        "": ["Near", "Next door", "Far", "Screen"],
        "?zipcode=90065&max_dist=10": ["Next door", "Near"],
        "?zipcode=90065": ["Next door", "Near"],
        f"?timeslot_start=gte_{middle}": ["Far", "Screen"],
        f"?timeslot_start=gte_now&timeslot_start=lt_{middle}": ["Near", "Next door"],
        "?timeslot_end=lte_now": ["Over"],
        "?event_types=CANVASS&event_types=CARPOOL": ["Near"],
        "?event_types=FUNDRAISER": [],
        "?is_virtual=true": ["Screen"],
        "?is_virtual=false": ["Near", "Next door", "Far"],
        "?exclude_full=true": ["Near", "Far", "Screen"],
        "?exclude_full=false&zzz=1": ["Near", "Next door", "Far", "Screen"],
        f"?updated_since={int(timezone.now().timestamp()) + 60}": [],
    }.items():
        assert titles(query) == expected, query


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ("zipcode=99999", "zipcode", "We do not know this ZIP code."),
        ("zipcode=abc", "zipcode", "5 digits"),
        ("zipcode=90042&max_dist=far", "max_dist", "Give a whole number from 1."),
        ("max_dist=9000", "max_dist", "Give 500 at most."),
        ("timeslot_start=tomorrow", "timeslot_start", "Give gte_, gt_"),
        ("timeslot_start=gte_99999999999", "timeslot_start", "Give gte_, gt_"),
        ("timeslot_end=eq_5", "timeslot_end", "Give gte_, gt_"),
        ("event_types=PARTY", "event_types", "There is no type PARTY."),
        ("is_virtual=maybe", "is_virtual", "Give true or false."),
        ("per_page=0", "per_page", "Give a whole number from 1."),
        ("per_page=101", "per_page", "Give 100 at most."),
        ("page=two", "page", "Give a whole number from 1."),
        ("updated_since=99999999999", "updated_since", "at most"),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused_in_words(cast: Cast, query: str, field: str, words: str) -> None:
    refused = get(f"?{query}", 400)
    assert refused["data"] is None
    assert [*refused["error"]] == [field]
    assert words in refused["error"][field][0]


def test_words_of_a_refusal_are_in_the_language_asked_for(cast: Cast) -> None:
    assert get("?is_virtual=maybe&lang=es", 400)["error"]["is_virtual"] == ["Dé true o false."]
    assert get("", 404, "/api/v1/chapters/nowhere/events")["error"]["chapter"] == ["There is no such chapter."]


def test_pages(cast: Cast) -> None:
    for n in range(1, 6):
        make_event(cast.here, f"Day {n}", days=n)
    address, seen = f"http://localhost:8000{LIST}?per_page=2&is_virtual=false", []
    while address:
        page = get(address.removeprefix(f"http://localhost:8000{LIST}"))
        assert page["count"] == 5
        seen += [event["title"] for event in page["data"]]
        address, before = page["next"], page["previous"]
    assert seen == [f"Day {n}" for n in range(1, 6)]
    assert before == f"http://localhost:8000{LIST}?per_page=2&is_virtual=false&page=2"
    assert (titles("?per_page=2&cursor=3"), get("?page=900")["data"]) == (["Day 5"], [])


def test_who_has_it_is_told_so_without_a_cookie(cast: Cast) -> None:
    make_event(cast.here)
    first = Client().get(f"{LIST}?lang=es")
    assert not first.cookies
    again = Client().get(f"{LIST}?lang=es", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again["Access-Control-Allow-Origin"]) == (304, "*")
    assert first["Cache-Control"] == "public, max-age=300"


def test_no_more_queries_for_more_events(cast: Cast, django_assert_max_num_queries: Any) -> None:
    weekly(cast, weeks=12, campaign=make_campaign(cast.here))
    for n in range(1, 12):
        make_event(cast.here, f"Day {n}", days=n)
    with django_assert_max_num_queries(9):
        assert get("?zipcode=90042&max_dist=5")["count"] == 12


def test_every_kind_has_a_type_that_mobilize_knows() -> None:
    from campaigns.events.exchange_forms import TYPES

    assert set(exchange.TYPES) == set(Event.Kind.values)
    assert set(exchange.TYPES.values()) <= set(TYPES)
