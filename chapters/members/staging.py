"""The rows of an uploaded list, read one by one and laid beside the people who are here."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q

from chapters.members import headers
from chapters.members.cells import LONGEST_CELL, Bad, Person, person_of
from chapters.members.comparing import blanks, differences
from chapters.members.consent_models import OptOut
from chapters.members.import_models import Import, ImportRow
from chapters.members.matching import NAMELESS, Directory, first_name_key, keys_of
from chapters.members.models import Member
from chapters.members.own_columns import columns_of
from chapters.members.own_values import OwnValues
from chapters.members.private_words import asked_about

State = ImportRow.State
Numbered = tuple[int, list[str]]  # row number as a spreadsheet counts, cells


@dataclass
class Staged:
    """A batch: rows as `copy_in` takes them, and how many there are of what."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    tally: Counter[str] = field(default_factory=Counter)


class Sorter:
    """Says of each row whether the person is new, already here, or earlier in the same file."""

    def __init__(self, incoming: Import) -> None:
        self.incoming = incoming
        self.mapping = {int(place): name for place, name in incoming.mapping.items()}
        self.own = columns_of(incoming)
        self.seen: set[int] = set()

    def stage(self, rows: Iterable[Numbered]) -> Staged:
        read = [(number, row, *self.read(row)) for number, row in rows]
        people = [person for _number, _row, person, _notice in read if isinstance(person, Person)]
        here = directory_for(self.incoming, people)
        self.values = OwnValues.of_columns(self.incoming, self.own, here.people)
        out = {index for _channel, index in stops_against(self.incoming, people)}
        staged = Staged()
        for number, row, person, notice in read:
            if isinstance(person, Person):
                self.good(staged, number, person, notice, here)
                staged.tally["stopped"] += person.phone_index in out or person.email_index in out
            else:
                self.bad(staged, number, row, person)
        return staged

    def read(self, row: list[str]) -> tuple[Person | Bad, str]:
        try:
            person, notice = person_of(row, self.mapping, self.incoming.header, self.own)
        except Bad as bad:
            return bad, ""
        return as_file_says(named(person, self.incoming), self.incoming), notice

    def bad(self, staged: Staged, number: int, row: list[str], bad: Bad) -> None:
        """Keeps what its columns say, so that the row can be mended and brought in again."""
        fits = len(row) == len(self.incoming.header)
        cells = [self.kept(name, row[place]) for place, name in sorted(self.mapping.items())] if fits else []
        staged.tally["bad"] += 1
        self.add(staged, number, State.BAD, problem=str(bad)[:200], cells=json.dumps(cells))

    def kept(self, name: str, cell: str) -> str:
        is_asked = name not in headers.FIELDS or name == "note"
        return "" if is_asked and asked_about(cell) else cell[:LONGEST_CELL]

    def good(self, staged: Staged, number: int, person: Person, notice: str, here: Directory) -> None:
        known = here.find(
            name=person.name, phone_index=person.phone_index, email_index=person.email_index, zip=person.zip
        )
        twice = self.was_seen(person)
        state = State.TWICE if twice else State.KNOWN if known else State.NEW
        if known and not twice:
            fills, differs = self.values.beside(self.own, person.own, known.pk)
            staged.tally["filled"] += bool(blanks(person, known) or fills)
            staged.tally["differing"] += bool(differences(person, known) or differs)
        member_id = known.pk if known else None
        self.add(staged, number, state, problem=notice[:200], cells=person.as_cells(), member_id=member_id)

    def add(self, staged: Staged, number: int, state: str, **fields: Any) -> None:
        incoming = self.incoming
        row = {"chapter_id": incoming.chapter_id, "source_id": incoming.pk, "number": number, "state": state}
        staged.rows.append(row | fields)

    def was_seen(self, person: Person) -> bool:
        """Earlier in this file, by the rule of `matching`; remembers the person, as hashes to save memory."""
        mine, found = first_name_key(person.name), False
        for key in keys_of(person.phone_index, person.email_index, person.sort_name, person.zip):
            same, nameless, anybody = hash((key, mine)), hash((key, "")), hash(key)
            found = found or same in self.seen or nameless in self.seen or (not mine and anybody in self.seen)
            self.seen |= {same, anybody}
        return found


def named(person: Person, incoming: Import) -> Person:
    if person.name:
        return person
    language = person.language or incoming.language
    return replace(person, name=NAMELESS.get(language, NAMELESS["en"]))


def as_file_says(person: Person, incoming: Import) -> Person:
    """Mailchimp keeps those who left, and addresses that do not work, in files of their own."""
    if incoming.recognized == Import.Origin.UNSUBSCRIBED:
        return replace(person, emailing=False)
    if incoming.recognized == Import.Origin.CLEANED:
        return replace(person, email_fails=bool(person.email))
    return person


def directory_for(incoming: Import, people: Iterable[Person]) -> Directory:
    people = list(people)
    return Directory(
        incoming.chapter,
        phones=[person.phone_index for person in people],
        emails=[person.email_index for person in people],
        names=[person.sort_name for person in people if not person.phone and not person.email],
    )


def stops_against(incoming: Import, holders: Iterable[Person | Member]) -> set[tuple[str, str]]:
    """(channel, index) of those addresses of theirs that said stop to this chapter or to all."""
    indexes = {index for one in holders for index in (one.phone_index, one.email_index) if index}
    binding = Q(chapter=None) | Q(chapter_id=incoming.chapter_id)
    outs = OptOut.objects.filter(binding, address_index__in=indexes)
    return set(outs.values_list("channel", "address_index"))


def batches(rows: Iterable[Numbered], size: int) -> Iterator[list[Numbered]]:
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
