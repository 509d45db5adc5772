"""Texts at Twilio that left our numbers and that this site never sent: somebody else may have the key."""

import logging
from datetime import datetime, timedelta
from typing import Any

from celery import shared_task
from django.conf import settings
from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone

from campaigns.messaging import evidence, gate, telling, twilio
from campaigns.messaging.models import Delivery, Sender, Stray

logger = logging.getLogger(__name__)
State = Delivery.State
MARK = "strays:judged_until"
OVERLAP, FIRST_LOOK, REMEMBERED = timedelta(hours=1), timedelta(hours=24), timedelta(days=7)
# Attempts of ours whose id we never learned.
IN_DOUBT = Q(state__in=(State.SENDING, State.UNKNOWN, State.PARKED)) | Q(state=State.QUEUED, attempts__gt=0)


@shared_task
def detect() -> None:
    """Read Twilio's list from a little before where the last look ended; runs by the timetable."""
    senders = evidence.text_senders()
    if not senders or gate.needs_reconcile():  # a restored backup does not know what it sent
        return
    until = timezone.now() - timedelta(seconds=settings.SEND_DETECT_AFTER_SECONDS)
    try:
        listed = {message.sid: message for message in twilio.outbound(since=last_look(until) - OVERLAP)}
    except twilio.UNREADABLE as error:
        logger.warning("Twilio's list cannot be read (%s)", type(error).__name__)
        return
    written_down = set(Stray.objects.filter(sid__in=listed).values_list("sid", flat=True))
    for message, delivery in evidence.known(listed.values()):
        if delivery is None and message.sid not in written_down and message.date_created <= until:
            judge(message, senders)
    cache.set(MARK, until.isoformat(), timeout=int(REMEMBERED.total_seconds()))


def last_look(until: datetime) -> datetime:
    mark = cache.get(MARK)
    oldest = until - timedelta(seconds=settings.SEND_EVIDENCE_SECONDS)
    return max(oldest, datetime.fromisoformat(mark)) if mark else until - FIRST_LOOK


def judge(message: Any, senders: list[Sender]) -> None:
    """One of ours in doubt, or a stray. What a number sent before it was ours is none of our business."""
    origin = [one for one in evidence.senders_of(message, senders) if one.created_at <= message.date_created]
    if not origin:
        return
    in_doubt = Delivery.objects.filter(IN_DOUBT)
    delivery = evidence.match(message, origin, in_doubt)
    if delivery is None or not evidence.adopt(delivery, message, in_doubt):
        write_down(message, origin[0])


def write_down(message: Any, sender: Sender) -> None:
    """Once each; the leads hear of it once a day, however many there are."""
    facts = {"chapter": sender.chapter, "sender": sender, "sent_at": message.date_created}
    _stray, is_new = Stray.objects.get_or_create(sid=message.sid, defaults=facts)
    if is_new:
        logger.error("A text left sender %s that this site did not send: %s", sender.pk, message.sid)
        today = timezone.localdate(timezone=sender.chapter.zone)
        telling.tell(sender.chapter, "stray", key=f"stray:{sender.chapter_id}:{today.isoformat()}")
