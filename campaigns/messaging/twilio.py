"""The only file that speaks to Twilio. Creating a message is not idempotent there and has no idempotency key.

Only 429 is promised as not processed (twilio.com/docs/api/errors/20429); a request that was never written is proven
not taken as well. After a 5xx, a timeout or an unreadable answer the text may have gone out: that is `unknown`.
"""

import logging
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils import timezone
from requests import RequestException
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from campaigns.messaging import failures, outcomes, statuses
from campaigns.messaging.models import Delivery, Sender
from campaigns.messaging.outcomes import Outcome
from campaigns.messaging.wire import Attempt, DeadlineAdapter, TooLateError, current

logger = logging.getLogger(__name__)
LONGEST_VALIDITY = 36_000  # seconds a text may wait at Twilio
SETUP_STATUSES = frozenset({401, 403, 404})
LIST_SIZE, PAGE_SIZE = 50, 1000
RETRIES = "#rc=2&rp=all"  # how often Twilio calls again when we do not answer: its "connection overrides"
CLOCKS_DIFFER = timedelta(minutes=2)
UNREADABLE = (TwilioException, RequestException)  # what reading the list raises when it cannot be read
SENT_BY_PROGRAMS = frozenset({"outbound-api", "outbound-call"})


def client() -> Client:
    """One client per process, made after Celery forks: its connections are shared by the threads only."""
    return _client(os.getpid())


@lru_cache(maxsize=1)
def _client(pid: int) -> Client:
    http = TwilioHttpClient(timeout=settings.SEND_CALL_DEADLINE_SECONDS)
    http.session.trust_env = not settings.TWILIO_API_BASE  # a stand-in is never behind a proxy
    adapter = DeadlineAdapter(pool_maxsize=max(4, settings.SEND_THREADS), max_retries=0)
    for scheme in ("http://", "https://"):
        http.session.mount(scheme, adapter)
    user, secret = settings.TWILIO_API_KEY, settings.TWILIO_API_SECRET
    if not user:
        user, secret = settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKENS[0]
    made = Client(user, secret, settings.TWILIO_ACCOUNT_SID, http_client=http)
    if settings.TWILIO_API_BASE:
        made.api.base_url = settings.TWILIO_API_BASE
    return made


def send(delivery: Delivery, *, deadline: float) -> Outcome:
    """Try once to hand one text to Twilio; `deadline` is on `time.monotonic()`. Never raises."""
    attempt = Attempt(deadline)
    remembered = current.set(attempt)
    try:
        return outcomes.accepted(create(delivery))
    except TwilioRestException as error:
        return from_status(error)
    except TooLateError:
        return outcomes.not_taken("too_slow")
    except Exception as error:
        logger.warning("Delivery %s: %s, written: %s", delivery.pk, type(error).__name__, attempt.written)
        return outcomes.unknown(type(error).__name__) if attempt.written else outcomes.not_taken("connection")
    finally:
        current.reset(remembered)


def create(delivery: Delivery) -> str:
    """The new message's SID."""
    sender = delivery.sender
    origin = (
        {"messaging_service_sid": sender.messaging_service_sid}
        if sender.messaging_service_sid
        else {"from_": sender.address}
    )
    left = int((delivery.expires_at - timezone.now()).total_seconds())
    made = client().messages.create(
        to=delivery.address,
        body=delivery.body,
        status_callback=f"{settings.PUBLIC_URL}/hooks/twilio/status/{delivery.code}/{RETRIES}",
        validity_period=max(1, min(left, LONGEST_VALIDITY)),
        **origin,
    )
    if not made.sid:
        raise ValueError("an answer without a SID")
    return str(made.sid)


def from_status(error: TwilioRestException) -> Outcome:
    code = str(error.code or error.status)
    if error.status == 429:
        return outcomes.not_taken("20429")
    if error.status >= 500 or error.status < 400:
        return outcomes.unknown(code)
    return outcomes.refused(code, is_setup=error.status in SETUP_STATUSES or code in failures.RUN_WAITS)


def find(delivery: Delivery) -> Any | None:
    """What Twilio's list says of an attempt with unknown outcome: the message with the same number, words and time.

    Raises when the list cannot be read; None means it is not there.
    """
    since = (delivery.attempted_at or delivery.created_at) - CLOCKS_DIFFER
    listed = client().messages.list(to=delivery.address, limit=LIST_SIZE)
    same = [m for m in listed if is_ours(m, delivery.sender) and m.body.split() == delivery.body.split()]
    taken = set(Delivery.objects.filter(sid__in=[m.sid for m in same]).values_list("sid", flat=True))
    return next((m for m in same if m.sid not in taken and (m.date_created or since) >= since), None)


def outbound(*, since: datetime) -> Iterator[Any]:
    """Every text that left the account since then, newest first, but for Twilio's own answers to STOP and the like.

    Raises one of UNREADABLE. It is not asked for by the day of sending: a text that waits has none yet.
    """
    page = client().messages.page(page_size=PAGE_SIZE)
    while page is not None:
        recent = [message for message in page if (message.date_created or since) >= since]
        yield from (message for message in recent if message.direction in SENT_BY_PROGRAMS)
        page = page.next_page() if recent else None


def is_ours(message: Any, sender: Sender) -> bool:
    service = sender.messaging_service_sid
    return bool(service and message.messaging_service_sid == service) or message.from_ == sender.address


def delete(sid: str) -> bool:
    """Delete Twilio's copy of a text of either direction, pictures too; one that is not there counts as deleted.

    False when Twilio keeps this one for now (20009: it may take up to 14 days until a text can be deleted). Raises
    when Twilio is not there, is busy, or does not let us in.
    """
    try:
        client().messages(sid).delete()
    except TwilioRestException as error:
        if error.status in {401, 403, 429} or error.status >= 500:
            raise
        return bool(error.status == 404)
    return True


def status_of(delivery: Delivery) -> tuple[str, str]:
    """The state Twilio gives for a message we have the SID of, and its error code or ''."""
    message = client().messages(delivery.sid).fetch()
    return statuses.FROM_TWILIO.get(str(message.status), Delivery.State.ACCEPTED), str(message.error_code or "")
