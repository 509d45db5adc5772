"""What goes along when two entries become one: each slice lists its movers in `settings.MEMBER_MERGE`.

A mover says which columns it looks after, moves their rows, and puts them back from what it noted down.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.conf import settings
from django.core import serializers
from django.core.serializers.base import DeserializedObject
from django.db import connection, models
from django.db.models import Q
from django.utils.module_loading import import_string

from chapters.encryption import blind_index
from chapters.members import consenting
from chapters.members.consent_models import Channel, Consent, OptOut
from chapters.members.double_models import Merge, NotSame
from chapters.members.field_models import CustomValue
from chapters.members.import_models import ImportRow
from chapters.members.models import INDEX_OF, Member, MemberTag, Note
from chapters.members.proof_models import AddressProof
from chapters.members.todo_models import Call, Task
from chapters.members.welcome_models import Welcome
from chapters.models import User, WorkingGroupMember

ADDRESS_OF = {Channel.TEXT: "phone", Channel.EMAIL: "email"}


@dataclass(frozen=True)
class Two:
    """`kept` and `gone` as they were before; `values` is what stands on the kept one afterwards."""

    kept: Member
    gone: Member
    values: dict[str, Any]
    by: User


class Mover:
    """`columns` as "Note.member". What `move` returns is kept as JSON and handed to `back`."""

    columns: frozenset[str] = frozenset()

    def hold(self, ids: list[int]) -> None:
        """Locks that must be taken before the members' own."""

    def move(self, two: Two) -> Any:
        raise NotImplementedError

    def back(self, done: Any, two: Two) -> int:
        """How many things could not be put back."""
        raise NotImplementedError


def movers() -> dict[str, Mover]:
    """By the name under which a mover's notes are kept."""
    lists: Iterable[Iterable[Mover]] = map(import_string, settings.MEMBER_MERGE)
    return {", ".join(sorted(mover.columns)): mover for mover in chain.from_iterable(lists)}


# --- rows in JSON -----------------------------------------------------------------------------------


def packed(rows: Iterable[models.Model]) -> str:
    text: str = serializers.serialize("json", rows)
    return text


def unpacked(text: str) -> list[DeserializedObject]:
    return list(serializers.deserialize("json", text))


def put_back(found: DeserializedObject) -> bool:
    """Save the row as it was; a reference to something that is gone is left out where it may be. False when it may
    not, or when the place is taken."""
    row: Any = found.object
    for field in row._meta.concrete_fields:
        key = getattr(row, field.attname)
        if not field.is_relation or key is None or field.related_model.objects.filter(pk=key).exists():
            continue
        if not field.null:
            return False
        setattr(row, field.attname, None)
    if is_taken(row):
        return False
    found.save()
    return True


def is_taken(row: Any) -> bool:
    """Something else stands where this row stood."""
    rows = type(row).objects
    once: list[Any] = [rule for rule in row._meta.constraints if isinstance(rule, models.UniqueConstraint)]
    same = [Q(**{name: getattr(row, name) for name in rule.fields}) for rule in once if rule.fields]
    return any(rows.filter(one).exists() for one in [Q(pk=row.pk), *same])


# --- movers that many slices need --------------------------------------------------------------------


class Rows(Mover):
    """Rows of `model` whose `field` names the person.

    Where only one may stand `once_per` something, that of the kept person stays, unless only the other is `better`.
    """

    def __init__(self, model: Any, field: str = "member", *, once_per: str = "", better: Q | None = None) -> None:
        self.model, self.field, self.once_per, self.better = model, field, once_per, better
        self.columns = frozenset({f"{model.__name__}.{field}"})

    def of(self, member: Member) -> Any:
        return self.model.objects.filter(**{self.field: member})

    def move(self, two: Two) -> Any:
        dropped = self.drop_twins(two) if self.once_per else "[]"
        rows = self.of(two.gone)
        moved = list(rows.values_list("pk", flat=True))
        rows.update(**{self.field: two.kept})
        return {"moved": moved, "dropped": dropped}

    def drop_twins(self, two: Two) -> str:
        kept, gone = self.of(two.kept), self.of(two.gone)
        dropped: list[Any] = []
        if self.better is not None:
            dropped += self.set_aside(kept.exclude(self.better), besides=gone.filter(self.better))
        dropped += self.set_aside(gone, besides=kept)
        return packed(dropped)

    def set_aside(self, rows: Any, *, besides: Any) -> list[Any]:
        others = list(besides.values_list(self.once_per, flat=True))
        found = list(rows.filter(**{f"{self.once_per}__in": others}))
        self.model.objects.filter(pk__in=[row.pk for row in found]).delete()
        return found

    def back(self, done: Any, two: Two) -> int:
        n: int = self.of(two.kept).filter(pk__in=done["moved"]).update(**{self.field: two.gone})
        return len(done["moved"]) - n + sum(not put_back(row) for row in unpacked(done["dropped"]))


@contextmanager
def history_open() -> Iterator[None]:
    """The ledger of consents may follow its person, as when a person is erased. Inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL organizing.purge = 'on'")
        yield
        cursor.execute("SET LOCAL organizing.purge = 'off'")


class Ledger(Mover):
    """Yes and no of both in one ledger, and then the stricter word: a no or a stop of either holds, and a yes was
    given for one address, not for another."""

    columns = frozenset({"Consent.member"})

    def move(self, two: Two) -> Any:
        may = {channel: is_yes(two, Channel(channel)) for channel in Channel.values}
        rows = Consent.objects.filter(member=two.gone)
        moved = list(rows.values_list("pk", flat=True))
        with history_open():
            rows.update(member=two.kept)
        added = [no.pk for channel, yes in may.items() if not yes for no in self.say_no(two.kept, channel, by=two.by)]
        last = Consent.objects.filter(member=two.kept).order_by("-pk").values_list("pk", flat=True).first()
        return {"moved": moved, "added": added, "last": last or 0}

    def say_no(self, member: Member, channel: str, *, by: User) -> list[Consent]:
        """Only where the latest word is a yes."""
        latest = Consent.objects.filter(member=member, channel=channel).order_by("-pk").first()
        if latest is None or not latest.is_given:
            return []
        return [
            consenting.record(
                member, channel, given=False, source=Consent.Source.MERGE, language=member.language, by=by
            )
        ]

    def back(self, done: Any, two: Two) -> int:
        rows = Consent.objects.filter(member=two.kept)
        with history_open():
            rows.filter(pk__in=done["added"]).delete()
            n = rows.filter(pk__in=done["moved"]).update(member=two.gone)
        since = rows.filter(pk__gt=done["last"], is_given=False)
        for channel in set(since.values_list("channel", flat=True)):
            self.say_no(two.gone, channel, by=two.by)
        return len(done["moved"]) - n


def is_yes(two: Two, channel: Channel) -> bool:
    """May we write to what is the address afterwards? Both must be free of a no, and who said yes must have held it."""
    address = blind_index(ADDRESS_OF[channel], str(two.values[ADDRESS_OF[channel]]))
    yes = False
    for member in (two.kept, two.gone):
        own = getattr(member, INDEX_OF[channel])
        latest = Consent.objects.filter(member=member, channel=channel).order_by("-pk").first()
        if (latest and not latest.is_given) or OptOut.objects.against(channel, own, member.chapter_id).exists():
            return False
        yes = yes or bool(latest and own == address)
    return yes


class Pairs(Mover):
    """Who is not this person is not the one that both became."""

    columns = frozenset({"NotSame.first", "NotSame.second"})

    def move(self, two: Two) -> Any:
        rows = list(NotSame.objects.filter(Q(first=two.gone) | Q(second=two.gone)))
        NotSame.objects.filter(pk__in=[row.pk for row in rows]).delete()
        others = [row.second_id if row.first_id == two.gone.pk else row.first_id for row in rows]
        made = [new for row, other in zip(rows, others, strict=True) for new in self.tell_apart(two, row, other)]
        return {"made": made, "dropped": packed(rows)}

    def tell_apart(self, two: Two, row: NotSame, other: int) -> list[int]:
        if other == two.kept.pk:
            return []
        first, second = sorted((two.kept.pk, other))
        facts = {"chapter_id": row.chapter_id, "said_by_id": row.said_by_id, "said_at": row.said_at}
        pair, is_new = NotSame.objects.get_or_create(first_id=first, second_id=second, defaults=facts)
        return [pair.pk] if is_new else []

    def back(self, done: Any, two: Two) -> int:
        NotSame.objects.filter(pk__in=done["made"]).delete()
        return sum(not put_back(row) for row in unpacked(done["dropped"]))


MOVERS = (
    Ledger(),
    Pairs(),
    Rows(Note),
    Rows(MemberTag, once_per="tag"),
    Rows(CustomValue, once_per="field"),
    Rows(WorkingGroupMember, once_per="working_group", better=Q(is_lead=True)),
    Rows(ImportRow),
    Rows(Merge, "kept"),
    Rows(Task),
    Rows(Call, once_per="call_list", better=~Q(outcome="")),
    Rows(Welcome, once_per="chapter"),
    Rows(AddressProof),
)
