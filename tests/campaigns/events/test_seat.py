"""The page of one person's seat, by the secret of a text or for a while by the browser that saved it:
campaigns:events_seat_change, campaigns:events_seat_cancel and campaigns:events_seat_calendar too.
"""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.events import guests, seats
from campaigns.models import Delivery, Event, Rsvp
from chapters.models import Consent, Member, Zip
from tests.cast import Cast
from tests.factories import make_event, make_member, make_sender

pytestmark = pytest.mark.django_db
NEEDS = {"zip": "90065", "children": "2", "needs_language": "es", "needs_ride": "on", "version": "0"}


@pytest.fixture
def rsvp(cast: Cast) -> Rsvp:
    make_sender(cast.here)
    event = make_event(cast.here, capacity=5)
    lupe = make_member(cast.here, consents=(), phone="+13235550142", zip="")
    return seats.save(event, member=lupe, party_size=2, source="page")


def fresh(rsvp: Rsvp) -> Rsvp:
    return Rsvp.objects.select_related("member", "event").get(pk=rsvp.pk)


def get(token: str, path: str = "", **query: str) -> Any:
    return Client().get(f"/r/{token}/{path}", query)


def post(token: str, path: str = "", **fields: str) -> Any:
    return Client().post(f"/r/{token}/{path}", fields)


def test_opening_the_link_changes_nothing(rsvp: Rsvp) -> None:
    before = fresh(rsvp).updated_at
    answer = get(rsvp.secret)
    assert answer.status_code == 200
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Cache-Control"] == "no-store"
    assert get(rsvp.secret, "cancel/").status_code == 200
    assert fresh(rsvp).updated_at == before


def test_needs_and_zip_are_kept_and_shown_again_to_the_person_only(rsvp: Rsvp) -> None:
    assert post(rsvp.secret, **NEEDS).status_code == 302
    kept = fresh(rsvp)
    assert (kept.children, kept.needs_language, kept.needs_ride, kept.needs_step_free) == (2, "es", True, False)
    assert (kept.member.zip, Consent.objects.count()) == ("90065", 0)
    own, ticket = get(rsvp.secret).content.decode(), get(guests.ticket(rsvp)).content.decode()
    assert [mark in own for mark in ("90065", 'value="2" selected')] == [True, True]
    assert "90065" not in ticket
    assert "selected" not in ticket.split('name="children"')[1].split("</select>")[0]


def test_a_blank_form_of_the_browser_that_saved_the_seat_takes_nothing_away(rsvp: Rsvp) -> None:
    post(rsvp.secret, **NEEDS)
    post(guests.ticket(rsvp), needs_step_free="on", children="0", zip="90001")
    kept = fresh(rsvp)
    assert (kept.children, kept.needs_ride, kept.needs_step_free, kept.member.zip) == (2, True, True, "90065")


def test_hearing_from_the_chapter_is_unchecked_and_kept_word_for_word(rsvp: Rsvp) -> None:
    page = get(rsvp.secret, lang="es").content.decode()
    assert 'name="hear"' in page
    assert "checked" not in page
    client = Client()
    client.cookies["language"] = "es"
    client.post(f"/r/{rsvp.secret}/", NEEDS | {"hear": "on"})
    consent = Consent.objects.get()
    assert consent.wording_text in page
    assert (consent.channel, consent.is_given, consent.source, consent.language) == ("text", True, "rsvp", "es")
    assert consent.wording is not None
    kept = dict(consent.wording.texts.values_list("language", "sentence"))
    assert (consent.wording.version, kept["es"]) == (1, consent.wording_text)
    assert kept["en"].startswith("Yes, Highland Park Neighbors may text me")


def test_a_yes_to_a_sentence_that_changed_meanwhile_is_asked_again(rsvp: Rsvp) -> None:
    wording = rsvp.chapter.consent_wordings.create(channel="text", version=4)
    wording.texts.create(language="en", sentence="Yes, text me twice a month.")
    refused = post(rsvp.secret, **(NEEDS | {"hear": "on", "version": "3"}))
    assert refused.status_code == 422
    assert "Please read it again." in refused.content.decode()
    assert post(rsvp.secret, **(NEEDS | {"hear": "on", "version": "4"})).status_code == 302
    assert Consent.objects.get().wording == wording


def test_another_number_of_people(rsvp: Rsvp) -> None:
    assert post(rsvp.secret, "change/", party_size="4").status_code == 302
    assert fresh(rsvp).party_size == 4
    refused = post(rsvp.secret, "change/", party_size="9")
    assert refused.status_code == 422
    assert "There are 5 seats in all. Please choose a smaller number." in refused.content.decode()
    assert (fresh(rsvp).party_size, fresh(rsvp).event.seats_taken) == (4, 4)


def test_cancel_asks_first_then_gives_the_seat_back_and_is_not_reminded(rsvp: Rsvp) -> None:
    assert "Give back your 2 seats?" in get(rsvp.secret, "cancel/").content.decode()
    assert post(rsvp.secret, "cancel/").status_code == 302
    assert (fresh(rsvp).state, fresh(rsvp).event.seats_taken) == ("cancelled", 0)
    reminder = Delivery.objects.get(purpose="reminder")
    assert (reminder.state, reminder.reason) == ("cancelled", "not_coming")
    assert "Coming after all?" in get(rsvp.secret).content.decode()


def test_coming_after_all_plans_a_new_reminder(rsvp: Rsvp) -> None:
    post(rsvp.secret, "cancel/")
    assert post(rsvp.secret, "change/", party_size="1").status_code == 302
    assert fresh(rsvp).state == "going"
    assert Delivery.objects.filter(purpose="reminder", state="queued").count() == 1


def test_the_calendar_file_of_a_seat_has_the_street(rsvp: Rsvp) -> None:
    Event.objects.update(address="5601 Figueroa St", address_shown="rsvp")
    assert "5601 Figueroa" in get(rsvp.secret, "event.ics").content.decode()
    seats.cancel(rsvp)
    assert get(rsvp.secret, "event.ics").status_code == 404


@pytest.mark.parametrize("path", ["", "change/", "cancel/", "event.ics"])
def test_a_tampered_or_old_link_opens_nothing(rsvp: Rsvp, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = guests.ticket(rsvp)
    monkeypatch.setattr(guests, "TICKET_SECONDS", -1)
    for token in (rsvp.secret[:-1] + "x2"[rsvp.secret[-1] == "x"], rsvp.code, f"{ticket}x", ticket):
        answer = get(token, path) if path != "change/" else post(token, path, party_size="1")
        assert answer.status_code == 404
        assert "Lupe" not in answer.content.decode()
    assert (fresh(rsvp).party_size, fresh(rsvp).state) == (2, "going")


@pytest.mark.parametrize("field", ["cancelled_at", "ends_at"])
def test_a_closed_event_takes_no_change(rsvp: Rsvp, field: str) -> None:
    now = timezone.now()
    Event.objects.update(starts_at=now.replace(year=2017), **({"ends_at": now} | {field: now}))
    refused = post(rsvp.secret, "change/", party_size="3")
    assert refused.status_code == 422
    assert get(rsvp.secret).status_code == 200
    assert fresh(rsvp).party_size == 2


def test_a_zip_code_that_is_none_is_refused(rsvp: Rsvp) -> None:
    Zip.objects.get_or_create(zip="90065", defaults={"latitude": 34.11, "longitude": -118.23})
    answer = post(rsvp.secret, zip="99999")
    assert (answer.status_code, "We do not know this ZIP code." in answer.content.decode()) == (422, True)
    assert Member.objects.get(pk=rsvp.member_id).zip == ""
