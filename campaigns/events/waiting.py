"""Seats that come free, and who gets them: whoever waits, in the order they came, with a clock for the answer.

One conditional counter on the event decides, and its CHECK is the last wall. Locks are taken in one order: the
person's own answer, then the event's counter. A waiting person whose answer is being changed elsewhere is passed over,
not waited for; their own change looks again.
"""

from datetime import datetime, timedelta

from celery import shared_task
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from campaigns.events import care, reminders, shifting
from campaigns.events.models import Event, Rsvp

State = Rsvp.State
LARGEST_PARTY = 20
# How far ahead the event is when the offer can be read, and how long the person then has to answer.
CLOCKS = (
    (timedelta(hours=72), timedelta(hours=24)),
    (timedelta(hours=24), timedelta(hours=6)),
    (timedelta(hours=6), timedelta(hours=2)),
)


def take(event: Event, more: int) -> bool:
    """Move the counter by `more` (negative gives back) if that many seats are free."""
    rows = Event.objects.filter(pk=event.pk)
    if more > 0:
        rows = rows.filter(Q(capacity=None) | Q(capacity__gte=F("seats_taken") + more), cancelled_at=None)
    return rows.update(seats_taken=F("seats_taken") + more) == 1


def give_back(rsvp: Rsvp, state: Rsvp.State) -> None:
    """The person does not come; whoever waits and fits gets the seats. The row is locked by the caller."""
    let_go(rsvp, state)
    fill(rsvp.event)


def let_go(rsvp: Rsvp, state: Rsvp.State) -> None:
    held, rsvp.state = rsvp.seats_held, state
    rsvp.waitlisted_at = rsvp.held_until = None
    rsvp.save()
    reminders.withdraw(rsvp)
    shifting.leave_all(rsvp)
    care.ended(rsvp)
    if held:
        take(rsvp.event, -held)


@transaction.atomic
def fill(event: Event) -> list[Rsvp]:
    """Seat whoever waits, in the order they came, passing over parties that do not fit. Each is told once."""
    seated: list[Rsvp] = []
    if event.is_open and event.rsvps.waiting().exists():
        let_go_of_stale(event)
    while event.is_open:
        event.refresh_from_db(fields=["seats_taken", "capacity"])
        room = LARGEST_PARTY if event.seats_left is None else event.seats_left
        waiting = event.rsvps.waiting().filter(party_size__lte=room).select_for_update(skip_locked=True)
        rsvp = waiting.first()
        if rsvp is None or not take(event, rsvp.party_size):
            break
        rsvp.event = event
        offer(rsvp)
        seated.append(rsvp)
    return seated


def offer(rsvp: Rsvp) -> None:
    """The seats are theirs, or theirs if they say so in time."""
    rsvp.held_until = clock(rsvp, timezone.now())
    rsvp.state = State.OFFERED if rsvp.held_until else State.GOING
    rsvp.waitlisted_at = None
    rsvp.save(update_fields=["state", "waitlisted_at", "held_until", "updated_at"])
    reminders.tell_seat_opened(rsvp)


def clock(rsvp: Rsvp, now: datetime) -> datetime | None:
    """Until when an offer holds. None when there is no time left to wait for an answer, or nowhere to ask."""
    opens_at = reminders.may_hear_at(rsvp, now)
    if opens_at is None:
        return None
    ahead = rsvp.event.starts_at - opens_at
    answer = next((hours for distance, hours in CLOCKS if ahead >= distance), None)
    return opens_at + answer if answer else None


@transaction.atomic
def look_again(event: Event) -> None:
    """A seat given back in the same instant passed over whoever was just put on the list, because their row was
    locked. Waits for all who hold the counter, then fills. Not for those whose new row only refers to the event: they
    come for the counter next, and each would wait for the other."""
    Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    fill(event)


# --- clocks ----------------------------------------------------------------------------------------


def let_go_of_stale(event: Event, *, only_doubtful: bool = False, but: Rsvp | None = None) -> int:
    """Seats that nobody confirmed or took in time, `but` one; how many rows let go of theirs."""
    rows = event.rsvps.out_of_time().select_related("member").select_for_update(skip_locked=True, of=("self",))
    if but:
        rows = rows.exclude(pk=but.pk)
    if only_doubtful:
        rows = rows.filter(Q(state=State.OFFERED) | ~Q(doubt=""))
    late = list(rows.order_by("held_until", "id"))
    for rsvp in late:
        rsvp.event = event
        let_go(rsvp, State.LAPSED)
    return len(late)


@transaction.atomic
def tidy(event: Event) -> None:
    """What the clocks of one event ask for now. A seat that was never confirmed stays its person's until another
    wants it, unless there is reason to doubt that there is a person."""
    let_go_of_stale(event, only_doubtful=True)
    fill(event)


@shared_task
def run_clocks() -> None:
    """Every minute: offers nobody answered go to the next in line."""
    due = Rsvp.objects.out_of_time().values("event")
    coming = Event.objects.filter(ends_at__gt=timezone.now(), cancelled_at=None)
    for event in coming.filter(pk__in=due).with_words():
        tidy(event)
