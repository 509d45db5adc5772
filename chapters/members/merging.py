"""Two entries become one, and two again: everything that names the person goes along, and comes back.

The older entry stays. Locks are taken in one order: addresses, what movers hold, then the entries themselves.
"""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from chapters import audit
from chapters.locks import hold_address
from chapters.members.consent_models import Channel
from chapters.members.double_models import Merge, NotSame
from chapters.members.models import INDEX_OF, Member
from chapters.members.moving import Two, history_open, movers, packed, put_back, unpacked
from chapters.models import User

CHOSEN = ("name", "first_name", "pronouns", "phone", "email", "zip", "language", "access_needs")
# What follows from what was chosen: a number that does not work is the trouble of that number.
FOLLOWS = {"phone": "phone_trouble", "email": "email_trouble", "zip": "district"}
SUMMED = ("came_count",)
LATEST = ("last_came_on", "last_asked_on")
EITHER = ("user_id", "source_import_id")


class Gone(Exception):
    """Somebody else did this a moment ago, or one of the two is not here any more."""


@transaction.atomic
def merge(one: Member, other: Member, *, theirs: set[str], by: User) -> Merge:
    """The older of the two stays; `theirs` are the fields of `CHOSEN` whose value is taken from the younger. Raises
    Gone."""
    kept, gone = locked(one, other)
    two = Two(kept, gone, values_of(kept, gone, theirs), by)
    before, gone_row = columns(kept), packed([gone])
    record = {name: mover.move(two) for name, mover in movers().items()}
    with history_open():
        Member.objects.filter(pk=gone.pk).delete()
    kept.refresh_from_db(fields=[*SUMMED])  # an event both came to was counted twice, and a mover knows
    two.values["came_count"] += kept.came_count - before["came_count"]
    for name, value in two.values.items():
        setattr(kept, name, value)
    kept.save()
    said = {"gone": gone_row, "before": before, "after": columns(kept), "moved": record}
    row = Merge.objects.create(
        chapter_id=kept.chapter_id, kept=kept, merged_by=by, record=json.dumps(said, cls=DjangoJSONEncoder)
    )
    audit.record("members_merged", chapter=kept.chapter, by=by, subject=kept, gone=gone.code)
    return row


def locked(one: Member, other: Member) -> tuple[Member, Member]:
    """Older first."""
    ids = sorted({one.pk, other.pk})
    hold_addresses(one, other)
    for mover in movers().values():
        mover.hold(ids)
    found = list(Member.objects.select_for_update().filter(pk__in=ids, chapter=one.chapter_id).order_by("pk"))
    if len(found) != 2:
        raise Gone
    return found[0], found[1]


def hold_addresses(*members: Member) -> None:
    held = {(channel, getattr(member, INDEX_OF[Channel(channel)])) for member in members for channel in Channel.values}
    for channel, index in sorted(held):
        if index:
            hold_address(channel, index)


def values_of(kept: Member, gone: Member, theirs: set[str]) -> dict[str, Any]:
    source = {name: gone if name in theirs else kept for name in CHOSEN}
    values = {name: getattr(source[name], name) for name in CHOSEN}
    values |= {follower: getattr(source[name], follower) for name, follower in FOLLOWS.items()}
    if kept.zip == gone.zip:
        values["district"] = kept.district or gone.district
    values |= {name: getattr(kept, name) + getattr(gone, name) for name in SUMMED}
    values |= {name: getattr(kept, name) or getattr(gone, name) for name in EITHER}
    for name in LATEST:
        values[name] = max(filter(None, (getattr(kept, name), getattr(gone, name))), default=None)
    return values


def columns(member: Member) -> dict[str, Any]:
    """What a merge may change, as JSON holds it."""
    names = (*CHOSEN, *FOLLOWS.values(), *SUMMED, *LATEST, *EITHER)
    found: dict[str, Any] = json.loads(
        json.dumps({name: getattr(member, name) for name in names}, cls=DjangoJSONEncoder)
    )
    return found


@transaction.atomic
def tell_apart(one: Member, other: Member, *, by: User) -> None:
    """They are two people: nobody is asked again."""
    first, second = sorted((one.pk, other.pk))
    NotSame.objects.get_or_create(
        first_id=first, second_id=second, defaults={"chapter_id": one.chapter_id, "said_by": by}
    )
    audit.record("members_told_apart", chapter=one.chapter, by=by, subject=one)


# --- two again -------------------------------------------------------------------------------------


@transaction.atomic
def undo(row: Merge, *, by: User) -> tuple[Member, int]:
    """The person who is back, and how many things could not be put back: they are gone, or somebody moved them since.
    Raises Gone."""
    now = timezone.now()
    if not Merge.objects.undoable().filter(pk=row.pk).update(undone_at=now, undone_by=by):
        raise Gone
    row.refresh_from_db()
    record = json.loads(row.record)
    found: Any = unpacked(record["gone"])[0]
    kept = Member.objects.get(pk=row.kept_id)
    hold_addresses(kept, found.object)
    for mover in movers().values():
        mover.hold([kept.pk])
    kept = Member.objects.select_for_update().get(pk=row.kept_id)
    if not put_back(found):
        raise Gone
    gone = Member.objects.get(pk=found.object.pk)
    restore(kept, record["before"], record["after"])
    two = Two(kept, gone, record["after"], by)
    lost = sum(mover.back(record["moved"][name], two) for name, mover in movers().items() if name in record["moved"])
    Merge.objects.filter(pk=row.pk).update(record="")
    audit.record("members_unmerged", chapter=kept.chapter, by=by, subject=kept, back=gone.code, lost=lost)
    return gone, lost


def restore(kept: Member, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Each column as it was, unless somebody has changed it since; counts lose what the other brought."""
    now = columns(kept)
    for name, value in before.items():
        if name in SUMMED:
            setattr(kept, name, max(0, getattr(kept, name) - after[name] + value))
        elif now[name] == after[name]:
            field: Any = Member._meta.get_field(name.removesuffix("_id"))
            setattr(kept, name, field.to_python(value))
    kept.save()
