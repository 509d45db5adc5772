"""Twilio's copies go 72 hours after the end, at a pace, and later when Twilio does not answer."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from campaigns.messaging import forgetting, outbox, twilio
from campaigns.models import Conversation, Delivery, Reply
from tests.cast import Cast
from tests.factories import make_email_sender, make_sender, phone
from tests.faults.fixtures import forget_client, make_delivery
from tests.faults.standin import StandIn
from tests.production import example

pytestmark = pytest.mark.django_db
State = Delivery.State
LONG = timedelta(hours=72, minutes=1)
SHORT = timedelta(hours=71, minutes=59)


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "APART", 0)


def sent(cast: Cast, *, ago: timedelta = LONG, **fields: Any) -> Delivery:
    """A text that is at the stand-in, and that ended some time ago."""
    row = make_delivery(cast.here)
    outbox.send("default")
    at = timezone.now() - ago
    facts = {"state": State.DELIVERED, "attempted_at": at, "accepted_at": at, "final_at": at} | fields
    Delivery.objects.filter(pk=row.pk).update(**facts)
    row.refresh_from_db()
    return row


def make_reply(cast: Cast, sid: str, *, ago: timedelta) -> Reply:
    sender = cast.here.senders.first() or make_sender(cast.here)
    number = phone()
    thread = Conversation.objects.create(chapter=cast.here, sender=sender, address=number, address_index=number)
    at = timezone.now() - ago
    return Reply.objects.create(chapter=cast.here, conversation=thread, sid=sid, kind="words", received_at=at)


def left(standin: StandIn) -> set[str]:
    return {text["sid"] for text in standin.sent()}


def stamped(*rows: Delivery | Reply) -> list[bool]:
    for row in rows:
        row.refresh_from_db()
    return [row.forgotten_at is not None for row in rows]


def test_only_what_ended_72_hours_ago_is_deleted(cast: Cast, standin: StandIn) -> None:
    old, young = sent(cast), sent(cast, ago=SHORT)
    late_end = sent(cast, final_at=timezone.now() - SHORT)
    forgetting.forget()
    assert left(standin) == {young.sid, late_end.sid}
    assert stamped(old, young, late_end) == [True, False, False]
    forgetting.forget()
    assert standin.calls("DELETE") == 1


@pytest.mark.parametrize(
    ("state", "goes"),
    [
        ("sent", True),
        ("accepted", True),
        ("failed", True),
        ("undelivered", True),
        ("parked", False),
        ("unknown", False),
    ],
)
def test_it_is_over_or_never_got_a_last_word(cast: Cast, standin: StandIn, state: str, goes: bool) -> None:  # noqa: FBT001
    row = sent(cast, state=state, final_at=None)
    forgetting.forget()
    assert stamped(row) == [goes]
    assert left(standin) == (set() if goes else {row.sid})


def test_one_that_is_gone_already_counts_as_done(cast: Cast, standin: StandIn) -> None:
    row = sent(cast, sid="SM" + "0" * 32)
    forgetting.forget()
    assert stamped(row) == [True]


def test_emails_and_texts_that_never_left_are_no_business_of_twilio(cast: Cast, standin: StandIn) -> None:
    sent(cast, sid="")
    make_delivery(
        cast.here, channel="email", address="a@b.example", sender=make_email_sender(cast.here), sid="x",
        state="sent", attempted_at=timezone.now() - LONG,
    )  # fmt: skip
    forgetting.forget()
    assert standin.calls("DELETE") == 0


def test_what_people_wrote_to_us_goes_too(cast: Cast, standin: StandIn) -> None:
    old, young = make_reply(cast, "SM1", ago=LONG), make_reply(cast, "SM2", ago=SHORT)
    forgetting.forget()
    assert stamped(old, young) == [True, False]
    assert standin.calls("DELETE") == 1


def test_twilio_that_does_not_answer_is_asked_later(cast: Cast, standin: StandIn, settings: Settings) -> None:
    rows = [sent(cast), sent(cast)]
    for fault in ({"TWILIO_API_BASE": "http://127.0.0.1:1"}, {"TWILIO_AUTH_TOKENS": ["a key that may not"]}):
        kept = {name: getattr(settings, name) for name in fault}
        for name, value in fault.items():
            setattr(settings, name, value)
        forget_client()
        forgetting.forget()
        assert stamped(*rows) == [False, False]
        for name, value in kept.items():
            setattr(settings, name, value)
    forget_client()
    assert standin.calls("DELETE") == 1
    forgetting.forget()
    assert (stamped(*rows), left(standin)) == ([True, True], set())


def test_one_that_twilio_cannot_delete_yet_holds_nobody_up(
    cast: Cast, standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck, other = sent(cast, ago=LONG * 2), sent(cast)
    reply = make_reply(cast, "SM1", ago=LONG)
    real, asked = twilio.delete, []

    def delete(sid: str) -> bool:
        asked.append(sid)
        return sid != stuck.sid and real(sid)

    monkeypatch.setattr(twilio, "delete", delete)
    forgetting.forget()
    forgetting.forget()
    assert stamped(stuck, other, reply) == [False, True, True]
    assert asked.count(stuck.sid) == 1
    Delivery.objects.filter(pk=stuck.pk).update(looked_at=timezone.now() - timedelta(hours=25))
    forgetting.forget()
    assert asked.count(stuck.sid) == 2


def test_a_round_is_small_and_neither_kind_waits(cast: Cast, standin: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "BATCH", 4)
    rows = [sent(cast, ago=LONG + timedelta(minutes=number)) for number in range(3)]
    replies = [make_reply(cast, f"SM{number}", ago=LONG + timedelta(minutes=number)) for number in range(3)]
    forgetting.forget()
    assert stamped(*rows) == stamped(*replies) == [False, True, True]


def test_it_keeps_a_pace(cast: Cast, standin: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(forgetting, "APART", 0.2)
    monkeypatch.setattr("time.sleep", waits.append)
    for number in range(3):
        make_reply(cast, f"SM{number}", ago=LONG)
    forgetting.forget()
    assert waits == [0.2, 0.2]


def test_evidence_is_not_deleted_before_its_time() -> None:
    import os
    import subprocess
    import sys

    env = os.environ | example() | {"SEND_FORGET_AFTER_SECONDS": "100"}
    code = "from django.conf import settings; settings.DEBUG"
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert "SEND_FORGET_AFTER_SECONDS deletes evidence" in done.stderr


def test_under_a_legal_hold_twilio_keeps_its_copies_too(cast: Cast, standin: StandIn, settings: Settings) -> None:
    row = sent(cast)
    settings.LEGAL_HOLD = date(2027, 3, 1)
    forgetting.forget()
    assert stamped(row) == [False]
    settings.LEGAL_HOLD = None
    forgetting.forget()
    assert stamped(row) == [True]
