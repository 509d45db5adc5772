"""Making an event and changing it: clear words for what cannot be, and news for those who come."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from campaigns.events import seats
from campaigns.models import Delivery, Event
from chapters.models import AuditEntry, Zip
from tests.cast import Cast
from tests.factories import make_campaign, make_event, make_member, make_sender, signed_in

pytestmark = pytest.mark.django_db
NEW = "/c/highland-park/events/new/"
DAY = (timezone.now() + timedelta(days=40)).date()


def form(**fields: Any) -> dict[str, Any]:
    return {
        "kind": "town_hall",
        "audience": "public",
        "day": DAY.isoformat(),
        "begins": "18:30",
        "ends": "20:30",
        "place": "Avenue 56",
        "zip": "90042",
        "address_shown": "all",
        "interpretation": ["en", "es"],
        "en-title": "Sanctuary Town Hall",
        "en-summary": "Fill the room.",
        "es-title": "Asamblea",
    } | fields


def form_of(event: Event, **fields: Any) -> dict[str, Any]:
    """The form of an event as its page shows it, with changes."""
    first, last = (at.astimezone(event.zone) for at in (event.starts_at, event.ends_at))
    shown = {"kind": event.kind, "day": first.date(), "begins": f"{first:%H:%M}", "ends": f"{last:%H:%M}"}
    last_day = {"last_day": last.date()} if last.date() != first.date() else {}
    return form(**shown, place=event.place, tell="on", **{"en-title": "Candlelight vigil"}) | last_day | fields


def test_a_lead_makes_an_event_public_at_once(cast: Cast) -> None:
    Zip.objects.create(zip="60622", place="Chicago", state="IL", timezone="America/Chicago")
    campaign = make_campaign(cast.here)
    answer = signed_in(cast.lead).post(NEW, form(zip="60622", publish="1", campaign=campaign.code, capacity="120"))
    event = Event.objects.get()
    assert answer["Location"] == f"/c/highland-park/events/{event.code}/"
    assert (event.timezone, event.starts_at.astimezone(event.zone).hour) == ("America/Chicago", 18)
    assert (event.is_published, event.campaign, event.capacity, event.created_by) == (True, campaign, 120, cast.lead)
    assert {text.language: text.title for text in event.texts.all()} == {"en": "Sanctuary Town Hall", "es": "Asamblea"}
    assert AuditEntry.objects.get(act="event_published").chapter == cast.here


def test_a_draft_is_not_public_until_it_is(cast: Cast) -> None:
    client = signed_in(cast.organizer)
    client.post(NEW, form(**{"es-title": ""}))
    event = Event.objects.get()
    assert (event.state, event.texts.count()) == ("draft", 1)
    client.post(f"/c/highland-park/events/{event.code}/edit/", form(publish="1"))
    event.refresh_from_db()
    assert (event.state, event.texts.count()) == ("published", 2)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"begins": "20:30", "ends": "18:30"}, "It ends before it begins. Check both times."),
        ({"ends": "18:30"}, "It ends before it begins. Check both times."),
        ({"last_day": "2017-10-05"}, "The last day is before the first. Check both days."),
        ({"last_day": (DAY + timedelta(days=15)).isoformat()}, "An event may last 14 days at most."),
        ({"day": "2017-10-05"}, "This is over already. Check the day."),
        ({"day": "2027-03-14", "begins": "02:30"}, "The clocks skip this hour on that day."),
        ({"day": "2027-03-14", "begins": "01:30", "ends": "02:30"}, "The clocks skip this hour on that day."),
        ({"day": "soon"}, "Enter a valid date."),
        ({"en-title": "", "en-summary": "", "es-title": ""}, "Please fill this in."),
        ({"en-title": ""}, "Please fill this in."),
        ({"place": ""}, "Say where: a place, an address or an online link."),
        ({"zip": "9004"}, ""),
        ({"zip": "abc"}, "A ZIP code has 5 digits, like 90042."),
        ({"zip": "00000"}, "We do not know this ZIP code. Check the 5 digits."),
        ({"capacity": "0"}, "Write 1 or more, or leave it blank."),
        ({"capacity": "-3"}, "Write 1 or more, or leave it blank."),
        ({"capacity": "many"}, "Write a number, like 40."),
        ({"en-title": "x" * 130}, "Use 100 letters or fewer. These are 130."),
        ({"transit": "x" * 130}, "Use 120 letters or fewer. These are 130."),
        ({"address_shown": "approved"}, "Check this too, if only people you said yes to may see the street."),
        ({"kind": "canvass", "place": "", "online_url": "https://meet.example"}, "Say where people meet."),
        ({"online_url": "not a link"}, "Enter a valid URL."),
    ],
)
def test_what_cannot_be_gets_clear_words_and_nothing_is_lost(cast: Cast, fields: dict[str, Any], words: str) -> None:
    for code in ("90042", "09004"):
        Zip.objects.create(zip=code, place="Here", state="CA", timezone="America/Los_Angeles")
    answer = signed_in(cast.lead).post(NEW, form(publish="1", **({"goal": "222"} | fields)))
    if not words:
        assert Event.objects.get().zip == "09004"
        return
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="222"' in page
    assert Event.objects.count() == 0


def test_over_midnight_with_a_last_day(cast: Cast) -> None:
    last = (DAY + timedelta(days=1)).isoformat()
    signed_in(cast.lead).post(NEW, form(begins="21:00", ends="01:00", last_day=last))
    event = Event.objects.get()
    assert event.ends_at - event.starts_at == timedelta(hours=4)
    assert f'value="{last}"' in signed_in(cast.lead).get(f"{NEW[:-4]}{event.code}/edit/").content.decode()


@pytest.fixture
def event(cast: Cast) -> Event:
    """Tomorrow week at 7 pm, with two people who come."""
    make_sender(cast.here)
    starts_at = datetime.combine(DAY, datetime.min.time(), UTC) + timedelta(hours=27)
    event = make_event(cast.here, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), capacity=10)
    for name in ("Ana", "Ben"):
        member = make_member(cast.here, name)
        seats.save(event, member=member, party_size=2, source="page", confirm=False)
    return event


def edit(cast: Cast, event: Event, **fields: Any) -> str:
    """What the page says after saving."""
    client = signed_in(cast.lead)
    path = f"/c/highland-park/events/{event.code}/"
    answer = client.post(f"{path}edit/", form_of(event, **fields))
    if answer.status_code != 302:
        return answer.content.decode()
    return client.get(path).content.decode()


def test_a_new_time_is_told_to_those_who_come(cast: Cast, event: Event) -> None:
    assert "We tell 2 people." in edit(cast, event, begins="17:00")
    event.refresh_from_db()
    assert (event.sequence, event.seats_taken) == (1, 4)
    notices = Delivery.objects.filter(purpose="notice", state="queued")
    assert {notice.body.split(" is now ")[0] for notice in notices} == {
        "Highland Park Neighbors: Change of plans. Candlelight vigil"
    }
    assert notices.count() == 2
    assert Delivery.objects.filter(purpose="reminder", state="queued").count() == 2
    assert "5 pm" in notices[0].body


def test_the_switch_keeps_it_silent(cast: Cast, event: Event) -> None:
    page = edit(cast, event, place="York Boulevard 5600", tell="")
    assert "Nobody was told about the change." in page
    assert Delivery.objects.filter(purpose="notice").count() == 0
    assert all("5600" in row.body for row in Delivery.objects.filter(purpose="reminder", state="queued"))


def test_other_changes_are_no_news(cast: Cast, event: Event) -> None:
    edit(cast, event, goal="60", **{"en-title": "Vigil for Rómulo"})
    event.refresh_from_db()
    assert (event.goal, event.sequence, Delivery.objects.filter(purpose="notice").count()) == (60, 0, 0)


def test_fewer_seats_than_taken_is_refused(cast: Cast, event: Event) -> None:
    assert "4 seats are taken already. Choose 4 or more." in edit(cast, event, capacity="3")
    event.refresh_from_db()
    assert event.capacity == 10
    edit(cast, event, capacity="4")
    event.refresh_from_db()
    assert event.capacity == 4


def test_more_seats_go_to_whoever_waits(cast: Cast, event: Event) -> None:
    waiting = seats.save(event, member=make_member(cast.here, "Cleo"), party_size=8, source="page", confirm=False)
    assert waiting.state == "waitlisted"
    edit(cast, event, capacity="12")
    waiting.refresh_from_db()
    assert waiting.state == "offered"


@pytest.mark.parametrize("who", ["texter", "volunteer", "liaison"])
def test_only_those_who_hold_events_change_them(cast: Cast, event: Event, who: str) -> None:
    client = signed_in(getattr(cast, who))
    for path in (NEW, f"/c/highland-park/events/{event.code}/edit/", f"/c/highland-park/events/{event.code}/call-off/"):
        assert client.get(path).status_code == 403
        assert client.post(path, form(tell="1")).status_code == 403
    assert signed_in(cast.stranger).post(f"/c/east-valley/events/{event.code}/edit/", form()).status_code == 404
    event.refresh_from_db()
    assert event.cancelled_at is None


def test_a_new_event_of_a_campaign_knows_it_and_one_of_another_chapter_is_no_choice(cast: Cast) -> None:
    ours, theirs = make_campaign(cast.here), make_campaign(cast.there)
    for campaign, is_chosen in ((ours, True), (theirs, False)):
        shown = signed_in(cast.lead).get(NEW, {"campaign": campaign.code}).content.decode()
        assert (f'value="{campaign.code}" selected' in shown) is is_chosen
    answer = signed_in(cast.lead).post(NEW, form(campaign=theirs.code))
    assert answer.status_code == 422
    assert Event.objects.count() == 0
