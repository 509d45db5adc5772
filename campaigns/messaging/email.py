"""The only file that speaks to the mail server, through Django's email backends: one recipient per message.

A drop after the words were handed over is unknown, as with texts; the Message-ID is the same for every attempt, which
helps the receiver to show a repeated one once.
"""

import logging
import time
from contextlib import suppress
from email.utils import formataddr
from smtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.utils import translation

from campaigns.messaging import outcomes
from campaigns.messaging.models import Delivery
from campaigns.messaging.outcomes import Outcome

logger = logging.getLogger(__name__)
signer = Signer(salt="unsubscribe", sep=".")


def unsubscribe_path(delivery: Delivery) -> str:
    return f"/u/{signer.sign(delivery.code)}/"


def delivery_of(token: str) -> Delivery | None:
    """The message whose unsubscribe link this is; None for a link we did not make, or one whose message is gone."""
    try:
        code = signer.unsign(token)
    except BadSignature:
        return None
    return Delivery.objects.filter(code=code, channel="email").select_related("chapter").first()


def compose(delivery: Delivery) -> EmailMultiAlternatives:
    """Plain text and simple HTML, with the postal address and one-click unsubscribing (RFC 8058)."""
    stop_url = settings.PUBLIC_URL + unsubscribe_path(delivery)
    domain = delivery.sender.address.rpartition("@")[2]
    context = {"delivery": delivery, "chapter": delivery.chapter, "body": delivery.body, "stop_url": stop_url}
    with translation.override(delivery.language):
        plain = render_to_string("emails/message.txt", context)
        html = render_to_string("emails/message.html", context)
    message = EmailMultiAlternatives(
        subject=" ".join(delivery.subject.split()) or delivery.chapter.name,
        body=plain,
        from_email=formataddr((delivery.chapter.name, delivery.sender.address)),
        to=[delivery.address],
        reply_to=[delivery.chapter.contact_email or delivery.sender.address],
        headers={
            "Message-ID": f"<{delivery.code}@{domain}>",
            "List-Unsubscribe": f"<{stop_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Content-Language": delivery.language,
        },
    )
    message.attach_alternative(html, "text/html")
    return message


def send(delivery: Delivery, *, deadline: float) -> Outcome:
    """Try once to hand one email over; `deadline` is on `time.monotonic()`. Never raises."""
    handed_over = False
    connection = get_connection()
    try:
        message = compose(delivery)
        connection.open()
        if time.monotonic() >= deadline:
            return outcomes.not_taken("too_slow")
        handed_over = True
        connection.send_messages([message])
    except SMTPException as error:
        return from_smtp(error, handed_over=handed_over)
    except Exception as error:
        logger.warning("Delivery %s: %s, handed over: %s", delivery.pk, type(error).__name__, handed_over)
        return from_other(error, handed_over=handed_over)
    finally:
        with suppress(Exception):  # how it ends says nothing about the message
            connection.close()
    return outcomes.accepted(delivery.code)


def from_smtp(error: SMTPException, *, handed_over: bool) -> Outcome:
    if isinstance(error, SMTPAuthenticationError):
        return outcomes.refused("smtp_sign_in", is_setup=True)
    if isinstance(error, SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        return outcomes.refused("email_refused") if all(code >= 500 for code in codes) else outcomes.not_taken("busy")
    if isinstance(error, SMTPSenderRefused):
        return outcomes.refused("smtp_sender", is_setup=True)
    if isinstance(error, SMTPDataError):
        return outcomes.refused("email_refused") if error.smtp_code >= 500 else outcomes.not_taken("busy")
    if isinstance(error, SMTPResponseException) or not handed_over:
        return outcomes.not_taken("connection")
    return outcomes.unknown(type(error).__name__)


def from_other(error: Exception, *, handed_over: bool) -> Outcome:
    """Errors of the network, and of backends that post to a web API and so carry a `status_code`."""
    status = getattr(error, "status_code", None) or 0
    if not handed_over or status == 429:
        return outcomes.not_taken("connection")
    if 400 <= status < 500:
        return outcomes.refused(f"http {status}", is_setup=status in {401, 403})
    return outcomes.unknown(type(error).__name__)
