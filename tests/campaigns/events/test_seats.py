"""One counter decides who has a seat."""

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from campaigns.events import seats
from campaigns.models import Delivery, Event, Rsvp
from chapters.models import Chapter, Member
from tests.cast import Cast
from tests.factories import make_chapter, make_event, make_member, make_sender

pytestmark = pytest.mark.django_db
State = Rsvp.State


def save(event: Event, member: Member, party_size: int = 1) -> Rsvp:
    return seats.save(event, member=member, party_size=party_size, source="page")


def taken(event: Event) -> int:
    """What the counter says, after checking it against the seats people hold."""
    event.refresh_from_db()
    held = event.rsvps.holding_a_seat().aggregate(n=Sum("party_size"))["n"] or 0
    assert event.seats_taken == held
    return event.seats_taken


def states(event: Event) -> list[tuple[str, str]]:
    return list(event.rsvps.order_by("id").values_list("member__name", "state"))


def test_a_seat_is_saved_once_per_person(cast: Cast) -> None:
    event, lupe = make_event(cast.here, capacity=10), make_member(cast.here)
    assert save(event, lupe, 2).state == State.GOING
    assert save(event, lupe, 4).party_size == 4
    assert (event.rsvps.count(), taken(event)) == (1, 4)


def test_a_full_event_puts_people_on_the_waiting_list(cast: Cast) -> None:
    event = make_event(cast.here, capacity=3)
    save(event, make_member(cast.here, "Ana"), 2)
    assert save(event, make_member(cast.here, "Ben"), 2).state == State.WAITLISTED
    assert save(event, make_member(cast.here, "Cleo")).state == State.GOING
    assert taken(event) == 3


def test_seats_given_back_go_to_whoever_waits_in_order_and_fits(cast: Cast) -> None:
    make_sender(cast.here)
    event = make_event(cast.here, capacity=3)
    ana = save(event, make_member(cast.here, "Ana"), 2)
    save(event, make_member(cast.here, "First"), 1)
    for name, party in (("Ben", 3), ("Cleo", 1), ("Dora", 2), ("Eli", 1)):
        save(event, make_member(cast.here, name), party)
    seats.cancel(ana)
    assert states(event) == [
        ("Ana", State.CANCELLED),
        ("First", State.GOING),
        ("Ben", State.WAITLISTED),
        ("Cleo", State.OFFERED),
        ("Dora", State.WAITLISTED),
        ("Eli", State.OFFERED),
    ]
    assert taken(event) == 3
    told = Delivery.objects.filter(purpose="notice").order_by("member__name")
    assert [(row.member.name, row.body.split(",")[0]) for row in told if row.member] == [
        ("Cleo", "Highland Park Neighbors: A seat opened for Candlelight vigil"),
        ("Eli", "Highland Park Neighbors: A seat opened for Candlelight vigil"),
    ]


def test_a_smaller_party_gives_seats_back(cast: Cast) -> None:
    event = make_event(cast.here, capacity=4)
    ana = save(event, make_member(cast.here, "Ana"), 4)
    ben = save(event, make_member(cast.here, "Ben"), 2)
    seats.change(ana, party_size=2)
    ben.refresh_from_db()
    assert (ben.state, taken(event)) == (State.GOING, 4)


def test_a_bigger_party_than_fits_keeps_what_it_has(cast: Cast) -> None:
    event = make_event(cast.here, capacity=3)
    ana = save(event, make_member(cast.here, "Ana"), 1)
    save(event, make_member(cast.here, "Ben"), 1)
    with pytest.raises(seats.NotEnough) as full:
        seats.change(ana, party_size=3)
    ana.refresh_from_db()
    assert (full.value.left, ana.party_size, ana.state, taken(event)) == (1, 1, State.GOING, 2)


def test_a_party_that_no_room_could_hold_is_not_kept_waiting(cast: Cast) -> None:
    event = make_event(cast.here, capacity=3)
    with pytest.raises(seats.TooBig) as refused:
        save(event, make_member(cast.here, "Ana"), 4)
    assert (refused.value.left, event.rsvps.waiting().count(), taken(event)) == (3, 0, 0)


def test_a_no_gives_the_seat_back_and_a_yes_takes_one_again(cast: Cast) -> None:
    event, lupe = make_event(cast.here, capacity=5), make_member(cast.here)
    save(event, lupe, 3)
    assert seats.decline(event, member=lupe, source="text").state == State.DECLINED
    assert taken(event) == 0
    assert save(event, lupe).state == State.GOING
    assert taken(event) == 1


@pytest.mark.parametrize(
    "closed", [{"cancelled_at": timezone.now()}, {"days": -3}, {"published_at": None}], ids=["off", "over", "draft"]
)
def test_a_closed_event_takes_nobody(cast: Cast, closed: dict[str, object]) -> None:
    event = make_event(cast.here, **closed)  # type: ignore[arg-type]
    with pytest.raises(seats.Closed):
        save(event, make_member(cast.here))
    assert event.rsvps.count() == 0


def test_saving_an_event_leaves_the_counter_alone(cast: Cast) -> None:
    event = make_event(cast.here)
    save(Event.objects.get(pk=event.pk), make_member(cast.here), 2)
    event.place = "Avenue 56"
    event.save()
    assert (taken(event), event.place) == (2, "Avenue 56")


def at_once(jobs: Iterable[Callable[[], object]]) -> Counter[str]:
    """Run on 12 connections; the names of what each returned or raised."""

    def run(job: Callable[[], object]) -> str:
        try:
            return str(job())
        except seats.NotEnough:
            return "not enough"
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        return Counter(pool.map(run, jobs))


def crowd(chapter: Chapter, n: int) -> list[Member]:
    return [make_member(chapter, f"Person {i}", consents=()) for i in range(n)]


@pytest.mark.django_db(transaction=True)
def test_60_at_once_for_20_seats_never_overbook() -> None:
    chapter = make_chapter("highland-park")
    event = make_event(chapter, capacity=20)
    people = crowd(chapter, 60)
    # Every tenth person presses twice.
    at_once(partial(save, event, who) for who in [*people, *people[::10]])
    assert taken(event) == 20
    assert Counter(event.rsvps.values_list("state", flat=True)) == {State.GOING: 20, State.WAITLISTED: 40}


@pytest.mark.django_db(transaction=True)
def test_cancels_beside_new_seats_never_overbook_nor_leave_a_seat_empty() -> None:
    chapter = make_chapter("highland-park")
    event = make_event(chapter, capacity=20)
    people = crowd(chapter, 60)
    first = [save(event, who) for who in people[:30]]
    jobs: list[Callable[[], object]] = []
    for leaves, comes in zip(first, people[30:], strict=True):
        jobs += [partial(seats.cancel, leaves), partial(save, event, comes)]
    assert at_once(jobs)["not enough"] == 0
    assert taken(event) == 20
    assert event.rsvps.waiting().count() == 10
