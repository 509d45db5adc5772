"""Links for hosts, made, shown again and taken back: campaigns:events_door_open, campaigns:events_door_take_back; and
what a guest's code tells: campaigns:events_scan."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.events import door_links, seats
from campaigns.models import CheckIn, Event, HostLink, Rsvp
from chapters.members.timeline import collect
from chapters.models import AuditEntry
from tests.cast import Cast
from tests.factories import make_event, make_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(cast: Cast) -> Event:
    event = make_event(cast.here, "Town hall", days=0)
    seats.save(event, member=make_member(cast.here, "Luz Marroquín"), party_size=2, source="page", confirm=False)
    make_event(cast.there, "Their secret meeting", days=0)
    return event


def path(event: Event, rest: str = "") -> str:
    return f"/c/highland-park/events/{event.code}/door/{rest}"


def make(cast: Cast, event: Event, label: str = "Rosa at the side door") -> Any:
    return signed_in(cast.organizer).post(path(event), {"label": label}, follow=True)


def words(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_link_is_made_and_shown_as_often_as_needed(cast: Cast, event: Event) -> None:
    shown = words(make(cast, event))
    link = HostLink.objects.get()
    assert (link.label, link.kind, link.created_by, link.chapter) == (
        "Rosa at the side door",
        "door",
        cast.organizer,
        cast.here,
    )
    url = f"http://localhost:8000/h/{link.secret}/"
    for part in (f'data-copy="{url}"', "https://wa.me/?text=Town%20hall", 'role="img"', "Not used yet"):
        assert part in shown
    later = words(signed_in(cast.lead).get(path(event), {"show": link.code}))
    assert url in later
    assert link.secret not in words(signed_in(cast.lead).get(path(event)))
    assert AuditEntry.objects.get(act="door_link_made").user == cast.organizer


@pytest.mark.parametrize("label", ["", "x" * 61])
def test_a_link_needs_a_name(cast: Cast, event: Event, label: str) -> None:
    answer = make(cast, event, label)
    assert (answer.status_code, HostLink.objects.count()) == (422, 0)


def test_a_link_is_taken_back_at_once(cast: Cast, event: Event) -> None:
    make(cast, event)
    link = HostLink.objects.get()
    door = f"/h/{link.secret}/door/"
    assert Client().get(door).status_code == 200
    assert "Last used" in words(signed_in(cast.lead).get(path(event)))
    for _twice in range(2):
        answer = signed_in(cast.lead).post(path(event, f"{link.code}/take-back/"), follow=True)
        assert "The link for Rosa at the side door does not work any more." in words(answer)
    assert Client().get(door).status_code == 410
    assert AuditEntry.objects.filter(act="door_link_taken_back").count() == 1
    shown = words(signed_in(cast.lead).get(path(event), {"show": link.code}))
    assert "Taken back" in shown
    assert link.secret not in shown


def test_who_holds_events_may_and_nobody_else(cast: Cast, event: Event) -> None:
    theirs = Event.objects.get(chapter=cast.there)
    link = theirs.host_links.create(chapter=cast.there, label="Canary")
    for who, status in (("organizer", 200), ("volunteer", 403), ("stranger", 404)):
        assert signed_in(getattr(cast, who)).get(path(event)).status_code == status
    lead = signed_in(cast.lead)
    assert lead.post(path(event, f"{link.code}/take-back/")).status_code == 404
    assert lead.post(path(theirs, f"{link.code}/take-back/")).status_code == 404
    assert lead.get(path(theirs)).status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is None


def test_the_event_page_leads_there(cast: Cast, event: Event) -> None:
    page = f"/c/highland-park/events/{event.code}/"
    assert path(event) in words(signed_in(cast.organizer).get(page))
    assert path(event) not in words(signed_in(cast.volunteer).get(page))


def test_a_lead_opens_the_same_door_by_a_link_of_their_own(cast: Cast, event: Event) -> None:
    lead = signed_in(cast.lead)
    first, second = (lead.post(path(event, "open/"))["Location"] for _twice in range(2))
    link = HostLink.objects.get()
    assert first == second == f"/h/{link.secret}/door/"
    assert (link.label, link.created_by) == (cast.lead.get_short_name(), cast.lead)
    assert "Luz M." in words(lead.get(first))
    signed_in(cast.organizer).post(path(event, "open/"))
    assert HostLink.objects.count() == 2
    link.revoke()
    assert lead.post(path(event, "open/"))["Location"] != first


def test_a_sensitive_event_says_that_hosts_see_no_list(cast: Cast, event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(kind="know_your_rights")
    shown = words(signed_in(cast.lead).get(path(event)))
    assert "hosts see a counter, and no list" in shown
    assert "sign-in sheet" not in shown


# --- the code of a guest ---------------------------------------------------------------------------


@pytest.fixture
def luz(event: Event) -> Rsvp:
    return Rsvp.objects.get(event=event)


def test_the_page_of_a_seat_shows_a_code_for_the_door(luz: Rsvp) -> None:
    shown = words(Client().get(f"/r/{luz.secret}/"))
    assert "Your code for the door" in shown
    assert "<svg" in shown.split('id="code"')[1].split("</section>")[0]
    for fields in ({"is_marked_sensitive": True}, {"cancelled_at": timezone.now()}):
        Event.objects.filter(pk=luz.event_id).update(**({"is_marked_sensitive": False} | fields))
        assert "Your code for the door" not in words(Client().get(f"/r/{luz.secret}/"))


def test_without_a_seat_there_is_no_code(luz: Rsvp) -> None:
    seats.cancel(luz)
    assert "Your code for the door" not in words(Client().get(f"/r/{luz.secret}/"))


def test_a_phone_that_opened_the_door_lands_on_the_line(event: Event, luz: Rsvp) -> None:
    link = event.host_links.create(chapter=event.chapter, label="Rosa")
    phone = Client()
    cookie = phone.get(f"/h/{link.secret}/door/").cookies[door_links.cookie_name(event)]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/d/", True, "Lax")
    assert link.secret not in cookie.value
    answer = phone.get(f"/d/{luz.code}/")
    assert answer["Location"] == f"/h/{link.secret}/door/#s-{luz.code}"
    assert CheckIn.objects.count() == 0
    link.revoke()
    assert phone.get(f"/d/{luz.code}/").status_code == 404


def test_anyone_else_learns_nothing_from_a_code(cast: Cast, event: Event, luz: Rsvp) -> None:
    other = make_event(cast.here, "Other", days=0).host_links.create(chapter=cast.here, label="Rosa")
    phone, forger = Client(), Client()
    phone.get(f"/h/{other.secret}/door/")
    forger.cookies[door_links.cookie_name(event)] = f"{other.code}:forged"
    copied = Client()
    copied.cookies[door_links.cookie_name(event)] = phone.cookies[door_links.cookie_name(other.event)].value
    answers = [
        visitor.get(f"/d/{code}/")
        for visitor in (Client(), phone, forger, copied, signed_in(cast.lead))
        for code in (luz.code, "zz22zz22zz")
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert all("Show this to whoever is at the door" in words(answer) for answer in answers)
    assert len({words(answer) for answer in answers}) == 1
    assert not any(secret in words(answers[0]) for secret in ("Luz", "Town hall", "Highland", luz.code))


def test_a_sensitive_event_has_no_line_to_land_on(event: Event, luz: Rsvp) -> None:
    Event.objects.filter(pk=event.pk).update(is_marked_sensitive=True)
    link = event.host_links.create(chapter=event.chapter, label="Rosa")
    phone = Client()
    phone.get(f"/h/{link.secret}/door/")
    assert phone.get(f"/d/{luz.code}/")["Location"] == f"/h/{link.secret}/door/"


# --- in the history of a person --------------------------------------------------------------------


def test_a_visit_is_in_the_history_of_a_person(cast: Cast, event: Event, luz: Rsvp) -> None:
    CheckIn.objects.create(chapter=cast.here, event=event, rsvp=luz, arrived=2)
    assert "Came: Town hall" in [entry.words for entry in collect(luz.member)]
    shown = words(signed_in(cast.lead).get(f"/c/highland-park/people/{luz.member.code}/"))
    assert "Came: Town hall" in shown
    CheckIn.objects.update(arrived=0)
    assert "Came: Town hall" not in [entry.words for entry in collect(luz.member)]
    CheckIn.objects.update(arrived=2)
    Event.objects.update(is_marked_sensitive=True)
    assert "Town hall" not in " ".join(entry.words for entry in collect(luz.member))


def test_a_count_without_a_day_is_said_in_words(cast: Cast, luz: Rsvp) -> None:
    luz.member.came_count = 3
    luz.member.save()
    lead = signed_in(cast.lead)
    assert "Came 3 times, some time ago" in words(lead.get(f"/c/highland-park/people/{luz.member.code}/"))
    assert "Some time ago" in words(lead.get("/c/highland-park/people/"))


def test_two_links_never_have_one_name(cast: Cast, event: Event) -> None:
    make(cast, event, "Rosa")
    answer = make(cast, event, "rosa")
    assert (answer.status_code, "A link has this name already." in words(answer)) == (422, True)
    HostLink.objects.get().revoke()
    assert make(cast, event, "Rosa").status_code == 200
    assert HostLink.objects.working().count() == 1
