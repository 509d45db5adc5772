"""The page of a host at the door: campaigns:events_enter, campaigns:events_door_tap,
campaigns:events_door_latest and campaigns:events_door_worker."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.events import seats
from campaigns.models import CheckIn, DoorTap, Event, HostLink, Rsvp
from chapters.models import Member
from tests.cast import Cast
from tests.factories import make_event, make_member

pytestmark = pytest.mark.django_db
KEY = "6f0c1b8e-2f5b-4c1e-9a51-0d6f3b1f7a10"


@pytest.fixture
def event(cast: Cast) -> Event:
    """It began just now: three people have seats, one party of 3 among them."""
    event = make_event(cast.here, "Town hall", days=0, capacity=6)
    for name, party in (("Luz Marroquín", 3), ("Walt Okafor", 1)):
        seats.save(
            event,
            member=make_member(cast.here, name, phone="+13235550142"),
            party_size=party,
            source="page",
            confirm=False,
        )
    theirs = make_event(cast.there, "Their secret meeting", days=0)
    seats.save(theirs, member=make_member(cast.there, "Canary Other"), source="page", confirm=False)
    return event


@pytest.fixture
def link(event: Event) -> HostLink:
    return event.host_links.create(chapter=event.chapter, label="Rosa at the side door")


def of(name: str) -> Rsvp:
    return Rsvp.objects.select_related("member").get(member__name=name)


def arrived(name: str) -> int:
    return CheckIn.objects.filter(rsvp__member__name=name).values_list("arrived", flat=True).first() or 0


def door(link: HostLink, rest: str = "", **query: str) -> Any:
    return Client().get(f"/h/{link.secret}/door/{rest}", query)


def press(link: HostLink, tap: str, **more: str) -> Any:
    key = str(uuid4())
    return Client().post(f"/h/{link.secret}/door/tap/", {"tap": tap, "key": key} | more)


def words(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_link_opens_the_list_without_an_account(link: HostLink) -> None:
    assert Client().get(f"/h/{link.secret}/")["Location"] == f"/h/{link.secret}/door/"
    answer = door(link)
    assert answer.status_code == 200
    shown = words(answer)
    for expected in ("Luz M.", "Walt O.", "3 people", "of 4 came in", "Here<span"):
        assert expected in shown
    for private in ("Marroquín", "Okafor", "555-0142", "5550142", "Canary", "Their secret"):
        assert private not in shown
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Works-Offline"] == "1"
    link.refresh_from_db()
    assert link.used_at is not None


def test_needs_are_in_words(link: HostLink) -> None:
    Rsvp.objects.filter(member__name="Luz Marroquín").update(needs_step_free=True, needs_language="asl", children=2)
    shown = words(door(link))
    for need in ("no steps", "interpretation: sign language", "childcare for 2 children"):
        assert need in shown
    in_spanish = words(Client().get(f"/h/{link.secret}/door/", headers={"Accept-Language": "es"}))
    assert "sin escalones" in in_spanish
    assert "lengua de señas" in in_spanish


def test_one_button_checks_a_party_in_and_another_takes_it_back(link: HostLink) -> None:
    luz = of("Luz Marroquín")
    answer = press(link, f"{luz.code}:3")
    assert answer["Location"] == f"/h/{link.secret}/door/#s-{luz.code}"
    shown = words(door(link))
    assert 'data-part="came">3</span>' in shown
    assert "3 of 3 here" in shown
    press(link, f"{luz.code}:2")
    assert "2 of 3 here" in words(door(link))
    press(link, f"{luz.code}:0")
    assert (arrived("Luz Marroquín"), 'data-part="came">0</span>' in words(door(link))) == (0, True)


def test_a_late_person_is_marked_and_unmarked(link: HostLink) -> None:
    walt = of("Walt Okafor")
    press(link, f"{walt.code}:late")
    assert of("Walt Okafor").late_at is not None
    assert 'data-late="1"' in words(door(link))
    press(link, f"{walt.code}:on-time")
    assert of("Walt Okafor").late_at is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "luz"}, ["Luz M."]),
        ({"q": "LÚZ m"}, ["Luz M."]),
        ({"q": "marroquin"}, []),
        ({"q": "%"}, []),
        ({"show": "here"}, ["Walt O."]),
        ({"show": "left"}, ["Luz M."]),
        ({"show": "nonsense"}, ["Luz M.", "Walt O."]),
    ],
)
def test_the_list_is_searched_without_script(link: HostLink, query: dict[str, str], found: list[str]) -> None:
    press(link, f"{of('Walt Okafor').code}:1")
    shown = words(door(link, **query))
    assert [name for name in ("Luz M.", "Walt O.") if name in shown] == found
    assert ("Nobody on the list fits." in shown.split("<template")[0].split('data-part="none"')[0]) == (found == [])


def test_a_button_keeps_the_search(link: HostLink) -> None:
    answer = press(link, f"{of('Walt Okafor').code}:1", q="walt & co", show="left")
    assert answer["Location"].startswith(f"/h/{link.secret}/door/?q=walt+%26+co&show=left#s-")


@pytest.mark.parametrize(("tap", "key"), [("x:1", ""), ("x:1", "no-uuid"), ("", KEY), ("gone:1", KEY), (":", KEY)])
def test_a_damaged_button_says_so(link: HostLink, tap: str, key: str) -> None:
    answer = Client().post(f"/h/{link.secret}/door/tap/", {"tap": tap, "key": key})
    assert answer.status_code == 422
    assert "That did not work" in words(answer)
    assert (CheckIn.objects.count(), DoorTap.objects.count()) == (0, 0)


def test_people_of_another_event_are_out_of_reach(link: HostLink) -> None:
    theirs = of("Canary Other")
    assert press(link, f"{theirs.code}:1").status_code == 422
    assert CheckIn.objects.count() == 0


# --- when it works ---------------------------------------------------------------------------------


def move(event: Event, **times: timedelta) -> None:
    now = timezone.now()
    Event.objects.filter(pk=event.pk).update(**{name: now + by for name, by in times.items()})


@pytest.mark.parametrize(
    ("starts", "ends", "status", "said"),
    [
        (timedelta(hours=2, minutes=5), timedelta(hours=4), 200, "The door is not open yet"),
        (timedelta(hours=1, minutes=55), timedelta(hours=4), 200, "Luz M."),
        (timedelta(hours=-5), timedelta(hours=-2, minutes=-55), 200, "Luz M."),
        (timedelta(hours=-5), timedelta(hours=-3, minutes=-5), 410, "The door is closed"),
    ],
    ids=["early", "open", "still open", "over"],
)
def test_the_door_has_hours(
    event: Event, link: HostLink, starts: timedelta, ends: timedelta, status: int, said: str
) -> None:
    move(event, starts_at=starts, ends_at=ends)
    answer = door(link)
    assert (answer.status_code, said in words(answer)) == (status, True)
    assert ("Luz" in words(answer)) == (said == "Luz M.")
    assert door(link, "latest/").status_code == {"The door is not open yet": 409, "Luz M.": 200}.get(said, 410)


def test_a_link_that_was_taken_back_opens_nothing(event: Event, link: HostLink) -> None:
    assert (link.revoke(), link.revoke()) == (True, False)
    for answer in (door(link), door(link, "walk-in/"), press(link, f"{of('Walt Okafor').code}:1")):
        assert answer.status_code == 410
        assert "This link was taken back" in words(answer)
        assert "Ask Highland Park Neighbors" in words(answer)
        assert "Luz" not in words(answer)
        assert "X-Works-Offline" not in answer
    assert door(link, "latest/").status_code == 410
    assert CheckIn.objects.count() == 0


def test_an_event_that_is_called_off_has_no_door(event: Event, link: HostLink) -> None:
    Event.objects.filter(pk=event.pk).update(cancelled_at=timezone.now())
    answer = door(link)
    assert (answer.status_code, "called off" in words(answer)) == (410, True)


def test_a_link_nobody_made_or_of_a_closed_chapter_is_not_found(cast: Cast, link: HostLink) -> None:
    assert Client().get("/h/2222222222222222222222/door/").status_code == 404
    cast.here.closed_at = timezone.now()
    cast.here.save()
    assert door(link).status_code == 404


def test_a_kind_of_link_without_a_page_of_its_own_leads_nowhere(event: Event) -> None:
    link = event.host_links.create(chapter=event.chapter, label="Ana", kind=HostLink.Kind.HOST)
    door_page = Client().get(f"/h/{link.secret}/door/")
    assert door_page.status_code == 200  # whoever runs the event also stands at its door


# --- how many --------------------------------------------------------------------------------------


def test_all_hosts_see_the_count(event: Event, link: HostLink) -> None:
    other = event.host_links.create(chapter=event.chapter, label="Ben")
    first = json.loads(words(door(link, "latest/")))
    assert (first["came"], first["expected"], first["words"]) == (0, 4, "0 of 4 came in")
    luz = of("Luz Marroquín")
    press(other, f"{luz.code}:2")
    later = json.loads(words(door(link, "latest/", since=first["since"])))
    assert (later["came"], later["words"]) == (2, "2 of 4 came in")
    line = next(seat for seat in later["seats"] if seat["code"] == luz.code)
    assert (line["name"], line["arrived"], line["party"]) == ("Luz M.", 2, 3)
    assert "Marroq" not in words(door(link, "latest/"))


def test_only_what_changed_is_told_again(link: HostLink) -> None:
    Rsvp.objects.update(updated_at=timezone.now() - timedelta(minutes=5))
    since = str((timezone.now() - timedelta(minutes=1)).timestamp())
    assert json.loads(words(door(link, "latest/", since=since)))["seats"] == []
    assert len(json.loads(words(door(link, "latest/", since="1e999")))["seats"]) == 2
    assert len(json.loads(words(door(link, "latest/", since="no time")))["seats"]) == 2


def test_a_full_hall_needs_few_queries(cast: Cast, link: HostLink, django_assert_max_num_queries: Any) -> None:
    people = [make_member(cast.here, f"Ana {n:03}", consents=()) for n in range(60)]
    Rsvp.objects.bulk_create(
        Rsvp(chapter=cast.here, event=link.event, member=person, state="waitlisted", source="page") for person in people
    )
    with django_assert_max_num_queries(10):
        door(link)
    with django_assert_max_num_queries(8):
        door(link, "latest/")


def test_the_script_for_no_signal_reaches_the_door_only() -> None:
    answer = Client().get("/h/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "/static/js/door.js" in words(answer)
    assert "worker-src 'self'" in answer["Content-Security-Policy"]


def test_nobody_without_a_name_is_shown_as_a_friend_of_ours(cast: Cast, event: Event, link: HostLink) -> None:
    seats.save(event, member=Member.objects.create(chapter=cast.here, name="Friend"), source="text", confirm=False)
    assert "A guest" in words(door(link))
