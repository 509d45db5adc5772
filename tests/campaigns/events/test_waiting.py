"""Whoever waits gets a free seat in order, with a clock for the answer; a seat nobody proves is held briefly."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from campaigns.events import asks, seats, waiting
from campaigns.models import Delivery, Event, Rsvp
from chapters.models import Member
from tests.cast import Cast
from tests.factories import make_event, make_member, make_sender

pytestmark = pytest.mark.django_db
State = Rsvp.State
NOON = datetime(2026, 6, 2, 19, 0, tzinfo=UTC)  # in Los Angeles


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands still until a test moves it with `later`."""
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def later(monkeypatch: pytest.MonkeyPatch, **span: float) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(**span))


def save(event: Event, name: str, party: int = 1, *, proven: bool = True, doubt: str = "", **fields: Any) -> Rsvp:
    member = make_member(event.chapter, name, **fields)
    return seats.save(event, member=member, party_size=party, source="page", proven=proven, doubt=doubt)


def full(cast: Cast, *, capacity: int = 2, **fields: Any) -> tuple[Event, Rsvp]:
    """An event whose seats Ana holds."""
    make_sender(cast.here)
    event = make_event(cast.here, capacity=capacity, **fields)
    return event, save(event, "Ana", capacity)


def fresh(rsvp: Rsvp) -> Rsvp:
    return Rsvp.objects.select_related("event__chapter", "member").get(pk=rsvp.pk)


def state(rsvp: Rsvp) -> str:
    return fresh(rsvp).state


def held(event: Event) -> int:
    event.refresh_from_db()
    assert event.seats_taken == sum(rsvp.seats_held for rsvp in event.rsvps.all())
    return event.seats_taken


# --- offers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "hours"), [(7, 24), (2, 6), (0.5, 2), (0.1, None)])
def test_the_nearer_the_event_the_shorter_the_clock(cast: Cast, days: float, hours: float | None) -> None:
    event, ana = full(cast, days=days)
    ben = save(event, "Ben")
    seats.cancel(ana)
    ben = fresh(ben)
    assert ben.state == (State.OFFERED if hours else State.GOING)
    assert ben.held_until == (NOON + timedelta(hours=hours) if hours else None)


def test_an_offer_at_night_counts_from_the_morning(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    event, ana = full(cast)
    ben = save(event, "Ben")
    later(monkeypatch, hours=10)  # 10 pm
    seats.cancel(ana)
    told = Delivery.objects.get(purpose="notice")
    assert told.not_before == NOON + timedelta(hours=21)  # 9 am
    assert fresh(ben).held_until == told.not_before + timedelta(hours=24)


def test_who_cannot_be_asked_has_the_seat_at_once(cast: Cast) -> None:
    event, ana = full(cast)
    silent = make_member(cast.here, "Silent")
    ben = seats.save(event, member=silent, source="host", channel="")
    seats.cancel(ana)
    assert state(ben) == State.GOING


def test_each_is_told_once_and_by_when_to_answer(cast: Cast) -> None:
    event, ana = full(cast)
    save(event, "Ben")
    seats.cancel(ana)
    waiting.run_clocks()
    waiting.fill(event)
    told = Delivery.objects.get(purpose="notice")
    assert "Reply YES by Wed Jun 3, 12 pm to take it" in told.body
    assert "Candlelight vigil" in told.body


def test_a_yes_by_text_takes_the_offer_with_its_party(cast: Cast) -> None:
    event, ana = full(cast)
    ben = save(event, "Ben", 2)
    seats.cancel(ana)
    words = asks.answer(Delivery.objects.get(purpose="notice"), coming=True, party_size=None)
    ben = fresh(ben)
    assert (ben.state, ben.party_size, ben.held_until, held(event)) == (State.GOING, 2, None, 2)
    assert "You have 2 seats" in (words or "")


def test_a_no_by_text_passes_the_offer_on(cast: Cast) -> None:
    event, ana = full(cast, capacity=1)
    ben, cleo = save(event, "Ben"), save(event, "Cleo")
    seats.cancel(ana)
    asks.answer(Delivery.objects.get(purpose="notice"), coming=False, party_size=None)
    assert (state(ben), state(cleo), held(event)) == (State.DECLINED, State.OFFERED, 1)


def test_an_offer_nobody_answers_goes_to_the_next_in_line(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    event, ana = full(cast, capacity=1)
    ben, cleo = save(event, "Ben"), save(event, "Cleo")
    seats.cancel(ana)
    later(monkeypatch, hours=23)
    waiting.run_clocks()
    assert (state(ben), state(cleo)) == (State.OFFERED, State.WAITLISTED)
    later(monkeypatch, hours=24)
    waiting.run_clocks()
    assert (state(ben), state(cleo), held(event)) == (State.LAPSED, State.OFFERED, 1)
    assert Delivery.objects.filter(purpose="notice", state="queued").count() == 1
    assert seats.confirm(fresh(ben)).state == State.WAITLISTED


def test_a_late_yes_still_counts_while_nobody_else_has_the_seat(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    event, ana = full(cast, capacity=1)
    ben = save(event, "Ben")
    seats.cancel(ana)
    later(monkeypatch, hours=30)
    assert seats.confirm(fresh(ben)).state == State.GOING
    waiting.run_clocks()
    assert (state(ben), held(event)) == (State.GOING, 1)


def test_the_line_says_each_its_place(cast: Cast) -> None:
    event, ana = full(cast)
    line = [save(event, name) for name in ("Ben", "Cleo", "Dora")]
    assert [fresh(rsvp).place_in_line for rsvp in line] == [1, 2, 3]
    seats.cancel(line[0])
    assert [fresh(rsvp).place_in_line for rsvp in line] == [0, 1, 2]
    assert fresh(ana).place_in_line == 0


# --- seats nobody has proven -----------------------------------------------------------------------


def stranger(event: Event, name: str = "Nia", party: int = 1, **fields: Any) -> Rsvp:
    return save(event, name, party, proven=False, consents=(), **fields)


def test_a_scarce_seat_for_a_new_number_is_held_half_an_hour(cast: Cast) -> None:
    make_sender(cast.here)
    event = make_event(cast.here, capacity=3)
    nia = fresh(stranger(event))
    assert (nia.state, nia.held_until, held(event)) == (State.UNCONFIRMED, NOON + timedelta(minutes=30), 1)
    body = Delivery.objects.get(purpose="confirm").body
    assert "is it you who wants 1 seat?" in body
    assert "Reply YES by 12:30 pm" in body


@pytest.mark.parametrize("why", ["room for all", "nothing to ask with", "we know them", "they wrote to us"])
def test_nobody_is_asked_without_need(cast: Cast, why: str) -> None:
    if why != "nothing to ask with":
        make_sender(cast.here)
    event = make_event(cast.here, capacity=None if why == "room for all" else 3)
    known = why == "we know them"
    rsvp = save(event, "Nia", proven=why == "they wrote to us", consents=("text",) if known else ())
    assert state(rsvp) == State.GOING


def test_a_yes_keeps_the_seat(cast: Cast) -> None:
    make_sender(cast.here)
    event = make_event(cast.here, capacity=3)
    nia = stranger(event, party=2)
    asks.answer(Delivery.objects.get(purpose="confirm"), coming=True, party_size=None)
    nia = fresh(nia)
    assert (nia.state, nia.party_size, nia.confirmed_at, held(event)) == (State.GOING, 2, NOON, 2)


def test_an_unconfirmed_seat_stays_until_somebody_else_wants_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    make_sender(cast.here)
    event = make_event(cast.here, capacity=1)
    nia = stranger(event)
    later(monkeypatch, minutes=31)
    waiting.run_clocks()
    assert state(nia) == State.UNCONFIRMED
    omar = save(event, "Omar")
    assert (state(nia), state(omar), held(event)) == (State.LAPSED, State.GOING, 1)


def test_what_nobody_confirmed_is_for_whoever_waits_and_not_for_a_newcomer(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_sender(cast.here)
    event = make_event(cast.here, capacity=1)
    stranger(event)
    pia = save(event, "Pia")
    later(monkeypatch, minutes=31)
    omar = save(event, "Omar")
    waiting.run_clocks()
    assert (state(pia), state(omar), held(event)) == (State.OFFERED, State.WAITLISTED, 1)


def test_a_bigger_party_does_not_lose_the_own_seat_that_ran_out(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    make_sender(cast.here)
    event = make_event(cast.here, capacity=2)
    nia = stranger(event, party=2)
    later(monkeypatch, minutes=31)
    with pytest.raises(seats.NotEnough):
        seats.change(fresh(nia), party_size=3, proven=False)
    assert (state(nia), held(event)) == (State.UNCONFIRMED, 2)


def test_a_doubtful_answer_lets_go_of_its_seat_whether_or_not_anybody_waits(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_sender(cast.here)
    event = make_event(cast.here)
    nia = save(event, "Buy at www.pills.example", proven=False, doubt="name")
    assert state(nia) == State.UNCONFIRMED
    assert not Delivery.objects.filter(purpose="reminder").exists()
    later(monkeypatch, minutes=31)
    waiting.run_clocks()
    assert (state(nia), held(event)) == (State.LAPSED, 0)


# --- a yes from the hosts --------------------------------------------------------------------------


def test_where_each_needs_a_yes_nobody_has_a_seat_before_it(cast: Cast) -> None:
    make_sender(cast.here)
    event = make_event(cast.here, asks_approval=True, capacity=5)
    nia = stranger(event, party=2)
    assert (state(nia), held(event)) == (State.ASKED, 0)
    assert "each person needs our yes" in Delivery.objects.get().body
    nia = seats.approve(nia, by=cast.lead)
    assert (nia.decided_by, held(event)) == (cast.lead, 2)
    assert nia.holds_seat
    assert nia.state == State.GOING
    told = Delivery.objects.get(purpose="notice")
    assert "We said yes. You have 2 seats for Candlelight vigil" in told.body


def test_the_approved_stay_so_and_the_turned_down_are_told(cast: Cast) -> None:
    make_sender(cast.here)
    event = make_event(cast.here, asks_approval=True)
    nia, omar = stranger(event, "Nia"), stranger(event, "Omar")
    seats.approve(nia, by=cast.lead)
    seats.cancel(nia)
    assert seats.confirm(nia).state == State.GOING
    assert seats.turn_down(omar, by=cast.lead).state == State.TURNED_DOWN
    told = Delivery.objects.get(purpose="notice", member=omar.member)
    assert "we cannot give you a seat" in told.body
    assert "Highland Park Neighbors" in told.body


def test_a_name_from_a_host_needs_no_second_yes(cast: Cast) -> None:
    event = make_event(cast.here, asks_approval=True)
    assert seats.save(event, member=make_member(cast.here), source="host").state == State.GOING


def test_a_yes_by_text_asks_too_and_says_so(cast: Cast) -> None:
    make_sender(cast.here)
    event, lupe = make_event(cast.here, asks_approval=True), make_member(cast.here)
    seats.save(event, member=lupe, source="page", proven=False)
    words = asks.answer(Delivery.objects.get(), coming=True, party_size=3)
    rsvp = Rsvp.objects.get()
    assert (rsvp.state, rsvp.party_size) == (State.ASKED, 3)
    assert "each person needs our yes" in (words or "")


def test_somebody_else_with_the_same_number_is_another_person(cast: Cast) -> None:
    event = make_event(cast.here)
    first = make_member(cast.here, "Ana", phone="+13235550111")
    second = make_member(cast.here, "Ben", phone="+13235550111")
    seats.save(event, member=first, source="page")
    seats.save(event, member=second, source="page")
    assert (event.rsvps.count(), held(event), Member.objects.count()) == (2, 2, 2)
