"""Who may come, and which answers look odd: campaigns:events_say_yes, campaigns:events_say_no,
campaigns:events_believe, campaigns:events_clear_doubtful.
"""

from typing import Any

import pytest
from django.test import Client

from campaigns.events import seats, traps
from campaigns.models import Delivery, Event, Rsvp
from chapters.models import AuditEntry
from tests.campaigns.events.test_page import post as fill_in
from tests.cast import Cast
from tests.factories import make_event, make_member, make_sender, signed_in

pytestmark = pytest.mark.django_db


def path(event: Event, rest: str = "") -> str:
    return f"/c/highland-park/events/{event.code}/{rest}"


def asked(cast: Cast, name: str = "Nia Vale") -> Rsvp:
    event = make_event(cast.here, asks_approval=True)
    return seats.save(event, member=make_member(cast.here, name), source="page", proven=False)


def test_a_lead_sees_who_asks_and_says_yes(cast: Cast) -> None:
    make_sender(cast.here)
    nia = asked(cast)
    client = signed_in(cast.lead)
    shown = client.get(path(nia.event)).content.decode()
    assert "1 person asks to come" in shown
    answer = client.post(path(nia.event, f"{nia.code}/yes/"), follow=True)
    assert "Nia V. may come, and is told." in answer.content.decode()
    nia.refresh_from_db()
    assert (nia.state, nia.decided_by) == ("going", cast.lead)
    assert AuditEntry.objects.get(act="seat_approved").user == cast.lead


def test_a_no_is_told_kindly(cast: Cast) -> None:
    make_sender(cast.here)
    nia = asked(cast)
    answer = signed_in(cast.organizer).post(path(nia.event, f"{nia.code}/no/"), follow=True)
    assert "gets no seat" in answer.content.decode()
    nia.refresh_from_db()
    assert (nia.state, Delivery.objects.filter(purpose="notice").count()) == ("turned_down", 1)
    page = Client().get(f"/r/{nia.secret}/").content.decode()
    assert "We cannot give you a seat this time" in page
    assert "How many of you" not in page


@pytest.mark.parametrize("act", ["yes", "no", "believe"])
def test_only_who_holds_events_decides(cast: Cast, act: str) -> None:
    nia = asked(cast)
    assert signed_in(cast.volunteer).post(path(nia.event, f"{nia.code}/{act}/")).status_code == 403
    theirs = signed_in(cast.stranger)
    assert theirs.post(f"/c/east-valley/events/{nia.event.code}/{nia.code}/{act}/").status_code == 404
    nia.refresh_from_db()
    assert (nia.state, nia.decided_by) == ("asked", None)


def test_a_yes_to_an_event_that_is_over_says_so(cast: Cast) -> None:
    nia = asked(cast)
    Event.objects.filter(pk=nia.event_id).update(cancelled_at=nia.created_at)
    answer = signed_in(cast.lead).post(path(nia.event, f"{nia.code}/yes/"), follow=True)
    assert "takes no names" in answer.content.decode()


# --- odd answers -----------------------------------------------------------------------------------


def save_on_page(event: Event, **fields: Any) -> Rsvp:
    assert fill_in(event, **fields).status_code == 302
    return Rsvp.objects.latest("id")


def test_an_advertisement_is_shown_apart_and_holds_its_seat_briefly(cast: Cast) -> None:
    make_sender(cast.here)
    event = make_event(cast.here)
    odd = save_on_page(event, name="Cheap www.pills.example", phone="323 555 0144")
    good = save_on_page(event, name="Lupe Canario", phone="323 555 0145")
    assert ((odd.doubt, odd.state), (good.doubt, good.state)) == (("name", "unconfirmed"), ("", "going"))
    page = signed_in(cast.lead).get(path(event)).content.decode()
    apart, _, rest = page.partition("Who is coming</h2>")
    assert "1 answer looks odd" in apart
    assert ("pills.example" in apart, "pills.example" in rest) == (True, False)
    assert "Lupe Canario" in rest


def test_a_flood_from_one_place_is_doubted_but_not_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traps, "UNDOUBTED", 3)
    event = make_event(cast.here)
    found = [save_on_page(event, name=f"Person {n}", phone=f"323 555 01{n:02}") for n in range(10, 15)]
    assert [rsvp.doubt for rsvp in found] == ["", "", "", "flood", "flood"]


def test_one_number_for_many_people_is_doubted(cast: Cast) -> None:
    event = make_event(cast.here)
    found = [save_on_page(event, name=name) for name in ("Ana", "Ben", "Cleo", "Dora", "Eli")]
    assert [rsvp.doubt for rsvp in found] == ["", "", "", "", "shared"]


def test_whoever_knows_them_puts_them_with_the_others(cast: Cast) -> None:
    event = make_event(cast.here)
    odd = save_on_page(event, name="Rita 12345")
    signed_in(cast.lead).post(path(event, f"{odd.code}/believe/"))
    odd.refresh_from_db()
    assert odd.doubt == ""
    assert "looks odd" not in signed_in(cast.lead).get(path(event)).content.decode()


def test_all_odd_ones_are_taken_off_at_once_and_nobody_else(cast: Cast) -> None:
    event = make_event(cast.here)
    for n in range(3):
        save_on_page(event, name=f"http://spam{n}", phone=f"323 555 016{n}")
    good = save_on_page(event, name="Lupe Canario", phone="323 555 0145")
    assert signed_in(cast.volunteer).post(path(event, "odd/clear/")).status_code == 403
    answer = signed_in(cast.lead).post(path(event, "odd/clear/"), follow=True)
    assert "3 answers are off the list." in answer.content.decode()
    event.refresh_from_db()
    good.refresh_from_db()
    assert (event.seats_taken, good.state) == (2, "going")
    assert AuditEntry.objects.get(act="odd_seats_removed").facts["n"] == 3
