"""Personal short links know who taps, show a first name at most, and change nothing when opened."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.models import CallToAction, Delivery, Event, Rsvp, ShareLink
from chapters.models import Chapter, Member
from tests.cast import Cast
from tests.factories import make_call, make_campaign, make_event, make_member, make_sender

pytestmark = pytest.mark.django_db
LINK = "bcd234fgh5"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
PREVIEWS = (
    "facebookexternalhit/1.1 Facebot Twitterbot/1.0",  # a phone that shows a text message
    "WhatsApp/2.23.20.0 A",
    "TelegramBot (like TwitterBot)",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
)
IN_APP = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 [FBAN/FBIOS;FBAV/468]"
)


def share(call: CallToAction) -> ShareLink:
    return ShareLink.objects.create(chapter=call.chapter, call_to_action=call, place="WhatsApp")


def make_delivery(chapter: Chapter, member: Member | None, call: CallToAction | None = None, **fields: Any) -> Delivery:
    now = timezone.now()
    values = {
        "key": f"test:{Delivery.objects.count()}",
        "purpose": "ask",
        "queue": "bulk",
        "channel": "text",
        "address": "+13235550142",
        "address_index": "x",
        "language": "en",
        "state": "delivered",
        "link_code": LINK,
        "not_before": now,
        "expires_at": now,
    }
    sender = chapter.senders.first() or make_sender(chapter)
    return Delivery.objects.create(
        chapter=chapter, sender=sender, member=member, call_to_action=call, **(values | fields)
    )


@pytest.fixture
def event(cast: Cast) -> Event:
    return make_event(cast.here)


@pytest.fixture
def delivery(cast: Cast, event: Event) -> Delivery:
    lupe = make_member(cast.here, "Lupe Canario", phone="+13235550142", zip="90065", email="lupe@example.org")
    return make_delivery(cast.here, lupe, make_call(cast.here, event=event))


def test_opening_says_hello_and_changes_only_that_it_was_opened(delivery: Delivery) -> None:
    answer = Client().get(f"/t/{LINK}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Hello Lupe" in page
    assert "Not you?" in page
    for private in ("Canario", "555", "90065", "lupe@example.org"):
        assert private not in page
    delivery.refresh_from_db()
    assert delivery.opened_at is not None
    assert (delivery.answered_at, Rsvp.objects.count()) == (None, 0)


def test_one_tap_says_yes_and_counts_for_the_call(delivery: Delivery, event: Event) -> None:
    answer = Client().post(f"/t/{LINK}/", {"party_size": "3"})
    rsvp = Rsvp.objects.get()
    assert answer.status_code == 302
    assert (rsvp.member, rsvp.call_to_action, rsvp.source) == (delivery.member, delivery.call_to_action, "link")
    assert (rsvp.state, rsvp.party_size) == ("going", 3)
    delivery.refresh_from_db()
    event.refresh_from_db()
    assert (delivery.answered_at is not None, event.seats_taken) == (True, 3)
    assert "Thank you, Lupe" in Client().get(answer["Location"]).content.decode()


def test_i_cannot_come_is_an_answer_too(delivery: Delivery, event: Event) -> None:
    Client().post(f"/t/{LINK}/", {"party_size": "3"})
    assert Client().post(f"/t/{LINK}/", {"party_size": "1", "no": "1"})["Location"] == f"/t/{LINK}/"
    event.refresh_from_db()
    assert (Rsvp.objects.get().state, event.seats_taken) == ("declined", 0)


def test_a_forwarded_link_does_not_tell_what_the_person_answered(delivery: Delivery) -> None:
    before = Client().get(f"/t/{LINK}/").content.decode()
    seat = Client().post(f"/t/{LINK}/", {"party_size": "3"})["Location"]
    Rsvp.objects.update(children=2, needs_ride=True)
    after = Client().get(f"/t/{LINK}/").content.decode()
    assert TOKEN.sub("", before) == TOKEN.sub("", after)
    assert "checked" not in Client().get(seat).content.decode()


def test_the_link_of_a_spanish_text_opens_in_spanish_unless_the_visitor_chose(cast: Cast, delivery: Delivery) -> None:
    Delivery.objects.update(language="es")
    assert '<html lang="es">' in Client().get(f"/t/{LINK}/").content.decode()
    assert '<html lang="en">' in Client().get(f"/t/{LINK}/?lang=en").content.decode()


def test_a_members_only_event_opens_by_personal_link_only(delivery: Delivery, event: Event) -> None:
    Event.objects.update(audience="invited")
    page = Client().get(f"/t/{LINK}/").content.decode()
    assert "Hello Lupe" in page
    assert "Not you?" not in page
    assert "wa.me" not in page
    assert Client().get(f"/e/{event.code}/").status_code == 404
    assert Client().post(f"/t/{LINK}/", {"party_size": "1"}).status_code == 302


@pytest.mark.parametrize("code", ["bcd234fgh6", "BCD234FGH5", "x", "0" * 12])
def test_a_tampered_link_is_not_found_and_says_what_to_do(delivery: Delivery, code: str) -> None:
    for answer in (Client().get(f"/t/{code}/"), Client().post(f"/t/{code}/", {"party_size": "1"})):
        assert answer.status_code == 404
        assert "This link does not work any more" in answer.content.decode()
        assert "Lupe" not in answer.content.decode()
    assert Rsvp.objects.count() == 0


def test_an_old_link_or_one_of_a_closed_chapter_is_gone(cast: Cast, delivery: Delivery) -> None:
    Chapter.objects.filter(pk=cast.here.pk).update(closed_at=timezone.now())
    assert Client().get(f"/t/{LINK}/").status_code == 404
    Chapter.objects.update(closed_at=None)
    Delivery.objects.update(created_at=timezone.now().replace(year=2017))
    assert Client().get(f"/t/{LINK}/").status_code == 404


def test_a_link_after_the_event_or_called_off_says_so(delivery: Delivery, event: Event) -> None:
    Event.objects.update(cancelled_at=timezone.now())
    assert "This event is called off." in Client().get(f"/t/{LINK}/").content.decode()
    assert Client().post(f"/t/{LINK}/", {"party_size": "1"}).status_code == 422
    assert Rsvp.objects.count() == 0


def test_a_link_without_an_event_or_person_leads_to_a_public_page(cast: Cast, event: Event) -> None:
    make_delivery(cast.here, make_member(cast.here))
    assert Client().get(f"/t/{LINK}/")["Location"] == "/highland-park/"
    Delivery.objects.update(link_code="bcd234fgh6")
    make_delivery(cast.here, None, event=event)
    assert Client().get(f"/t/{LINK}/")["Location"] == f"/e/{event.code}/"


def test_more_people_than_seats_keeps_what_is_held(delivery: Delivery, event: Event) -> None:
    Event.objects.update(capacity=2)
    Client().post(f"/t/{LINK}/", {"party_size": "2"})
    refused = Client().post(f"/t/{LINK}/", {"party_size": "4"})
    assert refused.status_code == 422
    assert "There are 2 seats in all. Please choose a smaller number." in refused.content.decode()
    assert Rsvp.objects.get().party_size == 2


# --- what is counted ------------------------------------------------------------------------------------


def test_each_tap_of_a_person_counts_and_a_preview_does_not(delivery: Delivery) -> None:
    for _tap in range(2):
        Client().get(f"/t/{LINK}/")
    delivery.refresh_from_db()
    first_opened = delivery.opened_at
    assert delivery.taps == 2
    for agent in PREVIEWS:
        assert Client().get(f"/t/{LINK}/", headers={"User-Agent": agent}).status_code == 200
    Client().head(f"/t/{LINK}/")
    Client().post(f"/t/{LINK}/", {"party_size": "1", "no": "1"})
    Client().get(f"/t/{LINK}/", headers={"User-Agent": IN_APP})
    delivery.refresh_from_db()
    assert (delivery.taps, delivery.opened_at) == (3, first_opened)


def test_a_preview_alone_opens_nothing(delivery: Delivery) -> None:
    Client().get(f"/t/{LINK}/", headers={"User-Agent": PREVIEWS[0]})
    delivery.refresh_from_db()
    assert (delivery.taps, delivery.opened_at) == (0, None)


def test_more_taps_than_the_column_holds_break_nothing(delivery: Delivery) -> None:
    Delivery.objects.update(taps=30_000)
    assert Client().get(f"/t/{LINK}/").status_code == 200
    delivery.refresh_from_db()
    assert delivery.taps == 30_000


def test_a_shared_link_counts_and_leads_to_the_public_page(cast: Cast, event: Event) -> None:
    link = share(make_call(cast.here, event=event))
    answer = Client().get(f"/t/{link.code}/", headers={"User-Agent": IN_APP})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/e/{event.code}/")
    Client().head(f"/t/{link.code}/")
    for agent in PREVIEWS:
        assert Client().get(f"/t/{link.code}/", headers={"User-Agent": agent}).status_code == 302
    link.refresh_from_db()
    assert link.taps == 1


def test_a_shared_link_never_leads_to_what_is_not_public(cast: Cast, event: Event) -> None:
    Event.objects.update(audience="invited")
    campaign = make_campaign(cast.here)
    links = [
        share(make_call(cast.here, event=event)),
        share(make_call(cast.here, event=event, campaign=campaign)),
        share(make_call(cast.here, campaign=make_campaign(cast.here, "secret", public=False))),
        share(make_call(cast.here)),
    ]
    found = [Client().get(f"/t/{link.code}/").headers["Location"] for link in links]
    assert found == ["/highland-park/", "/highland-park/sanctuary/", "/highland-park/", "/highland-park/"]
    Chapter.objects.update(closed_at=timezone.now())
    assert Client().get(f"/t/{links[0].code}/").status_code == 404
