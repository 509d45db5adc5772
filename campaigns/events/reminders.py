"""What people hear about an event they answered: now, by the timetable, and if plans change. Nothing else.

Each message is a row, written in the transaction that decides it. A message that is not wanted any more gives its key
back, so that a later one can be written.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils import timezone

from campaigns.events import timetable, words
from campaigns.events.models import Event, Rsvp, Shift
from campaigns.events.words import Note
from campaigns.messaging import outbox
from campaigns.messaging.delivery_models import Delivery, DeliveryQuerySet
from campaigns.messaging.policy import POLICY
from chapters import limits
from chapters.models import Member

REMINDED = (Rsvp.State.GOING, Rsvp.State.UNCONFIRMED)
CONFIRMS_A_DAY = 5  # to one address: whoever types in someone's number cannot flood it


@dataclass(frozen=True)
class Told:
    """How many people a message was written to, and how many it cannot reach before the event begins."""

    count: int
    missed: int


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
    """The reminders ahead of somebody who comes, each unless it is too late for it to say anything new."""
    if rsvp.state not in REMINDED or rsvp.doubt:
        return
    for slot, at in timetable.ahead(rsvp.event):
        key = f"rsvp:{rsvp.pk}:{slot.name}:{instant(rsvp.event.starts_at)}"
        write(rsvp, key, Delivery.Purpose.REMINDER, words.REMINDERS[slot.name](rsvp), not_before=at)


def withdraw(rsvp: Rsvp) -> None:
    """Somebody who does not come is not reminded."""
    give_back_keys(Delivery.objects.filter(key__startswith=f"rsvp:{rsvp.pk}:"), "not_coming")


def tell_seat_opened(rsvp: Rsvp) -> None:
    """Once for each time: an offer with its clock, or a seat that is theirs."""
    until = instant(rsvp.held_until or timezone.now())
    note = words.offered(rsvp) if rsvp.state == Rsvp.State.OFFERED else words.seat_opened(rsvp)
    write(rsvp, f"rsvp:{rsvp.pk}:seat:{until}", Delivery.Purpose.NOTICE, note)
    plan(rsvp)


def may_hear_at(rsvp: Rsvp, now: datetime) -> datetime | None:
    """When a notice written now can leave; None when the person cannot be reached about this event at all."""
    chapter = rsvp.event.chapter
    if not rsvp.address or outbox.sender_for(chapter, rsvp.channel) is None:
        return None
    if Member.objects.filter(pk=rsvp.member_id).opted_out(rsvp.channel).exists():
        return None
    policy = POLICY[Delivery.Purpose.NOTICE]
    return outbox.span(policy, rsvp.channel, chapter, rsvp.member, rsvp.address, now)[0]


def tell_approved(rsvp: Rsvp) -> None:
    write(rsvp, f"rsvp:{rsvp.pk}:approved", Delivery.Purpose.NOTICE, words.approved(rsvp))


def tell_turned_down(rsvp: Rsvp) -> None:
    write(rsvp, f"rsvp:{rsvp.pk}:turned_down", Delivery.Purpose.NOTICE, words.turned_down(rsvp))


def tell_shift(rsvp: Rsvp, shift: Shift) -> None:
    """At once, to somebody who took a job a moment ago."""
    if may_write(rsvp):
        key = f"rsvp:{rsvp.pk}:shift:{shift.pk}:{timezone.now():%Y%m%d}"
        write(rsvp, key, Delivery.Purpose.CONFIRM, words.on_shift(rsvp, shift))


def tell_shift_gone(rsvp: Rsvp, shift: Shift) -> None:
    write(rsvp, f"rsvp:{rsvp.pk}:shift_gone:{shift.pk}", Delivery.Purpose.NOTICE, words.shift_gone(rsvp, shift))


def replan(event: Event) -> None:
    """Reminders by the timetable as it is now, instead of those written before."""
    give_back_keys(about_event(event).filter(purpose=Delivery.Purpose.REMINDER), "plans_changed")
    for rsvp in counted_on(event):
        plan(rsvp)


def renew(event: Event) -> None:
    """The time or the place is another: whatever still waits to be said is said of the new one."""
    unheard = waiting_to_hear(event)
    withdraw_all(event, "plans_changed")
    for rsvp in counted_on(event):
        plan(rsvp)
        if rsvp.pk in unheard:
            tell_seat_opened(rsvp)


def waiting_to_hear(event: Event) -> set[int]:
    """Rsvp ids whose news of an open seat has not left yet."""
    rows = about_event(event).filter(key__contains=":seat:", state=Delivery.State.QUEUED)
    return {int(key.split(":")[1]) for key in rows.values_list("key", flat=True)}


def withdraw_all(event: Event, reason: str) -> None:
    planned = (Delivery.Purpose.REMINDER, Delivery.Purpose.NOTICE)
    give_back_keys(about_event(event).filter(purpose__in=planned), reason)


def about_event(event: Event) -> DeliveryQuerySet:
    return Delivery.objects.filter(event=event, call_to_action=None)


def tell_changed(*events: Event) -> Told:
    return tell(events, "changed", words.changed)


def tell_called_off(*events: Event) -> Told:
    return tell(events, "called_off", words.called_off)


def tell(events: Sequence[Event], what: str, note: Callable[[Rsvp, Sequence[Rsvp]], Note]) -> Told:
    """Write to everyone who counts on one of the events, once for each change: whoever comes every time reads all
    their days in one message."""
    theirs: dict[int, list[Rsvp]] = {}
    for event in sorted(events, key=lambda one: one.starts_at):
        for rsvp in counted_on(event):
            theirs.setdefault(rsvp.member_id, []).append(rsvp)
    told = [
        write(first, f"rsvp:{first.pk}:{what}:{first.event.sequence}", Delivery.Purpose.NOTICE, note(first, rest))
        for first, *rest in theirs.values()
    ]
    reached = sum(delivery is not None and delivery.not_before < delivery.expires_at for delivery in told)
    return Told(reached, len(told) - reached)


def counted_on(event: Event) -> Iterable[Rsvp]:
    for rsvp in event.rsvps.to_be_told().select_related("member").order_by("id"):
        rsvp.event = event
        yield rsvp


def instant(at: datetime) -> str:
    """The same for the same instant, in whatever zone it is given: a part of a key."""
    return f"{at.astimezone(UTC):%Y%m%d%H%M%S}"


def write(
    rsvp: Rsvp,
    key: str,
    purpose: str,
    note: Note,
    *,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
) -> Delivery | None:
    """None when there is no address to write to, it said stop, or this was written before. What is not said in time
    is not said any more: by default once the event begins."""
    if not rsvp.address:
        return None
    if expires_at is None and purpose != Delivery.Purpose.CONFIRM:
        expires_at = rsvp.event.starts_at
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
        expires_at=expires_at,
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
