"""Unknown is resolved by evidence, never by sending again on a guess.

A callback with our code, or a match in Twilio's list: accepted. Absent in two looks, both long enough after the
attempt and far enough apart: queued again. No proof in time: parked for a person.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from campaigns.messaging import statuses, troubles, twilio
from campaigns.messaging.models import CallToAction, Delivery, Reply
from chapters.locks import only_one

logger = logging.getLogger(__name__)
State = Delivery.State
BATCH = 50
LOOKS_NEEDED = 2


@shared_task(time_limit=settings.SEND_SWEEP_LIMIT_SECONDS)
def sweep() -> None:
    """One round of all that follows; runs by the timetable. While one waits for a slow Twilio, no second one begins:
    urgent messages need the other processes."""
    with only_one("sweep") as is_mine:
        if is_mine:
            look_around()


def look_around() -> None:
    doubt_left_behind()
    all(look_for(delivery) for delivery in to_look_for())  # while Twilio answers
    park_old()
    all(ask_about(delivery) for delivery in silent())
    pause_unwelcome()


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def doubt_left_behind() -> int:
    """A dead worker left these while handing them over: nobody knows whether they went out."""
    left = Delivery.objects.filter(
        state=State.SENDING, attempted_at__lt=Now() - seconds(settings.SEND_UNKNOWN_AFTER_SECONDS)
    )
    proof_until = Now() + seconds(settings.SEND_PARK_AFTER_SECONDS)
    return left.update(state=State.UNKNOWN, reason="worker_ended", token=None, lease_until=proof_until)


def park_old() -> int:
    """Without proof for too long, or too old for Twilio's list to say anything: a person decides."""
    too_old = Q(attempted_at__lt=Now() - seconds(settings.SEND_EVIDENCE_SECONDS))
    old = Delivery.objects.filter(Q(lease_until__lt=Now()) | too_old, state=State.UNKNOWN)
    return old.update(state=State.PARKED, reason="no_proof", lease_until=None)


def to_look_for() -> QuerySet[Delivery]:
    """Unknown texts whose attempt is old enough for Twilio's list to show them, and not looked for just now."""
    earliest = timezone.now() - seconds(settings.SEND_EVIDENCE_SECONDS)
    due = Q(looked_at=None) | Q(looked_at__lte=Now() - seconds(settings.SEND_LOOK_APART_SECONDS))
    unknown = Delivery.objects.filter(
        due,
        state=State.UNKNOWN,
        channel="text",
        attempted_at__lte=Now() - seconds(settings.SEND_LOOK_AFTER_SECONDS),
        attempted_at__gt=earliest,
    )
    return unknown.select_related("sender", "chapter").order_by("looked_at", "pk")[:BATCH]


def look_for(delivery: Delivery) -> bool:
    """False when Twilio's list cannot be read now."""
    try:
        found = twilio.find(delivery)
    except Exception as error:
        logger.warning("Delivery %s: Twilio's list cannot be read (%s)", delivery.pk, type(error).__name__)
        return False
    if found is not None:
        state = statuses.FROM_TWILIO.get(str(found.status), State.ACCEPTED)
        follow(delivery, state, sid=found.sid, code=str(found.error_code or ""))
    else:
        not_there(delivery)
    return True


def not_there(delivery: Delivery) -> None:
    """One more look without a trace; after enough of them it is queued again, if it may still go out."""
    row = Delivery.objects.filter(pk=delivery.pk, state=State.UNKNOWN, looks=delivery.looks)
    if delivery.looks + 1 < LOOKS_NEEDED:
        row.update(looks=F("looks") + 1, looked_at=Now())
    elif delivery.attempts >= settings.SEND_MAX_ATTEMPTS:
        row.update(state=State.FAILED, reason="connection", final_at=Now())
    else:
        row.update(state=State.QUEUED, reason="not_there", looks=0, looked_at=None, lease_until=None)


def silent() -> Iterable[Delivery]:
    """Handed over hours ago, young enough for Twilio to know, and no last word: a missed callback is normal."""
    now, silent_for = timezone.now(), seconds(settings.SEND_SILENT_SECONDS)
    waiting = Delivery.objects.filter(
        Q(looked_at=None) | Q(looked_at__lt=now - silent_for),
        state__in=(State.ACCEPTED, State.SENT),
        channel="text",
        accepted_at__lt=now - silent_for,
        accepted_at__gt=now - 4 * silent_for,
    )
    return waiting.exclude(sid="")[:BATCH]


def ask_about(delivery: Delivery) -> bool:
    """False when Twilio does not answer now."""
    Delivery.objects.filter(pk=delivery.pk).update(looked_at=Now())
    try:
        state, code = twilio.status_of(delivery)
    except Exception as error:
        logger.warning("Delivery %s: Twilio does not say (%s)", delivery.pk, type(error).__name__)
        return False
    follow(delivery, state, sid=delivery.sid, code=code)
    return True


def heard(code: str, state: str, *, sid: str, reason: str = "") -> None:
    """The carrier says by itself how the message with this code fares. Most of what it says needs one statement."""
    moved = statuses.climb_by_code(code, state, sid=sid, reason=reason)
    if moved and not reason:
        return
    delivery = Delivery.objects.select_related("chapter").filter(code=code).first()
    if delivery is None:
        return
    if moved:
        troubles.note(delivery, reason)
    elif sid and delivery.sid and delivery.sid != sid:
        logger.error("Delivery %s has a second message at Twilio: %s", delivery.pk, sid)
    elif sid and not delivery.sid:
        Delivery.objects.filter(pk=delivery.pk, sid="", attempts__gt=0).update(sid=sid)


def follow(delivery: Delivery, state: str, *, sid: str, code: str = "") -> None:
    """Move the row up to what the carrier says, and act on the cause if it failed."""
    if statuses.climb(delivery, state, sid=sid, reason=code) and code:
        troubles.note(delivery, code)


def pause_unwelcome() -> None:
    """Taken for spam by the phone company, or stopped by many: the rest waits until a lead has looked.

    Counted since the call last changed: a lead who goes on is not stopped again for the same.
    """
    for call in CallToAction.objects.filter(state=CallToAction.State.SENDING).select_related("chapter"):
        sent, since = call.deliveries.went_out().count(), call.updated_at
        spam = {code: call.deliveries.filter(reason=code, final_at__gt=since).count() for code in troubles.SPAM}
        stops = Reply.objects.filter(delivery__call_to_action=call, kind=Reply.Kind.STOP, received_at__gt=since).count()
        found = [code for code, count in spam.items() if is_spike(count, sent)]
        reason = found[0] if found else "many_stops" if is_spike(stops, sent) else ""
        if reason:
            troubles.pause(call, reason)


def is_spike(count: int, of: int) -> bool:
    return bool(count >= settings.SEND_SPIKE_COUNT and count * 100 >= of * settings.SEND_SPIKE_PERCENT)
