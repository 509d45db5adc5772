"""The rows of an uploaded list, read one by one: what each says about a person, or why it stays out."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chapters.encryption import blind_index
from chapters.members import headers
from chapters.members.contacts import read_email, read_phone, read_zip, shown_phone
from chapters.members.import_models import Import, ImportRow
from chapters.members.matching import NAMELESS, Directory, are_same, first_name_key, keys_of
from chapters.members.models import sorting_key

LONGEST_CELL = 2000
LONGEST_NAME = 120
MOST_TAGS = 20
Cells = Mapping[str, list[str]]  # field -> what its columns say, blanks left out


@dataclass(frozen=True)
class Person:
    """What one row says. `text` and `emailing` are True for a yes, False for a no, None when the list does not say."""

    name: str
    first_name: str = ""
    phone: str = ""
    email: str = ""
    zip: str = ""
    language: str = ""
    pronouns: str = ""
    tags: list[str] = field(default_factory=list)
    text: bool | None = None
    emailing: bool | None = None

    @cached_property
    def phone_index(self) -> str:
        return blind_index("phone", self.phone)

    @cached_property
    def email_index(self) -> str:
        return blind_index("email", self.email)

    @property
    def shown_phone(self) -> str:
        return shown_phone(self.phone) if self.phone else ""

    @cached_property
    def sort_name(self) -> str:
        return sorting_key(self.name)

    def as_cells(self) -> str:
        return json.dumps({name: getattr(self, name) for name in KEPT}, ensure_ascii=False)

    @staticmethod
    def from_cells(cells: str) -> "Person":
        return Person(**json.loads(cells))


KEPT = [one.name for one in fields(Person)]


class Bad(Exception):
    """A row that stays out, with the reason in words."""


def person_of(row: Sequence[str], mapping: Mapping[int, str], width: int) -> Person:
    """Raises Bad."""
    if len(row) != width:
        raise Bad(_("This row has more cells than the first line. Is a quotation mark missing?"))
    if any(len(cell) > LONGEST_CELL for cell in row):
        raise Bad(_("A cell is too long. Is a quotation mark left open?"))
    cells = said_by(row, mapping)
    person = Person(
        name=name_of(cells),
        first_name=first(cells, "first_name")[:60],
        phone=contact(cells, "phone", read_phone),
        email=contact(cells, "email", read_email),
        zip=zip_of(cells),
        language=headers.language_of(first(cells, "language")),
        pronouns=first(cells, "pronouns")[:30],
        tags=tags_of(cells),
        text=word_on(cells, "text"),
        emailing=word_on(cells, "email"),
    )
    if not (person.name or person.phone or person.email):
        raise Bad(_("This row has no name, phone or email."))
    return person


def said_by(row: Sequence[str], mapping: Mapping[int, str]) -> dict[str, list[str]]:
    cells: dict[str, list[str]] = {}
    for place, name in mapping.items():
        if text := " ".join(row[place].split()):
            cells.setdefault(name, []).append(text)
    return cells


def first(cells: Cells, name: str) -> str:
    return next(iter(cells.get(name, [])), "")


def name_of(cells: Cells) -> str:
    parts = [first(cells, part) for part in ("first_name", "middle_name", "last_name")]
    name = first(cells, "name") or " ".join(filter(None, parts))
    if len(name) > LONGEST_NAME:
        raise Bad(_("The name is longer than %(n)s letters.") % {"n": LONGEST_NAME})
    return name


def contact(cells: Cells, name: str, read: Any) -> str:
    """The first cell that can be used; raises Bad with the problem of the first that cannot when none can."""
    problem = ""
    for text in cells.get(name, []):
        try:
            return str(read(text))
        except ValidationError as error:
            problem = problem or f"{headers.FIELDS[name]}: {error.messages[0]}"
    if problem:
        raise Bad(problem)
    return ""


def zip_of(cells: Cells) -> str:
    """A ZIP code is worth having, but nobody stays out for want of one."""
    try:
        return read_zip(first(cells, "zip"))
    except ValidationError:
        return ""


def tags_of(cells: Cells) -> list[str]:
    """'"VIP","Blog"' and 'a, b' are two tags each."""
    found = [tag.strip(" \"'")[:40] for cell in cells.get("tags", []) for tag in cell.split(",")]
    return list(dict.fromkeys(filter(None, found)))[:MOST_TAGS]


def word_on(cells: Cells, channel: str) -> bool | None:
    """What the list says about a channel; a no anywhere is a no."""
    outs = [*cells.get(f"{channel}_out", []), *cells.get("all_out", [])]
    said = [headers.says_yes(text) for text in cells.get(f"{channel}_status", [])]
    if any(map(headers.says_stop, outs)) or False in said:
        return False
    return True if True in said else None


class Sorter:
    """Says of each row whether the person is new, already here, or earlier in the same file."""

    def __init__(self, incoming: Import) -> None:
        self.incoming = incoming
        self.mapping = {int(place): name for place, name in incoming.mapping.items()}
        self.seen: dict[str, list[str]] = {}

    def stage(self, rows: Iterable[tuple[int, list[str]]]) -> list[ImportRow]:
        read = [(number, row, self.read(row)) for number, row in rows]
        here = directory_for(self.incoming, [person for _number, _row, person in read if isinstance(person, Person)])
        return [
            self.good(number, person, here) if isinstance(person, Person) else self.bad(number, row, person)
            for number, row, person in read
        ]

    def read(self, row: list[str]) -> Person | Bad:
        try:
            return named(person_of(row, self.mapping, len(self.incoming.header)), self.incoming)
        except Bad as bad:
            return bad

    def bad(self, number: int, row: list[str], bad: Bad) -> ImportRow:
        """Keeps what its columns say, so that the row can be mended and brought in again."""
        fits = len(row) == len(self.incoming.header)
        cells = [row[place][:LONGEST_CELL] for place in sorted(self.mapping)] if fits else []
        return self.row(number, ImportRow.State.BAD, problem=str(bad)[:200], cells=json.dumps(cells))

    def good(self, number: int, person: Person, here: Directory) -> ImportRow:
        known = here.find(
            name=person.name, phone_index=person.phone_index, email_index=person.email_index, zip=person.zip
        )
        twice = self.was_seen(person)
        state = ImportRow.State.TWICE if twice else ImportRow.State.KNOWN if known else ImportRow.State.NEW
        return self.row(number, state, cells=person.as_cells())

    def row(self, number: int, state: str, **fields: str) -> ImportRow:
        incoming = self.incoming
        return ImportRow(chapter_id=incoming.chapter_id, source=incoming, number=number, state=state, **fields)

    def was_seen(self, person: Person) -> bool:
        """Earlier in this file, by the rule of `matching`; remembers the person."""
        mine = first_name_key(person.name)
        keys = keys_of(person.phone_index, person.email_index, person.sort_name, person.zip)
        found = any(are_same(mine, other) for key in keys for other in self.seen.get(key, ()))
        for key in keys:
            self.seen.setdefault(key, []).append(mine)
        return found


def named(person: Person, incoming: Import) -> Person:
    language = person.language or incoming.language
    return replace(person, language=language, name=person.name or NAMELESS.get(language, NAMELESS["en"]))


def directory_for(incoming: Import, people: Iterable[Person]) -> Directory:
    people = list(people)
    return Directory(
        incoming.chapter,
        phones=[person.phone_index for person in people],
        emails=[person.email_index for person in people],
        names=[person.sort_name for person in people if not person.phone and not person.email],
    )


def batches(rows: Iterable[tuple[int, list[str]]], size: int) -> Iterator[list[tuple[int, list[str]]]]:
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
