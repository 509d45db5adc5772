"""What one row of a list says about a person, or why it stays out."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chapters.encryption import blind_index
from chapters.members import headers, own_columns
from chapters.members.contacts import read_email, read_phone, read_zip, shown_phone
from chapters.members.models import sorting_key
from chapters.members.own_columns import Column
from chapters.members.private_words import asked_about

LONGEST_CELL = 2000
LONGEST_NAME = 120
LONGEST_TAG = 40
MOST_TAGS = 20
Cells = Mapping[str, list[str]]  # field -> what its columns say, blanks left out
as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True)
class Person:
    """What one row says; "" where it says nothing. `text` and `emailing` are True for a yes, False for a no, None when
    the list does not say; `text_fails` and `email_fails` when it calls the address a bad one; `own` as `own_columns`
    says."""

    name: str = ""
    first_name: str = ""
    phone: str = ""
    email: str = ""
    zip: str = ""
    language: str = ""
    pronouns: str = ""
    note: str = ""
    tags: list[str] = field(default_factory=list)
    own: dict[str, str] = field(default_factory=dict)
    text: bool | None = None
    emailing: bool | None = None
    text_fails: bool = False
    email_fails: bool = False

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
        return as_json({name: value for name in KEPT if (value := getattr(self, name)) not in UNSAID})

    @staticmethod
    def from_cells(cells: str) -> "Person":
        return Person(**json.loads(cells))


KEPT = [one.name for one in fields(Person)]
UNSAID: tuple[object, ...] = ("", [], {}, None)


class Bad(Exception):
    """A row that stays out, with the reason in words."""


def person_of(
    row: Sequence[str], mapping: Mapping[int, str], header: Sequence[str], own: Mapping[int, Column]
) -> tuple[Person, str]:
    """The person and what was left out of the row, in words. Raises Bad."""
    check(row, header)
    cells = said_by(row, mapping, header)
    note, notice = note_of(cells)
    said, notices = own_columns.read(own, row)
    person = Person(
        name=name_of(cells),
        first_name=first(cells, "first_name")[:60],
        phone=contact(cells, "phone", read_phone),
        email=contact(cells, "email", read_email),
        zip=zip_of(cells),
        language=headers.language_of(first(cells, "language")),
        pronouns=first(cells, "pronouns")[:30],
        note=note,
        tags=tags_of(cells),
        own=said,
        text=word_on(cells, "text"),
        emailing=word_on(cells, "email"),
        text_fails=fails(cells, "text"),
        email_fails=fails(cells, "email"),
    )
    if not (person.name or person.phone or person.email):
        raise Bad(_("This row has no name, phone or email."))
    return person, " ".join(filter(None, [notice, *notices]))


def check(row: Sequence[str], header: Sequence[str]) -> None:
    if len(row) != len(header):
        raise Bad(_("This row has more cells than the first line. Is a quotation mark missing?"))
    for name, cell in zip(header, row, strict=True):
        if len(cell) > LONGEST_CELL:
            words = _("The cell under “%(column)s” has %(n)s letters, and %(most)s is the most we take.")
            raise Bad(words % {"column": name[:LONGEST_TAG], "n": len(cell), "most": LONGEST_CELL})


def said_by(row: Sequence[str], mapping: Mapping[int, str], header: Sequence[str]) -> dict[str, list[str]]:
    cells: dict[str, list[str]] = {}
    for place, name in mapping.items():
        if text := " ".join(row[place].split()):
            cells.setdefault(name, []).append(f"{header[place]}: {text}" if name == "as_tag" else text)
    return cells


def first(cells: Cells, name: str) -> str:
    return next(iter(cells.get(name, ())), "")


def name_of(cells: Cells) -> str:
    parts = [first(cells, part) for part in ("first_name", "middle_name", "last_name")]
    name = first(cells, "name") or " ".join(filter(None, parts))
    if len(name) > LONGEST_NAME:
        raise Bad(_("The name is longer than %(n)s letters.") % {"n": LONGEST_NAME})
    return name


def contact(cells: Cells, name: str, read: Callable[[str], Any]) -> str:
    """The first cell that can be used; raises Bad with the problem of the first that cannot when none can."""
    problem = ""
    for text in cells.get(name, ()):
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
        return read_zip(first(cells, "zip")) if "zip" in cells else ""
    except ValidationError:
        return ""


def tags_of(cells: Cells) -> list[str]:
    """'"VIP","Blog"', 'a, b' and Google's '* myContacts ::: * friends' hold the tags VIP, Blog, a, b and friends."""
    found = [tag.strip(" \"'*") for cell in cells.get("tags", ()) for tag in cell.replace(" ::: ", ",").split(",")]
    found = [tag for tag in found if tag.lower() != "mycontacts"] + cells.get("as_tag", [])
    return list(dict.fromkeys(filter(None, (tag[:LONGEST_TAG].strip() for tag in found))))[:MOST_TAGS]


def note_of(cells: Cells) -> tuple[str, str]:
    """The notes of the row, without those that seem to hold what we never keep, and words about these."""
    notes, asked = [], []
    for text in cells.get("note", ()):
        if found := asked_about(text):
            asked += found
        else:
            notes.append(text)
    if not asked:
        return "\n".join(notes), ""
    words = _("The note was left out. It seems to hold what we never keep: %(what)s.")
    return "\n".join(notes), words % {"what": ", ".join(dict.fromkeys(asked))}


def word_on(cells: Cells, channel: str) -> bool | None:
    """What the list says about a channel; a no anywhere is a no."""
    outs = [*cells.get(f"{channel}_out", ()), *cells.get("all_out", ())]
    said = [headers.says_yes(text) for text in cells.get(f"{channel}_status", ())]
    if any(map(headers.says_stop, outs)) or False in said:
        return False
    return True if True in said else None


def fails(cells: Cells, channel: str) -> bool:
    """The list calls the address a bad one: "bouncing", or any word but no in a column of bad ones."""
    said = any(map(headers.says_bad, cells.get(f"{channel}_status", ())))
    return said or any(map(headers.says_stop, cells.get(f"{channel}_bad", ())))
