"""A long list leaves only when two leads want it, once, and within the hour."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from chapters.models import AuditEntry, LeavingList
from tests.campaigns.events.people import make_rsvp
from tests.cast import Cast
from tests.factories import make_event, make_member, signed_in

pytestmark = pytest.mark.django_db
EXPORT = "/c/highland-park/people/export/"
TODAY = "/c/highland-park/"


@pytest.fixture
def many(cast: Cast, settings: Settings) -> Cast:
    settings.EXPORT_SECOND_LEAD_ABOVE = 2
    for name in ("Ana Reyes", "=Ben Soto", "Cleo Park"):
        make_member(cast.here, name, phone="", email=f"{name.strip('=')[:3].lower()}@home.example")
    return cast


def asked(cast: Cast) -> tuple[Client, str]:
    client = signed_in(cast.lead)
    response = client.post(EXPORT, {"query": ""})
    assert response.status_code == 302
    return client, response.headers["Location"]


def acts() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("act", flat=True))


def test_a_short_list_leaves_at_once(many: Cast) -> None:
    response = signed_in(many.lead).post(EXPORT, {"query": "q=Ana"})
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert AuditEntry.objects.get().facts == {"what": "members", "people": 1, "by": many.lead.code}


def test_a_long_one_waits_sealed_for_another_lead(many: Cast) -> None:
    client, page = asked(many)
    assert "Another lead must say yes first." in client.get(page).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM chapters_leavinglist")
        assert "home.example" not in cursor.fetchone()[0]
    assert client.post(page, {"act": "yes"}).status_code == 422
    assert client.post(page, {"act": "take"}).status_code == 422
    other = signed_in(many.second_lead)
    assert "A list of 3 people" in other.get(page).content.decode()
    assert "home.example" not in other.get(page).content.decode()
    assert other.post(page, {"act": "yes"}).status_code == 302
    assert other.post(page, {"act": "take"}).status_code == 422
    file = client.post(page, {"act": "take"})
    assert file.headers["Content-Disposition"] == 'attachment; filename="highland-park-people.csv"'
    text = file.content.decode()
    assert ("ana@home.example" in text, "'=Ben Soto" in text, text.count("\n")) == (True, True, 4)
    assert client.post(page, {"act": "take"}).status_code == 422
    assert (LeavingList.objects.get().content, acts()) == ("", ["list_asked_for", "list_let_go", "list_exported"])


def test_after_an_hour_the_link_is_dead(many: Cast) -> None:
    client, page = asked(many)
    signed_in(many.second_lead).post(page, {"act": "yes"})
    LeavingList.objects.update(approved_at=timezone.now() - timedelta(minutes=61))
    refused = client.post(page, {"act": "take"})
    assert (refused.status_code, "Its time is over." in refused.content.decode()) == (422, True)
    assert "home.example" not in refused.content.decode()


def test_two_days_without_a_yes_end_it(many: Cast) -> None:
    _client, page = asked(many)
    LeavingList.objects.update(created_at=timezone.now() - timedelta(days=2, minutes=1))
    assert signed_in(many.second_lead).post(page, {"act": "yes"}).status_code == 422
    assert LeavingList.objects.get().approved_at is None


@pytest.mark.parametrize("who", ["lead", "second_lead"])
def test_either_may_say_no(many: Cast, who: str) -> None:
    client, page = asked(many)
    assert signed_in(getattr(many, who)).post(page, {"act": "no"}).status_code == 302
    assert (LeavingList.objects.get().content, acts()[-1]) == ("", "list_refused")
    assert signed_in(many.second_lead).post(page, {"act": "yes"}).status_code == 422
    assert client.post(page, {"act": "take"}).status_code == 422


def test_who_is_no_lead_any_more_takes_nothing(many: Cast) -> None:
    client, page = asked(many)
    signed_in(many.second_lead).post(page, {"act": "yes"})
    many.lead.roles.all().delete()
    assert client.post(page, {"act": "take"}).status_code == 404
    assert signed_in(many.organizer).get(page).status_code == 403


def test_today_says_it_to_each_of_them(many: Cast) -> None:
    client, page = asked(many)
    other = signed_in(many.second_lead)
    assert "Say yes or no: a list of 3 people wants to leave" in other.get(TODAY).content.decode()
    assert "wants to leave" not in client.get(TODAY).content.decode()
    other.post(page, {"act": "yes"})
    assert "wants to leave" not in other.get(TODAY).content.decode()
    assert "Take your list of 3 people" in client.get(TODAY).content.decode()


def test_what_is_printed_waits_too(many: Cast, settings: Settings) -> None:
    settings.EXPORT_SECOND_LEAD_ABOVE = 0
    event = make_event(many.here)
    make_rsvp(event, "Ana Reyes")
    client = signed_in(many.lead)
    page = client.post(f"/c/highland-park/events/{event.code}/sheet/").headers["Location"]
    signed_in(many.second_lead).post(page, {"act": "yes"})
    printed = client.post(page, {"act": "take"})
    assert (printed.headers["Content-Type"], "Ana" in printed.content.decode()) == ("text/html; charset=utf-8", True)
