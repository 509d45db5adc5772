"""A volunteer offers to hold an event (campaigns:events_propose, events_propose_thanks); the chapter answers
(campaigns:events_proposal)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.events import proposals
from campaigns.models import Delivery, Event, HostLink
from chapters.models import AuditEntry, Consent, Member
from chapters.traps import FROM_ONE_SOURCE
from tests.campaigns.events.test_page import stamp
from tests.cast import Cast
from tests.factories import make_email_sender, make_event, make_member, make_sender, signed_in

pytestmark = pytest.mark.django_db
NEW = "/h/new/highland-park/"
DAY = (timezone.now() + timedelta(days=20)).date()


def plan(**fields: Any) -> dict[str, Any]:
    return {
        "name": "Ana Duarte",
        "phone": "323 555 0142",
        "kind": "meeting",
        "title": "Soup and postcards",
        "summary": "We write to the council together.",
        "day": DAY.isoformat(),
        "begins": "18:30",
        "ends": "20:30",
        "place": "Ana's kitchen",
        "address": "412 Avenue 57",
        "zip": "90042",
        "website": "",
        "shown": stamp(),
    } | fields


def offer(client: Client | None = None, *, query: str = "", **fields: Any) -> Any:
    return (client or Client()).post(f"{NEW}{query}", plan(**fields))


@pytest.fixture
def event(cast: Cast) -> Event:
    make_sender(cast.here)
    offer()
    return Event.objects.get()


def path(event: Event) -> str:
    return f"/c/highland-park/events/{event.code}/proposal/"


# --- offering --------------------------------------------------------------------------------------


def test_a_plan_is_kept_as_a_draft_and_confirmed_by_text(cast: Cast) -> None:
    make_sender(cast.here)
    assert "Hold an event with us" in Client().get("/highland-park/").content.decode()
    assert "We read it and answer within 2 days." in Client().get(NEW).content.decode()
    answer = offer()
    assert answer["Location"] == f"{NEW}thanks/"
    thanks = Client().get(answer["Location"]).content.decode()
    assert "We read it and answer within 2 days." in thanks
    assert "Soup" not in thanks
    event, ana = Event.objects.get(), Member.objects.get()
    assert (str(event), event.kind, event.place, event.address_shown) == (
        "Soup and postcards", "meeting", "Ana's kitchen", "rsvp",
    )  # fmt: skip
    assert (event.host, event.chapter, event.published_at, event.audience) == (ana, cast.here, None, "public")
    assert event.starts_at.astimezone(event.zone).strftime("%H:%M") == "18:30"
    sent = Delivery.objects.get()
    assert (sent.purpose, sent.address, sent.member, sent.event) == ("confirm", "+13235550142", ana, None)
    assert sent.body.startswith("Highland Park Neighbors: Thank you, Ana. We read your plan for Soup and postcards, ")
    assert sent.body.endswith("and answer within 2 days. Reply STOP to end texts.")
    assert not Consent.objects.exists()


def test_in_spanish_the_page_the_words_and_the_answer_are_spanish(cast: Cast) -> None:
    make_sender(cast.here)
    client = Client()
    assert "Haga un evento con nosotros" in client.get(f"{NEW}?lang=es").content.decode()
    offer(client, title="Sopa y postales", summary="Escribimos al concejo.")
    event = Event.objects.get()
    assert [(text.language, text.title) for text in event.texts.all()] == [("es", "Sopa y postales")]
    assert (event.host.language if event.host else "") == "es"
    assert "contestamos en menos de 48 horas" in Delivery.objects.get().body


def test_by_email_and_a_yes_to_hearing_more_is_kept_with_its_sentence(cast: Cast) -> None:
    make_sender(cast.here)
    make_email_sender(cast.here)
    page = Client().get(f"{NEW}?by=email").content.decode()
    assert "We email you about this plan only." in page
    assert "may email me about its actions" in page
    offer(query="?by=email", email="Ana@Example.org", hear="on", version="0")
    assert [(row.channel, row.address) for row in Delivery.objects.all()] == [("email", "ana@example.org")]
    consent = Consent.objects.get()
    assert (consent.channel, consent.is_given, consent.source, consent.source_detail) == ("email", True, "form", NEW)
    assert "may email me about its actions" in consent.wording_text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"phone": "323"}, "This number is 7 digits short."),
        ({"name": "..."}, "Please write a name we can call you by."),
        ({"title": ""}, "Please fill this in."),
        ({"summary": " "}, "Please fill this in."),
        ({"kind": "direct_action"}, "Select a valid choice."),
        ({"ends": "17:00"}, "It ends before it begins."),
        ({"day": "2020-01-01"}, "This is over already."),
        ({"place": "", "address": ""}, "Say where"),
        ({"zip": "9"}, "A ZIP code has 5 digits"),
        ({"day": "2027-03-14", "begins": "02:30", "ends": "04:00"}, "The clocks skip this hour on that day."),
        ({"website": "http://spam.example"}, "Please leave the hidden field empty"),
        ({"shown": ""}, "We could not check this page."),
        ({"shown": stamp(-600)}, "That was very fast."),
        ({"hear": "on", "version": "7"}, "We changed this sentence a moment ago."),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(cast: Cast, fields: dict[str, Any], words: str) -> None:
    answer = offer(**fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "hear" in fields or "title" in fields or 'value="Soup and postcards"' in answer.content.decode()
    assert (Event.objects.count(), Member.objects.count(), Delivery.objects.count()) == (0, 0, 0)


def test_only_what_is_asked_for_is_taken(cast: Cast) -> None:
    offer(
        capacity="3", goal="9", audience="invited", address_shown="all", their_url="https://x.example", asks_masks="on"
    )
    event = Event.objects.get()
    kept = (event.capacity, event.goal, event.audience, event.address_shown, event.their_url, event.asks_masks)
    assert kept == (None, None, "public", "rsvp", "", False)


def test_pressing_twice_keeps_one_and_a_fourth_plan_waits_for_our_answer(cast: Cast) -> None:
    for _n in range(2):
        assert offer().status_code == 302
    assert (Event.objects.count(), Member.objects.count()) == (1, 1)
    for hour in ("10:00", "11:00"):
        offer(begins=hour)
    refused = offer(begins="12:00")
    assert (refused.status_code, Event.objects.count()) == (422, 3)
    assert "Other plans wait for our answer first." in refused.content.decode()


def test_a_flood_is_slowed_down_and_stops(cast: Cast) -> None:
    client = Client(REMOTE_ADDR="203.0.113.9")
    for _n in range(FROM_ONE_SOURCE):
        client.post(NEW, {})
    assert offer(client).status_code == 429
    for _n in range(proposals.MOST_WAITING):
        make_event(cast.here, published_at=None, proposed_at=timezone.now())
    assert offer().status_code == 422
    assert not Event.objects.exclude(host=None).exists()


def test_one_number_is_not_flooded_with_confirmations(cast: Cast) -> None:
    make_sender(cast.here)
    for n in range(8):
        offer(begins=f"{n + 9:02}:00", ends="21:00", name=f"{'ABCDEFGH'[n]}na Duarte")
    assert (Event.objects.count(), Delivery.objects.count()) == (8, 5)


def test_a_chapter_that_is_closed_or_unknown_takes_no_plans(cast: Cast) -> None:
    type(cast.here).objects.filter(pk=cast.here.pk).update(closed_at=timezone.now())
    for there in (NEW, f"{NEW}thanks/", "/h/new/nowhere/", "/h/new/nowhere/thanks/"):
        assert Client().get(there).status_code == 404
    assert offer().status_code == 404


def test_a_plan_is_seen_by_nobody_outside(cast: Cast, event: Event) -> None:
    for there in ("/", "/highland-park/", f"/e/{event.code}/", f"/e/{event.code}/event.ics"):
        for client in (Client(), signed_in(cast.stranger), signed_in(cast.nobody)):
            assert "Soup" not in client.get(there).content.decode()
    assert signed_in(cast.stranger).get(f"/c/east-valley/events/{event.code}/proposal/").status_code == 404
    for who in ("texter", "volunteer", "liaison"):
        assert signed_in(getattr(cast, who)).get(path(event)).status_code == 403


# --- answering -------------------------------------------------------------------------------------


def test_today_says_that_one_waits_and_the_page_shows_the_plan(cast: Cast, event: Event) -> None:
    for who in (cast.lead, cast.organizer):
        today = signed_in(who).get("/c/highland-park/").content.decode()
        assert "1 event waits for your yes" in today
        assert "Ana D. offered “Soup and postcards”" in today
        assert path(event) in today
    assert "waits for your yes" not in signed_in(cast.volunteer).get("/c/highland-park/").content.decode()
    page = signed_in(cast.lead).get(path(event)).content.decode()
    for words in ("Soup and postcards", "Ana Duarte", "412 Avenue 57", "We write to the council", "(323) 555-0142"):
        assert words in page
    assert "Soup" not in signed_in(cast.stranger).get("/c/east-valley/").content.decode()


def test_yes_makes_it_public_and_sends_the_keys(cast: Cast, event: Event) -> None:
    client = signed_in(cast.organizer)
    page = client.post(path(event), {"answer": "yes"}, follow=True).content.decode()
    assert "It is public now. We send Ana the keys to it." in page
    event.refresh_from_db()
    key = HostLink.objects.get()
    assert (event.is_public, key.kind, key.member, key.created_by) == (True, "host", event.host, cast.organizer)
    sent = Delivery.objects.latest("id")
    assert (sent.purpose, sent.address, sent.event) == ("notice", "+13235550142", None)
    assert "is public now. Run it from this page: http" in sent.body
    assert f"/h/{key.secret}/ Reply STOP" in sent.body
    assert "Soup and postcards" in Client().get("/highland-park/").content.decode()
    acts = [*AuditEntry.objects.order_by("id").values_list("act", flat=True)]
    assert acts == ["event_published", "host_link_given"]
    again = client.post(path(event), {"answer": "yes"}, follow=True).content.decode()
    assert "Nothing changed" in again
    assert HostLink.objects.count() == 1
    assert "waits for your yes" not in client.get("/c/highland-park/").content.decode()


def test_no_sends_our_words_and_hides_it(cast: Cast, event: Event) -> None:
    client = signed_in(cast.lead)
    for why in ("", "x" * 301):
        refused = client.post(path(event), {"answer": "no", "why": why})
        assert refused.status_code == 422
    client.post(path(event), {"answer": "no", "why": "The hall is ours that night. Will Friday do?"})
    event.refresh_from_db()
    assert (event.turned_down_at is not None, event.is_published, HostLink.objects.count()) == (True, False, 0)
    sent = Delivery.objects.latest("id")
    assert "We can't hold Soup and postcards this time. The hall is ours that night. Will Friday do?" in sent.body
    assert AuditEntry.objects.get().act == "event_turned_down"
    for there in ("/c/highland-park/", "/c/highland-park/events/"):
        assert "Soup" not in client.get(there).content.decode()
    assert "You said no" in client.get(path(event)).content.decode()
    assert "Nothing changed" in client.post(path(event), {"answer": "yes"}, follow=True).content.decode()


def test_a_lead_who_changes_it_first_and_publishes_sends_the_keys_too(cast: Cast, event: Event) -> None:
    change = {
        "kind": "meeting",
        "audience": "public",
        "day": DAY.isoformat(),
        "begins": "19:00",
        "ends": "20:30",
        "place": "Ana's kitchen",
        "zip": "90042",
        "address_shown": "rsvp",
        "en-title": "Soup",
        "publish": "1",
    }
    answer = signed_in(cast.lead).post(f"/c/highland-park/events/{event.code}/edit/", change)
    assert answer.status_code == 302
    assert HostLink.objects.get().member == event.host
    assert "is public now" in Delivery.objects.latest("id").body


def test_a_plan_whose_day_is_over_waits_no_more(cast: Cast, event: Event) -> None:
    past = timezone.now() - timedelta(days=1)
    Event.objects.update(starts_at=past - timedelta(hours=2), ends_at=past)
    client = signed_in(cast.lead)
    assert "waits for your yes" not in client.get("/c/highland-park/").content.decode()
    client.post(path(event), {"answer": "yes"})
    event.refresh_from_db()
    assert event.published_at is None


def test_an_event_that_nobody_offered_has_no_such_page(cast: Cast) -> None:
    assert signed_in(cast.lead).get(path(make_event(cast.here))).status_code == 404


def test_someone_known_is_the_same_person(cast: Cast) -> None:
    known = make_member(cast.here, "Ana Duarte Luna", phone="+13235550142", language="es")
    offer()
    assert Event.objects.get().host == known
    assert Member.objects.count() == 1
