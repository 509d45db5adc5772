"""Watching who comes; names from paper (campaigns:events_add) and taken off; calling it off."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.events import seats
from campaigns.models import Delivery, Event, Rsvp
from chapters.models import AuditEntry, User
from tests.campaigns.events.people import make_rsvp, over
from tests.cast import Cast
from tests.factories import make_call, make_event, make_member, make_sender, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(cast: Cast) -> Event:
    make_sender(cast.here)
    event = make_event(cast.here, goal=20, capacity=5, days=6)
    lupe = make_member(cast.here, "Lupe Canario", phone="+13235550142", email="lupe@example.org")
    rsvp = seats.save(event, member=lupe, party_size=3, source="text", language="es", confirm=False)
    rsvp.children, rsvp.needs_language = 2, "asl"
    rsvp.save()
    seats.save(event, member=make_member(cast.here, "Walt Okafor"), party_size=4, source="page", confirm=False)
    seats.decline(event, member=make_member(cast.here, "Eli Stone"), source="text")
    theirs = make_event(cast.there, "Their secret meeting")
    seats.save(theirs, member=make_member(cast.there, "Canary Other"), source="page", confirm=False)
    return event


def path(event: Event, rest: str = "") -> str:
    return f"/c/highland-park/events/{event.code}/{rest}"


def page(user: User, event: Event, **extra: Any) -> str:
    return signed_in(user).get(path(event), **extra).content.decode()


def test_a_lead_sees_the_count_the_needs_and_the_names(cast: Cast, event: Event) -> None:
    shown = page(cast.lead, event)
    for words in (
        "3 of 20 people are coming",
        "Lupe Canario",
        "childcare for 2 children",
        "Who waits for a seat",
        "Walt Okafor",
    ):
        assert words in shown
    assert "Canary" not in shown
    assert "555" not in shown.split("<main")[1]
    assert "Eli" not in shown


def test_a_volunteer_sees_first_name_and_initial(cast: Cast, event: Event) -> None:
    shown = page(cast.volunteer, event)
    assert "Lupe C." in shown
    for private in ("Canario", "Okafor", "lupe@example.org", "childcare for", "Take off", "Call it off"):
        assert private not in shown


def test_the_list_marks_who_has_not_confirmed(cast: Cast, event: Event) -> None:
    assert "not confirmed yet" not in page(cast.lead, event).split("Who is coming")[1]
    soon = timezone.now() + timedelta(hours=1)
    Rsvp.objects.filter(member__name="Lupe Canario").update(state="unconfirmed", held_until=soon)
    for who in (cast.lead, cast.volunteer):
        assert "not confirmed yet" in page(who, event).split("Who is coming")[1]


def test_an_event_that_is_over_tells_who_came(cast: Cast) -> None:
    event = over(cast.here, goal=25, capacity=40)
    make_rsvp(event, "Ana Reyes", party_size=3)
    assert "3 people said yes" in page(cast.lead, event)
    Event.objects.filter(pk=event.pk).update(came=28)
    shown = page(cast.lead, event)
    assert '<h2 class="num">28 people came' in shown
    for future in ("coming", "seats left", "Plan jobs", "Give someone the keys"):
        assert future not in shown.split("<main")[1]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"audience": "members"}, "Only people with a link from a message can open it."),
        ({"published_at": None}, "A draft: nobody else can open it yet."),
    ],
)
def test_no_link_is_offered_that_others_cannot_open(cast: Cast, fields: dict[str, Any], words: str) -> None:
    hidden, public = make_event(cast.here, **fields), make_event(cast.here)
    shown = page(cast.lead, hidden)
    assert (words in shown, "Copy the link" in shown, f"/e/{hidden.code}/" in shown) == (True, False, False)
    assert f"/e/{public.code}/" in page(cast.lead, public)


def test_an_event_that_is_called_off_plans_nothing_more(cast: Cast) -> None:
    event = make_event(cast.here, cancelled_at=timezone.now(), capacity=40)
    make_rsvp(event, "Ana Reyes")
    shown = page(cast.lead, event)
    assert "1 person had said yes" in shown
    for future in ("is coming", "seats left", "Plan jobs", "Give someone the keys", "hx-get"):
        assert future not in shown.split("<main")[1]


@pytest.mark.parametrize(("who", "kind"), [("liaison", "vigil"), ("volunteer", "know_your_rights")])
def test_who_may_not_see_names_sees_the_numbers(cast: Cast, event: Event, who: str, kind: str) -> None:
    Event.objects.filter(pk=event.pk).update(kind=kind)
    shown = page(getattr(cast, who), event)
    assert "3 of 20 people are coming" in shown
    assert "Lupe" not in shown


def test_the_numbers_come_again_by_themselves_and_tell_of_new_answers(cast: Cast, event: Event) -> None:
    client, newest = signed_in(cast.lead), Rsvp.objects.latest("id").pk
    seats.save(event, member=make_member(cast.here, "Rosa Vidal"), party_size=2, source="link", confirm=False)
    part = client.get(path(event, f"?seen={newest}"), headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<section")
    assert "5 of 20 people are coming" in part
    assert "1 new answer: show it" in part
    assert f"?seen={newest}" in part
    assert "Rosa" not in part


@pytest.mark.parametrize("seen", ["x", "-1", "9" * 40, "１"])
def test_an_odd_question_is_answered(cast: Cast, event: Event, seen: str) -> None:
    assert signed_in(cast.lead).get(path(event), {"seen": seen}, headers={"HX-Request": "true"}).status_code == 200


def test_a_page_of_many_has_a_next_page(cast: Cast, django_assert_max_num_queries: Any) -> None:
    event = make_event(cast.here)
    people = [make_member(cast.here, f"Ana {n:03}", consents=()) for n in range(105)]
    Rsvp.objects.bulk_create(
        Rsvp(chapter=cast.here, event=event, member=person, state="going", source="page") for person in people
    )
    client = signed_in(cast.lead)
    with django_assert_max_num_queries(25):
        first = client.get(path(event)).content.decode()
    after = Rsvp.objects.get(member__name="Ana 099").code
    assert f"?after={after}" in first
    second = client.get(path(event), {"after": after}).content.decode()
    assert [name in first for name in ("Ana 099", "Ana 100")] == [True, False]
    assert [name in second for name in ("Ana 099", "Ana 100", "Ana 104")] == [False, True, True]


def test_names_from_paper_are_typed_in_one_after_the_other(cast: Cast, event: Event) -> None:
    client = signed_in(cast.organizer)
    typed = {"name": "Rosa Vidal", "phone": "323 555 0177", "party_size": "2", "language": "es", "may_write": "on"}
    answer = client.post(path(event, "add/"), typed, follow=True)
    assert "Rosa Vidal is on the list." in answer.content.decode()
    rsvp = Rsvp.objects.get(member__name="Rosa Vidal")
    assert (rsvp.source, rsvp.channel, rsvp.party_size, rsvp.member.phone) == ("host", "text", 2, "+13235550177")
    assert [row.purpose for row in rsvp.member.deliveries.all()] == ["reminder"]
    client.post(path(event, "add/"), typed | {"name": "Ben Soto", "phone": "", "party_size": "1", "may_write": "on"})
    ben = Rsvp.objects.get(member__name="Ben Soto")
    assert (ben.state, ben.channel) == ("waitlisted", "")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "Please fill this in."),
        ({"phone": "12"}, "digits short"),
        ({"party_size": "0"}, "greater than or equal to 1"),
        ({"party_size": "500"}, "less than or equal to 20"),
        ({"name": "Lupe Canario", "phone": "323 555 0142", "party_size": "9"}, "seats in all."),
    ],
)
def test_a_mistake_on_paper_is_said(cast: Cast, event: Event, fields: dict[str, str], words: str) -> None:
    typed = {"name": "Ana", "phone": "", "party_size": "1", "language": "en"} | fields
    answer = signed_in(cast.lead).post(path(event, "add/"), typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Rsvp.objects.get(member__name="Lupe Canario").party_size == 3


def test_a_name_is_taken_off_and_put_back(cast: Cast, event: Event) -> None:
    client, lupe = signed_in(cast.lead), Rsvp.objects.get(member__name="Lupe Canario")
    answer = client.post(path(event, f"{lupe.code}/remove/"), follow=True)
    assert path(event, f"{lupe.code}/restore/") in answer.content.decode()
    lupe.refresh_from_db()
    assert (lupe.state, Rsvp.objects.get(member__name="Walt Okafor").state) == ("cancelled", "offered")
    assert AuditEntry.objects.get(act="seat_removed").user == cast.lead
    client.post(path(event, f"{lupe.code}/restore/"))
    lupe.refresh_from_db()
    assert lupe.state == "waitlisted"


def test_seats_of_another_chapter_are_out_of_reach(cast: Cast, event: Event) -> None:
    theirs = Rsvp.objects.get(chapter=cast.there)
    client = signed_in(cast.lead)
    for address in (path(event, f"{theirs.code}/remove/"), path(theirs.event, f"{theirs.code}/remove/")):
        assert client.post(address).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == "going"


# --- calling it off ------------------------------------------------------------------------------


def call_off(cast: Cast, event: Event, tell: str) -> Client:
    client = signed_in(cast.lead)
    client.post(path(event, "call-off/"), {"tell": tell})
    event.refresh_from_db()
    return client


def test_the_question_names_how_many_hear_of_it(cast: Cast, event: Event) -> None:
    shown = signed_in(cast.lead).get(path(event, "call-off/")).content.decode()
    assert "Call it off and tell 2 people" in shown
    event.refresh_from_db()
    assert event.cancelled_at is None


def test_calling_off_tells_those_who_come_or_wait_and_stops_the_rest(cast: Cast, event: Event) -> None:
    call = make_call(cast.here, event=event, state="sending", approved_at=event.created_at)
    client = call_off(cast, event, "1")
    assert (event.state, event.sequence) == ("cancelled", 1)
    told = Delivery.objects.filter(purpose="notice", state="queued").order_by("member__name")
    assert [row.member.name for row in told if row.member] == ["Lupe Canario", "Walt Okafor"]
    assert "se cancela Vigilia con velas" in told[0].body
    assert Delivery.objects.filter(purpose="reminder", state="queued").count() == 0
    call.refresh_from_db()
    assert call.state == "stopped"
    assert "We tell 2 people." in client.get(path(event)).content.decode()
    assert AuditEntry.objects.get(act="event_called_off").facts["told"] == 2
    client.post(path(event, "call-off/"), {"tell": "1"})
    assert Delivery.objects.filter(purpose="notice").count() == 2


def test_calling_off_in_silence(cast: Cast, event: Event) -> None:
    call_off(cast, event, "0")
    assert (event.state, Delivery.objects.filter(purpose="notice").count()) == ("cancelled", 0)


def test_calling_off_without_an_answer_to_the_question_does_nothing(cast: Cast, event: Event) -> None:
    assert signed_in(cast.lead).post(path(event, "call-off/")).status_code == 422
    event.refresh_from_db()
    assert event.cancelled_at is None
