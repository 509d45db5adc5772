"""An answer by text does the thing and says so in the person's language."""

from typing import Any

import pytest

from campaigns.events import seats, words
from campaigns.messaging import asks as all_asks
from campaigns.messaging import merging
from campaigns.messaging.counting import segments
from campaigns.models import CallToAction, Delivery, Event, Rsvp
from tests.campaigns.test_tap import make_delivery
from tests.cast import Cast
from tests.factories import make_call, make_event, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(cast: Cast) -> Event:
    return make_event(cast.here, capacity=6)


@pytest.fixture
def delivery(cast: Cast, event: Event) -> Delivery:
    return make_delivery(cast.here, make_member(cast.here), make_call(cast.here, event=event))


def answer(delivery: Delivery, party_size: int | None = None, *, coming: bool = True) -> str | None:
    return all_asks.answer(delivery, coming=coming, party_size=party_size)


def seat() -> tuple[str, int, str]:
    rsvp = Rsvp.objects.get()
    return rsvp.state, rsvp.party_size, rsvp.source


def test_in_saves_a_seat_and_the_answer_names_event_time_and_place(delivery: Delivery) -> None:
    words = answer(delivery)
    rsvp = Rsvp.objects.get()
    assert seat() == ("going", 1, "text")
    assert rsvp.call_to_action == delivery.call_to_action
    assert words is not None
    assert words.startswith("Highland Park Neighbors: Thank you, Lupe. You have 1 seat. Candlelight vigil, ")
    assert words.endswith(f"York Boulevard. Change or cancel: http://localhost:8000/r/{rsvp.secret}/")
    assert Delivery.objects.filter(purpose="confirm").count() == 0
    assert Delivery.objects.filter(purpose="reminder").count() == 1


def test_vamos_3_in_spanish(delivery: Delivery) -> None:
    delivery.language = "es"
    words = answer(delivery, 3)
    assert seat() == ("going", 3, "text")
    assert words is not None
    assert "Gracias, Lupe" in words
    assert "Vigilia con velas" in words


def test_yes_again_keeps_the_party(delivery: Delivery) -> None:
    answer(delivery, 4)
    answer(delivery)
    assert seat()[:2] == ("going", 4)


def test_no_gives_the_seat_back(delivery: Delivery, event: Event) -> None:
    answer(delivery, 2)
    words = answer(delivery, coming=False)
    event.refresh_from_db()
    assert (seat()[0], event.seats_taken) == ("declined", 0)
    assert words is not None
    assert "Thanks for telling us." in words


@pytest.mark.parametrize(
    ("party", "fields", "words"),
    [
        (30, {}, "There are only 6 seats at Candlelight vigil."),
        (1, {"is_off": True}, "was called off."),
        (1, {"is_over": True}, "is over."),
    ],
)
def test_what_cannot_be_saved_is_said(
    delivery: Delivery, event: Event, party: int, fields: dict[str, bool], words: str
) -> None:
    if "is_off" in fields:
        Event.objects.update(cancelled_at=event.created_at)
    if "is_over" in fields:
        Event.objects.update(starts_at=event.created_at.replace(year=2017), ends_at=event.created_at)
    said = answer(delivery, party)
    assert said is not None
    assert words in said
    assert Rsvp.objects.holding_a_seat().count() == 0


def test_more_than_is_left_keeps_what_is_held(delivery: Delivery) -> None:
    answer(delivery, 2)
    make_other = make_member(delivery.chapter, "Omar")
    seats.save(Rsvp.objects.get().event, member=make_other, party_size=2, source="page")
    said = answer(delivery, 5)
    assert said is not None
    assert "Only 2 more seats are left" in said
    assert "There are only 6 seats" in (answer(delivery, 9) or "")
    assert Rsvp.objects.get(member=delivery.member).party_size == 2


def test_a_message_about_something_else_is_not_ours(cast: Cast) -> None:
    delivery = make_delivery(cast.here, make_member(cast.here))
    assert (answer(delivery), all_asks.target(delivery)) == (None, None)


def test_the_link_leads_to_the_event(delivery: Delivery, event: Event) -> None:
    assert all_asks.target(delivery) == f"/e/{event.code}/"


def test_merge_fields_have_names_in_both_languages(cast: Cast, event: Event) -> None:
    event.address, event.address_shown = "5601 Figueroa St", "rsvp"
    call, lupe = make_call(cast.here, event=event), make_member(cast.here)

    def render(body: str, call: CallToAction, language: str) -> str:
        return merging.render(body, call=call, member=lupe, language=language, link="")

    assert render("{event}: {when}, {place}", call, "en").endswith("m, York Boulevard")
    assert render("{event}", call, "en") == "Candlelight vigil"
    assert render("{evento}, {lugar}", call, "es") == "Vigilia con velas, York Boulevard"
    assert render("{evento}{cuando}{lugar}", make_call(cast.here), "es") == ""


@pytest.mark.parametrize("language", ["en", "es"])
def test_our_own_words_fit_the_phone_alphabet(cast: Cast, language: str, event: Event) -> None:

    rsvp = seats.save(event, member=make_member(cast.here), source="page", language=language)
    notes: list[Any] = [words.confirmation, words.day_before, words.changed, words.called_off, words.seat_opened]
    # The names of days and months are the language's own: sábado costs what it costs.
    costly = {letter for note in notes for letter in segments(note(rsvp).body).costly_letters} - set("áí")
    assert costly == set()
    assert segments(words.no(event, language)).costly_letters == ()
