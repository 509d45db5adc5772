"""From claimed to handed over: the point of no return, the attempt, and what became of it.

Every step is a conditional update whose row count says who won.
"""

import logging
import random
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import timedelta
from functools import lru_cache

from django.conf import settings
from django.db import close_old_connections, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest, Now

from campaigns.messaging import email, statuses, troubles, twilio
from campaigns.messaging.claims import Claimed, claim
from campaigns.messaging.models import CallToAction, Delivery, Sender, SendGate
from campaigns.messaging.outcomes import Kind, Outcome
from campaigns.messaging.policy import BUDGET, SPENDS_BUDGET
from chapters.locks import hold_address
from chapters.models import OptOut

logger = logging.getLogger(__name__)
State = Delivery.State
PORTS: dict[str, Callable[..., Outcome]] = {"text": twilio.send, "email": email.send}


def turn(queue: str, *, seconds: float) -> bool:
    """Send from one queue until it is empty (False) or the time is up (True)."""
    until = time.monotonic() + seconds
    under_way: set[Future[None]] = set()
    more = True
    while more and (left := until - time.monotonic()) > 0:
        found = claim(queue, size=settings.SEND_BATCH)
        under_way |= {start(claimed) for claimed in found.batch}
        more = found.wait is not None
        if found.wait:
            time.sleep(min(found.wait, left))
        while len(under_way) > settings.SEND_THREADS:
            _, under_way = wait(under_way, return_when=FIRST_COMPLETED)
    wait(under_way)
    email.hang_up()
    return more


def start(claimed: Claimed) -> Future[None]:
    """Hand over in a thread of this process; in the caller's own with SEND_THREADS=0."""
    if settings.SEND_THREADS:
        return crew().submit(in_thread, claimed)
    done: Future[None] = Future()
    safely(claimed)
    done.set_result(None)
    return done


@lru_cache(maxsize=1)
def crew() -> ThreadPoolExecutor:
    """The sending threads of this process, made on first use: after Celery has forked."""
    return ThreadPoolExecutor(settings.SEND_THREADS, thread_name_prefix="send")


def in_thread(claimed: Claimed) -> None:
    close_old_connections()
    safely(claimed)


def safely(claimed: Claimed) -> None:
    """One message's trouble is never another's. A row left half way is found by the sweep."""
    try:
        hand_over(claimed)
    except Exception:
        logger.exception("Delivery %s was left half way", claimed.delivery.pk)


def hand_over(claimed: Claimed) -> None:
    time.sleep(max(0.0, claimed.go_at - time.monotonic()))
    delivery = claimed.delivery
    began = time.monotonic()
    if not commit_to_send(claimed):
        return let_go(claimed)
    if time.monotonic() - began > settings.SEND_STALL_SECONDS:
        logger.warning("Delivery %s: the database took too long; the sweep decides", delivery.pk)
        return None
    deadline = began + settings.SEND_CALL_DEADLINE_SECONDS
    return record(claimed, PORTS[delivery.channel](delivery, deadline=deadline))


def commit_to_send(claimed: Claimed) -> bool:
    """The point of no return: one statement, every condition. False means: do not send."""
    delivery = claimed.delivery
    with transaction.atomic():
        hold_address(delivery.channel, delivery.address_index)
        won = may_leave(claimed).update(
            state=State.SENDING,
            attempted_at=Now(),
            attempts=F("attempts") + 1,
            looks=0,
            looked_at=None,
        )
    return won == 1


def mine(claimed: Claimed, state: str) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk=claimed.delivery.pk, token=claimed.token, state=state)


def may_leave(claimed: Claimed) -> QuerySet[Delivery]:
    """The row, if it is still ours and may be sent now. No joins, so that the update checks the row as it is."""
    now = Now()
    sending = CallToAction.objects.filter(pk=OuterRef("call_to_action"), state=CallToAction.State.SENDING)
    return mine(claimed, State.CLAIMED).filter(
        Exists(SendGate.objects.filter(is_open=True)),
        Q(call_to_action=None) | Exists(sending),
        Q(despite_stop=True) | ~Exists(stops()),
        ~Q(purpose__in=SPENDS_BUDGET) | ~Exists(recent_asks()),
        lease_until__gt=now,
        not_before__lte=now,
        expires_at__gt=now,
    )


def stops() -> QuerySet[OptOut]:
    return OptOut.objects.against(OuterRef("channel"), OuterRef("address_index"), OuterRef("chapter"))


def recent_asks() -> QuerySet[Delivery]:
    """Asks of any chapter that went to the same address within the budget's time."""
    return Delivery.objects.went_out().filter(
        ~Q(pk=OuterRef("pk")),
        channel=OuterRef("channel"),
        address_index=OuterRef("address_index"),
        purpose__in=SPENDS_BUDGET,
        attempted_at__gt=Now() - BUDGET,
    )


def let_go(claimed: Claimed) -> None:
    """It may not leave: end it with its reason, or put it back when only the moment is wrong."""
    row = mine(claimed, State.CLAIMED)
    ended = {"token": None, "lease_until": None, "final_at": Now()}
    stopped = CallToAction.objects.filter(pk=OuterRef("call_to_action"), state=CallToAction.State.STOPPED)
    _ = (
        row.filter(Exists(stops()), despite_stop=False).update(state=State.SKIPPED, reason="opted_out", **ended)
        or row.filter(Exists(stopped)).update(state=State.CANCELLED, reason="stopped", **ended)
        or row.filter(Exists(recent_asks()), purpose__in=SPENDS_BUDGET).update(
            state=State.SKIPPED, reason="asked_lately", **ended
        )
        or row.filter(expires_at__lte=Now()).update(state=State.EXPIRED, reason="too_late", **ended)
        or row.update(state=State.QUEUED, token=None, lease_until=None)
    )


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
