"""Twilio keeps a copy of every text. Ours are deleted there some days after the end, when nothing more can be proved
by them: those that we sent, and those that people sent us."""

import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from celery import shared_task
from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from campaigns.messaging import twilio
from campaigns.messaging.models import Delivery, Reply
from chapters import retention

logger = logging.getLogger(__name__)
State = Delivery.State
BATCH = 50
APART = 0.2  # seconds between two calls: sending comes first
REFUSED_FOR = timedelta(days=1)  # until one is tried again that Twilio could not delete yet
OVER = (*Delivery.ENDS, State.ACCEPTED, State.SENT)


@shared_task
def forget() -> None:
    """One round, as long as Twilio answers; by the timetable. Under a legal hold nothing is deleted there either."""
    if retention.held_since():
        return
    for number, row in enumerate(to_forget()):
        if number:
            time.sleep(APART)
        if not forget_copy(row):
            return


def to_forget() -> Iterator[Delivery | Reply]:
    """The oldest first, of both kinds in turn, so that neither waits for the other."""
    before = timezone.now() - timedelta(seconds=settings.SEND_FORGET_AFTER_SECONDS)
    yield from sent(before)[: BATCH // 2]
    yield from Reply.objects.filter(forgotten_at=None, received_at__lt=before).order_by("received_at")[: BATCH // 2]


def sent(before: datetime) -> QuerySet[Delivery]:
    """Texts that ended before then, or were handed over before then and never got a last word."""
    ended = Coalesce("final_at", "accepted_at", "attempted_at")
    rows = Delivery.objects.alias(ended_at=ended).filter(channel="text", forgotten_at=None, attempted_at__lt=before)
    rows = rows.filter(state__in=OVER, ended_at__lt=before).exclude(sid="")
    return rows.exclude(looked_at__gt=timezone.now() - REFUSED_FOR).order_by("attempted_at")


def forget_copy(row: Delivery | Reply) -> bool:
    """False when Twilio does not answer now: everything else can wait too."""
    now = timezone.now()
    rows: QuerySet[Any] = (Delivery if isinstance(row, Delivery) else Reply).objects.filter(pk=row.pk)
    try:
        is_gone = twilio.delete(row.sid)
    except Exception as error:
        logger.warning("Twilio deletes nothing now (%s)", type(error).__name__)
        return False
    if is_gone:
        rows.update(forgotten_at=now)
    elif isinstance(row, Delivery):
        rows.update(looked_at=now)
    return True
