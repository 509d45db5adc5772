"""After a restored backup: what Twilio has is marked as sent, what was lost written down; emails wait for a person."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from campaigns.messaging import gate, outbox, reconciling
from campaigns.models import CallToAction, Conversation, Delivery, LeadNotice, SendGate, Stray
from chapters.encryption import blind_index
from chapters.models import AuditEntry
from tests.cast import Cast
from tests.factories import make_email_sender, make_member, make_sender, phone, signed_in
from tests.faults.fixtures import make_asks, make_delivery, take_number
from tests.faults.listed import Listed
from tests.faults.standin import StandIn


@pytest.fixture
def shut(cast: Cast, own_mirror: Path) -> Cast:
    """A restored backup, noticed."""
    gate.mirror(gate.counter() + 50)
    assert gate.is_shut()
    return cast


def reconcile(capsys: pytest.CaptureFixture[str], *argv: str) -> dict[str, int]:
    """What the command printed: words -> number."""
    call_command("reconcile", *argv)
    lines = capsys.readouterr().out.splitlines()
    return {line[:54].strip(): int(line[54:]) for line in lines if line.startswith("  ")}


def rows() -> list[dict[str, Any]]:
    return [dict(row) for row in Delivery.objects.order_by("pk").values()]


def counts(listed: int, known: int, adopted: int, found: int, parked: int) -> dict[str, int]:
    return {
        "texts from our numbers in the list": listed,
        "known here already": known,
        "found, and marked as sent": adopted,
        "written down, because the message itself was lost": found,
        "emails that nobody can prove, left to a person": parked,
    }


# --- A real snapshot --------------------------------------------------------------------------------------------


@contextmanager
def the_server() -> Iterator[Any]:
    """Outside of the test's own database, which nobody may be connected to meanwhile."""
    connection.close()
    elsewhere = urlsplit(os.environ["DATABASE_URL"])._replace(path="/postgres").geturl()
    with closing(psycopg2.connect(elsewhere)) as server:
        server.autocommit = True
        yield server.cursor()


def copy(source: str, target: str) -> None:
    with the_server() as server:
        server.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


@contextmanager
def snapshot() -> Iterator[Any]:
    """Yields a function that restores it."""
    name = str(connection.settings_dict["NAME"])
    copy(name, f"{name}_snapshot")
    try:
        yield lambda: copy(f"{name}_snapshot", name)
    finally:
        with the_server() as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}_snapshot" WITH (FORCE)')


def send(queue: str) -> None:
    take_number()
    outbox.send(queue)


@pytest.mark.django_db(transaction=True)
def test_a_restored_snapshot_sends_nothing_twice(
    cast: Cast, own_mirror: Path, standin: StandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    call, asks = make_asks(cast.here, 5)
    CallToAction.objects.update(state="paused")
    make_delivery(cast.here)
    send("default")
    with snapshot() as restore:
        CallToAction.objects.update(state="sending")
        send("bulk")
        lost = make_delivery(cast.here, body="Approved after the backup was made.")
        send("default")
        before = standin.times_each()
        assert len(before) == 7
        restore()
    CallToAction.objects.update(state="sending")
    assert (Delivery.objects.count(), call.deliveries.filter(state="queued").count()) == (6, 5)
    assert gate.is_shut()
    outbox.pump()
    outbox.send("bulk")
    assert (standin.times_each(), SendGate.objects.get().reason) == (before, "rollback")
    assert sorted(LeadNotice.objects.values_list("chapter", flat=True)) == sorted([cast.here.pk, cast.there.pk])
    assert reconcile(capsys) == counts(listed=7, known=1, adopted=5, found=1, parked=0)
    assert Delivery.objects.get(address_index=lost.address_index).body == lost.body
    once = rows()
    assert reconcile(capsys) == counts(listed=7, known=7, adopted=0, found=0, parked=0)
    assert rows() == once
    call_command("gate", "open", "--by", "staff@example.org")
    new = make_delivery(cast.here)
    outbox.pump()
    for queue in ("bulk", "default"):
        outbox.send(queue)
    assert standin.times_each() == before | {new.address: 1}
    call.refresh_from_db()
    assert (call.state, call.deliveries.exclude(sid="").count()) == ("done", 5)
    assert {ask.pk for ask in asks} == set(call.deliveries.values_list("pk", flat=True))


# --- What is found ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "state", ["queued", "claimed", "sending", "unknown", "parked", "expired", "cancelled", "skipped"]
)
def test_whatever_state_the_copy_has_it_in_it_is_marked_as_sent(
    shut: Cast, listed: Listed, capsys: pytest.CaptureFixture[str], state: str
) -> None:
    token = "00000000-0000-0000-0000-000000000007"
    delivery = make_delivery(shut.here, state=state, reason="too_late", token=token)
    message = listed.has(delivery, minutes=0)
    assert reconcile(capsys)["found, and marked as sent"] == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.sid, delivery.attempts, delivery.reason) == ("delivered", message.sid, 1, "")
    assert (delivery.token, delivery.attempted_at == delivery.accepted_at) == (None, True)


@pytest.mark.parametrize(
    "other",
    [
        {"body": "Other words"},
        {"address": "+13235559876"},
        {"created_at": timezone.now() + timedelta(minutes=30)},
        {"sid": "SM0"},
        {"state": "delivered"},
        {"channel": "email"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_what_differs_is_not_taken_for_it(
    shut: Cast, listed: Listed, capsys: pytest.CaptureFixture[str], other: dict[str, Any]
) -> None:
    delivery = make_delivery(shut.here)
    listed.has(delivery, minutes=0)
    at = other.get("created_at", delivery.created_at)
    Delivery.objects.filter(pk=delivery.pk).update(**{"created_at": at} | other)
    if "address" in other:
        Delivery.objects.update(address_index=blind_index("phone", other["address"]))
    assert reconcile(capsys) == counts(listed=1, known=0, adopted=0, found=1, parked=0)


def test_the_words_count_and_not_the_personal_link(
    shut: Cast, listed: Listed, capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    body = f"Will you come? {settings.PUBLIC_URL}/t/%s/ Reply IN."
    delivery = make_delivery(shut.here, body=body % "bbbbbb22", link_code="bbbbbb22")
    listed.add(delivery.sender, delivery.address, f"{body % 'cccccc33'}  ", minutes=0)
    assert reconcile(capsys)["found, and marked as sent"] == 1
    delivery.refresh_from_db()
    assert delivery.link_code == "cccccc33"  # the link in their text leads somewhere


def test_each_text_is_one_delivery(shut: Cast, listed: Listed, capsys: pytest.CaptureFixture[str]) -> None:
    first = make_delivery(shut.here)
    second = make_delivery(shut.here, address=first.address, attempts=1, attempted_at=timezone.now())
    listed.has(first, minutes=0)
    reconcile(capsys)
    assert list(Delivery.objects.order_by("pk").values_list("state", flat=True)) == ["queued", "delivered"]
    assert Delivery.objects.get(pk=second.pk).sid


def test_what_was_known_moves_up(shut: Cast, listed: Listed, capsys: pytest.CaptureFixture[str]) -> None:
    member = make_member(shut.here)
    delivery = make_delivery(shut.here, state="accepted", attempts=1, attempted_at=timezone.now(), address=member.phone)
    message = listed.has(delivery, minutes=0, status="undelivered", error_code=30005)
    Delivery.objects.update(sid=message.sid)
    assert reconcile(capsys)["known here already"] == 1
    delivery.refresh_from_db()
    member.refresh_from_db()
    assert (delivery.state, delivery.reason, bool(member.phone_trouble)) == ("undelivered", "30005", True)


def test_a_lost_text_is_on_the_persons_page_and_spends_the_budget(
    shut: Cast, listed: Listed, standin: StandIn, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.TWILIO_API_BASE = listed.url
    sender, member = make_sender(shut.here), make_member(shut.here, language="es")
    thread = Conversation.objects.create(
        chapter=shut.here,
        sender=sender,
        member=member,
        address=member.phone,
        address_index=member.phone_index,
    )
    listed.add(sender, member.phone, "¿Viene el jueves?", minutes=120)
    assert reconcile(capsys)["written down, because the message itself was lost"] == 1
    found = Delivery.objects.get()
    assert (found.key, found.purpose, found.state) == (f"found:{found.sid}", "ask", "delivered")
    assert (found.member, found.conversation, found.language, found.attempts) == (member, thread, "es", 1)
    page = signed_in(shut.lead).get(f"/c/highland-park/people/{member.code}/").content.decode()
    assert "¿Viene el jueves?" in page
    settings.TWILIO_API_BASE = standin.url
    call_command("gate", "open", "--by", "staff@example.org")
    _call, [ask] = make_asks(shut.here, 1, address=member.phone, sender=sender)
    outbox.send("bulk")
    ask.refresh_from_db()
    assert (ask.state, ask.reason, standin.sent()) == ("skipped", "asked_lately", [])


def test_only_what_left_our_numbers_by_program_counts(
    shut: Cast, listed: Listed, capsys: pytest.CaptureFixture[str]
) -> None:
    ours, service = make_sender(shut.here), make_sender(shut.there, messaging_service_sid="MG1")
    other = make_sender(shut.here)
    other.address = phone()  # not ours any more
    for sender in (ours, other):
        listed.add(sender, "+13235550142", "From a number", minutes=9)
    listed.add(ours, "+13235550142", "You are unsubscribed.", direction="outbound-reply", minutes=8)
    listed.add(ours, ours.address, "ALTO", sender="+13235550142", direction="inbound", minutes=7)
    listed.add(service, "+13235550142", "From the service", sender="", service="MG1", minutes=6)
    assert reconcile(capsys)["written down, because the message itself was lost"] == 2
    assert sorted(Delivery.objects.values_list("sender", flat=True)) == sorted([ours.pk, service.pk])


def test_a_text_known_to_be_a_stray_is_not_taken_for_ours(
    shut: Cast, listed: Listed, capsys: pytest.CaptureFixture[str]
) -> None:
    sender = make_sender(shut.here)
    message = listed.add(sender, "+13235550142", "Somebody had our key", minutes=9)
    Stray.objects.create(chapter=shut.here, sender=sender, sid=message.sid, sent_at=timezone.now())
    assert reconcile(capsys) == counts(listed=1, known=1, adopted=0, found=0, parked=0)
    assert rows() == []


def test_a_long_list_is_read_to_the_end(shut: Cast, listed: Listed, capsys: pytest.CaptureFixture[str]) -> None:
    sender = make_sender(shut.here)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("campaigns.messaging.twilio.PAGE_SIZE", 2)
        for number in range(7, 0, -1):
            listed.add(sender, "+13235550142", f"Text {number}", minutes=number)
        assert reconcile(capsys)["texts from our numbers in the list"] == 7


def test_how_far_back_it_looks(shut: Cast, listed: Listed, capsys: pytest.CaptureFixture[str]) -> None:
    sender, now = make_sender(shut.here), timezone.now()
    for minutes in (80 * 60, 65, 25, 15):
        listed.add(sender, "+13235550142", f"{minutes} minutes ago", minutes=minutes)
    since = (now - timedelta(minutes=30)).isoformat()
    assert reconcile(capsys, "--since", since)["texts from our numbers in the list"] == 2
    Delivery.objects.all().delete()
    make_delivery(shut.here, sender=sender, state="sent", attempted_at=now - timedelta(minutes=56))
    assert reconcile(capsys)["texts from our numbers in the list"] == 3
    Delivery.objects.all().delete()
    assert reconcile(capsys)["texts from our numbers in the list"] == 3  # no attempt known: three days
    call_command("reconcile", "--since", "2020-01-01T00:00")
    assert "What went out before them nobody can tell." in capsys.readouterr().out


def test_a_list_that_cannot_be_read_changes_nothing(
    shut: Cast, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.TWILIO_API_BASE = "http://127.0.0.1:9"
    email(shut)
    before = rows()
    with pytest.raises(CommandError, match="list cannot be read"):
        reconcile(capsys)
    assert (rows(), SendGate.objects.get().reason) == (before, "rollback")


# --- Emails -----------------------------------------------------------------------------------------------------


def email(cast: Cast, **fields: Any) -> Delivery:
    sender = cast.here.senders.filter(kind="email").first() or make_email_sender(cast.here)
    long_ago = timezone.now() - timedelta(hours=1)
    given: dict[str, Any] = {"channel": "email", "address": "lupe@home.example", "sender": sender} | fields
    delivery = make_delivery(cast.here, **given)
    Delivery.objects.filter(pk=delivery.pk).update(created_at=fields.get("created_at", long_ago))
    return delivery


def test_emails_that_may_have_gone_wait_for_a_person(
    shut: Cast, listed: Listed, capsys: pytest.CaptureFixture[str]
) -> None:
    now = timezone.now()
    call, [ask] = make_asks(
        shut.here, 1, channel="email", address="a@home.example", sender=make_email_sender(shut.here)
    )
    Delivery.objects.update(created_at=now - timedelta(hours=1))
    held = CallToAction.objects.create(
        chapter=shut.here, title="Later", state="scheduled", approved_at=now, starts_sending_at=now + timedelta(hours=3)
    )
    letter, tried = email(shut), email(shut, attempts=1, attempted_at=now, reason="busy")
    stay = [
        email(shut, call_to_action=held),
        email(shut, not_before=now + timedelta(hours=1), expires_at=now + timedelta(hours=2)),
        email(shut, created_at=now + timedelta(minutes=1)),  # written since the gate is closed
        email(shut, state="delivered"),
    ]
    before = rows()[3:]
    assert reconcile(capsys)["emails that nobody can prove, left to a person"] == 3
    assert (len(stay), rows()[3:]) == (4, before)
    for parked in (ask, letter, tried):
        parked.refresh_from_db()
        assert (parked.state, parked.reason, parked.attempts) == ("parked", "no_proof", 1)
    page = signed_in(shut.lead).get(f"/c/highland-park/messages/{call.code}/progress/").content.decode()
    assert f"/parked/{ask.code}/again/" in page
    assert ask.send_again(by=shut.lead)
    assert reconcile(capsys)["emails that nobody can prove, left to a person"] == 0


def test_it_is_written_down(shut: Cast, listed: Listed, capsys: pytest.CaptureFixture[str]) -> None:
    delivery = make_delivery(shut.here)
    listed.has(delivery, minutes=0)
    reconcile(capsys)
    entry = AuditEntry.objects.get(act="reconciled")
    assert entry.facts == {"adopted": 1, "found": 0, "parked": 0}
    assert reconciling.default_since() <= timezone.now() - reconciling.MARGIN
    assert settings.SEND_EVIDENCE_SECONDS == 72 * 3600
