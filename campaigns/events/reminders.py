"""What people hear about an event they answered: now, the day before, and if plans change. Nothing else.

Each message is a row, written in the transaction that decides it. A message that is not wanted any more gives its key
back, so that a later one can be written.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils import timezone

from campaigns.events import words
from campaigns.events.models import Event, Rsvp
from campaigns.events.words import Note
from campaigns.messaging import outbox
from campaigns.messaging.delivery_models import Delivery, DeliveryQuerySet
from chapters import limits

DAY_BEFORE_AT = time(17)
WORTH_IT = timedelta(hours=6)  # a reminder sooner than this after the seat was saved says nothing new
CONFIRMS_A_DAY = 5  # to one address: whoever types in someone's number cannot flood it


@dataclass(frozen=True)
class Told:
    """How many people a message was written to, and how many it cannot reach before the event begins."""

    count: int
    missed: int


def day_before(event: Event) -> datetime | None:
    """When the reminder goes out; None when it is too late for one."""
    day = event.starts_at.astimezone(event.zone).date() - timedelta(days=1)
    at = datetime.combine(day, DAY_BEFORE_AT, event.zone)
    return at if at - timezone.now() >= WORTH_IT else None


def confirm(rsvp: Rsvp) -> None:
    """The same answer on the same day is confirmed once."""
    today = timezone.localdate(timezone=rsvp.event.zone)
    key = f"rsvp:{rsvp.pk}:confirm:{rsvp.state}:{rsvp.party_size}:{rsvp.channel}:{today:%Y%m%d}"
    if may_write(rsvp):
        write(rsvp, key, Delivery.Purpose.CONFIRM, words.confirmation(rsvp))


def may_write(rsvp: Rsvp) -> bool:
    index = rsvp.member.phone_index if rsvp.channel == "text" else rsvp.member.email_index
    return limits.take(f"confirm:{index}", size=CONFIRMS_A_DAY, per_seconds=86_400)


def plan(rsvp: Rsvp) -> None:
    """The reminder for the day before, if the person comes and it is not too late for one."""
    at = day_before(rsvp.event)
    if at and rsvp.state == Rsvp.State.GOING:
        key = f"rsvp:{rsvp.pk}:day_before:{rsvp.event.starts_at:%Y%m%d%H%M}"
        write(rsvp, key, Delivery.Purpose.REMINDER, words.day_before(rsvp), not_before=at)


def withdraw(rsvp: Rsvp) -> None:
    """Somebody who does not come is not reminded."""
    give_back_keys(Delivery.objects.filter(key__startswith=f"rsvp:{rsvp.pk}:"), "not_coming")


def tell_seat_opened(rsvp: Rsvp) -> None:
    key = f"rsvp:{rsvp.pk}:seat:{timezone.now():%Y%m%d%H%M%S}"
    write(rsvp, key, Delivery.Purpose.NOTICE, words.seat_opened(rsvp))
    plan(rsvp)


def replan(event: Event) -> None:
    """Reminders for the new time and place instead of those for the old ones."""
    withdraw_all(event, "plans_changed")
    for rsvp in counted_on(event):
        plan(rsvp)


def withdraw_all(event: Event, reason: str) -> None:
    planned = Delivery.objects.filter(event=event, call_to_action=None)
    give_back_keys(planned.filter(purpose__in=(Delivery.Purpose.REMINDER, Delivery.Purpose.NOTICE)), reason)


def tell_changed(event: Event) -> Told:
    return tell(event, "changed", words.changed)


def tell_called_off(event: Event) -> Told:
    return tell(event, "called_off", words.called_off)


def tell(event: Event, what: str, note: Callable[[Rsvp], Note]) -> Told:
    """Write to everyone who counts on the event, once for each change."""
    told = [
        write(rsvp, f"rsvp:{rsvp.pk}:{what}:{event.sequence}", Delivery.Purpose.NOTICE, note(rsvp))
        for rsvp in counted_on(event)
    ]
    reached = sum(delivery is not None and delivery.not_before < delivery.expires_at for delivery in told)
    return Told(reached, len(told) - reached)


def counted_on(event: Event) -> Iterable[Rsvp]:
    for rsvp in event.rsvps.to_be_told().select_related("member").order_by("id"):
        rsvp.event = event
        yield rsvp


def write(rsvp: Rsvp, key: str, purpose: str, note: Note, *, not_before: datetime | None = None) -> Delivery | None:
    """None when there is no address to write to, it said stop, or this was written before."""
    if not rsvp.address:
        return None
    starts_at = rsvp.event.starts_at
    return outbox.queue(
        key=key,
        chapter=rsvp.event.chapter,
        purpose=purpose,
        channel=rsvp.channel,
        member=rsvp.member,
        address=rsvp.address,
        language=rsvp.language,
        subject=note.subject,
        body=note.body,
        event=rsvp.event,
        not_before=not_before,
        expires_at=None if purpose == Delivery.Purpose.CONFIRM else starts_at,
    )


def give_back_keys(deliveries: DeliveryQuerySet, reason: str) -> None:
    """Stop what has not been handed to the carrier yet."""
    rows = deliveries.filter(state__in=(Delivery.State.QUEUED, Delivery.State.CLAIMED))
    rows.update(
        state=Delivery.State.CANCELLED,
        reason=reason,
        final_at=timezone.now(),
        key=Concat(F("key"), Value(":"), F("code")),
    )
