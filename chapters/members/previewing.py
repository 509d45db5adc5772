"""What a list will do, row by row, before anybody says yes to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from chapters.members import headers
from chapters.members.cells import Person
from chapters.members.comparing import COMPARED, blanks, differences
from chapters.members.contacts import shown_phone
from chapters.members.import_models import Import, ImportRow
from chapters.members.models import Member
from chapters.members.own_columns import Column, columns_of
from chapters.members.own_values import OwnValues
from chapters.members.staging import stops_against

SHOWN = 20
KINDS = (ImportRow.State.NEW, ImportRow.State.KNOWN, ImportRow.State.TWICE)


@dataclass(frozen=True)
class Difference:
    """One field in words: what we have ("" for nothing) and what the list says."""

    label: str
    ours: str
    theirs: str


@dataclass
class Line:
    row: ImportRow
    person: Person
    member: Member | None
    own: list[tuple[str, str]] = field(default_factory=list)
    fills: list[Difference] = field(default_factory=list)
    differs: list[Difference] = field(default_factory=list)


@dataclass
class Preview:
    """A page of the rows of one kind, or of all; `after` is the number of its last row when more follow."""

    kind: str
    lines: list[Line]
    after: int | None


def preview(found: Import, kind: str, after: str) -> Preview:
    """`kind` and `after` as the address says them: what makes no sense is as if it were not there."""
    kinds = [kind] if kind in KINDS else KINDS
    start = int(after) if after.isdecimal() and len(after) < 10 else 0
    rows = list(found.rows.filter(state__in=kinds, number__gt=start).select_related("member")[: SHOWN + 1])
    last = rows[SHOWN - 1].number if len(rows) > SHOWN else None
    return Preview(kind if kind in KINDS else "", lines(found, rows[:SHOWN]), last)


def lines(found: Import, rows: Iterable[ImportRow]) -> list[Line]:
    read = [Line(row, Person.from_cells(row.cells), row.member) for row in rows]
    known = [line.member for line in read if line.member]
    stops, columns = stops_against(found, known), columns_of(found)
    values = OwnValues.of_columns(found, columns, known)
    for line in read:
        line.own = [(one.label, one.shown(line.person.own[key])) for key, one in said_in(columns, line.person)]
        if line.member and line.row.state == ImportRow.State.KNOWN:
            line.fills = in_words(line.member, blanks(line.person, line.member))
            line.differs = in_words(line.member, differences(line.person, line.member, stops))
            lay_own_beside(line, line.member.pk, columns, values)
    return read


def said_in(columns: Mapping[int, Column], person: Person) -> list[tuple[str, Column]]:
    return [(place, columns[int(place)]) for place in person.own if int(place) in columns]


def lay_own_beside(line: Line, member: int, columns: Mapping[int, Column], values: OwnValues) -> None:
    fills, _differs = values.beside(columns, line.person.own, member)
    for place, column in said_in(columns, line.person):
        theirs, ours = line.person.own[place], values.of(member, column)
        if place in fills:
            line.fills.append(Difference(column.label, "", column.shown(theirs)))
        elif ours != theirs:
            line.differs.append(Difference(column.label, column.shown(ours), column.shown(theirs)))


def in_words(member: Member, said: dict[str, Any]) -> list[Difference]:
    return [
        Difference(str(headers.FIELDS[name]), shown(name, getattr(member, name)), shown(name, said[name]))
        for name in COMPARED
        if name in said
    ]


def shown(name: str, value: str) -> str:
    if name == "phone" and value:
        return shown_phone(value)
    return str(dict(settings.LANGUAGES).get(value, value)) if name == "language" else value
