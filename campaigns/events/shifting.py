"""Jobs at an event: taken by people who come, given back, changed while people hold them.

Each shift has its own conditional counter with a CHECK, like the seats of the event.
"""

from django.db import transaction
from django.db.models import F, Q

from campaigns.events import reminders
from campaigns.events.models import Rsvp, Shift, ShiftSeat


class Full(Exception):
    """Enough people do it already."""


class NoSeat(Exception):
    """Only people who come can take a job."""


class Clash(Exception):
    """The person does something else at that time."""

    def __init__(self, other: Shift) -> None:
        super().__init__(other)
        self.other = other


@transaction.atomic
def join(rsvp: Rsvp, shift: Shift, *, tell: bool = True) -> bool:
    """Put the person on the shift; False when they are on it already. Raises Full, NoSeat, Clash."""
    rsvp = Rsvp.objects.select_related("event__chapter", "member").select_for_update(of=("self",)).get(pk=rsvp.pk)
    if not rsvp.holds_seat:
        raise NoSeat
    if rsvp.shift_seats.filter(shift=shift).exists():
        return False
    at_that_time = Q(shift__starts_at__lt=shift.ends_at, shift__ends_at__gt=shift.starts_at)
    if other := rsvp.shift_seats.filter(at_that_time).select_related("shift").first():
        raise Clash(other.shift)
    with_room = Shift.objects.with_room().filter(pk=shift.pk, event=rsvp.event_id)
    if not with_room.update(taken=F("taken") + 1):
        raise Full
    ShiftSeat.objects.create(chapter_id=rsvp.chapter_id, shift=shift, rsvp=rsvp)
    if tell:
        reminders.tell_shift(rsvp, shift)
    return True


@transaction.atomic
def leave(rsvp: Rsvp, shift: Shift) -> bool:
    """False when they were not on it."""
    gone, _rows = rsvp.shift_seats.filter(shift=shift).delete()
    if gone:
        Shift.objects.filter(pk=shift.pk).update(taken=F("taken") - 1)
    return bool(gone)


def leave_all(rsvp: Rsvp) -> None:
    for seat in rsvp.shift_seats.select_related("shift"):
        leave(rsvp, seat.shift)


@transaction.atomic
def remove(shift: Shift) -> int:
    """The job is not needed any more. Whoever had it keeps the seat and is told; how many."""
    seats = list(shift.seats.select_related("rsvp__event__chapter", "rsvp__member"))
    for seat in seats:
        reminders.tell_shift_gone(seat.rsvp, shift)
    shift.delete()
    return len(seats)
