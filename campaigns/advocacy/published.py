"""What a published file says about officials, whatever its format, before any of it is saved."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import phonenumbers
from dateutil.parser import isoparse
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from chapters.members.contacts import NUMBER, SEVERAL, plain

EXTENSION = re.compile(r"(?:\bext(?:ension)?\b\.?|\bx)\s*(\d{1,7})\s*$", re.IGNORECASE)
TITLES = re.compile(
    r"(?:(?:vice[ -]?)?chair(?:man|woman|person)?|(?:vice )?mayor(?: pro tem(?:pore)?)?|(?:council )?president|"
    r"(?:city )?council ?(?:member|man|woman|person)|alder(?:man|woman|person)|supervisor|commissioner|"
    r"assembly ?(?:member|man|woman)|(?:state )?senator|representative|the honorable|hon\.)\s+",
    re.IGNORECASE,
)
CITY = re.compile(r"(?:^|, )([^\d,]+?),? [A-Z]{2},? \d{5}(?:-\d{4})?$")
_is_url = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Problem:
    """Something of a file that was not taken, and where it stands. `line` 0 is the whole file."""

    file: str
    line: int
    words: str

    def __str__(self) -> str:
        where = _("%(file)s, line %(line)s") % {"file": self.file, "line": self.line} if self.line else self.file
        return f"{where}: {self.words}"


class BadEntryError(Exception):
    """One entry cannot be used; says why in plain words."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True)
class Term:
    """`key` names it within its official in all later versions of the file."""

    key: str
    kind: str
    body: str = ""
    district: str = ""
    division: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class Office:
    """`fax` is None where the format has none, so that it takes away nobody's."""

    key: str
    kind: str
    place: str = ""
    address: str = ""
    phone: str = ""
    extension: str = ""
    fax: str | None = None
    hours: str = ""


@dataclass(frozen=True)
class Person:
    """`fields` are only those that the format has, so that a thin file never blanks what a fuller one told.

    `scopes` are the beginnings of the keys of all offices the file would name: one that is gone from it has closed.
    A `partial` person is only added to; alone, without their main entry, it makes nobody.
    """

    source: str
    source_id: str
    file: str
    line: int
    fields: Mapping[str, str | list[str]] = field(default_factory=dict)
    terms: tuple[Term, ...] = ()
    offices: tuple[Office, ...] = ()
    scopes: frozenset[str] = frozenset()
    is_partial: bool = False

    def joined(self, other: "Person") -> "Person":
        """Two files about the same person; the first one's words win, dated terms win over undated ones."""
        dated = {(term.kind, term.division) for term in (*self.terms, *other.terms) if term.starts_on}
        terms = {
            term.key: term
            for term in (*other.terms, *self.terms)
            if term.starts_on or (term.kind, term.division) not in dated
        }
        offices = {office.key: office for office in (*other.offices, *self.offices)}
        return replace(
            self,
            fields={**self.fields, **{name: self.fields.get(name) or value for name, value in other.fields.items()}},
            terms=tuple(terms.values()),
            offices=tuple(offices.values()),
            scopes=self.scopes | other.scopes,
            is_partial=self.is_partial and other.is_partial,
        )


@dataclass
class Reading:
    """All that was read: people in the order of the files, what could not be used, and files about other things."""

    people: dict[tuple[str, str], Person] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    passed_over: int = 0

    def add(self, person: Person) -> None:
        key = person.source, person.source_id
        known = self.people.get(key)
        self.people[key] = known.joined(person) if known else person


# --- single values ----------------------------------------------------------------------------------


def words(value: object, most: int) -> str:
    """One line of text, '' for nothing; raises BadEntryError when it is no text or too long to be right."""
    if value is None or value in ("null", "~"):
        return ""
    if not isinstance(value, str | int | float):
        raise BadEntryError(_("A single word was expected, not a list."))
    text = " ".join(str(value).split()).replace("\x00", "")
    if len(text) > most:
        raise BadEntryError(_("“%(start)s…” is longer than %(most)s letters.") % {"start": text[:30], "most": most})
    return text


def day(value: object, *, is_end: bool = False) -> date | None:
    """A date however it is written; a year or a month alone is its first day, or its last when something ends.

    Raises BadEntryError.
    """
    text = words(value, 40)
    if not text:
        return None
    try:
        found = isoparse(text).date()
        if not is_end or len(text) > len("2026-12"):
            return found
        return found.replace(month=12, day=31) if len(text) == len("2026") else last_of_month(found)
    except ValueError as error:
        raise BadEntryError(_("“%(text)s” is not a date.") % {"text": text}) from error


def last_of_month(found: date) -> date:
    following = date(found.year + found.month // 12, found.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def phone(value: object) -> tuple[str, str]:
    """('+12134737001', '12') or ('', ''): the first number in it that can be called, and its extension.

    Words after it are cut: to `phonenumbers`, letters are keypad digits.
    """
    for piece in SEVERAL.split(plain(words(value, 200))):
        extension = EXTENSION.search(piece)
        found = NUMBER.search(piece[: extension.start()] if extension else piece)
        try:
            number = phonenumbers.parse(found.group() if found else "", settings.PHONENUMBER_DEFAULT_REGION)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            form = phonenumbers.PhoneNumberFormat.E164
            return phonenumbers.format_number(number, form), extension.group(1) if extension else ""
    return "", ""


def address(value: object) -> str:
    """Parts joined by commas, whether the file parts them by ";" or ","."""
    parts = re.split(r"[;,]", words(value, 400))
    return ", ".join(part for part in (" ".join(piece.split()) for piece in parts) if part)[:300]


def city(of_address: str) -> str:
    found = CITY.search(of_address)
    return found.group(1).strip()[:120] if found else ""


def email(value: object) -> str:
    text = words(value, 400)
    try:
        validate_email(text)
    except ValidationError:
        return ""
    return text if len(text) <= 254 else ""


def url(value: object) -> str:
    text = words(value, 2000)
    try:
        _is_url(text)
    except ValidationError:
        return ""
    return text if len(text) <= 400 else ""


def without_title(name: str) -> str:
    """'Chair Hilda L. Solis' -> 'Hilda L. Solis'; a name that is left with one word keeps its title."""
    shorter = name
    while found := TITLES.match(shorter):
        shorter = shorter[found.end() :]
    return shorter if " " in shorter else name


def distinct(names: Iterable[str], *, but: str) -> list[str]:
    """In order, each once, without the main name."""
    return [name for name in dict.fromkeys(names) if name and name != but][:20]
