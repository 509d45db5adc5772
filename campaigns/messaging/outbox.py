"""The row is the queue. Messages are written here; Celery only nudges, and a timetable pump finds what a nudge lost.

Task arguments are ids and names of queues, never words or addresses.
"""

import logging
import time
from datetime import datetime
from functools import partial

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from campaigns.messaging import claims, counting, hours, turns, upkeep
from campaigns.messaging.models import Conversation, Delivery, Sender
from campaigns.messaging.policy import POLICY, Policy
from chapters.encryption import blind_index
from chapters.models import Channel, Chapter, Member, OptOut, User

logger = logging.getLogger(__name__)
INDEX_CHANNEL = {Channel.TEXT: "phone", Channel.EMAIL: "email"}
_broker_silent_until = 0.0


def queue(
    *,
    key: str,
    chapter: Chapter,
    purpose: str,
    channel: str,
    member: Member | None,
    address: str,
    language: str,
    body: str,
    subject: str = "",
    sender: Sender | None = None,
    conversation: Conversation | None = None,
    event: object | None = None,
    written_by: User | None = None,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    despite_stop: bool = False,
) -> Delivery | None:
    """Write one message in the caller's transaction and nudge a worker when it commits.

    None when this key is already queued, the address said stop, or the chapter has no sender for the channel.
    `not_before` and `expires_at` are narrowed to the person's hours where the purpose keeps them.
    """
    policy = POLICY[purpose]
    sender = sender or sender_for(chapter, channel, conversation)
    index = blind_index(INDEX_CHANNEL[Channel(channel)], address)
    stopped = not despite_stop and OptOut.objects.against(channel, index, chapter.pk).exists()
    if sender is None or not index or stopped:
        return None
    opens_at, closes_at = span(policy, channel, chapter, member, address, not_before)
    delivery = Delivery(
        key=key,
        chapter=chapter,
        purpose=purpose,
        queue=policy.queue,
        channel=channel,
        sender=sender,
        member=member,
        conversation=conversation,
        event_id=getattr(event, "pk", None),
        written_by=written_by,
        address=address,
        address_index=index,
        language=language,
        subject=subject,
        body=body,
        segments=max(1, counting.segments(body).segments) if channel == Channel.TEXT else 1,
        not_before=opens_at,
        expires_at=min(filter(None, (opens_at + policy.life if expires_at is None else expires_at, closes_at))),
        despite_stop=despite_stop,
    )
    return delivery if inserted(delivery) else None


def inserted(delivery: Delivery) -> bool:
    """INSERT … ON CONFLICT DO NOTHING; the row that is there is ours only if it has our code."""
    Delivery.objects.bulk_create([delivery], ignore_conflicts=True)
    found = Delivery.objects.filter(key=delivery.key, code=delivery.code).values_list("pk", flat=True).first()
    delivery.pk = found
    if found:
        nudge(delivery.queue)
    return found is not None


def sender_for(chapter: Chapter, channel: str, conversation: Conversation | None = None) -> Sender | None:
    """The thread's own sender, else the chapter's oldest one in use for the channel."""
    if conversation is not None:
        return conversation.sender
    return Sender.objects.active().for_channel(channel).filter(chapter=chapter).order_by("pk").first()


def span(
    policy: Policy, channel: str, chapter: Chapter, member: Member | None, address: str, not_before: datetime | None
) -> tuple[datetime, datetime | None]:
    """From when, and at the latest until when. Quiet hours are for texts: an email wakes nobody."""
    start = not_before or timezone.now()
    if not policy.keeps_hours or channel != Channel.TEXT:
        return start, None
    return hours.window(member.zip if member else "", chapter, address, after=start)


def nudge(queue_name: str) -> None:
    """Wake a worker once the caller's transaction has committed. Never raises: the pump finds what this loses."""
    transaction.on_commit(partial(publish, queue_name), robust=True)


def publish(queue_name: str) -> None:
    """Hand the broker one task. A dead broker is left alone for a few seconds, so that no page waits for it twice."""
    global _broker_silent_until  # noqa: PLW0603  one broker per process
    if time.monotonic() < _broker_silent_until:
        return
    try:
        send.apply_async((queue_name,), queue=queue_name, expires=settings.SEND_NUDGE_SECONDS, retry=False)
    except (OperationalError, RedisError, OSError) as error:
        _broker_silent_until = time.monotonic() + settings.SEND_BROKER_PAUSE_SECONDS
        logger.warning("The broker does not answer (%s); the pump will find the messages.", type(error).__name__)


@shared_task(time_limit=settings.SEND_TURN_LIMIT_SECONDS)
def send(queue_name: str) -> None:
    """Send what one queue holds, for one turn; another turn follows if there is more. A process that hangs in it, say
    because the database never answers, is ended like one that crashed."""
    if turns.turn(queue_name, seconds=settings.SEND_TURN_SECONDS):
        nudge(queue_name)


@shared_task(time_limit=settings.SEND_TURN_LIMIT_SECONDS)
def pump() -> None:
    """Keep everything moving, whatever was lost: runs by the timetable, and once more at the end of a hold."""
    upkeep.run()
    for queue_name in claims.queues_with_work():
        for _ in range(settings.SEND_PROCESSES):
            nudge(queue_name)
    soon = upkeep.seconds_until_next()
    if soon is not None:
        pump.apply_async(countdown=soon, queue=Delivery.Queue.URGENT, retry=False)
