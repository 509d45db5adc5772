"""Who came in. Each tap counts once, however often a phone sends it; the latest tap about a party holds.

Locks are taken in the order of `seats.py`: the person's own answer, then the event's counter.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from campaigns.events import consents, seats, waiting
from campaigns.events.consents import Question
from campaigns.events.models import CheckIn, Event, Rsvp
from chapters.members.matching import remember
from chapters.models import Channel, Member

State = Rsvp.State
MOST_ARRIVED = 50
# They need a yes first, and a door is not the place to give one.
NOT_OURS_TO_LET_IN = (State.ASKED, State.TURNED_DOWN)


class NotHere(Exception):
    """This event takes no such tap: it keeps no names, or the person waits for the chapter's yes."""


class Full(Exception):
    """No seat is free for them. `came` are in the room, `promised` seats belong to people who are not here yet."""

    def __init__(self, event: Event) -> None:
        super().__init__(event)
        found = count(event)
        self.came, self.capacity = found.came, event.capacity or 0
        self.promised = awaited(event)


@dataclass(frozen=True)
class Count:
    """People: how many came in, and how many were expected, walk-ins included."""

    came: int
    expected: int


@dataclass(frozen=True)
class Walker:
    """Somebody who came without a seat, as a host typed them in; `agreed` are the questions they said yes to."""

    name: str
    phone: str
    email: str
    language: str
    party_size: int
    agreed: tuple[tuple[str, Question], ...] = ()

    @property
    def channel(self) -> str:
        """How they hear about this event: only with a yes."""
        return self.agreed[0][0] if self.agreed else ""


def count(event: Event) -> Count:
    if event.keeps_no_attendance:
        counted = Event.objects.values_list("came", "seats_taken").get(pk=event.pk)
        return Count(counted[0] or 0, max(counted[0] or 0, counted[1]))
    arrivals = event.check_ins.aggregate(
        came=Coalesce(Sum("arrived"), 0),
        extra=Coalesce(Sum("arrived", filter=~Q(rsvp__state__in=Rsvp.HOLDS_SEAT)), 0),
    )
    taken = Event.objects.values_list("seats_taken", flat=True).get(pk=event.pk)
    return Count(arrivals["came"], max(arrivals["came"], taken + arrivals["extra"]))


def awaited(event: Event) -> int:
    """Seats of people who have one and are not in yet."""
    rows = event.rsvps.holding_a_seat().annotate(here=Coalesce("check_in__arrived", 0))
    missing = rows.aggregate(n=Sum(Greatest(F("party_size") - F("here"), 0)))["n"]
    return int(missing or 0)


# --- taps ------------------------------------------------------------------------------------------


@transaction.atomic
def arrive(event: Event, rsvp: Rsvp, *, arrived: int, key: UUID, tapped_at: datetime, over: bool = False) -> bool:
    """`arrived` of the party are in; 0 takes it back. False when this tap, or a later one, was here before. `over`
    lets people in when no seat is free. Raises Full, NotHere.
    """
    if not first_time(event, key):
        return False
    rsvp = seats.locked(rsvp)
    if event.keeps_no_attendance or rsvp.state in NOT_OURS_TO_LET_IN:
        raise NotHere
    if arrived:
        rsvp = admit(rsvp, arrived, over=over)
    return write_down(rsvp, arrived=arrived, at=min(tapped_at, timezone.now()))


@transaction.atomic
def run_late(event: Event, rsvp: Rsvp, *, late: bool, key: UUID, tapped_at: datetime) -> bool:
    """They called that they come later, or it was a mistake."""
    if not first_time(event, key):
        return False
    if event.keeps_no_attendance:
        raise NotHere
    at = min(tapped_at, timezone.now()) if late else None
    event.rsvps.filter(pk=rsvp.pk).update(late_at=at, updated_at=timezone.now())
    return True


@transaction.atomic
def walk_in(event: Event, walker: Walker, *, key: UUID, tapped_at: datetime, over: bool = False) -> Rsvp | None:
    """Somebody without a seat is in, and the chapter knows them from now on. None when this tap was here before.
    Raises Full, NotHere."""
    if not first_time(event, key):
        return None
    if event.keeps_no_attendance or event.asks_approval:
        raise NotHere
    member = remember(event.chapter, name=walker.name, phone=walker.phone, email=walker.email, language=walker.language)
    rsvp = answer_of(event, member, walker)
    if rsvp.state in NOT_OURS_TO_LET_IN:
        raise NotHere
    rsvp = admit(rsvp, walker.party_size, over=over)
    for channel, question in walker.agreed:
        consents.agree(rsvp, question, channel=channel, language=walker.language)
    write_down(rsvp, arrived=walker.party_size, at=min(tapped_at, timezone.now()))
    return rsvp


@transaction.atomic
def count_heads(event: Event, heads: int, *, key: UUID) -> bool:
    """So many more came in, or fewer, at an event that keeps no names. What a lead wrote down afterwards holds."""
    if not event.keeps_no_attendance:
        raise NotHere
    # Two taps at once must see each other: the one that waited here adds up again.
    event = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    if not first_time(event, key, heads=heads):
        return False
    if event.closed_out_at is None:
        total = event.door_taps.aggregate(n=Sum("heads"))["n"] or 0
        Event.objects.filter(pk=event.pk).update(came=max(0, total))
    return True


def write_down(rsvp: Rsvp, *, arrived: int, at: datetime, is_own_word: bool = False) -> bool:
    """For a locked answer. False when something later is known; the member's own count follows."""
    before = CheckIn.objects.filter(rsvp=rsvp).first()
    if before and before.tapped_at > at:
        return False
    CheckIn.objects.update_or_create(
        rsvp=rsvp,
        defaults={
            "chapter_id": rsvp.chapter_id,
            "event_id": rsvp.event_id,
            "arrived": arrived,
            "tapped_at": at,
            "is_own_word": is_own_word,
        },
    )
    was_here = before is not None and before.arrived > 0
    if was_here != (arrived > 0) and is_counted(rsvp):
        keep_count(rsvp, came=arrived > 0)
    return True


# --- the steps -------------------------------------------------------------------------------------


FIRST_TIME = """
INSERT INTO campaigns_doortap (chapter_id, event_id, key, heads, applied_at) VALUES (%s, %s, %s, %s, now())
ON CONFLICT (key) DO NOTHING
"""


def first_time(event: Event, key: UUID, *, heads: int = 0) -> bool:
    """Keeps the tap's key in the transaction of what it changes; the same tap at the same moment waits here."""
    with connection.cursor() as cursor:
        cursor.execute(FIRST_TIME, [event.chapter_id, event.pk, key, heads])
        is_new: bool = cursor.rowcount == 1
        return is_new


def admit(rsvp: Rsvp, arrived: int, *, over: bool) -> Rsvp:
    """A seat for whoever waited, or for more people than a party had said; a held one is certain from now on."""
    wanted = min(arrived, seats.LARGEST_PARTY)
    if rsvp.seats_held < wanted:
        try:
            rsvp = seats.change(rsvp, party_size=wanted)
        except (seats.Closed, seats.NotEnough):
            rsvp = seats.locked(rsvp)
    if rsvp.state in NOT_OURS_TO_LET_IN:
        raise NotHere
    if rsvp.seats_held < wanted and rsvp.event.capacity is not None and not over:
        raise Full(rsvp.event)
    if rsvp.state in (State.UNCONFIRMED, State.OFFERED):
        rsvp.state, rsvp.held_until, rsvp.confirmed_at = State.GOING, None, timezone.now()
        rsvp.save(update_fields=["state", "held_until", "confirmed_at", "updated_at"])
    return rsvp


def answer_of(event: Event, member: Member, walker: Walker) -> Rsvp:
    """The person's answer to the event, locked; a new one has a seat if one is free. Whoever has a seat or waits for
    one keeps how we write to them; others hear about it only with a yes."""
    rsvp = seats.own_answer(event, member, Rsvp.Source.DOOR)
    if rsvp.holds_seat or rsvp.state in (State.WAITLISTED, *NOT_OURS_TO_LET_IN):
        return rsvp
    try:
        return seats.save(
            event,
            member=member,
            party_size=walker.party_size,
            source=Rsvp.Source.DOOR,
            channel=walker.channel,
            language=walker.language,
            confirm=False,
        )
    except (seats.Closed, seats.NotEnough):
        return seat_afterwards(rsvp, walker)


def seat_afterwards(rsvp: Rsvp, walker: Walker) -> Rsvp:
    """A tap that arrives when the event is over: they were in the room, so they are on its list."""
    rsvp.party_size, rsvp.channel, rsvp.language = walker.party_size, walker.channel, walker.language
    has_seat = waiting.take(rsvp.event, rsvp.party_size)
    rsvp.state = State.GOING if has_seat else State.WAITLISTED
    rsvp.waitlisted_at = None if has_seat else timezone.now()
    rsvp.source = Rsvp.Source.DOOR
    rsvp.save()
    return rsvp


def is_counted(rsvp: Rsvp) -> bool:
    """How often somebody came is kept for those who agreed to hear from the chapter, and never of sensitive kinds."""
    if rsvp.event.keeps_no_attendance:
        return False
    people = Member.objects.filter(pk=rsvp.member_id)
    return any(people.consenting(channel).exists() for channel in Channel.values)


def keep_count(rsvp: Rsvp, *, came: bool) -> None:
    if came:
        rsvp.member.came(day_of(rsvp.event))
    else:
        rsvp.member.did_not_come(day_of(rsvp.event), before=last_day(rsvp))


def day_of(event: Event) -> date:
    return event.starts_at.astimezone(event.zone).date()


def last_day(rsvp: Rsvp) -> date | None:
    """When the person came to something else, as far as that is still known."""
    rows = CheckIn.objects.filter(rsvp__member=rsvp.member_id, arrived__gt=0).exclude(rsvp=rsvp)
    events = (row.event for row in rows.select_related("event").order_by("-event__starts_at"))
    return next((day_of(event) for event in events if not event.keeps_no_attendance), None)
