"""Who speaks at a hearing, and with which of the points that must be said.

Points are dealt so that each is said by somebody before one is said twice. Whoever got a point keeps it: they may have
practised it for days.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from campaigns.events import ordering
from campaigns.events.models import Event, Rsvp, SpeakingSlot, TalkingPoint
from campaigns.events.turnout import may_see_list
from chapters import audit
from chapters.access import Can, may
from chapters.models import Role, User

ASKS = (*Rsvp.HOLDS_SEAT, Rsvp.State.WAITLISTED, Rsvp.State.ASKED)


class NoSeat(Exception):
    """Only people who come can speak."""


def takes_speakers(event: Event) -> bool:
    return event.kind == Event.Kind.HEARING


@transaction.atomic
def join(rsvp: Rsvp) -> SpeakingSlot:
    """Put somebody with a seat on the list, last; once. Raises NoSeat."""
    rsvp = Rsvp.objects.select_related("event").select_for_update(of=("self",)).get(pk=rsvp.pk)
    if rsvp.state not in ASKS or not takes_speakers(rsvp.event):
        raise NoSeat
    ordering.hold(rsvp.event)  # after the answer, as everywhere in `seats.py`
    place = ordering.next_place(rsvp.event.speaking_slots.all())
    slot, _is_new = SpeakingSlot.objects.get_or_create(
        rsvp=rsvp, defaults={"chapter_id": rsvp.chapter_id, "event": rsvp.event, "order": place}
    )
    return slot


@transaction.atomic
def deal(event: Event, *, by: User) -> int:
    """Give each speaker without a point the one that fewest have; among these rather one in their language. How many
    speakers got one: 0 when somebody else dealt a moment ago, or there are no points."""
    ordering.hold(event)
    points = list(event.talking_points.prefetch_related("texts"))
    slots = list(event.speaking_slots.standing().select_related("rsvp").order_by("order", "id"))
    held = Counter(slot.point_id for slot in slots)
    without = [slot for slot in slots if slot.point_id is None] if points else []
    for slot in without:
        point = fewest(points, held, slot.rsvp.language)
        held[point.pk] += 1
        SpeakingSlot.objects.filter(pk=slot.pk, point=None).update(
            point=point, dealt_at=timezone.now(), updated_at=timezone.now()
        )
    if without:
        audit.record("points_dealt", chapter=event.chapter, by=by, subject=event, n=len(without))
    return len(without)


def fewest(points: Sequence[TalkingPoint], held: Counter[int | None], language: str) -> TalkingPoint:
    def rank(point: TalkingPoint) -> tuple[int, bool, int, int]:
        return held[point.pk], point.text_in(language) is None, point.order, point.pk

    return min(points, key=rank)


@transaction.atomic
def mark(slot: SpeakingSlot, *, has_spoken: bool) -> None:
    """Tapped twice is once: the first time stays."""
    rows = SpeakingSlot.objects.filter(pk=slot.pk, spoke_at__isnull=has_spoken)
    rows.update(spoke_at=timezone.now() if has_spoken else None, updated_at=timezone.now())


# --- what a page shows -----------------------------------------------------------------------------


def slot_of(rsvp: Rsvp) -> SpeakingSlot | None:
    rows = SpeakingSlot.objects.filter(rsvp=rsvp).select_related("point__chapter", "event__hearing")
    return rows.prefetch_related("point__texts").first()


def minutes_of(slot: SpeakingSlot) -> int | None:
    """Their own, else what the rules give each; None when nobody said."""
    hearing = getattr(slot.event, "hearing", None)
    return slot.minutes or (hearing.minutes_each if hearing else None)


@dataclass(frozen=True)
class Line:
    """One speaker as this role may see them; '' for a name that it may not."""

    slot: SpeakingSlot
    name: str
    minutes: int | None
    lacks_language: bool


def lines(event: Event, role: Role, *, minutes: int | None) -> list[Line]:
    """In the order they speak; `minutes` is what the rules give each."""
    rows = event.speaking_slots.standing().select_related("rsvp__member", "point__chapter")
    found = rows.prefetch_related("point__texts").order_by("order", "id")
    return [line(slot, role, event, minutes) for slot in found]


def line(slot: SpeakingSlot, role: Role, event: Event, minutes: int | None) -> Line:
    member = slot.rsvp.member
    name = member.name if may(role.kind, Can.SEE_PEOPLE) else member.short_name
    lacks = slot.point is not None and slot.point.text_in(slot.rsvp.language) is None
    return Line(slot, name if may_see_list(event, role) else "", slot.minutes or minutes, lacks)


def covered(event: Event, shown: Sequence[Line]) -> list[tuple[TalkingPoint, int]]:
    """Each point and how many say it."""
    said = Counter(one.slot.point_id for one in shown)
    points = event.talking_points.select_related("chapter").prefetch_related("texts")
    return [(point, said[point.pk]) for point in points]
