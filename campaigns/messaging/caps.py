"""How many messages may still leave today: the chapter's own limit, and what the carriers let through.

Each sender counts its own day under the lock of a claim. The carriers' limit belongs to a legal entity and is shared by
all its numbers; a tenth of it is kept for alerts and answers. What was claimed and then not sent stays counted: the
limits are never overrun by it.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Sum

from campaigns.messaging.models import Brand, Delivery, Sender
from chapters.models import Channel

Queue = Delivery.Queue
COUNTED = ("counted_on", "segments_today", "messages_today")
KEPT_FOR_ALERTS = 0.1
PLENTY = 1_000_000


def hold(sender: Sender) -> None:
    """Only one claim at a time counts for all numbers of a legal entity. The caller is in a transaction."""
    if sender.brand_id:
        Brand.objects.select_for_update().get(pk=sender.brand_id)


def room(sender: Sender, queue: str, now: datetime) -> int:
    """How many more messages of one queue may be claimed from this sender. Urgent ones always go."""
    if queue == Queue.URGENT:
        return PLENTY
    limits = [carrier_room(sender, now)]
    if queue == Queue.BULK:
        limits.append(chapter_room(sender, now))
    return max(0, min(limits))


def reached(sender: Sender, queue: str, now: datetime) -> str:
    """The reason why nothing more may go today, '' while something may."""
    if queue == Queue.BULK and chapter_room(sender, now) <= 0:
        return "daily_cap"
    return "carrier_cap" if carrier_room(sender, now) <= 0 else ""


def chapter_room(sender: Sender, now: datetime) -> int:
    """Messages that the chapter may still send today, by all its senders."""
    sent = Sender.objects.filter(chapter=sender.chapter_id, counted_on=today(sender, now))
    return sender.chapter.daily_cap - (sent.aggregate(n=Sum("messages_today"))["n"] or 0)


def carrier_room(sender: Sender, now: datetime) -> int:
    """Texts that the carriers still take from this number and its legal entity today, without what alerts keep."""
    if sender.channel == Channel.EMAIL:
        return PLENTY if sender.daily_segments is None else sender.daily_segments - used(sender, now)
    limits = [PLENTY]
    if sender.daily_segments is not None:
        limits.append(without_kept(sender.daily_segments) - used(sender, now))
    if sender.brand:
        limits.append(without_kept(sender.brand.daily_segments) - used_by_brand(sender, now))
    return min(limits)


def without_kept(limit: int) -> int:
    return limit - int(limit * KEPT_FOR_ALERTS)


def used(sender: Sender, now: datetime) -> int:
    """Texts this sender has sent today."""
    return sender.segments_today if sender.counted_on == today(sender, now) else 0


def used_by_brand(sender: Sender, now: datetime) -> int:
    """Texts that all numbers of the legal entity have sent today."""
    others = Sender.objects.filter(brand=sender.brand_id).exclude(pk=sender.pk).select_related("chapter")
    return used(sender, now) + sum(used(other, now) for other in others)


def today(sender: Sender, now: datetime) -> date:
    """The day it is where the chapter is."""
    return now.astimezone(sender.chapter.zone).date()


def count(sender: Sender, rows: Sequence[Delivery], now: datetime) -> None:
    """Add to the sender's day; the caller holds its lock and saves `COUNTED`."""
    if sender.counted_on != today(sender, now):
        sender.counted_on, sender.segments_today, sender.messages_today = today(sender, now), 0, 0
    sender.segments_today += sum(row.segments for row in rows)
    sender.messages_today += len(rows)
