"""What an email service reports of our messages: it arrived, it came back, the person wants no more.

Which service says so, whether it is really that service, and what it means is read by anymail's own webhook classes.
Reports come late, twice, out of order, or about messages of somebody else: each act here may be repeated.
"""

import json
import logging
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Protocol

from anymail import urls as anymail_urls
from django.db.models import Q
from django.http import HttpRequest

from campaigns.messaging import failures, letters, statuses, troubles
from campaigns.messaging.models import Delivery
from chapters.members import consenting
from chapters.models import Channel, Consent

logger = logging.getLogger(__name__)
State = Delivery.State
LONGEST = 254  # letters of an id or an address

# The words that every service's reports are brought to (anymail.dev, "Normalized tracking event").
STATES: dict[str, State] = {
    "queued": State.ACCEPTED,
    "deferred": State.ACCEPTED,
    "sent": State.SENT,
    "delivered": State.DELIVERED,
    "opened": State.DELIVERED,
    "clicked": State.DELIVERED,
    "complained": State.DELIVERED,
    "bounced": State.UNDELIVERED,
    "rejected": State.UNDELIVERED,
    "failed": State.FAILED,
}
WANTS_NO_MORE = frozenset({"complained", "unsubscribed"})
SAID_NO_BEFORE = frozenset({"spam", "unsubscribed"})
NOBODY_THERE = frozenset({"invalid", "bounced"})
# How services call a bounce that may pass: a full mailbox, a server that is down, a filter that says no today.
PASSING = frozenset({"blocked", "block", "soft", "softbounce", "soft_bounce", "transient", "temporary", "undetermined"})


class Report(Protocol):
    """What anymail makes of one report; `esp_event` is as the service wrote it."""

    event_type: str
    reject_reason: str | None
    message_id: object
    metadata: object
    recipient: object
    esp_event: object


class Unreadable(Exception):
    """Nothing in the body is a report."""


@cache
def readers() -> dict[str, Any]:
    """Name of a service in the address of its webhook -> anymail's class that reads what it posts."""
    found = {pattern.name.removesuffix("_tracking_webhook"): pattern.callback for pattern in anymail_urls.urlpatterns}
    return {name: callback.view_class for name, callback in found.items() if not name.endswith("_webhook")}


def reader(service: str) -> Any | None:
    """What reads the reports of this service; None for one that anymail or our settings do not know."""
    try:
        return readers()[service]()
    except Exception as error:
        logger.warning("No reports of %s are taken: %s", clean(service)[:20], type(error).__name__)
        return None


def is_genuine(found: Any, request: HttpRequest) -> bool:
    """Whether our settings can prove it, and it is so: a secret in the address, or the service's signature."""
    try:
        found.run_validators(request)
    except Exception:  # whatever a forged signature breaks
        return False
    return bool(found.basic_auth) or not found.warn_if_no_basic_auth


def read(found: Any, request: HttpRequest) -> list[Report]:
    """The reports in what was posted, without those that make no sense. Raises Unreadable when none does."""
    try:
        return tracked(found.parse_events(request))
    except Exception as error:
        events = [event for piece in pieces(request.body) for event in one_by_one(found, piece)]
        if not events:
            raise Unreadable from error
        return events


def tracked(events: Iterable[Any]) -> list[Report]:
    """Without emails that came in, which some services post to the same address."""
    return [event for event in events if hasattr(event, "reject_reason")]


def pieces(body: bytes) -> Sequence[object]:
    try:
        posted = json.loads(body)
    except (ValueError, RecursionError):
        return []
    return posted if isinstance(posted, list) else []


def one_by_one(found: Any, piece: object) -> list[Report]:
    """One broken report must not cost the others of the same list."""
    alone = HttpRequest()
    alone._body = json.dumps([piece]).encode()  # noqa: SLF001  as Django keeps a read body
    try:
        return tracked(found.parse_events(alone))
    except Exception as error:
        logger.warning("A report makes no sense (%s)", type(error).__name__)
        return []


def follow(events: Sequence[Report]) -> None:
    ours = by_name(events)
    for event in events:
        follow_one(event, next((ours[name] for name in names(event) if name in ours), None))


def by_name(events: Sequence[Report]) -> dict[str, Delivery]:
    """Our code, and the service's id -> the message."""
    wanted = {name for event in events for name in names(event)}
    named = Delivery.objects.filter(Q(code__in=wanted) | Q(sid__in=wanted), channel="email").select_related("chapter")
    found = list(named)
    return {each.sid: each for each in found if each.sid} | {each.code: each for each in found}


def names(event: Report) -> list[str]:
    """What a report calls the message, our own code first: it comes back as we gave it, or in the Message-ID."""
    metadata = event.metadata if isinstance(event.metadata, dict) else {}
    message_id = clean(event.message_id)
    ours = message_id.strip("<>").partition("@")[0]
    return [name for name in (clean(metadata.get(letters.METADATA_KEY)), message_id, ours) if name]


def clean(value: object) -> str:
    """A text that the database takes; "" for anything else."""
    text = value if isinstance(value, str) else ""
    return text.encode("utf-8", "ignore").decode().replace("\0", "").strip()[:LONGEST]


def follow_one(event: Report, delivery: Delivery | None) -> None:
    address = delivery.address if delivery and delivery.address else clean(event.recipient).lower()
    state, reason = STATES.get(event.event_type), reason_of(event)
    if delivery and state:
        sid = "" if delivery.sid else clean(event.message_id)[:80]
        statuses.climb(delivery, state, sid=sid, reason=reason)
    if delivery and failures.of(reason).kind == failures.Kind.EMAIL:
        troubles.note(delivery, reason)
    if "@" in address and (event.event_type in WANTS_NO_MORE or said_no_before(event)):
        consenting.stop(Channel.EMAIL, address, source=Consent.Source.UNSUBSCRIBE)


def reason_of(event: Report) -> str:
    """Our word for why it did not arrive."""
    if event.event_type == "failed":
        return "email_setup"
    if event.event_type not in {"bounced", "rejected"}:
        return ""
    if said_no_before(event):
        return "opted_out"
    is_dead = event.reject_reason in NOBODY_THERE or (event.event_type == "bounced" and not event.reject_reason)
    return "email_bounced" if is_dead and not is_passing(event) else "email_unwanted"


def said_no_before(event: Report) -> bool:
    """The service did not send it, because of an earlier complaint or unsubscribing."""
    if event.event_type != "rejected":
        return False
    return event.reject_reason in SAID_NO_BEFORE or "spam report" in raw(event, "reason")


def is_passing(event: Report) -> bool:
    kinds = {raw(event, key) for key in ("type", "Type", "severity", "bounceType", "bounce_type")}
    return bool(kinds & PASSING)


def raw(event: Report, key: str) -> str:
    """A field as the service wrote it, in lower case."""
    said = event.esp_event if isinstance(event.esp_event, dict) else {}
    return clean(said.get(key)).lower()
