"""Two entries become one: seats, jobs, arrivals, messages. Counters stay right, and all of it comes back."""

import uuid
from typing import Any

import pytest
from django.utils import timezone

from campaigns.events import checking, seats
from campaigns.models import (
    CheckIn,
    Conversation,
    Delivery,
    Event,
    HostLink,
    NeedMatch,
    Rsvp,
    Series,
    Shift,
    StandingRsvp,
    SupportCase,
)
from chapters.members import merging
from chapters.models import Member, Merge
from tests.cast import Cast
from tests.factories import make_event, make_member, make_sender
from tests.faults.fixtures import make_delivery

pytestmark = pytest.mark.django_db
State = Rsvp.State


def merge(two: list[Member], cast: Cast) -> Merge:
    return merging.merge(two[0], two[1], theirs=set(), by=cast.lead)


def seat(event: Event, member: Member, n: int = 1, **fields: Any) -> Rsvp:
    rsvp = seats.save(event, member=member, party_size=n, source="host", confirm=False)
    Rsvp.objects.filter(pk=rsvp.pk).update(**fields)
    return Rsvp.objects.get(pk=rsvp.pk)


def held(event: Event) -> tuple[int, int]:
    """The counter, and what the rows say."""
    event.refresh_from_db()
    return event.seats_taken, sum(rsvp.seats_held for rsvp in event.rsvps.all())


def facts() -> list[dict[str, Any]]:
    rows = Rsvp.objects.order_by("pk").values()
    return [{name: value for name, value in row.items() if name not in {"updated_at", "created_at"}} for row in rows]


@pytest.fixture
def two(cast: Cast) -> list[Member]:
    return [make_member(cast.here, name) for name in ("Rosa Vega", "Rosa V.")]


def test_a_seat_goes_along(cast: Cast, two: list[Member]) -> None:
    event, other = make_event(cast.here, capacity=5), make_event(cast.here, "Other")
    seat(event, two[1], 3)
    seat(other, two[0])
    before = facts()
    row = merge(two, cast)
    assert [rsvp.member for rsvp in Rsvp.objects.all()] == [two[0], two[0]]
    assert held(event) == (3, 3)
    assert merging.undo(row, by=cast.lead)[1] == 0
    assert facts() == before


@pytest.mark.parametrize(("ours", "theirs", "left"), [(1, 3, 3), (3, 1, 3), (2, 2, 2)])
def test_two_seats_at_one_event_are_one(cast: Cast, two: list[Member], ours: int, theirs: int, left: int) -> None:
    event = make_event(cast.here, capacity=5)
    seat(event, two[0], ours)
    seat(event, two[1], theirs, needs_ride=True)
    waits = seats.save(event, member=make_member(cast.here, "Luz"), party_size=2, source="host", confirm=False)
    before, seated = facts(), waits.state == State.GOING
    row = merge(two, cast)
    rsvp = event.rsvps.get(member=two[0])
    assert (rsvp.party_size, rsvp.needs_ride, event.rsvps.count()) == (left, True, 2)
    waits.refresh_from_db()
    assert waits.holds_seat
    assert held(event) == (left + 2, left + 2)
    lost = merging.undo(row, by=cast.lead)[1]
    assert held(event)[0] == held(event)[1] <= 5
    after = facts()
    assert [row["member_id"] for row in after] == [row["member_id"] for row in before]
    assert (lost == 0) is (ours + theirs + 2 <= 5)
    assert seated is (ours + theirs + 2 <= 5)


def test_who_has_a_seat_keeps_it_whoever_has_the_older_entry(cast: Cast, two: list[Member]) -> None:
    event = make_event(cast.here, capacity=2)
    seats.decline(event, member=two[0], source="text")
    going = seat(event, two[1], 2)
    before = facts()
    row = merge(two, cast)
    rsvp = Rsvp.objects.get()
    assert (rsvp.pk, rsvp.member, rsvp.state, rsvp.party_size) == (going.pk, two[0], State.GOING, 2)
    assert held(event) == (2, 2)
    assert merging.undo(row, by=cast.lead)[1] == 0
    assert facts() == before
    assert held(event) == (2, 2)


def test_jobs_rides_and_cases_go_over(cast: Cast, two: list[Member]) -> None:
    event = make_event(cast.here)
    ours, theirs, helper = seat(event, two[0]), seat(event, two[1]), seat(event, make_member(cast.here, "Luz"))
    hours = {"starts_at": event.starts_at, "ends_at": event.ends_at}
    jobs = [Shift.objects.create(chapter=cast.here, event=event, job=job, **hours) for job in ("food", "medic")]
    for rsvp, job in ((ours, jobs[0]), (theirs, jobs[0]), (theirs, jobs[1])):
        rsvp.shift_seats.create(chapter=cast.here, shift=job)
        Shift.objects.filter(pk=job.pk).update(taken=job.seats.count())
    common = {"chapter": cast.here, "event": event}
    ride = NeedMatch.objects.create(**common, what="ride", need=theirs, offer=helper)
    case = SupportCase.objects.create(**common, rsvp=theirs, name="Rosa")
    row = merge(two, cast)
    assert [list(job.seats.values_list("rsvp", flat=True)) for job in jobs] == [[ours.pk], [ours.pk]]
    assert list(Shift.objects.order_by("pk").values_list("taken", flat=True)) == [1, 1]
    ride.refresh_from_db()
    case.refresh_from_db()
    assert (ride.need, case.rsvp) == (ours, ours)
    merging.undo(row, by=cast.lead)
    ride.refresh_from_db()
    case.refresh_from_db()
    assert (ride.need, case.rsvp, jobs[1].seats.get().rsvp) == (theirs, theirs, theirs)


def test_who_came_twice_as_one_person_came_once(cast: Cast, two: list[Member]) -> None:
    event, alone = make_event(cast.here, days=0.01), make_event(cast.here, "Alone", days=0.01)
    at = timezone.now()
    for member, n in zip(two, (1, 3), strict=True):
        checking.arrive(event, seat(event, member, n), arrived=n, key=uuid.uuid4(), tapped_at=at)
    checking.arrive(alone, seat(alone, two[1]), arrived=1, key=uuid.uuid4(), tapped_at=at)
    assert list(Member.objects.order_by("pk").values_list("came_count", flat=True)) == [1, 2]
    row = merge(two, cast)
    assert Member.objects.get().came_count == 2
    assert sorted(CheckIn.objects.values_list("rsvp__member", "arrived")) == [(two[0].pk, 1), (two[0].pk, 3)]
    assert held(event) == (3, 3)
    merging.undo(row, by=cast.lead)
    assert list(Member.objects.order_by("pk").values_list("came_count", flat=True)) == [1, 2]
    assert CheckIn.objects.filter(rsvp__member=two[1]).count() == 2
    assert held(event) == (4, 4)


def test_an_arrival_without_a_twin_goes_over(cast: Cast, two: list[Member]) -> None:
    event = make_event(cast.here, days=0.01)
    seat(event, two[0])
    theirs = seat(event, two[1])
    checking.arrive(event, theirs, arrived=1, key=uuid.uuid4(), tapped_at=timezone.now())
    row = merge(two, cast)
    assert (CheckIn.objects.get().rsvp.member, Rsvp.objects.count(), held(event)) == (two[0], 1, (1, 1))
    assert Member.objects.get().came_count == 1
    merging.undo(row, by=cast.lead)
    assert (CheckIn.objects.get().rsvp.member, held(event)) == (two[1], (2, 2))


def test_messages_links_and_standing_seats_go_along(cast: Cast, two: list[Member]) -> None:
    sender, event = make_sender(cast.here), make_event(cast.here, host=two[1])
    sent = make_delivery(cast.here, member=two[1], address=two[1].phone)
    thread = Conversation.objects.create(
        chapter=cast.here, sender=sender, member=two[1], address=two[1].phone, address_index=two[1].phone_index
    )
    link = HostLink.objects.create(chapter=cast.here, event=event, label="Rosa", member=two[1])
    series = Series.objects.create(
        chapter=cast.here, rule="FREQ=WEEKLY", timezone="UTC", starts_on="2026-01-01", begins="18:00", minutes=60
    )
    StandingRsvp.objects.create(chapter=cast.here, series=series, member=two[0], ended_at=timezone.now())
    standing = StandingRsvp.objects.create(chapter=cast.here, series=series, member=two[1], party_size=2)
    rows: list[Any] = [sent, thread, link, standing]
    row = merge(two, cast)
    for found in rows:
        found.refresh_from_db()
        assert found.member == two[0]
    event.refresh_from_db()
    assert (event.host, StandingRsvp.objects.get().party_size) == (two[0], 2)
    assert merging.undo(row, by=cast.lead)[1] == 0
    for found in rows:
        found.refresh_from_db()
        assert found.member == two[1]
    event.refresh_from_db()
    assert (event.host, StandingRsvp.objects.count(), Delivery.objects.count()) == (two[1], 2, 1)
