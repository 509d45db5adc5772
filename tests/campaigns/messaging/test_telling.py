"""What leads are told by email: soon, all of them, once, in their own language, and nothing personal."""

from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from threading import Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from campaigns.messaging import calling, outbox, telling, troubles
from campaigns.models import CallToAction, Conversation, LeadNotice, SendGate
from chapters.models import Chapter, Role
from organizing.celery import app
from tests.cast import Cast
from tests.factories import make_call, make_member, make_sender, signed_in
from tests.faults.fixtures import make_asks, make_delivery
from tests.faults.standin import StandIn

pytestmark = pytest.mark.django_db
BOTH = ["marisol@hp.example", "walt@hp.example"]


class Grumpy(EmailBackend):
    """A mail server that takes so many emails, then fails as told."""

    takes = 0
    fails: Any = SMTPServerDisconnected("gone")
    refuses = ""

    def send_messages(self, messages: Any) -> int:
        if messages[0].to == [Grumpy.refuses]:
            raise SMTPRecipientsRefused({Grumpy.refuses: (550, b"no such mailbox")})
        if Grumpy.takes <= 0:
            raise Grumpy.fails
        Grumpy.takes -= 1
        return super().send_messages(messages)


def told() -> list[str]:
    """Who got what since the last time: addresses of one post, sorted."""
    mail.outbox.clear()
    telling.post()
    return sorted(address for letter in mail.outbox for address in letter.to)


def waiting(chapter: Chapter, *, hours: float, **fields: Any) -> Conversation:
    at = timezone.now() - timedelta(hours=hours)
    member = make_member(chapter, "Canary Oculta")
    known = {"sender": chapter.senders.first() or make_sender(chapter), "address_index": member.phone_index}
    return Conversation.objects.create(
        chapter=chapter, member=member, address=member.phone, waiting_since=at, last_reply_at=at, **known, **fields
    )


def at_hour(monkeypatch: pytest.MonkeyPatch, hour: int) -> None:
    now = datetime.now(ZoneInfo("America/Los_Angeles")).replace(hour=hour, minute=30)
    monkeypatch.setattr(timezone, "now", lambda: now)


def test_a_wrong_key_reaches_every_lead_within_a_minute(cast: Cast, standin: StandIn) -> None:
    cast.second_lead.language = "es"
    cast.second_lead.save()
    call, _asks = make_asks(cast.here, 5)
    standin.misbehave(refuse=1, refuse_code=20003)
    outbox.send("bulk")
    assert told() == sorted(BOTH * 2)
    letters = {(letter.to[0], letter.subject): letter.body for letter in mail.outbox}
    number = cast.here.senders.get().address
    english = next(body for (to, subject), body in letters.items() if to == BOTH[0] and "cannot send" in subject)
    assert "The sign-in at Twilio is wrong." in english
    assert "check the Twilio key" in english
    assert "/c/highland-park/setup/senders/" in english
    assert any("no puede enviar" in subject for to, subject in letters if to == BOTH[1])
    paused = letters[BOTH[0], f"Highland Park Neighbors: “{call.title}” is paused"]
    assert f"/c/highland-park/messages/{call.code}/progress/" in paused
    assert number.removeprefix("+1")[:3] in next(subject for _to, subject in letters if "cannot send" in subject)
    assert told() == []
    schedule = app.conf.beat_schedule["tell the leads"]
    assert (schedule["task"], schedule["schedule"] <= 30) == (telling.post.name, True)


def test_nothing_personal_is_in_a_letter(cast: Cast, standin: StandIn) -> None:
    _call, asks = make_asks(cast.here, 2)
    waiting(cast.here, hours=5, is_emergency=True)
    standin.misbehave(refuse=1, refuse_code=20003)
    outbox.send("bulk")
    telling.post()
    said = " ".join(f"{letter.subject} {letter.body}" for letter in mail.outbox)
    assert [
        secret for secret in ("Canary", "Oculta", *(ask.address for ask in asks), asks[0].body) if secret in said
    ] == []


def test_every_pause_by_the_program_is_told_once(cast: Cast) -> None:
    call, _asks = make_asks(cast.here, 1)
    assert troubles.pause(call, "daily_cap")
    assert not troubles.pause(call, "daily_cap")
    assert told() == BOTH
    assert "Go on tomorrow, or raise the limit in the set-up." in mail.outbox[0].body
    CallToAction.objects.update(state="sending")
    troubles.pause(call, "daily_cap")
    assert told() == BOTH


def test_a_pause_by_a_lead_is_not(cast: Cast) -> None:
    call, _asks = make_asks(cast.here, 1)
    calling.pause(call, by=cast.lead)
    assert told() == []


def test_every_yes_is_told_to_all_leads(cast: Cast) -> None:
    make_sender(cast.here)
    make_member(cast.here, "Canary Oculta")
    call = make_call(cast.here, title="Come to the vigil", written_by=cast.organizer)
    calling.ask(call, by=cast.organizer)
    assert told() == []
    calling.approve(call, by=cast.lead, expected=1)
    assert told() == BOTH
    letter = mail.outbox[0]
    assert letter.subject == "Highland Park Neighbors: 1 person gets “Come to the vigil”"
    assert "Marisol Reyes said yes to this message. It goes out " in letter.body
    assert f"/c/highland-park/messages/{call.code}/progress/" in letter.body
    calling.undo(call, by=cast.lead)
    calling.ask(call, by=cast.lead)
    calling.approve(call, by=cast.second_lead, expected=1)
    assert told() == BOTH


def test_only_those_who_lead_today_are_told(cast: Cast) -> None:
    troubles.pause(make_asks(cast.here, 1)[0], "30007")
    Role.objects.filter(user=cast.second_lead).update(expires_at=timezone.now())
    assert told() == BOTH[:1]


def test_a_mail_server_that_fails_loses_nothing_and_tells_nobody_twice(cast: Cast, settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Grumpy"
    troubles.pause(make_asks(cast.here, 1)[0], "30007")
    Grumpy.takes, Grumpy.refuses = 1, ""
    assert told() == BOTH[:1]
    assert LeadNotice.objects.get().told_at is None
    assert told() == []
    Grumpy.takes = 5
    assert told() == BOTH[1:]
    assert LeadNotice.objects.get().told_at
    assert told() == []


@pytest.mark.django_db(transaction=True)
def test_a_second_worker_passes_over_what_the_first_is_posting(cast: Cast) -> None:
    troubles.pause(make_asks(cast.here, 1)[0], "30007")

    def in_thread() -> None:
        try:
            telling.post()
        finally:
            connection.close()

    with transaction.atomic():
        LeadNotice.objects.select_for_update().get()
        second = Thread(target=in_thread)
        second.start()
        second.join(10)
        assert mail.outbox == []
    assert told() == BOTH


def test_one_dead_address_does_not_keep_the_others_waiting(cast: Cast, settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Grumpy"
    troubles.pause(make_asks(cast.here, 1)[0], "30007")
    Grumpy.takes, Grumpy.refuses = 5, BOTH[0]
    assert told() == BOTH[1:]
    assert told() == []


def test_trouble_that_comes_and_goes_is_told_once_an_hour(cast: Cast) -> None:
    delivery = make_delivery(cast.here)
    for _ in range(3):
        troubles.stop_run(delivery, "30034")
        cast.here.senders.update(trouble="")
    assert told() == BOTH


def test_replies_that_wait_are_told_by_day_and_not_too_often(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    at_hour(monkeypatch, 12)
    waiting(cast.here, hours=0.5)
    assert told() == []
    waiting(cast.here, hours=48)
    at_hour(monkeypatch, 7)
    assert told() == []
    at_hour(monkeypatch, 21)
    assert told() == []
    at_hour(monkeypatch, 8)
    assert told() == BOTH
    assert "2 people wait for an answer" in mail.outbox[0].subject
    assert "/c/highland-park/replies/" in mail.outbox[0].body
    at_hour(monkeypatch, 13)
    assert told() == []
    at_hour(monkeypatch, 15)
    assert told() == BOTH


def test_an_emergency_is_told_at_once_at_any_hour(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    at_hour(monkeypatch, 2)
    waiting(cast.here, hours=0.1, is_emergency=True)
    assert told() == BOTH
    assert "1 person wrote about an emergency" in mail.outbox[0].subject
    waiting(cast.here, hours=0, is_emergency=True)
    assert told() == []
    settings.SEND_EMERGENCY_EVERY_SECONDS = 0
    assert told() == BOTH
    assert "2 people wrote about an emergency" in mail.outbox[0].subject
    assert told() == []


def test_a_closed_gate_and_a_stray_text_lead_to_today(cast: Cast) -> None:
    SendGate.objects.update(is_open=False)
    assert telling.tell(cast.here, "gate", key="gate:1")
    assert not telling.tell(cast.here, "gate", key="gate:1")
    telling.tell(cast.here, "stray", key="stray:1", n=2)
    assert told() == sorted(BOTH * 2)
    assert all("/c/highland-park/\n" in letter.body for letter in mail.outbox)


def test_what_is_gone_is_not_told(cast: Cast) -> None:
    telling.tell(cast.here, "paused", key="paused:1", call="gone", reason="30007")
    telling.tell(cast.here, "trouble", key="trouble:1", sender="gone", reason="30007")
    assert told() == []
    assert not LeadNotice.objects.filter(told_at=None).exists()


def test_todays_trouble_is_in_the_readers_language(cast: Cast) -> None:
    make_sender(cast.here, trouble="30034")
    client = signed_in(cast.lead)
    assert "Our number is not registered for group texts yet." in client.get("/c/highland-park/").content.decode()
    spanish = client.get("/c/highland-park/", headers={"Accept-Language": "es"}).content.decode()
    assert "Our number is not registered" not in spanish
