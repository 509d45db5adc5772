"""Somebody without a seat at the door: campaigns:events_door_walk_in."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.events import checking, seats
from campaigns.models import CheckIn, Event, HostLink, Rsvp
from chapters.models import Consent, ConsentWording, Member
from tests.cast import Cast
from tests.factories import make_event, make_member

pytestmark = pytest.mark.django_db
ANA = {"name": "Ana Ruiz", "party_size": "2", "language": "es", "phone": "", "email": ""}
NONE_SHOWN = "text-en-0 email-en-0 text-es-0 email-es-0"


@pytest.fixture
def link(cast: Cast) -> HostLink:
    event = make_event(cast.here, "Town hall", days=0, capacity=4)
    return event.host_links.create(chapter=cast.here, label="Rosa")


def path(link: HostLink) -> str:
    return f"/h/{link.secret}/door/walk-in/"


def come(link: HostLink, **typed: str) -> Any:
    return Client().post(path(link), ANA | {"key": str(uuid4()), "shown": NONE_SHOWN} | typed)


def wording(cast: Cast, version: int, sentence: str) -> ConsentWording:
    made: ConsentWording = cast.here.consent_wordings.create(channel="text", version=version)
    made.texts.create(language="es", sentence=sentence)
    return made


def test_a_name_is_enough(link: HostLink) -> None:
    answer = come(link)
    rsvp = Rsvp.objects.select_related("member").get()
    assert answer["Location"] == f"/h/{link.secret}/door/#s-{rsvp.code}"
    assert (rsvp.source, rsvp.state, rsvp.party_size, rsvp.channel) == ("door", "going", 2, "")
    assert (rsvp.member.name, rsvp.member.language, rsvp.member.phone) == ("Ana Ruiz", "es", "")
    assert (CheckIn.objects.get().arrived, Consent.objects.count()) == (2, 0)
    assert rsvp.member.deliveries.count() == 0
    link.event.refresh_from_db()
    assert link.event.seats_taken == 2
    assert "Ana R." in Client().get(f"/h/{link.secret}/door/").content.decode()


def test_the_question_stands_there_in_each_language_and_a_yes_keeps_its_words(cast: Cast, link: HostLink) -> None:
    second = wording(cast, 2, "Sí, escríbanme.")
    shown = Client().get(path(link)).content.decode()
    assert '<span class="asked" lang="es">Sí, escríbanme.</span>' in shown
    assert "Yes, Highland Park Neighbors may text me" in shown
    assert "text-es-2" in shown
    come(link, phone="323 555 0142", hear_text="on", shown="text-en-0 text-es-2")
    said = Consent.objects.get()
    assert (said.is_given, said.channel, said.language, said.source) == (True, "text", "es", "rsvp")
    assert (said.wording, said.wording_text) == (second, "Sí, escríbanme.")
    rsvp = Rsvp.objects.get()
    assert (rsvp.channel, rsvp.member.phone, rsvp.member.came_count) == ("text", "+13235550142", 1)


def test_a_page_that_a_phone_kept_records_the_sentence_it_showed(cast: Cast, link: HostLink) -> None:
    old = wording(cast, 1, "Sí, las palabras de antes.")
    wording(cast, 2, "Sí, las palabras de ahora.")
    come(link, phone="323 555 0142", hear_text="on", shown="text-es-1")
    assert (Consent.objects.get().wording, Consent.objects.get().wording_text) == (old, "Sí, las palabras de antes.")


def test_a_yes_to_email(link: HostLink) -> None:
    come(link, email="Ana@Example.org", hear_email="on", language="en")
    said = Consent.objects.get()
    assert (said.channel, said.language) == ("email", "en")
    assert said.wording_text.startswith("Yes, Highland Park Neighbors may email me")
    assert Rsvp.objects.get().channel == "email"


def test_a_phone_without_a_yes_is_kept_and_not_written_to(link: HostLink) -> None:
    come(link, phone="323 555 0142")
    assert (Rsvp.objects.get().channel, Consent.objects.count()) == ("", 0)
    assert Member.objects.get().came_count == 0


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "Please fill this in."),
        ({"name": "123"}, "Please write a name we can call them by."),
        ({"phone": "323 555"}, "4 digits short"),
        ({"party_size": "0"}, "Select a valid choice"),
        ({"party_size": "500"}, "Select a valid choice"),
        ({"hear_text": "on"}, "They said yes, so write down where to."),
        ({"phone": "323 555 0142", "hear_text": "on", "shown": "text-es-9"}, "Please read it again."),
        ({"phone": "323 555 0142", "hear_text": "on", "shown": "text-es-x"}, "Please read it again."),
        ({"phone": "323 555 0142", "hear_text": "on", "shown": ""}, "Please read it again."),
    ],
)
def test_a_mistake_is_said_and_nothing_is_lost(link: HostLink, typed: dict[str, str], words: str) -> None:
    answer = come(link, **({"email": "ana@example.org"} | typed))
    shown = answer.content.decode()
    assert (answer.status_code, words in shown, "ana@example.org" in shown) == (422, True, True)
    assert (Member.objects.count(), Rsvp.objects.count()) == (0, 0)


def test_a_full_room_is_said_and_the_host_decides(cast: Cast, link: HostLink) -> None:
    seats.save(link.event, member=make_member(cast.here), party_size=3, source="page", confirm=False)
    key = str(uuid4())
    answer = come(link, key=key)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "No seat is free. 3 people who have one are not here yet." in shown
    assert ('name="over"' in shown, 'value="Ana Ruiz"' in shown, f'value="{key}"' in shown) == (True, True, True)
    assert Member.objects.count() == 1
    assert come(link, key=key, over="1").status_code == 302
    rsvp = Rsvp.objects.get(source="door")
    assert (rsvp.state, CheckIn.objects.get().arrived) == ("waitlisted", 2)
    link.event.refresh_from_db()
    assert link.event.seats_taken == 3


def test_pressing_twice_adds_one_person(link: HostLink) -> None:
    key = str(uuid4())
    for _again in range(2):
        come(link, key=key)
    assert (Member.objects.count(), CheckIn.objects.get().arrived) == (1, 2)
    assert come(link, key="no-uuid").status_code == 409
    assert Member.objects.count() == 1


def test_somebody_with_a_seat_is_known_by_their_phone(cast: Cast, link: HostLink) -> None:
    ana = make_member(cast.here, "Ana Ruiz", phone="+13235550142")
    rsvp = seats.save(link.event, member=ana, party_size=1, source="page", confirm=False)
    come(link, phone="323 555 0142")
    rsvp.refresh_from_db()
    assert (Member.objects.count(), rsvp.source, rsvp.channel, rsvp.party_size) == (1, "page", "text", 2)
    assert CheckIn.objects.get().rsvp == rsvp


def test_somebody_who_had_cancelled_comes_after_all(cast: Cast, link: HostLink) -> None:
    ana = make_member(cast.here, "Ana Ruiz", phone="+13235550142")
    rsvp = seats.save(link.event, member=ana, source="page", confirm=False)
    seats.cancel(rsvp)
    come(link, phone="323 555 0142")
    rsvp.refresh_from_db()
    assert (rsvp.state, rsvp.source, checking.count(link.event)) == ("going", "door", checking.Count(2, 2))


def test_after_the_end_they_are_still_on_the_list(link: HostLink) -> None:
    now = timezone.now()
    Event.objects.update(starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=1))
    assert come(link).status_code == 302
    rsvp = Rsvp.objects.get()
    link.event.refresh_from_db()
    assert (rsvp.state, rsvp.source, link.event.seats_taken) == ("going", "door", 2)


@pytest.mark.parametrize("fields", [{"asks_approval": True}, {"is_marked_sensitive": True}])
def test_some_events_take_no_walk_ins(link: HostLink, fields: dict[str, bool]) -> None:
    Event.objects.update(**fields)
    assert Client().get(path(link))["Location"] == f"/h/{link.secret}/door/"
    assert "walk-in/" not in Client().get(f"/h/{link.secret}/door/").content.decode()
    come(link)
    assert Member.objects.count() == 0


def test_whoever_was_turned_down_is_not_let_in_as_somebody_new(cast: Cast, link: HostLink) -> None:
    ana = make_member(cast.here, "Ana Ruiz", phone="+13235550142")
    link.event.rsvps.create(chapter=cast.here, member=ana, state="turned_down", source="page")
    answer = come(link, phone="323 555 0142")
    assert (answer.status_code, "Ask whoever holds it" in answer.content.decode()) == (409, True)
    assert CheckIn.objects.count() == 0


def test_the_form_begins_in_the_language_of_the_page(link: HostLink) -> None:
    for language in ("es", "en"):
        shown = Client().get(path(link), {"lang": language}).content.decode()
        [chosen] = [tag for tag in re.findall(r"<input[^>]*name=\"language\"[^>]*>", shown) if "checked" in tag]
        assert f'value="{language}"' in chosen
