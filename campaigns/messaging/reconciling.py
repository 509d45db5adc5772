"""After a backup was restored: what really went out, told by Twilio's list, is written down before anything is sent.

Safe to run again: whatever it has written down is known the next time.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Max, Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from campaigns.messaging import counting, evidence, gate, twilio
from campaigns.messaging.models import CallToAction, Conversation, Delivery, Sender, SendGate, Stray
from chapters import audit
from chapters.members.contacts import address_index
from chapters.models import Channel, Member

State, Call = Delivery.State, CallToAction.State
MARGIN = timedelta(minutes=10)
# A restored copy goes on by its clock: what it ended as late, stopped or left out may have gone out all the same.
MAY_HAVE_GONE = (
    *(State.QUEUED, State.CLAIMED, State.SENDING, State.UNKNOWN, State.PARKED),
    *(State.EXPIRED, State.CANCELLED, State.SKIPPED),
)


@dataclass
class Result:
    """Counts of texts, and of the emails that a person has to decide about."""

    since: datetime
    listed: int = 0
    known: int = 0
    adopted: int = 0
    found: int = 0
    parked: int = 0


def default_since() -> datetime:
    """A little before the last attempt that the database knows of; else as far back as Twilio's list goes."""
    last = Delivery.objects.filter(channel=Channel.TEXT).aggregate(at=Max("attempted_at"))["at"]
    return max(earliest(), last - MARGIN) if last else earliest()


def earliest() -> datetime:
    return timezone.now() - timedelta(seconds=settings.SEND_EVIDENCE_SECONDS)


def run(since: datetime) -> Result:
    """Compare everything since then. Raises, with nothing changed, when Twilio's list cannot be read."""
    result = Result(since=max(since, earliest()))
    senders = evidence.text_senders()
    listed = {message.sid: message for message in twilio.outbound(since=result.since)}
    # Oldest first: if this is ended half way, the next run begins where it was.
    ours = [one for one in sorted(listed.values(), key=created) if evidence.senders_of(one, senders)]
    not_ours = set(Stray.objects.filter(sid__in=listed).values_list("sid", flat=True))
    for message, delivery in evidence.known(ours):
        result.listed += 1
        if delivery is None and message.sid not in not_ours:
            settle(message, evidence.senders_of(message, senders), result)
        else:
            result.known += 1
            if delivery is not None:
                evidence.follow(delivery, message)
    result.parked = park_emails()
    gate.mark_reconciled()
    audit.record("reconciled", chapter=None, by=None, adopted=result.adopted, found=result.found, parked=result.parked)
    return result


def created(message: Any) -> datetime:
    at: datetime = message.date_created
    return at


def settle(message: Any, senders: list[Sender], result: Result) -> None:
    among = Delivery.objects.filter(state__in=MAY_HAVE_GONE)
    delivery = evidence.match(message, senders, among)
    if delivery is not None and evidence.adopt(delivery, message, among):
        result.adopted += 1
    else:
        stand_in(message, senders[0])
        result.found += 1


def stand_in(message: Any, sender: Sender) -> None:
    """A row for a text whose own was lost, so that the contact budget and the person's page know of it."""
    index = address_index(Channel.TEXT, message.to)
    chapter, at, body = sender.chapter, message.date_created, message.body or ""
    member = Member.objects.filter(chapter=chapter, phone_index=index).order_by("pk").first()
    row = Delivery(
        key=f"found:{message.sid}",
        chapter=chapter,
        purpose=Delivery.Purpose.ASK,
        queue=Delivery.Queue.BULK,
        channel=Channel.TEXT,
        sender=sender,
        member=member,
        conversation=Conversation.objects.filter(sender=sender, address_index=index).first(),
        address=message.to,
        address_index=index,
        language=member.language if member else chapter.languages[0],
        body=body,
        segments=max(1, counting.segments(body).segments),
        link_code=evidence.link_in(body) or None,
        state=State.ACCEPTED,
        sid=message.sid,
        not_before=at,
        expires_at=at,
        attempts=1,
        attempted_at=at,
        accepted_at=at,
    )
    Delivery.objects.bulk_create([row], ignore_conflicts=True)
    evidence.follow(Delivery.objects.select_related("chapter", "sender").get(key=row.key), message)


def park_emails() -> int:
    """There is no list of emails. What was due before the gate closed may have gone out: a person decides."""
    closed_at = SendGate.objects.filter(is_open=False).values_list("changed_at", flat=True).first() or timezone.now()
    begun = Q(call_to_action__state__in=CallToAction.UNDER_WAY, call_to_action__starts_sending_at__lte=closed_at)
    running = Q(call_to_action__state__in=(Call.SENDING, Call.PAUSED))
    untouched = Q(attempts=0) | ~Q(reason="")  # not one that a person has decided to send again
    due = Delivery.objects.filter(
        Q(call_to_action=None) | begun | running,
        untouched,
        channel=Channel.EMAIL,
        state__in=(State.QUEUED, State.CLAIMED),
        created_at__lte=closed_at,
        not_before__lte=closed_at,
    )
    ids = list(due.values_list("pk", flat=True))
    return Delivery.objects.filter(pk__in=ids, state__in=(State.QUEUED, State.CLAIMED)).update(
        state=State.PARKED,
        reason="no_proof",
        token=None,
        lease_until=None,
        attempts=Greatest("attempts", 1),
        attempted_at=Coalesce("attempted_at", closed_at),
    )
