"""Events that somebody else holds, and our shifts there."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from campaigns.models import Event, Shift
from chapters.models import PartnerOrganization
from tests.campaigns.events.test_edit import NEW, form
from tests.campaigns.events.test_page import post
from tests.cast import Cast
from tests.factories import make_event, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def chirla(cast: Cast) -> PartnerOrganization:
    PartnerOrganization.objects.create(chapter=cast.there, name="Canary Clinic")
    return PartnerOrganization.objects.create(chapter=cast.here, name="CHIRLA", email="secret@chirla.example")


def body(path: str, client: Client | None = None) -> str:
    return (client or Client()).get(path).content.decode()


def test_a_lead_says_who_holds_it_and_where_to_sign_up(cast: Cast, chirla: PartnerOrganization) -> None:
    client = signed_in(cast.organizer)
    asks = body(NEW, client)
    assert "Somebody else holds it" in asks
    assert "Canary" not in asks
    given = form(partner=chirla.code, their_url="chirla.example/march", publish="1")
    assert client.post(NEW, given).status_code == 302
    event = Event.objects.get()
    assert (event.partner, event.their_url) == (chirla, "https://chirla.example/march")
    page = body(f"/e/{event.code}/")
    for words in (
        "Held by CHIRLA",
        'href="https://chirla.example/march"',
        "Who from us is going",
        "Sign up with them:",
    ):
        assert words in page
    assert "secret@chirla" not in page
    for path in ("/c/highland-park/events/", f"/c/highland-park/events/{event.code}/"):
        assert "CHIRLA" in body(path, client)
    assert "With CHIRLA" in body("/highland-park/")


def test_a_new_partner_is_typed_in_and_taken_off_again(cast: Cast, chirla: PartnerOrganization) -> None:
    client = signed_in(cast.lead)
    client.post(NEW, form(new_partner="St. Jude Parish"))
    client.post(NEW, form(new_partner="chirla"))
    first, second = Event.objects.order_by("id")
    assert (str(first.partner), second.partner, cast.here.partners.count()) == ("St. Jude Parish", chirla, 2)
    path = f"/c/highland-park/events/{second.code}/edit/"
    assert f'<option value="{chirla.code}" selected>' in body(path, client)
    client.post(path, form())
    second.refresh_from_db()
    assert second.partner is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"their_url": "https://chirla.example"}, "Say who holds it."),
        ({"new_partner": "A", "their_url": "not a page"}, "Enter a valid URL."),
        ({"partner": "zz22zz22zz"}, "Select a valid choice."),
    ],
)
def test_bad_input_gets_a_sentence_and_makes_nothing(cast: Cast, fields: dict[str, Any], words: str) -> None:
    answer = signed_in(cast.lead).post(NEW, form(**fields))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Sanctuary Town Hall" in answer.content.decode()
    assert (Event.objects.count(), PartnerOrganization.objects.count()) == (0, 0)


def test_our_own_seats_count_ours_only_and_our_shifts_are_told(cast: Cast, chirla: PartnerOrganization) -> None:
    event = make_event(cast.here, "May Day march", partner=chirla, kind="rally")
    two = event.starts_at.replace(hour=21, minute=0)
    Shift.objects.create(
        chapter=cast.here, event=event, job="table", starts_at=two, ends_at=two + timedelta(hours=3), capacity=4
    )
    Shift.objects.create(chapter=cast.here, event=event, job="marshal", starts_at=two, ends_at=two + timedelta(hours=1))
    page = body(f"/e/{event.code}/")
    assert "We table " in page
    assert "Highland Park Neighbors comes along. Tell us if you come with us." in page
    assert "arshal: " in page
    assert post(event).status_code == 302
    event.refresh_from_db()
    assert event.seats_taken == 2
    spanish = body(f"/e/{event.code}/?lang=es")
    assert "Lo organiza CHIRLA" in spanish
    assert "Quiénes de nosotros van" in spanish


def test_a_calendar_names_who_holds_it(cast: Cast, chirla: PartnerOrganization) -> None:
    event = make_event(cast.here, partner=chirla, their_url="https://chirla.example/march")
    lines = body(f"/e/{event.code}/event.ics").replace("\r\n ", "")
    assert "CONTACT:CHIRLA\\, https://chirla.example/march" in lines
    assert "CONTACT" not in body(f"/e/{make_event(cast.here).code}/event.ics")
