"""Names typed in from paper, one after the other."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from campaigns.events import seats
from campaigns.models import CheckIn, Event, Rsvp
from chapters.models import Member
from tests.cast import Cast
from tests.factories import make_event, make_member, signed_in

pytestmark = pytest.mark.django_db
ROSA = {"name": "Rosa Vidal", "phone": "323 555 0177", "party_size": "2", "language": "es", "may_write": "on"}


@pytest.fixture
def event(cast: Cast) -> Event:
    return make_event(cast.here, capacity=5, days=6)


def path(event: Event) -> str:
    return f"/c/highland-park/events/{event.code}/add/"


def type_in(cast: Cast, event: Event, **typed: str) -> Any:
    return signed_in(cast.organizer).post(path(event), ROSA | typed, follow=True)


def move(event: Event, *, hours: float) -> None:
    event.starts_at = timezone.now() + timedelta(hours=hours)
    event.ends_at = event.starts_at + timedelta(hours=2)
    event.save()


def test_the_next_name_is_asked_for_at_once_in_the_language_of_the_one_before(cast: Cast, event: Event) -> None:
    answer = type_in(cast, event)
    shown = answer.content.decode()
    assert answer.redirect_chain == [(f"{path(event)}?language=es", 302)]
    assert "Rosa Vidal is on the list." in shown
    assert "1 name was typed in." in shown
    assert '<option value="es" selected>' in shown
    assert "autofocus" in shown.split('name="name"')[1].split(">")[0]
    assert "They came" not in shown
    odd = signed_in(cast.lead).get(f"{path(event)}?language=xx")
    assert odd.status_code == 200


def test_somebody_who_is_there_already_is_said(cast: Cast, event: Event) -> None:
    type_in(cast, event)
    answer = type_in(cast, event, party_size="3")
    assert "Rosa Vidal was on the list already, and has 3 seats now." in answer.content.decode()
    assert (Rsvp.objects.count(), Rsvp.objects.get().party_size) == (1, 3)


def test_a_name_that_is_there_already_is_asked_about(cast: Cast, event: Event) -> None:
    type_in(cast, event, phone="")
    answer = type_in(cast, event, phone="", name="rosa  vidal")
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "is on the list already. Somebody else of the same name?" in shown
    assert 'name="is_another"' in shown
    assert Member.objects.count() == 1
    assert "is on the list." in type_in(cast, event, phone="", is_another="on").content.decode()
    assert Member.objects.count() == 2
    assert "is on the list." in type_in(cast, event, party_size="1").content.decode()  # a phone tells people apart


def test_while_the_door_is_open_it_asks_whether_they_came(cast: Cast, event: Event) -> None:
    move(event, hours=1)
    seats.save(event, member=make_member(cast.here), party_size=4, source="page", confirm=False)
    shown = type_in(cast, event, came="on").content.decode()
    assert "Rosa Vidal is on the waiting list" in shown
    assert 'name="came"' in shown
    assert (CheckIn.objects.get().arrived, CheckIn.objects.get().rsvp.member.name) == (2, "Rosa Vidal")
    type_in(cast, event, name="Ben Soto", phone="", party_size="1")
    assert CheckIn.objects.count() == 1


def test_afterwards_a_sheet_says_who_came(cast: Cast, event: Event) -> None:
    move(event, hours=-30)
    answer = type_in(cast, event)
    assert "Written down: Rosa Vidal came." in answer.content.decode()
    rsvp = Rsvp.objects.get()
    assert (rsvp.source, rsvp.state, rsvp.channel, CheckIn.objects.get().arrived) == ("door", "going", "", 2)


@pytest.mark.parametrize("fields", [{"is_marked_sensitive": True}, {"cancelled_at": timezone.now()}])
def test_afterwards_nobody_is_written_down_where_no_names_are_kept(
    cast: Cast, event: Event, fields: dict[str, Any]
) -> None:
    move(event, hours=-30)
    Event.objects.update(**fields)
    answer = type_in(cast, event)
    assert (answer.status_code, "This event takes no names" in answer.content.decode()) == (422, True)
    assert (CheckIn.objects.count(), Member.objects.count()) == (0, 0)
