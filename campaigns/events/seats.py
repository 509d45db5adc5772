"""Who has a seat. One conditional counter on the event decides, and its CHECK is the last wall.

Locks are taken in one order: the person's own answer, then the event's counter. A waiting person whose answer is
being changed elsewhere is passed over, not waited for; their own change looks again.
"""

from functools import partial

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from campaigns.events import care, reminders
from campaigns.events.models import Event, Rsvp
from campaigns.messaging.models import CallToAction
from chapters.models import Member

State = Rsvp.State
LARGEST_PARTY = 20


class Closed(Exception):
    """The event takes no answers: it is over, called off, or not public yet."""


class NotEnough(Exception):
    """Fewer seats are left than asked for. What the person held, they keep."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


@transaction.atomic
def save(
    event: Event,
    *,
    member: Member,
    party_size: int = 1,
    source: str,
    call: CallToAction | None = None,
    channel: str = "text",
    language: str = "",
    confirm: bool = True,
) -> Rsvp:
    """A seat for `party_size` people, or a place on the waiting list when there are not enough. The same person again
    changes their answer and never loses a seat by it. `channel` is how they hear about this event ("" for not at
    all), `confirm` whether they hear at once. Raises Closed, NotEnough.
    """
    if not event.is_open:
        raise Closed
    rsvp = own_answer(event, member, source)
    language = language or member.language
    if rsvp.holds_seat and (rsvp.channel, rsvp.language) != (channel, language):
        reminders.withdraw(rsvp)
    rsvp.source, rsvp.channel, rsvp.language = source, channel, language
    rsvp.call_to_action = call or rsvp.call_to_action
    settle(rsvp, party_size, confirm=confirm)
    return rsvp


@transaction.atomic
def change(rsvp: Rsvp, *, party_size: int) -> Rsvp:
    """Another number of people; after a no or a cancellation it is a new yes. Raises Closed, NotEnough."""
    if not rsvp.event.is_open:
        raise Closed
    rsvp = locked(rsvp)
    settle(rsvp, party_size, confirm=False)
    return rsvp


@transaction.atomic
def cancel(rsvp: Rsvp) -> Rsvp:
    """Gives the seats back; whoever waits and fits gets them."""
    rsvp = locked(rsvp)
    give_back(rsvp, State.CANCELLED)
    return rsvp


@transaction.atomic
def decline(event: Event, *, member: Member, source: str, call: CallToAction | None = None) -> Rsvp:
    """A no, also from somebody who never said yes."""
    rsvp = own_answer(event, member, source)
    rsvp.call_to_action = call or rsvp.call_to_action
    give_back(rsvp, State.DECLINED)
    return rsvp


@transaction.atomic
def fill(event: Event) -> list[Rsvp]:
    """Seat whoever waits, in the order they came, passing over parties that do not fit. Each is told."""
    seated: list[Rsvp] = []
    while event.is_open:
        event.refresh_from_db(fields=["seats_taken", "capacity"])
        room = LARGEST_PARTY if event.seats_left is None else event.seats_left
        waiting = event.rsvps.waiting().filter(party_size__lte=room).select_for_update(skip_locked=True)
        rsvp = waiting.first()
        if rsvp is None or not take(event, rsvp.party_size):
            break
        rsvp.state, rsvp.waitlisted_at = State.GOING, None
        rsvp.save(update_fields=["state", "waitlisted_at", "updated_at"])
        reminders.tell_seat_opened(rsvp)
        seated.append(rsvp)
    return seated


@transaction.atomic
def look_again(event: Event) -> None:
    """A seat given back in the same instant passed over whoever was just put on the list, because their row was
    locked. Waits for all who hold the counter, then fills."""
    Event.objects.select_for_update().get(pk=event.pk)
    fill(event)


# --- the steps -------------------------------------------------------------------------------------


def own_answer(event: Event, member: Member, source: str) -> Rsvp:
    """The person's one row for the event, locked; made on their first answer."""
    blank = Rsvp(chapter_id=event.chapter_id, event=event, member=member, state=State.CANCELLED, source=source)
    Rsvp.objects.bulk_create([blank], ignore_conflicts=True)
    rsvp = Rsvp.objects.select_for_update().get(event=event, member=member)
    rsvp.event, rsvp.member = event, member
    return rsvp


def locked(rsvp: Rsvp) -> Rsvp:
    rows = Rsvp.objects.select_related("event__chapter", "member").select_for_update(of=("self",))
    return rows.get(pk=rsvp.pk)


def take(event: Event, more: int) -> bool:
    """Move the counter by `more` (negative gives back) if that many seats are free."""
    rows = Event.objects.filter(pk=event.pk)
    if more > 0:
        rows = rows.filter(Q(capacity=None) | Q(capacity__gte=F("seats_taken") + more), cancelled_at=None)
    return rows.update(seats_taken=F("seats_taken") + more) == 1


def settle(rsvp: Rsvp, party_size: int, *, confirm: bool) -> None:
    """Seat the party or put it on the waiting list, and plan what they hear."""
    gives_back = party_size < rsvp.seats_held
    if take(rsvp.event, party_size - rsvp.seats_held):
        rsvp.state, rsvp.waitlisted_at = State.GOING, None
    elif rsvp.holds_seat:
        rsvp.event.refresh_from_db(fields=["seats_taken", "capacity"])
        raise NotEnough(rsvp.event.seats_left or 0)
    else:
        rsvp.state, rsvp.waitlisted_at = State.WAITLISTED, rsvp.waitlisted_at or timezone.now()
    rsvp.party_size = party_size
    rsvp.save()
    if confirm:
        reminders.confirm(rsvp)
    reminders.plan(rsvp)
    if gives_back:
        fill(rsvp.event)
    if rsvp.state == State.WAITLISTED:
        transaction.on_commit(partial(look_again, rsvp.event))


def give_back(rsvp: Rsvp, state: Rsvp.State) -> None:
    held, rsvp.state, rsvp.waitlisted_at = rsvp.seats_held, state, None
    rsvp.save()
    reminders.withdraw(rsvp)
    care.ended(rsvp)
    if held:
        take(rsvp.event, -held)
        fill(rsvp.event)
