"""A person's answer to an event: saved, changed, confirmed, given back. Who gets a free seat: `waiting.py`."""

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from campaigns.events import reminders, waiting
from campaigns.events.models import Event, Rsvp
from campaigns.events.waiting import LARGEST_PARTY, fill
from campaigns.messaging import outbox
from campaigns.messaging.models import CallToAction
from chapters.models import Member, User

__all__ = ["LARGEST_PARTY", "Closed", "NotEnough", "TooBig", "fill"]

State = Rsvp.State
SAID_AGAIN = timedelta(hours=36)  # a yes so short before the event is an answer to the reminder
# Sources that a host or the person's own series vouches for: they need no further yes.
VOUCHED = (Rsvp.Source.HOST, Rsvp.Source.THREAD, Rsvp.Source.DOOR)


class Closed(Exception):
    """The event takes no answers: it is over, called off, or not public yet."""


class NotEnough(Exception):
    """Fewer seats are left than asked for. What the person held, they keep."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


class TooBig(NotEnough):
    """More people than there are seats in all; `left` is how many those are."""


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
    proven: bool = True,
    doubt: str = "",
) -> Rsvp:
    """A seat for `party_size` people, or a place on the waiting list when there are not enough. The same person again
    changes their answer and never loses a seat by it. `channel` is how they hear about this event ("" for not at
    all), `confirm` whether they hear at once. Who is not `proven` to hold the address holds a scarce seat only for a
    while, until they confirm it; so does one with a `doubt`. Raises Closed, NotEnough.
    """
    if not event.is_open:
        raise Closed
    rsvp = own_answer(event, member, source)
    language = language or member.language
    if rsvp.holds_seat and (rsvp.channel, rsvp.language) != (channel, language):
        reminders.withdraw(rsvp)
    rsvp.source, rsvp.channel, rsvp.language = source, channel, language
    rsvp.call_to_action = call or rsvp.call_to_action
    if proven:
        mark_proven(rsvp)
    elif rsvp.confirmed_at is None and not rsvp.holds_seat:
        rsvp.doubt = doubt
    if must_ask(rsvp):
        ask(rsvp, party_size, confirm=confirm)
    else:
        settle(rsvp, party_size, confirm=confirm)
    return rsvp


@transaction.atomic
def change(rsvp: Rsvp, *, party_size: int, proven: bool = True, by: User | None = None) -> Rsvp:
    """Another number of people; after a no or a cancellation it is a new yes, which a host (`by`) may say for them.
    Raises Closed, NotEnough."""
    if not rsvp.event.is_open:
        raise Closed
    rsvp = locked(rsvp)
    rsvp.decided_by = by or rsvp.decided_by
    if proven:
        mark_proven(rsvp)
    if must_ask(rsvp):
        ask(rsvp, party_size, confirm=False)
    else:
        settle(rsvp, party_size, confirm=False)
    return rsvp


@transaction.atomic
def confirm(rsvp: Rsvp) -> Rsvp:
    """The person's own yes, from their own link or number: takes an offer, keeps a held seat, answers a reminder. Who
    let the clock run out gets what is left. Raises Closed, NotEnough."""
    if not rsvp.event.is_open:
        raise Closed
    rsvp = locked(rsvp)
    mark_proven(rsvp)
    if must_ask(rsvp):
        ask(rsvp, rsvp.party_size, confirm=False)
    else:
        settle(rsvp, rsvp.party_size, confirm=False)
    return rsvp


@transaction.atomic
def cancel(rsvp: Rsvp) -> Rsvp:
    """Gives the seats back; whoever waits and fits gets them."""
    rsvp = locked(rsvp)
    waiting.give_back(rsvp, State.CANCELLED)
    return rsvp


@transaction.atomic
def decline(event: Event, *, member: Member, source: str, call: CallToAction | None = None) -> Rsvp:
    """A no, also from somebody who never said yes."""
    rsvp = own_answer(event, member, source)
    rsvp.call_to_action = call or rsvp.call_to_action
    waiting.give_back(rsvp, State.DECLINED)
    return rsvp


# --- a yes from the hosts --------------------------------------------------------------------------


@transaction.atomic
def approve(rsvp: Rsvp, *, by: User) -> Rsvp:
    """The hosts say yes: a seat, or a place on the waiting list. The person is told. Raises Closed."""
    if not rsvp.event.is_open:
        raise Closed
    rsvp = locked(rsvp)
    if rsvp.state == State.ASKED:
        rsvp.decided_by, rsvp.doubt = by, ""
        settle(rsvp, rsvp.party_size, confirm=False)
        reminders.tell_approved(rsvp)
    return rsvp


@transaction.atomic
def turn_down(rsvp: Rsvp, *, by: User) -> Rsvp:
    """The hosts say no, also to somebody who has a seat. The person is told."""
    rsvp = locked(rsvp)
    if rsvp.state in (*Rsvp.HOLDS_SEAT, State.ASKED, State.WAITLISTED):
        rsvp.decided_by = by
        waiting.give_back(rsvp, State.TURNED_DOWN)
        reminders.tell_turned_down(rsvp)
    return rsvp


def believe(rsvp: Rsvp) -> None:
    """A host looked at a doubtful answer and knows the person."""
    Rsvp.objects.filter(pk=rsvp.pk).update(doubt="")


def say_late(rsvp: Rsvp) -> None:
    """They come, but not on time."""
    Rsvp.objects.holding_a_seat().filter(pk=rsvp.pk, late_at=None).update(late_at=timezone.now())


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


def mark_proven(rsvp: Rsvp) -> None:
    """The address is theirs, so there is nothing left to doubt."""
    now = timezone.now()
    rsvp.confirmed_at, rsvp.doubt = rsvp.confirmed_at or now, ""
    if rsvp.state == State.GOING and rsvp.event.starts_at - now <= SAID_AGAIN:
        rsvp.reconfirmed_at = now


def must_ask(rsvp: Rsvp) -> bool:
    """Each person needs a yes from the hosts, who have not given it yet."""
    is_in = rsvp.holds_seat or rsvp.state == State.WAITLISTED
    return rsvp.event.asks_approval and not is_in and rsvp.decided_by_id is None and rsvp.source not in VOUCHED


def ask(rsvp: Rsvp, party_size: int, *, confirm: bool) -> None:
    rsvp.state, rsvp.party_size = State.ASKED, party_size
    rsvp.save()
    if confirm:
        reminders.confirm(rsvp)


def must_confirm(rsvp: Rsvp) -> bool:
    """A scarce seat for an address that nobody has proven to be theirs, if we can ask at all; or a doubtful answer."""
    is_vouched = rsvp.source in VOUCHED or rsvp.decided_by_id is not None
    if rsvp.confirmed_at or rsvp.state == State.GOING or is_vouched:
        return False
    if rsvp.doubt or not rsvp.channel:
        return bool(rsvp.doubt)
    if rsvp.event.capacity is None or outbox.sender_for(rsvp.event.chapter, rsvp.channel) is None:
        return False
    return not Member.objects.filter(pk=rsvp.member_id).consenting(rsvp.channel).exists()


def take(rsvp: Rsvp, party_size: int) -> bool:
    """Seats that nobody confirmed in time count as free, unless somebody waits: then they are for whoever waits."""
    more = party_size - rsvp.seats_held
    if waiting.take(rsvp.event, more):
        return True
    is_first = not rsvp.event.rsvps.waiting().exists()
    return is_first and waiting.let_go_of_stale(rsvp.event, but=rsvp) > 0 and waiting.take(rsvp.event, more)


def settle(rsvp: Rsvp, party_size: int, *, confirm: bool) -> None:
    """Seat the party or put it on the waiting list, and plan what they hear. A party that the whole room could not
    hold would wait for ever."""
    room = rsvp.event.capacity
    if room is not None and party_size > max(room, rsvp.seats_held):
        raise TooBig(room)
    gives_back = party_size < rsvp.seats_held
    if take(rsvp, party_size):
        hold(rsvp)
    elif rsvp.holds_seat:
        rsvp.event.refresh_from_db(fields=["seats_taken", "capacity"])
        raise NotEnough(rsvp.event.seats_left or 0)
    else:
        rsvp.state, rsvp.waitlisted_at = State.WAITLISTED, rsvp.waitlisted_at or timezone.now()
        rsvp.held_until = None
    rsvp.party_size = party_size
    rsvp.save()
    if confirm:
        reminders.confirm(rsvp)
    reminders.plan(rsvp)
    if gives_back:
        fill(rsvp.event)
    if rsvp.state == State.WAITLISTED:
        transaction.on_commit(partial(waiting.look_again, rsvp.event))


def hold(rsvp: Rsvp) -> None:
    rsvp.waitlisted_at = None
    if must_confirm(rsvp):
        held_since = rsvp.held_until if rsvp.state == State.UNCONFIRMED else None
        rsvp.state = State.UNCONFIRMED
        rsvp.held_until = held_since or timezone.now() + timedelta(minutes=settings.SEAT_HOLD_MINUTES)
    else:
        rsvp.state, rsvp.held_until = State.GOING, None
