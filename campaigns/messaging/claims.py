"""Who sends what next: workers claim small batches, at the sender's pace, and give them back when they die.

A sender's `next_slot_at` is the moment its next text may leave: a token bucket that PostgreSQL keeps for all workers
together. A claim reserves slots for its batch, at most `AHEAD` in advance, so that an urgent text never waits behind a
long batch. The same lock counts what the sender has sent today.
"""

import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.expressions import RawSQL
from django.db.models.fields import BooleanField
from django.db.models.functions import Now
from django.utils import timezone

from campaigns.messaging import caps, following, gate, rendering, troubles
from campaigns.messaging.models import CallToAction, Delivery, Sender
from chapters.encryption import EncryptedTextField

State, Queue = Delivery.State, Delivery.Queue
AHEAD = timedelta(seconds=1)
LOCKED_SECONDS = 0.01  # another worker claims from this sender right now

# What may be sent now, from the indexes that hold nothing else. Rows of a call count only while it is sending.
DUE = """
d.state = 'queued' AND d.queue = %(queue)s
AND d.not_before <= statement_timestamp() AND d.expires_at > statement_timestamp()
"""
OF_SENDER = f"""
SELECT d.id FROM campaigns_delivery d
WHERE d.sender_id = %(sender)s AND d.call_to_action_id IS NULL AND {DUE}
ORDER BY d.not_before, d.id LIMIT %(size)s
"""
OF_CALLS = f"""
SELECT due.id FROM campaigns_calltoaction c CROSS JOIN LATERAL (
    SELECT d.id, d.not_before FROM campaigns_delivery d
    WHERE d.call_to_action_id = c.id AND d.sender_id = %(sender)s AND {DUE}
    ORDER BY d.not_before, d.id LIMIT %(size)s
) due
WHERE c.state = 'sending' AND c.chapter_id = %(chapter)s
ORDER BY due.not_before, due.id LIMIT %(size)s
"""
HAS_DUE = f"""
EXISTS (SELECT FROM campaigns_delivery d
    WHERE d.sender_id = campaigns_sender.id AND d.call_to_action_id IS NULL AND {DUE})
OR EXISTS (SELECT FROM campaigns_calltoaction c CROSS JOIN LATERAL (
    SELECT FROM campaigns_delivery d
    WHERE d.call_to_action_id = c.id AND d.sender_id = campaigns_sender.id AND {DUE} LIMIT 1
) due WHERE c.state = 'sending' AND c.chapter_id = campaigns_sender.chapter_id)
""".replace("%(queue)s", "%s")
TAKE = """
UPDATE campaigns_delivery d SET state = 'claimed', token = %s,
    lease_until = statement_timestamp() + make_interval(secs => %s),
    address = v.address, subject = v.subject, body = v.body, segments = v.segments
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::int[]) v (id, address, subject, body, segments)
WHERE d.id = v.id
"""


@dataclass(frozen=True)
class Claimed:
    """A message that is this worker's until the lease ends, and when to send it (`time.monotonic()`)."""

    delivery: Delivery
    token: uuid.UUID
    go_at: float


@dataclass(frozen=True)
class Claim:
    """`wait` is None when the queue holds nothing to send; else the seconds until a sender is free again."""

    batch: list[Claimed]
    wait: float | None


def queues_with_work() -> list[str]:
    return [queue for queue in Queue.values if senders_with_work(queue)]


def claim(queue: str, *, size: int) -> Claim:
    """Up to `size` messages of a queue, from every sender that has some and whose slot has come; none while sending
    is closed, or when a restored backup shows."""
    if gate.is_shut():
        return Claim([], None)
    batch: list[Claimed] = []
    waits: list[float] = []
    for sender in senders_with_work(queue):
        if len(batch) >= size:
            return Claim(batch, 0.0)
        taken = claim_from(sender, queue, size - len(batch))
        batch += taken or []
        if not taken:
            waits.append(LOCKED_SECONDS if taken is None else max(0.05, seconds_until_free(sender)))
    return Claim(batch, 0.0 if batch else min(waits, default=None))


def senders_with_work(queue: str) -> list[Sender]:
    """The one whose slot came first leads, so that no sender starves."""
    has_due = RawSQL(HAS_DUE, [queue, queue], output_field=BooleanField())  # noqa: S611  constant text
    senders = Sender.objects.active().annotate(now=Now()).filter(has_due)
    return list(senders.order_by(F("next_slot_at").asc(nulls_first=True), "pk"))


def seconds_until_free(sender: Sender) -> float:
    now: datetime = sender.now  # type: ignore[attr-defined]  # annotated by senders_with_work
    return ((sender.next_slot_at or now) - now - AHEAD).total_seconds()


@transaction.atomic
def claim_from(sender: Sender, queue: str, size: int) -> list[Claimed] | None:
    """Reserve slots and take as many messages: none when pace or a cap forbids it, None while another worker does
    the same."""
    locked = Sender.objects.select_for_update(skip_locked=True, of=("self",)).select_related("chapter", "brand")
    mine = locked.filter(pk=sender.pk).annotate(now=Now()).first()
    if mine is None:
        return None
    now: datetime = mine.now  # type: ignore[attr-defined]
    caps.hold(mine)
    rows = sendable(due(mine, queue, min(size, caps.room(mine, queue, now))))
    slots = list(reserve(mine, rows, now, is_urgent=queue == Queue.URGENT))
    if slots:
        caps.count(mine, [row for row, _ in slots], now)
        mine.save(update_fields=["next_slot_at", *caps.COUNTED])
    return take([(row, time.monotonic() + (slot - now).total_seconds()) for row, slot in slots])


def due(sender: Sender, queue: str, size: int) -> list[Delivery]:
    """Rows that may be sent now, locked; those that somebody changes in this moment are left for the next claim."""
    given: dict[str, Any] = {"sender": sender.pk, "chapter": sender.chapter_id, "queue": queue, "size": max(0, size)}
    with connection.cursor() as cursor:
        cursor.execute(f"({OF_SENDER}) UNION ALL ({OF_CALLS})", given)
        ids = [pk for (pk,) in cursor.fetchall()]
    rows = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).order_by("not_before", "pk")
    found = list(rows.filter(pk__in=ids, state=State.QUEUED)[: max(0, size)])
    for row in found:
        row.sender, row.chapter = sender, sender.chapter
    return found


def sendable(rows: Sequence[Delivery]) -> list[Delivery]:
    """Those that have words and somebody who still should get them; the others end here, with their reason."""
    found = rendering.fill(rows)
    erased = {row.pk: "gone" for row in rows if not row.address}  # while it was under way
    lost = erased | found | passed_over(rows)
    for reason in set(lost.values()):
        ids = [pk for pk, why in lost.items() if why == reason]
        Delivery.objects.filter(pk__in=ids).update(state=State.SKIPPED, reason=reason, final_at=Now())
    return [row for row in rows if row.pk not in lost]


def passed_over(rows: Sequence[Delivery]) -> dict[int, str]:
    """Row id -> reason, for people who have done since the approval what a call asks."""
    found: dict[int, str] = {}
    for call_id in {row.call_to_action_id for row in rows if row.call_to_action_id and row.member_id}:
        of_call = [row for row in rows if row.call_to_action_id == call_id]
        people = following.passed_over(rendering.writer_of(call_id).call, [row.member_id or 0 for row in of_call])
        found |= {row.pk: people[row.member_id] for row in of_call if row.member_id in people}
    return found


def reserve(
    sender: Sender, rows: Sequence[Delivery], now: datetime, *, is_urgent: bool
) -> Iterator[tuple[Delivery, datetime]]:
    """A slot for each message that may leave soon. An urgent one leaves now and makes the others wait."""
    slot = max(sender.next_slot_at or now, now)
    for row in rows:
        if slot > now + AHEAD and not is_urgent:
            break
        yield row, now if is_urgent else slot
        slot += timedelta(seconds=row.segments / sender.segments_per_second)
        sender.next_slot_at = slot


def take(slots: Sequence[tuple[Delivery, float]]) -> list[Claimed]:
    """Ours until the lease ends, with the words that will go out."""
    if not slots:
        return []
    token, rows = uuid.uuid4(), [row for row, _ in slots]
    sealed = [[sealed_in(name, row) for row in rows] for name in ("address", "subject", "body")]
    given: list[Any] = [token, settings.SEND_CLAIM_LEASE_SECONDS, [row.pk for row in rows], *sealed]
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [*given, [row.segments for row in rows]])
    return [Claimed(row, token, go_at) for row, go_at in slots]


def sealed_in(name: str, row: Delivery) -> str:
    """One field of the row as the database holds it."""
    column = cast("EncryptedTextField", Delivery._meta.get_field(name))
    return column.get_prep_value(getattr(row, name))


def give_back_lost() -> int:
    """What a dead worker had claimed and not begun to send is queued again."""
    lost = Delivery.objects.filter(state=State.CLAIMED, lease_until__lt=Now())
    return lost.update(state=State.QUEUED, token=None, lease_until=None)


def pause_at_cap() -> None:
    """Calls that may send no more today wait for a lead, who is told which limit it is."""
    for call in CallToAction.objects.filter(state=CallToAction.State.SENDING).select_related("chapter"):
        waiting = Delivery.objects.filter(call_to_action=call, sender=OuterRef("pk"), state=State.QUEUED)
        for sender in Sender.objects.filter(Exists(waiting)).select_related("chapter", "brand"):
            if reason := caps.reached(sender, Queue.BULK, timezone.now()):
                troubles.pause(call, reason)
