"""The public page of an event and its three-field form."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from campaigns.models import Delivery, Event, Rsvp
from chapters.members import consenting
from chapters.models import Member
from chapters.traps import FROM_ONE_SOURCE, signer
from tests.cast import Cast
from tests.factories import make_campaign, make_email_sender, make_event, make_member, make_sender, signed_in

pytestmark = pytest.mark.django_db


def stamp(seconds: float = 30) -> str:
    """What the form of a page holds that was opened so long ago."""
    at = int(timezone.now().timestamp() - seconds)
    value = f"1:{signing.b62_encode(at)}"
    return f"{value}:{signer.signature(value)}"


def filled(**fields: Any) -> dict[str, Any]:
    return {
        "name": "Lupe Canario",
        "phone": "323 555 0142",
        "party_size": "2",
        "website": "",
        "shown": stamp(),
    } | fields


def post(event: Event, client: Client | None = None, *, query: str = "", **fields: Any) -> Any:
    return (client or Client()).post(f"/e/{event.code}/{query}", filled(**fields))


def test_the_page_says_what_when_where_and_asks_three_things(cast: Cast) -> None:
    campaign = make_campaign(cast.here)
    event = make_event(cast.here, campaign=campaign, has_childcare=True, interpretation=["en", "es"])
    page = Client().get(f"/e/{event.code}/").content.decode()
    for words in ("Candlelight vigil", "York Boulevard", "Free childcare", "In English and Spanish", str(campaign)):
        assert words in page
    assert [f'name="{name}"' in page for name in ("name", "phone", "party_size", "zip", "email")] == [True] * 3 + [
        False
    ] * 2


def test_a_seat_is_saved_without_an_account(cast: Cast) -> None:
    make_sender(cast.here)
    event = make_event(cast.here)
    answer = post(event)
    rsvp = Rsvp.objects.get()
    assert answer.status_code == 302
    assert answer["Location"].startswith("/r/")
    assert (rsvp.member.name, rsvp.member.phone, rsvp.party_size) == ("Lupe Canario", "+13235550142", 2)
    assert (rsvp.state, rsvp.source, rsvp.channel, rsvp.language) == ("going", "page", "text", "en")
    page = Client().get(answer["Location"]).content.decode()
    assert "Thank you, Lupe" in page
    assert rsvp.secret not in page


def test_we_text_now_and_the_day_before_as_the_form_says(cast: Cast) -> None:
    make_sender(cast.here)
    event = make_event(cast.here, days=7)
    assert "now, the day before, and if plans change" in Client().get(f"/e/{event.code}/").content.decode()
    post(event)
    rsvp = Rsvp.objects.get()
    now, reminder = Delivery.objects.order_by("id")
    assert (now.purpose, now.address, now.queue) == ("confirm", "+13235550142", "urgent")
    assert f"http://localhost:8000/r/{rsvp.secret}/" in now.body
    assert now.body.startswith("Highland Park Neighbors: Thank you, Lupe. You have 2 seats. Candlelight vigil, ")
    local = reminder.not_before.astimezone(event.zone)
    assert (reminder.purpose, local.hour) == ("reminder", 17)
    assert local.date() == event.starts_at.astimezone(event.zone).date() - timedelta(days=1)
    assert reminder.expires_at <= event.starts_at


def test_a_late_seat_gets_no_reminder_and_the_form_does_not_promise_one(cast: Cast) -> None:
    make_sender(cast.here)
    event = make_event(cast.here, days=0.1)
    assert (
        "We text about this event only: now, and if plans change." in Client().get(f"/e/{event.code}/").content.decode()
    )
    post(event)
    assert [row.purpose for row in Delivery.objects.all()] == ["confirm"]


def test_nothing_is_promised_while_there_is_nothing_to_send_from(cast: Cast) -> None:
    page = Client().get(f"/e/{make_event(cast.here).code}/").content.decode()
    assert "Only the people who hold this event see it." in page
    assert "We text" not in page


def test_in_spanish_the_page_the_form_and_the_text_are_spanish(cast: Cast) -> None:
    make_sender(cast.here)
    event = make_event(cast.here)
    page = Client().get(f"/e/{event.code}/?lang=es").content.decode()
    assert "Vigilia con velas" in page
    assert "Candlelight vigil" not in page
    client = Client()
    client.cookies["language"] = "es"
    post(event, client)
    rsvp = Rsvp.objects.get()
    assert (rsvp.language, rsvp.member.language) == ("es", "es")
    assert "Vigilia con velas" in Delivery.objects.get(purpose="confirm").body


def test_words_missing_in_a_language_fall_back_and_are_marked(cast: Cast) -> None:
    event = make_event(cast.here)
    event.texts.filter(language="es").delete()
    page = Client().get(f"/e/{event.code}/?lang=es").content.decode()
    assert '<span lang="en">Candlelight vigil</span>' in page


def test_email_instead(cast: Cast) -> None:
    make_sender(cast.here)
    make_email_sender(cast.here)
    event = make_event(cast.here)
    page = Client().get(f"/e/{event.code}/?by=email").content.decode()
    assert "We email about this event only" in page
    post(event, query="?by=email", email="Lupe@Example.org")
    rsvp = Rsvp.objects.get()
    assert (rsvp.channel, rsvp.member.email) == ("email", "lupe@example.org")
    assert {row.channel for row in Delivery.objects.all()} == {"email"}


def test_the_same_person_again_is_updated_and_texted_once_for_the_same_answer(cast: Cast) -> None:
    make_sender(cast.here)
    event = make_event(cast.here)
    for name, party in (("Lupe Canario", 2), ("lupe", 2), ("Lupe C.", 5)):
        assert post(event, name=name, party_size=party).status_code == 302
    assert (Member.objects.count(), Rsvp.objects.get().party_size) == (1, 5)
    assert Delivery.objects.filter(purpose="confirm").count() == 2
    assert Delivery.objects.filter(purpose="reminder").count() == 1


def test_a_household_shares_a_phone_and_stays_two_people(cast: Cast) -> None:
    event = make_event(cast.here)
    post(event, name="Lupe Canario")
    post(event, name="Raúl Canario")
    event.refresh_from_db()
    assert (event.rsvps.count(), event.seats_taken) == (2, 4)


def test_nobody_learns_that_a_neighbor_is_coming_by_typing_their_name(cast: Cast) -> None:
    event = make_event(cast.here)
    post(event)
    Rsvp.objects.update(children=3, needs_ride=True)
    Member.objects.update(zip="90065")
    again = post(event)
    pages = [Client().get(url).content.decode() for url in (again["Location"], post(event, name="Ana")["Location"])]
    secret = Rsvp.objects.get(member__name="Lupe Canario").secret
    for page in pages:
        assert secret not in page
        assert "90065" not in page
        assert '<option value="3" selected>' not in page
        assert "checked" not in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"phone": "323 555 01"}, "This number is 2 digits short."),
        ({"phone": ""}, "Please fill this in."),
        ({"name": "  "}, "Please fill this in."),
        ({"name": "..."}, "Please write a name we can call you by."),
        ({"party_size": "500"}, "Choose a number from the list."),
        ({"party_size": "0"}, "Choose a number from the list."),
        ({"website": "http://spam.example"}, "Please leave the hidden field empty"),
        ({"shown": "1:abc:forged"}, "We could not check this page."),
        ({"shown": ""}, "We could not check this page."),
        ({"shown": stamp(100_000)}, "This page was open for a long time."),
        ({"shown": stamp(-600)}, "That was very fast."),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(cast: Cast, fields: dict[str, Any], words: str) -> None:
    event = make_event(cast.here)
    answer = post(event, **({"name": "Lupe <Canario>"} | fields))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "name" in fields or "Lupe &lt;Canario&gt;" in page
    assert (Rsvp.objects.count(), Member.objects.count()) == (0, 0)


def test_a_flood_from_one_source_is_slowed_down(cast: Cast) -> None:
    event = make_event(cast.here)
    client = Client(REMOTE_ADDR="203.0.113.9")
    for _n in range(FROM_ONE_SOURCE):
        client.post(f"/e/{event.code}/", {})
    answer = post(event, client)
    assert answer.status_code == 429
    assert "Lupe Canario" in answer.content.decode()
    assert Rsvp.objects.count() == 0
    assert post(event).status_code == 302


def test_one_number_is_not_flooded_with_confirmations(cast: Cast) -> None:
    make_sender(cast.here)
    event = make_event(cast.here)
    for party in range(1, 11):
        post(event, party_size=party)
    assert Delivery.objects.filter(purpose="confirm").count() == 5
    assert Rsvp.objects.get().party_size == 10


@pytest.mark.parametrize(
    ("taken", "kind", "shown"), [(19, "vigil", ""), (47, "vigil", "40+"), (47, "know_your_rights", "")]
)
def test_public_counts_are_rounded_and_hidden(cast: Cast, taken: int, kind: str, shown: str) -> None:
    event = make_event(cast.here, kind=kind)
    Event.objects.filter(pk=event.pk).update(seats_taken=taken)
    page = Client().get(f"/e/{event.code}/").content.decode()
    assert ("neighbors are coming" in page) is bool(shown)
    assert shown in page
    assert f">{taken}" not in page


def test_the_street_is_only_for_those_with_a_seat_when_the_lead_says_so(cast: Cast) -> None:
    event = make_event(
        cast.here, address="5601 Figueroa St", address_shown="rsvp", online_url="https://meet.example/abc"
    )
    calendar = Client().get(f"/e/{event.code}/event.ics").content.decode()
    for page in (Client().get(f"/e/{event.code}/").content.decode(), calendar):
        assert "5601 Figueroa" not in page
        assert "meet.example" not in page
    seat = Client().get(post(event)["Location"]).content.decode()
    assert "5601 Figueroa St" in seat
    assert "meet.example" in seat


@pytest.mark.parametrize("fields", [{"audience": "members"}, {"audience": "invited"}, {"published_at": None}])
def test_a_hidden_event_is_not_there_for_strangers(cast: Cast, fields: dict[str, Any]) -> None:
    event = make_event(cast.here, **fields)
    nothing = Client().get("/e/2222222222/")
    for client in (Client(), signed_in(cast.stranger), signed_in(cast.nobody)):
        answer = client.get(f"/e/{event.code}/")
        assert answer.status_code == 404
        assert "Candlelight" not in answer.content.decode()
    assert len(Client().get(f"/e/{event.code}/").content) == len(nothing.content)
    assert post(event).status_code == 404
    assert Client().get(f"/e/{event.code}/event.ics").status_code == 404
    assert signed_in(cast.volunteer).get(f"/e/{event.code}/").status_code == 200


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"cancelled_at": timezone.now()}, "This event is called off. Please do not come."),
        ({"days": -2}, "This event is over"),
    ],
)
def test_a_closed_event_says_so_and_takes_nobody(cast: Cast, fields: dict[str, Any], words: str) -> None:
    event = make_event(cast.here, **fields)
    page = Client().get(f"/e/{event.code}/").content.decode()
    assert words in page
    assert "<form" not in page.split("<main")[1]
    post(event)
    assert Rsvp.objects.count() == 0


def test_a_full_event_offers_the_waiting_list(cast: Cast) -> None:
    make_sender(cast.here)
    event = make_event(cast.here, capacity=1)
    post(event, party_size=1, name="Ana", phone="323 555 0190")
    assert "Join the waiting list" in Client().get(f"/e/{event.code}/").content.decode()
    too_many = post(event)
    assert (too_many.status_code, "There is 1 seat in all." in too_many.content.decode()) == (422, True)
    seat = Client().get(post(event, party_size="1")["Location"]).content.decode()
    assert "You are on the waiting list" in seat
    assert "are taken. You are on the waiting list" in Delivery.objects.latest("id").body


def test_someone_who_said_stop_gets_a_seat_and_no_text(cast: Cast) -> None:
    make_sender(cast.here)
    event = make_event(cast.here)
    make_member(cast.here, phone="+13235550142")
    consenting.stop("text", "+13235550142", source="keyword")
    assert post(event).status_code == 302
    assert Rsvp.objects.get().state == "going"
    assert Delivery.objects.count() == 0


def test_the_page_takes_as_many_queries_for_one_seat_as_for_many(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    event = make_event(cast.here)
    for n in range(30):
        event.rsvps.create(chapter=cast.here, member=make_member(cast.here, f"P{n}"), state="going", source="page")
    with django_assert_max_num_queries(5):
        Client().get(f"/e/{event.code}/")


@pytest.mark.parametrize("party", ["0", "-1", "500", "two", ""])
def test_a_party_that_cannot_be_is_refused_and_nothing_is_lost(cast: Cast, party: str) -> None:
    event = make_event(cast.here)
    answer = post(event, party_size=party)
    page = answer.content.decode()
    assert (answer.status_code, 'value="Lupe Canario"' in page, "323 555 0142" in page) == (422, True, True)
    assert ("Choose a number from the list." in page) or ("Please fill this in." in page)
    assert not event.rsvps.exists()


def test_who_gets_the_street_is_said_before(cast: Cast) -> None:
    private: dict[str, Any] = {
        "address": "77 Hidden Lane",
        "online_url": "https://meet.example/x",
        "address_shown": "approved",
    }
    page = Client().get(f"/e/{make_event(cast.here, asks_approval=True, **private).code}/").content.decode()
    assert "You get the street once we said yes" in page
    assert "Ask for a seat" in page
    assert ("77 Hidden Lane" in page, "meet.example" in page) == (False, False)


def test_a_page_where_each_person_needs_a_yes_is_not_open_to_all(cast: Cast) -> None:
    event = make_event(cast.here, asks_approval=True)
    page = Client().get(f"/e/{event.code}/").content.decode()
    assert ("Free. Each person needs our yes first." in page, "open to all" in page) == (True, False)
