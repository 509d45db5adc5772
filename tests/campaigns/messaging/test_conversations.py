"""What happens with a text: answered, done, stopped, or waiting for a person."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from campaigns.messaging import conversations, timeline
from campaigns.models import Conversation, Delivery, Reply, Rsvp, Sender
from chapters.members import consenting
from chapters.models import Member, OptOut
from tests.cast import Cast
from tests.factories import make_call, make_event, make_member, make_role, make_sender, phone
from tests.faults.fixtures import make_delivery

numbers = iter(range(1, 1_000_000))


@pytest.fixture
def sender(cast: Cast) -> Sender:
    cast.here.hotline, cast.here.hotline_name = "888 555 0100", "Rapid Response"
    cast.here.contact_email = "hello@hp.example"
    cast.here.save()
    return make_sender(cast.here)


@pytest.fixture
def member(cast: Cast) -> Member:
    return make_member(cast.here, "Rosa Villa", language="es")


def text(sender: Sender, member: Member | str, body: str, **more: Any) -> Conversation:
    address = member if isinstance(member, str) else member.phone
    reply = conversations.receive(sender=sender, address=address, body=body, sid=f"SM{next(numbers)}", **more)
    assert reply is not None
    return Conversation.objects.get(pk=reply.conversation_id)


def answers() -> list[str]:
    return [one.body for one in Delivery.objects.filter(purpose="answer").order_by("pk")]


def asked(cast: Cast, member: Member, *, event: bool = True) -> Delivery:
    call = make_call(
        cast.here, event=make_event(cast.here) if event else None, state="sending", approved_at=timezone.now()
    )
    return make_delivery(
        cast.here,
        purpose="ask",
        member=member,
        address=member.phone,
        call_to_action=call,
        language="es",
        state="delivered",
        attempts=1,
        attempted_at=timezone.now() - timedelta(minutes=5),
    )


def test_voy_saves_the_seat_and_says_so(cast: Cast, sender: Sender, member: Member) -> None:
    ask = asked(cast, member)
    thread = text(sender, member, "Vamos 3")
    seat = Rsvp.objects.get()
    assert (seat.member, seat.state, seat.party_size, thread.waiting_since) == (member, "going", 3, None)
    answer = Delivery.objects.get(purpose="answer")
    assert (answer.address, answer.language, answer.conversation, answer.queue) == (
        member.phone,
        "es",
        thread,
        "urgent",
    )
    assert Reply.objects.get().delivery == ask


def test_no_voy_gives_it_back(cast: Cast, sender: Sender, member: Member) -> None:
    asked(cast, member)
    text(sender, member, "VOY")
    text(sender, member, "ya no puedo ir")
    assert (Rsvp.objects.get().holds_seat, len(answers())) == (False, 2)


def test_a_question_with_the_yes_waits_too(cast: Cast, sender: Sender, member: Member) -> None:
    asked(cast, member)
    thread = text(sender, member, "Sí, ¿hay cuidado de niños?")
    assert (Rsvp.objects.count(), thread.waiting_since is None) == (1, False)


def test_a_yes_to_nothing_waits(cast: Cast, sender: Sender, member: Member) -> None:
    asked(cast, member, event=False)
    assert text(sender, member, "VOY").waiting_since is not None
    assert answers() == []


@pytest.mark.parametrize("body", ["STOP", "CANCEL", "end"])
def test_twilio_has_confirmed_its_own_words(cast: Cast, sender: Sender, member: Member, body: str) -> None:
    thread = text(sender, member, body)
    assert (OptOut.objects.count(), answers(), thread.waiting_since) == (1, [], None)


@pytest.mark.parametrize("body", ["ALTO", "no más mensajes", "take me off this list"])
def test_other_words_are_confirmed_once(cast: Cast, sender: Sender, member: Member, body: str) -> None:
    text(sender, member, body)
    text(sender, member, body)
    assert len(answers()) == 1
    assert Delivery.objects.get().despite_stop is True
    assert not cast.here.members.reachable_by("text").filter(pk=member.pk).exists()


def test_without_twilios_own_confirmation_we_send_ours(
    cast: Cast, sender: Sender, member: Member, settings: Settings
) -> None:
    settings.TWILIO_SENDS_CONFIRMATION = False
    text(sender, member, "STOP")
    assert len(answers()) == 1
    text(sender, member, "alto", opt_out_type="STOP")
    assert len(answers()) == 1


def test_start_opens_this_chapter_again(cast: Cast, sender: Sender, member: Member) -> None:
    elsewhere = make_member(cast.there, phone=member.phone)
    text(sender, member, "STOP")
    text(sender, member, "quiero recibir mensajes otra vez")
    assert list(Member.objects.reachable_by("text")) == [member]
    assert cast.there.members.opted_out("text").get() == elsewhere
    assert len(answers()) == 1


def test_yes_from_somebody_who_stopped_saves_the_seat_and_sends_nothing(
    cast: Cast, sender: Sender, member: Member
) -> None:
    asked(cast, member)
    consenting.stop("text", member.phone, source="keyword")
    thread = text(sender, member, "YES")
    assert (Rsvp.objects.count(), answers(), thread.waiting_since is None) == (1, [], False)
    assert OptOut.objects.count() == 1


@pytest.mark.parametrize("body", ["HELP", "ayuda", "info"])
def test_help_is_always_answered(cast: Cast, sender: Sender, member: Member, body: str) -> None:
    consenting.stop("text", member.phone, source="keyword")
    text(sender, member, body)
    [answer] = answers()
    assert "Rapid Response 888 555 0100" in answer
    assert "hello@hp.example" in answer


@pytest.mark.parametrize("body", ["ICE is here", "la migra está afuera", "AYUDA están aquí", "help me please"])
def test_an_emergency_is_answered_at_once_and_shown(cast: Cast, sender: Sender, body: str) -> None:
    thread = text(sender, phone(), body)
    [answer] = Delivery.objects.all()
    assert "Rapid Response 888 555 0100" in answer.body
    assert (answer.queue, answer.despite_stop) == ("urgent", True)
    assert (thread.is_emergency, thread.waiting_since is None) == (True, False)


def test_an_emergency_without_a_hotline_is_answered_too(cast: Cast, member: Member) -> None:
    text(make_sender(cast.here), member, "ICE is here")
    assert len(answers()) == 1


@pytest.mark.parametrize(
    "body",
    [
        *("gracias!", "Muchas gracias 🙏", "thank you so much", "ok", "👍", "❤️", "🙏🏽"),
        *("Liked “Vigil tonight. Reply STOP to end.”", "Le gustó «Vigilia hoy. Responda ALTO para salir.»"),
        *("Le encantó “Vigilia hoy.”", "Emphasized “Vigil tonight.”", "👍 to “Vigil tonight. Reply STOP to end.”"),
        *("👍 a «Vigilia hoy. ALTO para salir.»", "Removed a heart from “Vigil tonight.”"),
    ],
)
def test_thanks_close_themselves(cast: Cast, sender: Sender, member: Member, body: str) -> None:
    assert text(sender, member, body).waiting_since is None
    assert (answers(), OptOut.objects.count()) == ([], 0)


def test_thanks_do_not_close_a_question(cast: Cast, sender: Sender, member: Member) -> None:
    first = text(sender, member, "¿A qué hora empieza?")
    second = text(sender, member, "gracias")
    assert second.waiting_since == first.waiting_since
    assert conversations.waiting_count(cast.here) == 1
    assert conversations.waiting_count(cast.there) == 0


@pytest.mark.parametrize("body", ["VOY", "no puedo", "¿a qué hora?", "gracias", "STOP", "👍", "HELP", "ICE is here"])
def test_any_reply_marks_the_message_it_answers_once(cast: Cast, sender: Sender, member: Member, body: str) -> None:
    ask = asked(cast, member)
    text(sender, member, body)
    ask.refresh_from_db()
    first = ask.answered_at
    assert first is not None
    text(sender, member, "hola otra vez")
    ask.refresh_from_db()
    assert ask.answered_at == first


def test_the_same_text_twice_marks_nothing_anew(cast: Cast, sender: Sender, member: Member) -> None:
    elder, ask = asked(cast, member), asked(cast, member)
    text(sender, member, "hola")
    elder.refresh_from_db()
    assert (elder.answered_at, Reply.objects.get().delivery) == (None, ask)


def test_we_must_stop_this_bill_is_no_stop(cast: Cast, sender: Sender, member: Member) -> None:
    assert text(sender, member, "we must STOP this bill").waiting_since is not None
    assert OptOut.objects.count() == 0


def test_a_machine_at_the_other_end_does_not_make_us_talk_for_ever(cast: Cast, sender: Sender, member: Member) -> None:
    for _ in range(9):
        text(sender, member, "HELP")
    assert len(answers()) == 6


def test_what_fails_is_kept_and_waits(
    cast: Cast, sender: Sender, member: Member, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.ASKS = ["campaigns.no_such_module"]
    asked(cast, member)
    assert text(sender, member, "VOY").waiting_since is not None
    assert "could not be done" in caplog.text


def test_a_household_is_the_one_we_wrote_to_last(cast: Cast, sender: Sender, member: Member) -> None:
    make_member(cast.here, "Ana Villa", phone=member.phone)
    asked(cast, member)
    assert text(sender, member, "hola").member == member


def test_a_stranger_becomes_known_when_the_list_has_them(cast: Cast, sender: Sender) -> None:
    number = phone()
    assert text(sender, number, "who is this").member is None
    known = make_member(cast.here, phone=number)
    assert text(sender, number, "hello?").member == known


def test_a_lead_answers_once_and_the_thread_is_closed(cast: Cast, sender: Sender, member: Member) -> None:
    thread = text(sender, member, "¿A qué hora?")
    for _ in range(2):
        thread.answer("A las 7.", by=cast.lead, key="5b0a1d6e")
    [answer] = Delivery.objects.filter(purpose="answer")
    assert (answer.key, answer.written_by, answer.body) == ("reply:5b0a1d6e", cast.lead, "A las 7.")
    thread.refresh_from_db()
    assert (thread.waiting_since, thread.assigned_to) == (None, cast.lead)
    other = make_role(cast.here, "texter")
    thread.assign(other, by=cast.lead)
    assert Conversation.objects.get().assigned_to == other


def test_open_with_finds_the_same_thread(cast: Cast, sender: Sender, member: Member) -> None:
    assert conversations.open_with(member, sender) == text(sender, member, "hola")


def test_the_timeline_tells_both_sides(cast: Cast, sender: Sender, member: Member) -> None:
    asked(cast, member)
    make_delivery(cast.here, member=member, address=member.phone, body="Never left", state="skipped")
    failed: dict[str, Any] = {"state": "undelivered", "reason": "30006", "attempted_at": timezone.now()}
    make_delivery(cast.here, member=member, address=member.phone, **failed)
    text(sender, member, "¿Hay estacionamiento?")
    assert [(entry.kind, entry.words) for entry in timeline.entries(member)] == [
        ("message", "We texted: “Highland Park: the vigil moves to 7 pm.” (did not arrive. This is a landline)"),
        ("message", "We texted: “Come to the vigil” (delivered)"),
        ("reply", "Wrote: “¿Hay estacionamiento?”"),
    ]
