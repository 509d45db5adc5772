"""The page of whoever hosts one event: campaigns:events_enter, events_host, events_host_add, events_host_change and
events_host_call_off."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.events import host_links, seats
from campaigns.events.event_times import local_times
from campaigns.models import Delivery, Event, HostLink, Rsvp
from chapters.models import AuditEntry, Member
from tests.cast import Cast
from tests.factories import make_event, make_member, make_sender, signed_in

pytestmark = pytest.mark.django_db
PAGES = ("", "event/", "event/add/", "event/change/", "event/call-off/")


@pytest.fixture
def event(cast: Cast) -> Event:
    make_sender(cast.here)
    event = make_event(cast.here, days=6, goal=30, address="412 Avenue 57", address_shown="rsvp")
    other = make_event(cast.here, "Secret meeting", audience="members")
    seats.save(other, member=make_member(cast.here, "Canary Elsewhere"), source="page", confirm=False)
    lupe = make_member(cast.here, "Lupe Canario", phone="+13235550142", email="lupe@example.org")
    rsvp = seats.save(event, member=lupe, party_size=3, source="page", confirm=False)
    Rsvp.objects.filter(pk=rsvp.pk).update(children=2, needs_ride=True)
    return event


@pytest.fixture
def key(cast: Cast, event: Event) -> HostLink:
    link, _delivery = host_links.give(event, make_member(cast.here, "Ana Duarte"), by=cast.lead)
    Delivery.objects.all().delete()
    return link


def path(key: HostLink, rest: str = "event/") -> str:
    return f"/h/{key.secret}/{rest}"


def body(key: HostLink, rest: str = "event/", *, query: str = "") -> str:
    return Client().get(path(key, rest) + query).content.decode()


def changes(event: Event, **fields: Any) -> dict[str, Any]:
    times = {name: value for name, value in local_times(event).items() if value}
    given = {"place": event.place, "address": event.address, "zip": event.zip, "en-title": "Candles", "tell": "on"}
    return times | given | fields


# --- the link --------------------------------------------------------------------------------------


def test_the_link_leads_to_the_page_of_its_event(key: HostLink) -> None:
    answer = Client().get(path(key, ""))
    assert (answer.status_code, answer["Location"]) == (302, path(key))
    page = Client().get(path(key))
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("no-store", "noindex")
    key.refresh_from_db()
    assert key.used_at is not None


def test_a_tampered_link_opens_nothing(cast: Cast, key: HostLink) -> None:
    for secret in (key.secret[:-1], f"{key.secret[:-1]}2", key.code, "2" * 22):
        for rest in PAGES:
            assert Client().get(f"/h/{secret}/{rest}").status_code == 404
    type(cast.here).objects.filter(pk=cast.here.pk).update(closed_at=timezone.now())
    for rest in PAGES:
        assert Client().get(path(key, rest)).status_code == 404


def test_a_link_taken_back_says_so_and_does_nothing(cast: Cast, event: Event, key: HostLink) -> None:
    host_links.revoke(key, by=cast.lead)
    for rest in PAGES[1:]:
        for answer in (Client().get(path(key, rest)), Client().post(path(key, rest), {"tell": "0", "name": "Eli"})):
            assert answer.status_code in {410, 405}
            assert answer.status_code == 405 or "This link was taken back" in answer.content.decode()
            assert "Candlelight" not in answer.content.decode()
    event.refresh_from_db()
    assert (event.cancelled_at, event.rsvps.count()) == (None, 1)


def test_a_link_for_the_door_is_no_key(key: HostLink) -> None:
    HostLink.objects.update(kind="door")
    assert Client().get(path(key, ""))["Location"] == path(key, "door/")
    for rest in PAGES[1:]:
        assert Client().get(path(key, rest)).status_code == 404


# --- the page --------------------------------------------------------------------------------------


def test_a_host_sees_numbers_needs_and_short_names_and_nothing_else_of_the_chapter(event: Event, key: HostLink) -> None:
    page = body(key)
    for words in (
        "3 of 30 people are coming",
        "children to look after",
        "need a ride",
        "Lupe C.",
        "3 seats",
        "412 Avenue 57",
    ):
        assert words in page
    for private in (
        "Canario",
        "555",
        "lupe@example.org",
        "Elsewhere",
        "Secret meeting",
        "/c/highland-park",
        "childcare for",
    ):
        assert private not in page
    assert f"/e/{event.code}/" in page
    assert key.secret not in Client().get(f"/e/{event.code}/").content.decode()


@pytest.mark.parametrize("fields", [{"kind": "know_your_rights"}, {"is_marked_sensitive": True}])
def test_of_a_sensitive_event_there_is_no_list(event: Event, key: HostLink, fields: dict[str, Any]) -> None:
    Event.objects.filter(pk=event.pk).update(**fields)
    page = body(key)
    assert "3 of 30 people are coming" in page
    assert "Lupe" not in page
    assert "There is no list." in page


def test_the_page_leads_to_sharing_and_promises_only_what_it_has(event: Event, key: HostLink) -> None:
    Rsvp.objects.all().delete()
    page = body(key)
    assert [words in page for words in ('class="btn flame big" href="#bring"', "Send the link to people")] == [True] * 2
    assert [words in page for words in ("A message brings", "and who can help", "how many came.</h2>")] == [False] * 3
    assert "Tell the chapter how many came" not in page
    assert Client().post(path(key), {"came": "9"}).status_code == 200
    event.refresh_from_db()
    assert event.came is None


def test_a_host_says_how_many_came_until_the_chapter_has(event: Event, key: HostLink) -> None:
    now = timezone.now()
    Event.objects.filter(pk=event.pk).update(starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=1))
    assert "Tell the chapter how many came" in body(key)
    for odd, words in (("-1", "Write 0 or more."), ("", "Please fill this in."), ("x", "Write a whole number")):
        answer = Client().post(path(key), {"came": odd})
        assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert "Thank you. We wrote it down." in Client().post(path(key), {"came": "28"}, follow=True).content.decode()
    event.refresh_from_db()
    assert (event.came, event.closed_out_at) == (28, None)
    Event.objects.filter(pk=event.pk).update(closed_out_at=now)
    Client().post(path(key), {"came": "9"})
    event.refresh_from_db()
    assert event.came == 28
    assert "Tell the chapter" not in body(key)


def test_it_is_in_the_language_of_the_host(key: HostLink) -> None:
    Member.objects.filter(name="Ana Duarte").update(language="es")
    page = body(key)
    assert '<html lang="es">' in page
    assert "Vigilia con velas" in page
    assert "Usted organiza esto" in page
    assert "You host this" in body(key, query="?lang=en")


def test_the_page_takes_as_many_queries_for_one_guest_as_for_many(
    cast: Cast, event: Event, key: HostLink, django_assert_max_num_queries: Any
) -> None:
    for n in range(30):
        event.rsvps.create(chapter=cast.here, member=make_member(cast.here, f"P{n}"), state="going", source="page")
    with django_assert_max_num_queries(12):
        body(key)


@pytest.mark.parametrize(
    ("fields", "words"), [({"cancelled_at": timezone.now()}, "Called off"), ({"days": -2}, "Afterwards")]
)
def test_a_closed_event_is_shown_and_not_changed(cast: Cast, fields: dict[str, Any], words: str) -> None:
    event = make_event(cast.here, **fields)
    key, _delivery = host_links.give(event, make_member(cast.here, "Ana Duarte"), by=cast.lead)
    page = body(key)
    assert words in page
    assert "event/change/" not in page
    for rest in ("event/change/", "event/call-off/"):
        assert Client().post(path(key, rest), changes(event) | {"tell": "1"})["Location"] == path(key)
    assert not AuditEntry.objects.exclude(act="host_link_given").exists()


# --- what a host does ------------------------------------------------------------------------------


def test_a_name_from_paper_is_added_as_typed(event: Event, key: HostLink) -> None:
    given = {"name": "Lupe", "phone": "323 555 0142", "language": "en", "party_size": "4", "may_write": "on"}
    page = Client().post(path(key, "event/add/"), given, follow=True).content.decode()
    assert "Lupe was on the list already, and has 4 seats now." in page
    assert "Canario" not in page
    rsvp = event.rsvps.get()
    assert (rsvp.party_size, rsvp.source) == (4, "host")
    refused = Client().post(path(key, "event/add/"), given | {"phone": "12", "party_size": "500"})
    assert (refused.status_code, event.rsvps.count()) == (422, 1)
    assert 'value="500"' in refused.content.decode()
    Event.objects.filter(pk=event.pk).update(capacity=4)
    full = Client().post(path(key, "event/add/"), given | {"name": "Eli", "phone": ""}, follow=True)
    assert "Eli is on the waiting list" in full.content.decode()


def test_words_time_and_place_are_changed_and_people_are_told(cast: Cast, event: Event, key: HostLink) -> None:
    form = body(key, "event/change/")
    assert "1 person counts on this event." in form
    for name in ("audience", "capacity", "goal", "address_shown", "campaign", "partner", "kind"):
        assert f'name="{name}"' not in form
    later = (event.starts_at + timedelta(days=1)).astimezone(event.zone).date()
    change = changes(event, day=later, capacity="1", goal="2", audience="invited", address_shown="all")
    page = Client().post(path(key, "event/change/"), change, follow=True).content.decode()
    assert "Saved. We tell 1 person." in page
    moved = Event.objects.get(pk=event.pk)
    assert (str(moved), moved.sequence) == ("Candles", 1)
    assert (moved.capacity, moved.goal, moved.audience, moved.address_shown) == (None, 30, "public", "rsvp")
    assert "Change of plans" in Delivery.objects.get(purpose="notice").body
    acts = [*AuditEntry.objects.order_by("id").values_list("act", "user")]
    assert acts == [("host_link_given", cast.lead.pk), ("event_moved", None), ("event_changed_by_host", None)]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"ends": "00:01"}, "It ends before it begins."),
        ({"place": "", "address": ""}, "Say where"),
        ({"en-title": ""}, "Please fill this in."),
    ],
)
def test_a_refused_change_keeps_what_was_typed(event: Event, key: HostLink, fields: dict[str, Any], words: str) -> None:
    answer = Client().post(path(key, "event/change/"), changes(event, **{"en-summary": "Bring soup"} | fields))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Bring soup" in answer.content.decode()
    event.refresh_from_db()
    assert event.sequence == 0


def test_it_is_called_off_after_a_question(cast: Cast, event: Event, key: HostLink) -> None:
    asks = body(key, "event/call-off/")
    assert "Call it off and tell 1 person" in asks
    event.refresh_from_db()
    assert event.cancelled_at is None
    assert Client().post(path(key, "event/call-off/"), {"tell": "maybe"}).status_code == 422
    page = Client().post(path(key, "event/call-off/"), {"tell": "1"}, follow=True).content.decode()
    assert "The event is called off. We tell 1 person." in page
    assert "is called off" in Delivery.objects.get(purpose="notice").body
    assert AuditEntry.objects.latest("id").act == "event_called_off_by_host"
    log = signed_in(cast.lead).get("/c/highland-park/setup/audit/").content.decode()
    assert "called an event off with the link of a host" in log
