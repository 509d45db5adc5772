"""Handing a thing over: the one before gives it back in the same moment."""

from datetime import date
from typing import Any

from django.db import transaction

from campaigns.advocacy.shelf_models import Thing, ThingHold
from chapters import audit
from chapters.models import Member, User


def person_called(chapter: Any, name: str) -> Member | None:
    """The one person on our list with exactly this name; None for nobody and for two of them."""
    found = list(chapter.members.filter(name__iexact=name)[:2]) if name else []
    return found[0] if len(found) == 1 else None


@transaction.atomic
def hand_over(thing: Thing, hold: ThingHold, *, by: User) -> ThingHold:
    """`hold` says who has it now, not saved yet."""
    locked = Thing.objects.select_for_update().get(pk=thing.pk)
    end(locked, on=hold.since_on)
    hold.thing, hold.chapter, hold.handed_by = locked, locked.chapter, by
    hold.save()
    audit.record("thing_handed", chapter=locked.chapter, by=by, subject=locked)
    return hold


@transaction.atomic
def take_back(thing: Thing, *, on: date, by: User) -> bool:
    """False when nobody had it."""
    locked = Thing.objects.select_for_update().get(pk=thing.pk)
    is_back = end(locked, on=on)
    if is_back:
        audit.record("thing_back", chapter=locked.chapter, by=by, subject=locked)
    return is_back


def end(thing: Thing, *, on: date) -> bool:
    current = thing.holds.current().first()
    if current is None:
        return False
    current.ended_on = max(on, current.since_on)
    current.save(update_fields=["ended_on", "updated_at"])
    return True
