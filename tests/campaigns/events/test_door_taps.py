"""Taps that waited on a phone for a signal: campaigns:events_door_batch."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from campaigns.events import checking, seats
from campaigns.models import CheckIn, DoorTap, Event, HostLink, Rsvp
from chapters.models import Member
from tests.cast import Cast
from tests.factories import make_chapter, make_event, make_member

pytestmark = pytest.mark.django_db


def tonight(chapter: Any, **fields: Any) -> HostLink:
    event = make_event(chapter, "Town hall", **({"days": 0} | fields))
    return event.host_links.create(chapter=chapter, label="Rosa")


@pytest.fixture
def link(cast: Cast) -> HostLink:
    link = tonight(cast.here, capacity=4)
    save(link, "Luz Marroquín", 3)
    return link


def save(link: HostLink, name: str, party: int = 1, **member: Any) -> Rsvp:
    person = make_member(link.chapter, name, **member)
    return seats.save(link.event, member=person, party_size=party, source="page", confirm=False)


def tap(**fields: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), "age": 0} | fields


def send(link: HostLink, *taps: Any) -> tuple[int, dict[str, Any]]:
    body = json.dumps({"taps": taps})
    answer = Client().post(f"/h/{link.secret}/door/taps/", body, content_type="application/json")
    return answer.status_code, json.loads(answer.content)


def arrived(rsvp: Rsvp) -> int | None:
    return CheckIn.objects.filter(rsvp=rsvp).values_list("arrived", flat=True).first()


def test_taps_are_done_in_order_and_the_count_comes_back(link: HostLink) -> None:
    luz = Rsvp.objects.get()
    first, second = tap(seat=luz.code, arrived=1, age=60), tap(seat=luz.code, arrived=3, age=2)
    status, found = send(link, first, second)
    assert (status, found["came"], found["words"]) == (200, 3, "3 of 3 came in")
    assert [found["answers"][one["key"]]["state"] for one in (first, second)] == ["done", "done"]
    check_in = CheckIn.objects.get()
    assert (check_in.arrived, check_in.event, check_in.chapter) == (3, link.event, link.chapter)
    assert timedelta(seconds=1) < timezone.now() - check_in.tapped_at < timedelta(seconds=30)


def test_an_answer_that_got_lost_counts_once(link: HostLink) -> None:
    luz, undo = Rsvp.objects.get(), None
    first = tap(seat=luz.code, arrived=3)
    assert send(link, first)[0] == 200
    undo = tap(seat=luz.code, arrived=0)
    send(link, undo)
    status, found = send(link, first)  # sent again: its answer never reached the phone
    assert (status, found["answers"][first["key"]]["state"], arrived(luz)) == (200, "done", 0)
    assert DoorTap.objects.count() == 2


def test_the_latest_tap_holds_whenever_it_arrives(link: HostLink) -> None:
    luz = Rsvp.objects.get()
    send(link, tap(seat=luz.code, arrived=2, age=10))
    send(link, tap(seat=luz.code, arrived=3, age=900))  # older, from a phone that had no signal
    assert arrived(luz) == 2


@pytest.mark.parametrize("age", [-5, "soon", None, [], 1e300])
def test_a_phone_with_a_wrong_clock_is_believed_within_reason(link: HostLink, age: Any) -> None:
    luz = Rsvp.objects.get()
    status, _found = send(link, tap(seat=luz.code, arrived=1, age=age))
    assert (status, arrived(luz)) == ((200, 1) if age in (None, [], 1e300) else (422, None))
    assert all(check_in.tapped_at <= timezone.now() for check_in in CheckIn.objects.all())


BAD: list[Callable[[str], Any]] = [
    lambda seat: tap(seat=seat, arrived=-1),
    lambda seat: tap(seat=seat, arrived=500),
    lambda seat: tap(seat=seat, arrived=1.5),
    lambda seat: tap(seat=seat, arrived=True),
    lambda seat: tap(seat=seat, arrived="3; DROP TABLE"),
    lambda seat: tap(seat=seat),
    lambda _seat: tap(arrived=1),
    lambda seat: tap(seat="../" + seat, arrived=1),
    lambda seat: {"seat": seat, "arrived": 1},
    lambda seat: {"key": "x", "seat": seat, "arrived": 1},
    lambda seat: [seat, 1],
    lambda _seat: "x",
    lambda _seat: tap(heads=1),
    lambda _seat: tap(walk_in={"name": ""}),
    lambda _seat: tap(walk_in={"name": "Ana", "language": "en", "party_size": "500"}),
    lambda _seat: tap(walk_in={"name": "Ana", "language": "xx", "party_size": "1"}),
    lambda _seat: tap(walk_in="Ana"),
]


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_tap_is_refused_and_changes_nothing(link: HostLink, bad: Callable[[str], Any]) -> None:
    luz = Rsvp.objects.get()
    status, found = send(link, bad(luz.code))
    assert status == 422
    assert [(answer["state"], bool(answer["words"])) for answer in found["answers"].values()] == [("refused", True)]
    assert (CheckIn.objects.count(), DoorTap.objects.count(), Member.objects.count()) == (0, 0, 1)


def test_a_bad_tap_keeps_no_other_from_being_done(link: HostLink) -> None:
    luz = Rsvp.objects.get()
    good = tap(seat=luz.code, arrived=3)
    status, found = send(link, tap(seat="gone", arrived=1), good)
    assert (status, found["answers"][good["key"]]["state"], arrived(luz)) == (422, "done", 3)


def test_a_person_of_another_event_or_chapter_is_refused(cast: Cast, link: HostLink) -> None:
    for other in (tonight(cast.here), tonight(cast.there)):
        theirs = save(other, "Canary Other")
        status, found = send(link, tap(seat=theirs.code, arrived=1))
        assert (status, "Canary" in json.dumps(found), arrived(theirs)) == (422, False, None)


@pytest.mark.parametrize(
    "body",
    ["", "x", "[]", "{}", '{"taps": []}', '{"taps": {}}', '{"taps": [%s]}' % ",".join(["1"] * 201), "[" * 100_000],  # noqa: UP031
)
def test_what_no_page_of_ours_sends_is_refused(link: HostLink, body: str) -> None:
    answer = Client().post(f"/h/{link.secret}/door/taps/", body, content_type="application/json")
    assert (answer.status_code, DoorTap.objects.count()) == (400, 0)


def test_taps_may_come_home_late_but_not_after_the_link_was_taken_back(link: HostLink) -> None:
    luz, now = Rsvp.objects.get(), timezone.now()
    Event.objects.update(starts_at=now - timedelta(hours=40), ends_at=now - timedelta(hours=38))
    status, found = send(link, tap(seat=luz.code, arrived=3, age=40 * 3600))
    assert (status, "came" in found, arrived(luz)) == (200, False, 3)
    Event.objects.update(starts_at=now - timedelta(hours=80), ends_at=now - timedelta(hours=78))
    assert send(link, tap(seat=luz.code, arrived=1))[0] == 410
    Event.objects.update(starts_at=now, ends_at=now + timedelta(hours=2))
    link.revoke()
    assert send(link, tap(seat=luz.code, arrived=1))[0] == 410
    assert arrived(luz) == 3


def test_a_tap_without_the_token_of_our_page_is_refused(link: HostLink) -> None:
    client, luz = Client(enforce_csrf_checks=True), Rsvp.objects.get()
    body = json.dumps({"taps": [tap(seat=luz.code, arrived=1)]})
    path = f"/h/{link.secret}/door/"
    assert client.post(f"{path}taps/", body, content_type="application/json").status_code == 403
    token = client.get(path).context["csrf_token"]
    sent = client.post(f"{path}taps/", body, content_type="application/json", headers={"X-CSRFToken": str(token)})
    assert (sent.status_code, arrived(luz)) == (200, 1)


# --- room ------------------------------------------------------------------------------------------


def test_somebody_who_waits_gets_a_free_seat(link: HostLink) -> None:
    Event.objects.update(capacity=3)
    ben = save(link, "Ben Soto")
    Event.objects.update(capacity=4)
    assert ben.state == "waitlisted"
    assert send(link, tap(seat=ben.code, arrived=1))[0] == 200
    ben.refresh_from_db()
    link.event.refresh_from_db()
    assert (ben.state, link.event.seats_taken, arrived(ben)) == ("going", 4, 1)


def test_without_a_free_seat_the_host_is_asked_first(link: HostLink) -> None:
    ben = save(link, "Ben Soto", 2)
    asked = tap(seat=ben.code, arrived=2)
    status, found = send(link, asked)
    answer = found["answers"][asked["key"]]
    assert (status, answer["state"], arrived(ben)) == (422, "full", None)
    assert answer["words"] == "No seat is free. 3 people who have one are not here yet."
    luz = Rsvp.objects.get(member__name="Luz Marroquín")
    status, found = send(link, tap(seat=luz.code, arrived=4), again := tap(seat=ben.code, arrived=2))
    assert found["answers"][again["key"]]["words"] == "The room is full: 4 people are in, and it holds 4."
    assert send(link, tap(seat=ben.code, arrived=2, over=True))[0] == 200
    ben.refresh_from_db()
    link.event.refresh_from_db()
    assert (ben.state, arrived(ben), link.event.seats_taken) == ("waitlisted", 2, 4)
    assert checking.count(link.event) == checking.Count(6, 6)


def test_whoever_is_in_gets_no_seat_that_opens_elsewhere(link: HostLink) -> None:
    ben, cleo = save(link, "Ben Soto", 2), save(link, "Cleo Diaz", 2)
    send(link, tap(seat=ben.code, arrived=2, over=True))
    seats.cancel(Rsvp.objects.get(member__name="Luz Marroquín"))
    states = dict(Rsvp.objects.values_list("member__name", "state"))
    assert (states["Ben Soto"], states["Cleo Diaz"]) == ("waitlisted", "going")
    assert cleo.state == "waitlisted"


def test_a_bigger_party_than_promised_takes_the_seats_that_are_left(link: HostLink) -> None:
    luz = Rsvp.objects.get()
    assert send(link, tap(seat=luz.code, arrived=4))[0] == 200
    luz.refresh_from_db()
    assert (luz.party_size, arrived(luz)) == (4, 4)
    assert send(link, tap(seat=luz.code, arrived=5))[0] == 422
    assert send(link, tap(seat=luz.code, arrived=5, over=True))[0] == 200
    luz.refresh_from_db()
    assert (luz.party_size, arrived(luz)) == (4, 5)


def test_whoever_waits_for_a_yes_is_not_let_in_at_the_door(link: HostLink) -> None:
    luz = Rsvp.objects.get()
    Rsvp.objects.update(state="asked")
    status, found = send(link, asked := tap(seat=luz.code, arrived=1, over=True))
    assert (status, found["answers"][asked["key"]]["state"], arrived(luz)) == (422, "refused", None)
    shown = Client().get(f"/h/{link.secret}/door/").content.decode()
    assert "Waits for our yes" in shown
    assert f"{luz.code}:3" not in shown


def test_a_seat_that_was_only_held_is_certain_once_they_are_here(link: HostLink) -> None:
    Rsvp.objects.update(state="unconfirmed", held_until=timezone.now() + timedelta(minutes=5))
    luz = Rsvp.objects.get()
    send(link, tap(seat=luz.code, arrived=3))
    luz.refresh_from_db()
    assert (luz.state, luz.held_until, luz.confirmed_at is None) == ("going", None, False)


# --- events that keep no names ---------------------------------------------------------------------


def test_a_sensitive_event_counts_heads_and_knows_nobody(cast: Cast) -> None:
    link = tonight(cast.here, kind="know_your_rights", capacity=40)
    luz = save(link, "Luz Marroquín", 3)
    shown = Client().get(f"/h/{link.secret}/door/").content.decode()
    assert "This event keeps no names." in shown
    assert "Luz" not in shown
    up = tap(heads=5)
    status, found = send(link, up, up, tap(heads=1), tap(heads=-1), tap(heads=-1))
    assert (status, found["came"], found["seats"]) == (200, 4, [])
    link.event.refresh_from_db()
    assert link.event.came == 4
    assert send(link, tap(seat=luz.code, arrived=1))[0] == 422
    assert send(link, tap(seat=luz.code, late=True))[0] == 422
    assert send(link, tap(walk_in={"name": "Ana", "language": "en", "party_size": "1"}))[0] == 422
    assert send(link, tap(heads=51))[0] == 422
    answer = Client().post(f"/h/{link.secret}/door/tap/", {"tap": "heads:1", "key": str(uuid4())})
    link.event.refresh_from_db()
    assert (answer.status_code, link.event.came, CheckIn.objects.count(), Member.objects.count()) == (302, 5, 0, 1)


def test_heads_never_fall_below_nobody_and_what_a_lead_wrote_holds(cast: Cast) -> None:
    link = tonight(cast.here, is_marked_sensitive=True)
    assert send(link, tap(heads=-5))[1]["came"] == 0
    assert send(link, tap(heads=6))[1]["came"] == 1
    Event.objects.update(came=30, closed_out_at=timezone.now())
    assert send(link, tap(heads=5))[1]["came"] == 30


# --- how often somebody came -----------------------------------------------------------------------


def test_how_often_somebody_came_follows_the_taps(link: HostLink) -> None:
    luz = Rsvp.objects.get()
    Member.objects.update(came_count=2, last_came_on="2025-05-01")
    for n in (3, 2):
        send(link, tap(seat=luz.code, arrived=n))
    member = Member.objects.get()
    assert (member.came_count, member.last_came_on) == (3, checking.day_of(link.event))
    send(link, tap(seat=luz.code, arrived=0))
    member.refresh_from_db()
    assert (member.came_count, member.last_came_on) == (2, None)  # the day of long ago is not kept


def test_the_day_before_comes_back_when_it_is_known(link: HostLink) -> None:
    luz, earlier = Rsvp.objects.get(), make_event(link.chapter, "Soup", days=-9)
    before = Rsvp.objects.create(chapter=link.chapter, event=earlier, member=luz.member, state="going", source="page")
    checking.write_down(before, arrived=1, at=timezone.now())
    send(link, tap(seat=luz.code, arrived=3))
    send(link, tap(seat=luz.code, arrived=0))
    member = Member.objects.get()
    assert (member.came_count, member.last_came_on) == (1, checking.day_of(earlier))


def test_nothing_is_counted_of_whoever_did_not_agree_to_hear_from_us(cast: Cast) -> None:
    link = tonight(cast.here)
    ben = save(link, "Ben Soto", consents=())
    send(link, tap(seat=ben.code, arrived=1))
    ben.member.refresh_from_db()
    assert (arrived(ben), ben.member.came_count, ben.member.last_came_on) == (1, 0, None)


# --- at once ---------------------------------------------------------------------------------------


def at_once(jobs: list[Callable[[], Any]]) -> list[Any]:
    def run(job: Callable[[], Any]) -> Any:
        try:
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


@pytest.mark.django_db(transaction=True)
def test_20_deliveries_of_one_tap_at_once_count_once() -> None:
    link = tonight(make_chapter("highland-park"), is_marked_sensitive=True)
    same = tap(heads=5)
    answers = at_once([lambda: send(link, same)] * 20)
    link.event.refresh_from_db()
    assert ({status for status, _found in answers}, link.event.came, DoorTap.objects.count()) == ({200}, 5, 1)


@pytest.mark.django_db(transaction=True)
def test_20_different_taps_at_once_all_count() -> None:
    link = tonight(make_chapter("highland-park"), is_marked_sensitive=True)
    at_once([lambda: send(link, tap(heads=1))] * 20)
    link.event.refresh_from_db()
    assert link.event.came == 20


@pytest.mark.django_db(transaction=True)
def test_two_hosts_check_the_same_person_in() -> None:
    link = tonight(make_chapter("highland-park"), capacity=10)
    luz = save(link, "Luz Marroquín", 3)
    same = tap(seat=luz.code, arrived=3)
    jobs = [lambda: send(link, same)] * 10 + [lambda: send(link, tap(seat=luz.code, arrived=3))] * 10
    assert {status for status, _found in at_once(jobs)} == {200}
    member = Member.objects.get()
    assert (checking.count(link.event).came, member.came_count, DoorTap.objects.count()) == (3, 1, 11)


@pytest.mark.django_db(transaction=True)
def test_one_walk_in_sent_20_times_is_one_person() -> None:
    link = tonight(make_chapter("highland-park"), capacity=10)
    same = tap(walk_in={"name": "Ana Ruiz", "language": "es", "party_size": "2"})
    assert {status for status, _found in at_once([lambda: send(link, same)] * 20)} == {200}
    link.event.refresh_from_db()
    assert (Member.objects.count(), link.event.seats_taken, checking.count(link.event).came) == (1, 2, 2)
