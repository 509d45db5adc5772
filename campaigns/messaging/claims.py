"""Who sends what next: workers claim small batches, at the sender's pace, and give them back when they die.

A sender's `next_slot_at` is the moment its next text may leave. A claim reserves slots for its batch, at most
`AHEAD` in advance, so that all workers together keep the pace and an urgent text never waits behind a long batch.
"""

import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from campaigns.messaging import troubles
from campaigns.messaging.models import CallToAction, Delivery, Sender
from chapters.models import Chapter

State, Queue = Delivery.State, Delivery.Queue
AHEAD = timedelta(seconds=1)


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
    return list(Delivery.objects.claimable().order_by().values_list("queue", flat=True).distinct())


def claim(queue: str, *, size: int) -> Claim:
    """Up to `size` messages of a queue, from every sender that has some and whose slot has come."""
    batch: list[Claimed] = []
    waits: list[float] = []
    for sender in senders_with_work(queue):
        if len(batch) >= size:
            return Claim(batch, 0.0)
        taken = claim_from(sender, queue, size - len(batch))
        batch += taken
        if not taken:
            waits.append(max(0.05, seconds_until_free(sender)))
    return Claim(batch, 0.0 if batch else min(waits, default=None))


def senders_with_work(queue: str) -> QuerySet[Sender]:
    """The one whose slot came first leads, so that no sender starves."""
    waiting = Delivery.objects.claimable().filter(sender=OuterRef("pk"), queue=queue)
    return (
        Sender.objects.active()
        .filter(Exists(waiting))
        .annotate(now=Now())
        .order_by(F("next_slot_at").asc(nulls_first=True), "pk")
    )


def seconds_until_free(sender: Sender) -> float:
    now: datetime = sender.now  # type: ignore[attr-defined]  # annotated by senders_with_work
    return ((sender.next_slot_at or now) - now - AHEAD).total_seconds()


@transaction.atomic
def claim_from(sender: Sender, queue: str, size: int) -> list[Claimed]:
    """Reserve slots and take as many messages; [] while another worker does the same or the pace forbids it."""
    locked = Sender.objects.select_for_update(skip_locked=True, of=("self",)).select_related("chapter")
    mine = locked.filter(pk=sender.pk).annotate(now=Now()).first()
    if mine is None:
        return []
    now: datetime = mine.now  # type: ignore[attr-defined]
    rows = due(mine, queue, min(size, room_today(mine.chapter, queue)))
    slots = list(reserve(mine, rows, now, is_urgent=queue == Queue.URGENT))
    if not slots:
        return []
    mine.save(update_fields=["next_slot_at"])
    return take([(row, time.monotonic() + (slot - now).total_seconds()) for row, slot in slots])


def due(sender: Sender, queue: str, size: int) -> list[Delivery]:
    rows = Delivery.objects.claimable().filter(sender=sender, queue=queue).order_by("not_before", "pk")
    found = list(rows.select_for_update(skip_locked=True, of=("self",))[: max(0, size)])
    for row in found:
        row.sender, row.chapter = sender, sender.chapter
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
    token = uuid.uuid4()
    lease = Now() + timedelta(seconds=settings.SEND_CLAIM_LEASE_SECONDS)
    ids = [row.pk for row, _ in slots]
    Delivery.objects.filter(pk__in=ids).update(state=State.CLAIMED, token=token, lease_until=lease)
    return [Claimed(row, token, go_at) for row, go_at in slots]


def room_today(chapter: Chapter, queue: str) -> int:
    """How many more the chapter may send today. Only bulk is counted out: answers and reminders always go."""
    if queue != Queue.BULK:
        return int(settings.SEND_BATCH)
    midnight = timezone.localtime(timezone.now(), chapter.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return chapter.daily_cap - Delivery.objects.filter(chapter=chapter, attempted_at__gte=midnight).count()


def give_back_lost() -> int:
    """What a dead worker had claimed and not begun to send is queued again."""
    lost = Delivery.objects.filter(state=State.CLAIMED, lease_until__lt=Now())
    return lost.update(state=State.QUEUED, token=None, lease_until=None)


def pause_at_cap() -> None:
    """Calls of chapters that have sent all they may today wait for a lead."""
    for call in CallToAction.objects.filter(state=CallToAction.State.SENDING).select_related("chapter"):
        if room_today(call.chapter, Queue.BULK) <= 0:
            troubles.pause(call, "daily_cap")
