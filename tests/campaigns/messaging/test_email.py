"""Emails: what is in them, and what a mail server's answers mean."""

import smtplib
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from pytest_django.fixtures import Settings

from campaigns.messaging import letters, outbox
from campaigns.messaging.handset.store import demo_store
from campaigns.models import CallToAction, Delivery, Sender
from tests.cast import Cast
from tests.factories import make_email_sender, make_member
from tests.faults.fixtures import make_asks, make_delivery


class Refusing(BaseEmailBackend):
    """A mail server that answers with the error it is told to."""

    error: Exception | None = None

    def open(self) -> bool:
        if isinstance(self.error, ConnectionRefusedError | smtplib.SMTPAuthenticationError):
            raise self.error
        return True

    def send_messages(self, email_messages: Any) -> int:
        if self.error:
            raise self.error
        return len(email_messages)


@pytest.fixture
def refusing(settings: Settings) -> Iterator[type[Refusing]]:
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    yield Refusing
    Refusing.error = None


def make_letter(cast: Cast, **fields: Any) -> Delivery:
    letter = {
        "channel": "email",
        "address": "lupe@example.org",
        "subject": "Vigilia\nBcc: all@example.org",
        "body": "Hola <Lupe>:\n\nNos vemos en http://localhost:8000/t/abc/",
        "language": "es",
    }
    sender = Sender.objects.filter(kind="email").first() or make_email_sender(cast.here)
    return make_delivery(cast.here, sender=sender, **(letter | fields))


def test_one_letter_to_one_person_with_a_way_out(cast: Cast, settings: Settings) -> None:
    letter = make_letter(cast)
    outbox.send("default")
    [sent] = mail.outbox
    letter.refresh_from_db()
    stop_url = f"{settings.PUBLIC_URL}{letters.unsubscribe_path(letter)}"
    assert (letter.state, sent.to, sent.cc, sent.bcc) == ("accepted", ["lupe@example.org"], [], [])
    assert sent.subject == "Vigilia Bcc: all@example.org"
    assert sent.from_email == "Highland Park Neighbors <hello@highland-park.example>"
    assert sent.extra_headers == {
        "Message-ID": f"<{letter.code}@highland-park.example>",
        "List-Unsubscribe": f"<{stop_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Content-Language": "es",
        "Auto-Submitted": "auto-generated",
    }
    html = str(sent.alternatives[0][0])  # type: ignore[attr-defined]
    for part in (str(sent.body), html):
        assert "PO Box 42, Los Angeles, CA 90042" in part
        assert stop_url in part
    assert "Hola <Lupe>:" in str(sent.body)
    assert "Hola &lt;Lupe&gt;:" in html
    assert '<a href="http://localhost:8000/t/abc/"' in html


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (smtplib.SMTPRecipientsRefused({"x": (550, b"no such box")}), ("refused", "email_refused")),
        (smtplib.SMTPRecipientsRefused({"x": (450, b"greylisted")}), ("queued", "busy")),
        (smtplib.SMTPDataError(554, b"spam"), ("refused", "email_unwanted")),
        (smtplib.SMTPDataError(451, b"later"), ("queued", "busy")),
        (smtplib.SMTPServerDisconnected("gone"), ("unknown", "SMTPServerDisconnected")),
        (TimeoutError(), ("unknown", "TimeoutError")),
        (ConnectionRefusedError(), ("queued", "connection")),
    ],
    ids=["no box", "greylisted", "spam", "later", "dropped", "timeout", "down"],
)
def test_what_the_mail_server_says(
    cast: Cast, refusing: type[Refusing], error: Exception, expected: tuple[str, str]
) -> None:
    refusing.error = error
    letter = make_letter(cast)
    outbox.send("default")
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == expected


def test_an_address_that_bounces_is_marked(cast: Cast, refusing: type[Refusing]) -> None:
    refusing.error = smtplib.SMTPRecipientsRefused({"x": (550, b"no such box")})
    member = make_member(cast.here, email="lupe@example.org")
    make_letter(cast, member=member)
    outbox.send("default")
    member.refresh_from_db()
    assert member.email_trouble == "The mail server refused this address."


def test_a_wrong_password_pauses_the_run(cast: Cast, refusing: type[Refusing]) -> None:
    refusing.error = smtplib.SMTPAuthenticationError(535, b"no")
    make_asks(cast.here, 2, channel="email", address="lupe@example.org", sender=make_email_sender(cast.here))
    outbox.send("bulk")
    call = CallToAction.objects.get()
    assert (call.state, call.paused_reason) == ("paused", "smtp_sign_in")
    assert {one.state for one in Delivery.objects.all()} == {"queued"}


def test_a_web_api_that_carries_a_status(cast: Cast, refusing: type[Refusing]) -> None:
    class ApiError(Exception):
        status_code = 429

    refusing.error = ApiError()
    letter = make_letter(cast)
    outbox.send("default")
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == ("queued", "busy")


def test_the_demo_keeps_letters(cast: Cast, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "campaigns.messaging.handset.MailboxBackend"
    letter = make_letter(cast)
    outbox.send("default")
    kept = demo_store().mails(size=1)[0]
    assert (kept["to"], kept["unsubscribe"]) == (
        "lupe@example.org",
        settings.PUBLIC_URL + letters.unsubscribe_path(letter),
    )
    bouncing = make_letter(cast, address="bounce@example.org")
    outbox.send("default")
    bouncing.refresh_from_db()
    assert bouncing.reason == "email_refused"
