"""The only file that hands emails over, through Django's email backends: SMTP, or a service that anymail knows.

One recipient per message. A reply code is the server's own word on whether it took the message (RFC 5321, 4.2); a
break before the words began to go out proves that it did not. Any other break is unknown, as with texts.
"""

import logging
import re
import ssl
from smtplib import (
    SMTPAuthenticationError,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from typing import Any

from anymail.exceptions import AnymailInvalidAddress, AnymailRecipientsRefused
from django.core.exceptions import ImproperlyConfigured

from campaigns.messaging import connections, letters, outcomes
from campaigns.messaging.models import Delivery
from campaigns.messaging.outcomes import Outcome
from campaigns.messaging.wire import Attempt, TooLateError, current

logger = logging.getLogger(__name__)
SIGN_IN_CODES = frozenset({530, 534, 535, 538})
HANGS_UP = 421
# Which part of the mail system an enhanced code speaks of (RFC 3463, 3.2 and 3.3): 1 address, 2 mailbox.
ENHANCED = re.compile(r"\b5\.(\d{1,3})\.(\d{1,3})\b")
SID_LENGTH = 80
TOOK_IT = {"queued", "sent"}


def send(delivery: Delivery, *, deadline: float) -> Outcome:
    """Try once to hand one email over; `deadline` is on `time.monotonic()`. Never raises."""
    attempt = Attempt(deadline)
    remembered = current.set(attempt)
    try:
        message = letters.compose(delivery)
        post(message, attempt)
    except TooLateError:
        return outcomes.not_taken("too_slow")
    except Exception as error:
        logger.warning("Delivery %s: %s, written: %s", delivery.pk, type(error).__name__, attempt.written)
        return outcome_of(error, written=attempt.written)
    finally:
        current.reset(remembered)
    return answered(message.anymail_status, delivery)


def hang_up() -> None:
    """After a batch: no connection stays open without need."""
    connections.hang_up()


def post(message: Any, attempt: Attempt) -> None:
    """Over an open connection if there is one. That the server has closed it shows before the words go out: then over
    the next one."""
    if attempt.left <= 0:  # a connection would only be tried in a hurry
        raise TooLateError
    while True:
        line = connections.take()
        try:
            line.send(message)
        except Exception as error:
            lost = is_lost(error)
            if isinstance(error, SMTPRecipientsRefused) and not lost:
                connections.put_back(line)  # smtplib has reset it: the next message may use it
            else:
                line.hang_up()
            if not (lost and line.was_used and not attempt.written and attempt.left > 0):
                raise
        else:
            return connections.put_back(line)


def is_lost(error: Exception) -> bool:
    codes = [code for code, _said in replies(error)]
    return HANGS_UP in codes or isinstance(error, SMTPServerDisconnected)


def replies(error: Exception) -> list[tuple[int, bytes]]:
    if isinstance(error, SMTPRecipientsRefused):
        return list(error.recipients.values())
    return [(error.smtp_code, as_bytes(error.smtp_error))] if isinstance(error, SMTPResponseException) else []


def as_bytes(said: bytes | str) -> bytes:
    return said.encode() if isinstance(said, str) else said


def answered(status: Any, delivery: Delivery) -> Outcome:
    """What a service said on taking it (anymail's `AnymailStatus`); a plain mail server leaves that blank. Its id is
    proof enough; without one, a service that is not sure leaves us unsure."""
    named = status.message_id if isinstance(status.message_id, str) else ""
    if not named and status.status and not status.status <= TOOK_IT:
        return outcomes.unknown("service_unsure")
    return outcomes.accepted(named if 0 < len(named) <= SID_LENGTH else delivery.code)


def outcome_of(error: Exception, *, written: bool) -> Outcome:
    if status := getattr(error, "status_code", None):
        return from_http(int(status))
    if isinstance(error, AnymailRecipientsRefused | AnymailInvalidAddress):
        return outcomes.refused("email_refused")
    if isinstance(error, ImproperlyConfigured | SMTPNotSupportedError | ssl.SSLCertVerificationError):
        return outcomes.refused("email_setup", is_setup=True)
    for code, said in replies(error)[:1]:
        return from_reply(code, said, error, written=written)
    return outcomes.unknown(type(error).__name__) if written else outcomes.not_taken("connection")


def from_http(status: int) -> Outcome:
    """What a service's web API answered. Only 4xx says that nothing was taken; 408 is about the network."""
    if status == 429:
        return outcomes.not_taken("busy")
    if status == 401:
        return outcomes.refused("smtp_sign_in", is_setup=True)
    if status == 403:
        return outcomes.refused("smtp_sender", is_setup=True)
    if 400 <= status < 500 and status != 408:
        return outcomes.refused(f"http {status}")
    return outcomes.unknown(f"http {status}")


def from_reply(code: int, said: bytes, error: Exception, *, written: bool) -> Outcome:
    words = said.decode(errors="replace").lower()
    if 400 <= code < 500:
        return outcomes.not_taken("busy")
    if not 500 <= code < 600:
        return outcomes.unknown(f"smtp {code}") if written else outcomes.not_taken("connection")
    if isinstance(error, SMTPAuthenticationError) or code in SIGN_IN_CODES:
        return outcomes.refused("smtp_sign_in", is_setup=True)
    if isinstance(error, SMTPSenderRefused) or "relay" in words:
        return outcomes.refused("smtp_sender", is_setup=True)
    return outcomes.refused("email_refused" if is_about_the_address(error, words) else "email_unwanted")


def is_about_the_address(error: Exception, words: str) -> bool:
    """Nobody is there, rather than: this one is not wanted. A server without enhanced codes says so by when it does."""
    enhanced = ENHANCED.search(words)
    if enhanced is None:
        return isinstance(error, SMTPRecipientsRefused)
    return enhanced[1] == "1" or enhanced.groups() == ("2", "1")
