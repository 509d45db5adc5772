"""From claimed to handed over: the attempt, and what became of it.

Every step is a conditional update whose row count says who won.
"""

import logging
import random
import time
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import close_old_connections
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest, Now

from campaigns.messaging import email, gate, statuses, troubles, twilio
from campaigns.messaging.claims import Claimed
from campaigns.messaging.committing import commit_to_send, why_not
from campaigns.messaging.models import Delivery, Sender
from campaigns.messaging.outcomes import Kind, Outcome

logger = logging.getLogger(__name__)
State = Delivery.State
PORTS: dict[str, Callable[..., Outcome]] = {"text": twilio.send, "email": email.send}
ENDS = {
    "opted_out": State.SKIPPED,
    "asked_lately": State.SKIPPED,
    "answered": State.SKIPPED,
    "stopped": State.CANCELLED,
    "too_late": State.EXPIRED,
}


def safely(claimed: Claimed) -> None:
    """One message's trouble is never another's. A row left half way is found by the sweep."""
    try:
        hand_over(claimed)
    except Exception:
        logger.exception("Delivery %s was left half way", claimed.delivery.pk)
        close_old_connections()  # a broken one is not used again


def hand_over(claimed: Claimed) -> None:
    delivery = claimed.delivery
    began = time.monotonic()
    number = commit_to_send(claimed)
    if number is None:
        return let_go(claimed)
    gate.mirror(number)
    if time.monotonic() - began > settings.SEND_STALL_SECONDS:
        logger.warning("Delivery %s: the database took too long; the sweep decides", delivery.pk)
        return None
    deadline = began + settings.SEND_CALL_DEADLINE_SECONDS
    return record(claimed, PORTS[delivery.channel](delivery, deadline=deadline))


def mine(claimed: Claimed, state: str) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk=claimed.delivery.pk, token=claimed.token, state=state)


def let_go(claimed: Claimed) -> None:
    """It may not leave: end it with its reason, or put it back when only the moment is wrong."""
    row, reason = mine(claimed, State.CLAIMED), why_not(claimed)
    if reason:
        row.update(state=ENDS[reason], reason=reason, token=None, lease_until=None, final_at=Now())
    else:
        row.update(state=State.QUEUED, token=None, lease_until=None)


def record(claimed: Claimed, outcome: Outcome) -> None:
    """Write down what became of the attempt, unless a callback or the sweep already knew better."""
    row = mine(claimed, State.SENDING)
    if outcome.kind == Kind.ACCEPTED:
        statuses.climb(claimed.delivery, State.ACCEPTED, sid=outcome.sid)
        if claimed.delivery.sender.trouble:
            Sender.objects.filter(pk=claimed.delivery.sender_id).update(trouble="")
    elif outcome.kind == Kind.UNKNOWN:
        proof_until = Now() + timedelta(seconds=settings.SEND_PARK_AFTER_SECONDS)
        row.update(state=State.UNKNOWN, reason=outcome.reason, token=None, lease_until=proof_until)
    elif outcome.kind == Kind.REFUSED and not outcome.is_setup:
        row.update(state=State.REFUSED, reason=outcome.reason, token=None, final_at=Now())
        troubles.note(claimed.delivery, outcome.reason)
    else:
        try_again(claimed, outcome)


def try_again(claimed: Claimed, outcome: Outcome) -> None:
    """Proven not taken: queued again, later each time, and the sender slows down; the last attempt ends it.

    With a fault in the set-up the run pauses first, so that it keeps everyone and goes on from here.
    """
    row, attempt = mine(claimed, State.SENDING), claimed.delivery.attempts + 1
    if outcome.is_setup:
        troubles.stop_run(claimed.delivery, outcome.reason)
        if claimed.delivery.call_to_action_id:
            row.update(state=State.QUEUED, reason=outcome.reason, token=None, attempts=F("attempts") - 1)
            return
    if outcome.is_setup or attempt >= settings.SEND_MAX_ATTEMPTS:
        row.update(state=State.FAILED, reason=outcome.reason, token=None, final_at=Now())
        return
    pause = timedelta(seconds=settings.SEND_BACKOFF_SECONDS * 4 ** (attempt - 1) * random.uniform(0.8, 1.2))  # noqa: S311
    row.update(state=State.QUEUED, reason=outcome.reason, token=None, not_before=Now() + pause)
    Sender.objects.filter(pk=claimed.delivery.sender_id).update(
        next_slot_at=Greatest(F("next_slot_at"), Now() + timedelta(seconds=settings.SEND_BACKOFF_SECONDS))
    )
