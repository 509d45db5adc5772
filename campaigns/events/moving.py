"""Seats and all that hangs on them go along when two entries become one.

Two answers to one event are one answer: the better one stays, the other gives its seats back, and what it held goes
over. Locks as in `seats.py`: the answers, then the event's counter.
"""

from typing import Any

from django.db import transaction
from django.db.models import F, Model, Q
from django.utils import timezone

from campaigns.events import reminders, seats, waiting
from campaigns.events.models import CheckIn, Event, HostLink, NeedMatch, Rsvp, ShiftSeat, StandingRsvp, SupportCase
from chapters.members.moving import Mover, Rows, Two, packed, put_back, unpacked
from chapters.models import Member

State = Rsvp.State
WAITS = (State.WAITLISTED, State.ASKED)
NEEDS = (
    *("children", "children_ages", "needs_language", "needs_ride", "needs_step_free", "offers_ride"),
    *("can_mind_children", "offers_language", "emergency_contact", "confirmed_at"),
)


class Seats(Mover):
    columns = frozenset({"Rsvp.member"})

    def hold(self, ids: list[int]) -> None:
        list(Rsvp.objects.select_for_update().filter(member__in=ids).order_by("pk").values_list("pk"))

    def move(self, two: Two) -> Any:
        done: dict[str, Any] = {"moved": [], "twins": []}
        rows = Rsvp.objects.select_related("event__chapter", "member")
        own = {rsvp.event_id: rsvp for rsvp in rows.filter(member=two.kept)}
        for rsvp in rows.filter(member=two.gone).order_by("event_id"):
            if twin := own.get(rsvp.event_id):
                done["twins"].append(join(twin, rsvp, two.kept))
            else:
                done["moved"].append(rsvp.pk)
        Rsvp.objects.filter(pk__in=done["moved"]).update(member=two.kept)
        return done

    def back(self, done: Any, two: Two) -> int:
        n = Rsvp.objects.filter(pk__in=done["moved"], member=two.kept).update(member=two.gone)
        return len(done["moved"]) - n + sum(part(twin, two) for twin in done["twins"])


def rank(rsvp: Rsvp) -> int:
    """How much would be lost with this answer."""
    came = CheckIn.objects.filter(rsvp=rsvp, arrived__gt=0).exists()
    return 4 * came + 3 * (rsvp.state == State.GOING) + 2 * rsvp.holds_seat + (rsvp.state in WAITS)


def join(own: Rsvp, other: Rsvp, kept: Member) -> dict[str, Any]:
    """One of two answers to an event is left, and it is the kept person's. Returns how to part them again."""
    stays, goes = (other, own) if rank(other) > rank(own) else (own, other)
    done = {
        "stays": stays.pk,
        "was_of": stays.member_id,
        "party": stays.party_size,
        "goes": packed([goes]),
        "held": goes.seats_held,
        "filled": fill_in(stays, goes),
        "rows": hand_on(stays, goes, kept),
    }
    party = max(stays.party_size, goes.party_size) if goes.holds_seat and stays.holds_seat else stays.party_size
    waiting.let_go(goes, State.CANCELLED)
    Rsvp.objects.filter(pk=goes.pk).delete()
    Rsvp.objects.filter(pk=stays.pk).update(member=kept)
    done["grown"] = resize(stays, party) if party != stays.party_size else stays.party_size
    if done["held"]:
        waiting.fill(stays.event)
    return done


def fill_in(stays: Rsvp, goes: Rsvp) -> list[str]:
    """What only the other answer said is said by this one. The names of the columns."""
    filled = [name for name in NEEDS if not getattr(stays, name) and getattr(goes, name)]
    for name in filled:
        setattr(stays, name, getattr(goes, name))
    stays.save(update_fields=[*filled, "updated_at"])
    return filled


def resize(rsvp: Rsvp, party: int) -> int:
    """As many as are really held afterwards."""
    try:
        with transaction.atomic():
            return seats.change(rsvp, party_size=party, proven=False).party_size
    except (seats.Closed, seats.NotEnough):
        return rsvp.party_size


def hand_on(stays: Rsvp, goes: Rsvp, kept: Member) -> dict[str, Any]:
    """Jobs, rides, arrivals and cases of one answer go over to the other: those that moved, and those it had too."""
    return {
        "cases": over(SupportCase.objects.filter(rsvp=goes), rsvp=stays),
        "jobs": over(
            ShiftSeat.objects.filter(rsvp=goes).exclude(shift__in=stays.shift_seats.values("shift")), rsvp=stays
        ),
        "needs": over(
            NeedMatch.objects.filter(need=goes).exclude(Q(offer=stays) | Q(what__in=stays.needs_met.values("what"))),
            need=stays,
        ),
        "offers": over(NeedMatch.objects.filter(offer=goes).exclude(need=stays), offer=stays),
        "arrival": arrive(stays, goes, kept),
    }


def over(rows: Any, **to: Model) -> list[int]:
    ids = list(rows.values_list("pk", flat=True))
    rows.model.objects.filter(pk__in=ids).update(**to)
    return ids


def arrive(stays: Rsvp, goes: Rsvp, kept: Member) -> str:
    """One arrival for one person; the count on the person knows of two. Returns the arrival that went."""
    own, other = (CheckIn.objects.filter(rsvp=rsvp).first() for rsvp in (stays, goes))
    if other is None:
        return "[]"
    gone = packed([other])
    if own is None:
        CheckIn.objects.filter(pk=other.pk).update(rsvp=stays)
        return gone
    other.delete()
    if own.arrived and other.arrived and not stays.event.keeps_no_attendance:
        Member.objects.filter(pk=kept.pk, came_count__gt=0).update(came_count=F("came_count") - 1)
    if other.arrived > own.arrived:
        CheckIn.objects.filter(pk=own.pk).update(arrived=other.arrived)
    return gone


# --- two again -------------------------------------------------------------------------------------


def part(done: dict[str, Any], two: Two) -> int:
    """How many of the two answers are not as they were."""
    stays = Rsvp.objects.select_related("event__chapter", "member").filter(pk=done["stays"], member=two.kept).first()
    if stays is None:
        return 1
    if done["was_of"] == two.gone.pk:
        Rsvp.objects.filter(pk=stays.pk).update(member=two.gone)
        stays.member = two.gone
    if stays.holds_seat and stays.party_size == done["grown"] != done["party"]:
        resize(stays, done["party"])
    found = unpacked(done["goes"])[0]
    rsvp: Any = found.object
    was, rsvp.state = rsvp.state, State.CANCELLED
    if not put_back(found):
        return 1
    give_back(done["rows"], stays, rsvp)
    return int(not seat_again(rsvp.pk, was, done["held"]))


def seat_again(pk: int, was: str, held: int) -> bool:
    """The seats they had, if they are still free."""
    rsvp = Rsvp.objects.select_related("event__chapter", "member").get(pk=pk)
    if held and not waiting.take(rsvp.event, held):
        return False
    Rsvp.objects.filter(pk=pk).update(state=was, updated_at=timezone.now())
    rsvp.state = was
    if rsvp.event.is_open:
        reminders.plan(rsvp)
    return True


def give_back(rows: dict[str, Any], stays: Rsvp, goes: Rsvp) -> None:
    SupportCase.objects.filter(pk__in=rows["cases"], rsvp=stays).update(rsvp=goes)
    ShiftSeat.objects.filter(pk__in=rows["jobs"], rsvp=stays).update(rsvp=goes)
    NeedMatch.objects.filter(pk__in=rows["needs"], need=stays).update(need=goes)
    NeedMatch.objects.filter(pk__in=rows["offers"], offer=stays).update(offer=goes)
    for arrival in unpacked(rows["arrival"]):
        if not CheckIn.objects.filter(pk=arrival.object.pk, rsvp=stays).update(rsvp=goes):
            put_back(arrival)


MOVERS = (
    Seats(),
    Rows(StandingRsvp, once_per="series", better=Q(ended_at=None)),
    Rows(Event, "host"),
    Rows(HostLink),
)
