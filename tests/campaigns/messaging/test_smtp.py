"""Emails over a real connection to a mail server that refuses, stalls, hangs up and counts."""

import os
import time
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from campaigns.messaging import connections, email, outbox
from campaigns.models import CallToAction, Delivery, Sender
from chapters.models import Member
from tests.cast import Cast
from tests.factories import make_email_sender, make_member
from tests.faults.fixtures import make_asks, make_delivery
from tests.faults.mailserver import DROP, STALL, MailServer, running


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "127.0.0.1", False
    with running() as found:
        settings.EMAIL_PORT = found.port
        yield found
        email.hang_up()


def letter(cast: Cast, address: str = "lupe@example.org", **fields: Any) -> Delivery:
    sender = Sender.objects.filter(kind="email").first() or make_email_sender(cast.here)
    words = {"channel": "email", "subject": "Vigil", "body": "Come tonight."}
    return make_delivery(cast.here, sender=sender, address=address, **(words | fields))


def letters(cast: Cast, count: int) -> list[Delivery]:
    return [letter(cast, f"neighbor{number}@example.org") for number in range(count)]


def after_sending(delivery: Delivery, queue: str = "default") -> tuple[str, str]:
    outbox.send(queue)
    delivery.refresh_from_db()
    return delivery.state, delivery.reason


def test_a_batch_goes_over_one_connection_that_is_closed_after_it(cast: Cast, server: MailServer) -> None:
    batch = letters(cast, 5)
    outbox.send("default")
    assert sorted(server.recipients()) == sorted(one.address for one in batch)
    assert (server.connections, len(connections.idle)) == (1, 0)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"accepted"}
    [(_to, first), *_rest] = server.taken
    assert first["Message-ID"] in {f"<{one.code}@highland-park.example>" for one in batch}
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    plain, html = first.get_body(("plain",)), first.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert (plain.get_content()[:13], "<p>Come tonight.</p>" in html.get_content()) == ("Come tonight.", True)


@pytest.mark.parametrize(
    ("command", "answer", "expected", "taken"),
    [
        ("RCPT", "550 5.1.1 nobody here", ("refused", "email_refused"), 0),
        ("RCPT", "550 nobody here", ("refused", "email_refused"), 0),
        ("RCPT", "550 5.7.1 not from you", ("refused", "email_unwanted"), 0),
        ("RCPT", "451 4.7.1 greylisted", ("queued", "busy"), 0),
        ("RCPT", DROP, ("queued", "connection"), 0),
        ("MAIL", "421 4.3.2 going down", ("queued", "busy"), 0),
        ("MAIL", "452 4.3.1 disk full", ("queued", "busy"), 0),
        ("MAIL", DROP, ("queued", "connection"), 0),
        ("MAIL", "nonsense", ("queued", "connection"), 0),
        ("DATA", "451 4.3.0 later", ("queued", "busy"), 0),
        ("DATA", DROP, ("unknown", "SMTPServerDisconnected"), 0),
        ("END", "250 fine", ("accepted", ""), 1),
        ("END", "451 4.3.0 later", ("queued", "busy"), 0),
        ("END", "421 4.3.2 going down", ("queued", "busy"), 0),
        ("END", "554 5.7.1 spam", ("refused", "email_unwanted"), 0),
        ("END", "550 5.1.1 nobody here", ("refused", "email_refused"), 0),
        ("END", "nonsense", ("unknown", "smtp -1"), 0),
        ("END", DROP, ("unknown", "SMTPServerDisconnected"), 1),
    ],
)
def test_what_became_of_it(
    cast: Cast, server: MailServer, command: str, answer: str, expected: tuple[str, str], taken: int
) -> None:
    server.will(command, answer)
    assert after_sending(letter(cast)) == expected
    assert len(server.taken) == taken


def test_nobody_gets_it_twice_after_a_drop(cast: Cast, server: MailServer, settings: Settings) -> None:
    settings.SEND_BACKOFF_SECONDS = 0
    server.will("END", DROP)
    batch = letters(cast, 3)
    for _ in range(3):
        outbox.send("default")
    assert sorted(server.recipients()) == sorted(one.address for one in batch)
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["accepted", "accepted", "unknown"]


def test_later_means_later(cast: Cast, server: MailServer, settings: Settings) -> None:
    settings.SEND_BACKOFF_SECONDS = 0
    server.will("END", "451 4.3.0 later")
    delivery = letter(cast)
    outbox.send("default")
    assert after_sending(delivery) == ("accepted", "")
    assert server.recipients() == [delivery.address]


def test_a_server_that_says_nothing_is_not_waited_for_longer_than_the_deadline(
    cast: Cast, server: MailServer, settings: Settings
) -> None:
    settings.SEND_CALL_DEADLINE_SECONDS = 0.5
    server.will("END", STALL)
    began = time.monotonic()
    assert after_sending(letter(cast)) == ("unknown", "SMTPServerDisconnected")
    assert time.monotonic() - began < 2
    server.will("RCPT", STALL)
    assert after_sending(letter(cast, "ana@example.org")) == ("queued", "connection")
    assert server.taken == []


def test_nothing_is_written_after_the_deadline(cast: Cast, server: MailServer) -> None:
    outcome = email.send(letter(cast), deadline=time.monotonic() - 1)
    assert (outcome.kind, outcome.reason, server.taken) == ("not_taken", "too_slow", [])


def test_a_server_that_is_down(cast: Cast, server: MailServer, settings: Settings) -> None:
    settings.EMAIL_PORT = 1
    assert after_sending(letter(cast)) == ("queued", "connection")


@pytest.mark.parametrize("hangs_up", ["421 4.4.2 idle too long", DROP])
def test_a_connection_that_the_server_closed_is_replaced_before_the_words_go_out(
    cast: Cast, server: MailServer, hangs_up: str
) -> None:
    first, second = letters(cast, 2)
    assert email.send(first, deadline=time.monotonic() + 5).kind == "accepted"
    server.will("MAIL", hangs_up)
    assert email.send(second, deadline=time.monotonic() + 5).kind == "accepted"
    assert (server.connections, len(server.taken)) == (2, 2)


def test_one_that_was_closed_while_idle_is_not_used(cast: Cast, server: MailServer) -> None:
    first, second = letters(cast, 2)
    email.send(first, deadline=time.monotonic() + 5)
    [line] = connections.idle
    server.will("NOOP", "421 4.4.2 idle too long")
    line.backend.connection.putcmd("noop")  # the server speaks, and nobody listens: as if it hung up unasked
    time.sleep(0.1)
    assert not line.is_usable
    assert email.send(second, deadline=time.monotonic() + 5).kind == "accepted"
    assert server.connections == 2


def test_an_old_connection_is_not_used(cast: Cast, server: MailServer) -> None:
    first, second = letters(cast, 2)
    email.send(first, deadline=time.monotonic() + 5)
    connections.idle[0].idle_since = time.monotonic() - 60
    email.send(second, deadline=time.monotonic() + 5)
    assert (server.connections, len(server.taken)) == (2, 2)


def test_a_forked_process_leaves_its_parents_connection_alone(cast: Cast, server: MailServer) -> None:
    first, second = letters(cast, 2)
    email.send(first, deadline=time.monotonic() + 5)
    [parents] = connections.idle
    parents.pid = os.getpid() + 1  # as a child finds it
    email.send(second, deadline=time.monotonic() + 5)
    assert (server.connections, server.open) == (2, 2)
    parents.pid = os.getpid()
    parents.hang_up()


def test_a_refused_address_is_marked_and_the_batch_goes_on(cast: Cast, server: MailServer) -> None:
    member = make_member(cast.here, email="neighbor0@example.org")
    batch = letters(cast, 3)
    server.will("RCPT", "550 5.1.1 nobody here")
    outbox.send("default")
    assert (len(server.taken), server.connections) == (2, 1)
    assert Delivery.objects.get(pk=batch[0].pk).state == "refused"
    assert Member.objects.get(pk=member.pk).email_trouble == "The mail server refused this address."


def test_a_refusal_that_is_not_about_the_address_marks_nobody(cast: Cast, server: MailServer) -> None:
    member = make_member(cast.here, email="lupe@example.org")
    server.will("END", "554 5.7.1 looks like spam")
    after_sending(letter(cast))
    assert Member.objects.get(pk=member.pk).email_trouble == ""


@pytest.mark.parametrize(
    ("command", "answer", "reason"),
    [
        ("MAIL", "553 5.7.1 sender not owned", "The mail server does not let us send from"),
        ("MAIL", "530 5.7.0 sign in first", "The sign-in at the mail server is wrong."),
        ("RCPT", "554 5.7.1 relay access denied", "The mail server does not let us send from"),
    ],
)
def test_a_fault_in_the_set_up_stops_the_run(
    cast: Cast, server: MailServer, command: str, answer: str, reason: str
) -> None:
    member = make_member(cast.here, email="lupe@example.org")
    server.will(command, answer)
    make_asks(cast.here, 2, channel="email", address="lupe@example.org", sender=make_email_sender(cast.here))
    outbox.send("bulk")
    call = CallToAction.objects.get()
    assert (call.state, call.paused_in_words[: len(reason)]) == ("paused", reason)
    assert (server.taken, {one.state for one in Delivery.objects.all()}) == ([], {"queued"})
    assert Member.objects.get(pk=member.pk).email_trouble == ""


def test_a_wrong_password_stops_the_run(cast: Cast, server: MailServer, settings: Settings) -> None:
    server.wants_sign_in = True
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "chapter", "guessed"
    make_asks(cast.here, 2, channel="email", address="lupe@example.org", sender=make_email_sender(cast.here))
    outbox.send("bulk")
    assert CallToAction.objects.get().state == "paused"
    server.will("AUTH", "454 4.7.0 try later")
    assert after_sending(letter(cast, "ana@example.org")) == ("queued", "busy")
