"""Bringing published officials into a chapter: the new come in, the changed change, what a person wrote stays.

Reading the same files again changes nothing. Nobody goes because a date has passed or a file does not name them; only
an office that its own file no longer names is taken out.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.advocacy import published
from campaigns.advocacy.models import Official, OfficialOffice, OfficialTerm, sort_name_of
from campaigns.advocacy.published import Person, Problem, Reading
from chapters.members.models import sorting_key
from chapters.models import Chapter

LOCK = 7316  # among PostgreSQL's advisory locks: one list at a time comes into a chapter
BATCH = 500
NO_FAX = ("fax", None)
TERM = ("kind", "body", "district", "division", "starts_on", "ends_on")
OFFICE = ("kind", "place", "address", "phone", "extension", "fax", "hours")
PERSON = ("name", "given_name", "family_name", "sort_name", "other_names", "party", "email", "url", "contact_form")


@dataclass
class Report:
    """Counts of officials, of all their terms and offices in these files, and of edits by hand that were respected."""

    new: int = 0
    changed: int = 0
    same: int = 0
    kept: int = 0
    closed: int = 0
    terms: int = 0
    offices: int = 0
    passed_over: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.new + self.changed + self.same

    def lines(self) -> list[str]:
        """What happened, a sentence for each thing that did."""
        said = [
            (self.new, ngettext("%(n)s official is new.", "%(n)s officials are new.", self.new)),
            (self.changed, ngettext("%(n)s official changed.", "%(n)s officials changed.", self.changed)),
            (self.same, ngettext("%(n)s official is the same.", "%(n)s officials are the same.", self.same)),
            (self.kept, ngettext(
                "%(n)s thing was left alone because somebody here changed it by hand.",
                "%(n)s things were left alone because somebody here changed them by hand.",
                self.kept,
            )),
            (self.closed, ngettext(
                "%(n)s office is not in the files any more and was taken out.",
                "%(n)s offices are not in the files any more and were taken out.",
                self.closed,
            )),
            (self.passed_over, ngettext(
                "%(n)s file is not about officials.", "%(n)s files are not about officials.", self.passed_over
            )),
            (len(self.problems), ngettext(
                "%(n)s problem: this entry was not taken.", "%(n)s problems: these entries were not taken.",
                len(self.problems),
            )),
        ]  # fmt: skip
        return [words % {"n": n} for n, words in said if n]


@dataclass
class Entry:
    """An official with their terms and offices, as they are and as they will be."""

    official: Official
    terms: list[OfficialTerm] = field(default_factory=list)
    offices: list[OfficialOffice] = field(default_factory=list)
    is_new: bool = False
    is_changed: bool = False

    def seats(self) -> set[tuple[str, str]]:
        return {(term.kind, term.district.casefold()) for term in self.terms}


class Changes:
    """What is to be written at the end, in a few statements."""

    def __init__(self) -> None:
        self.made: dict[type[Model], list[Any]] = {Official: [], OfficialTerm: [], OfficialOffice: []}
        self.altered: dict[type[Model], dict[int, Any]] = {Official: {}, OfficialTerm: {}, OfficialOffice: {}}
        self.closed: list[int] = []

    def make(self, row: Any) -> None:
        self.made[type(row)].append(row)

    def alter(self, row: Any) -> None:
        """What is only being made is written once, as it is at the end."""
        if row.pk:
            self.altered[type(row)][row.pk] = row

    def save(self) -> None:
        now = timezone.now()
        OfficialOffice.objects.filter(pk__in=self.closed).delete()
        for model, fields in ((Official, PERSON), (OfficialTerm, (*TERM, "source_key")), (OfficialOffice, OFFICE)):
            rows_of: Any = model.objects
            rows_of.bulk_create(self.made[model], batch_size=BATCH)
            rows = list(self.altered[model].values())
            for row in rows:
                row.updated_at = now
            rows_of.bulk_update(rows, [*fields, "updated_at"], batch_size=BATCH)


def load(chapter: Chapter, reading: Reading, *, only_look: bool = False) -> Report:
    """All of it or nothing. `only_look` counts what would happen and changes nothing."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, chapter.pk])
        loader = Loader(chapter, reading)
        for person in reading.people.values():
            loader.take(person)
        loader.changes.save()
        transaction.set_rollback(only_look)
    return loader.report


class Loader:
    """One list coming into one chapter."""

    def __init__(self, chapter: Chapter, reading: Reading) -> None:
        self.chapter, self.changes = chapter, Changes()
        self.report = Report(passed_over=reading.passed_over, problems=[*reading.problems], notes=[*reading.notes])
        self.by_id: dict[tuple[str, str], Entry] = {}
        self.by_name: dict[str, list[Entry]] = {}
        for official in chapter.officials.prefetch_related("terms", "offices"):
            self.know(Entry(official, list(official.terms.all()), list(official.offices.all())))

    def know(self, entry: Entry) -> None:
        if entry.official.source_id:
            self.by_id[entry.official.source, entry.official.source_id] = entry
        self.by_name.setdefault(sorting_key(entry.official.name), []).append(entry)

    def take(self, person: Person) -> None:
        entry = self.by_id.get((person.source, person.source_id))
        is_theirs = entry is not None
        if entry is None and person.is_partial:
            words = _("Nobody here has the id %(id)s. Load the list of the people themselves too.")
            self.report.problems.append(Problem(person.file, person.line, words % {"id": person.source_id}))
            return
        entry = entry or self.same_seat(person) or self.newcomer(person)
        if is_theirs or entry.is_new:
            self.take_fields(entry, person)
        else:
            fill_blanks(entry, person)
        self.take_terms(entry, person)
        self.take_offices(entry, person)
        self.finish(entry)

    def same_seat(self, person: Person) -> Entry | None:
        """Typed in here, or known from another list: one of the same name in the same seat is the same person."""
        wanted = {(term.kind, term.district.casefold()) for term in person.terms}
        known = self.by_name.get(sorting_key(str(person.fields.get("name", ""))), [])
        alike = [entry for entry in known if wanted & entry.seats() and is_other(entry.official, person)]
        return alike[0] if len(alike) == 1 else None

    def newcomer(self, person: Person) -> Entry:
        official = Official(chapter=self.chapter, source=person.source, source_id=person.source_id)
        entry = Entry(official, is_new=True)
        self.changes.make(official)
        return entry

    def take_fields(self, entry: Entry, person: Person) -> None:
        official = entry.official
        for name, value in person.fields.items():
            if getattr(official, name) == value:
                continue
            if name in official.edited_fields:
                self.report.kept += 1
                continue
            setattr(official, name, value)
            entry.is_changed = True
        official.sort_name = sort_name_of(official)
        if entry.is_new:
            self.know(entry)

    def take_terms(self, entry: Entry, person: Person) -> None:
        keys = {term.key for term in person.terms}
        for term in person.terms:
            self.report.terms += 1
            row = next((row for row in entry.terms if row.source_key == term.key), None)
            row = row or next((row for row in entry.terms if is_same_term(row, term, keys)), None)
            if row is None and is_removed(entry.official, "term", term.key):
                self.report.kept += 1
                continue
            if row is None:
                row = OfficialTerm(chapter=self.chapter, official=entry.official, source_key=term.key)
                entry.terms.append(row)
                self.changes.make(row)
            if not has_lost_dates(row, term):
                self.alter(entry, row, TERM, term)

    def take_offices(self, entry: Entry, person: Person) -> None:
        keys = {office.key for office in person.offices}
        for office in person.offices:
            self.report.offices += 1
            row = next((row for row in entry.offices if is_same_office(row, office)), None)
            if row is None and is_removed(entry.official, "office", office.key):
                self.report.kept += 1
                continue
            if row is None:
                row = OfficialOffice(chapter=self.chapter, official=entry.official, source_key=office.key)
                entry.offices.append(row)
                self.changes.make(row)
            self.alter(entry, row, OFFICE, office)
        for row in list(entry.offices):
            if (
                row.pk
                and not row.is_by_hand
                and row.source_key not in keys
                and row.source_key.startswith(tuple(person.scopes))
            ):
                entry.offices.remove(row)
                entry.is_changed = True
                self.changes.closed.append(row.pk)
                self.report.closed += 1

    def alter(self, entry: Entry, row: Any, names: tuple[str, ...], told: published.Term | published.Office) -> None:
        """Give a row what the file says, unless a person wrote it or another list is in charge of it."""
        values = {name: value for name, value in asdict(told).items() if name in names and (name, value) != NO_FAX}
        if all(getattr(row, name) == value for name, value in values.items()) and row.source_key == told.key:
            return
        if row.is_by_hand:
            self.report.kept += 1
            return
        if is_of_another_list(row, told):
            return
        for name, value in values.items():
            setattr(row, name, value)
        row.source_key = told.key
        entry.is_changed = True
        self.changes.alter(row)

    def finish(self, entry: Entry) -> None:
        if entry.is_new:
            self.report.new += 1
        elif entry.is_changed:
            self.report.changed += 1
            self.changes.alter(entry.official)
        else:
            self.report.same += 1
        entry.is_new = entry.is_changed = False


def is_other(official: Official, person: Person) -> bool:
    """Not one that the same list names apart."""
    return official.source != person.source or scope_of(official.source_id) != scope_of(person.source_id)


def scope_of(source_id: str) -> str:
    return source_id.partition("/")[0]


def fill_blanks(entry: Entry, person: Person) -> None:
    """Another list told us of them first, or a person did: only what nobody told is added."""
    for name, value in person.fields.items():
        if value and not getattr(entry.official, name) and name not in entry.official.edited_fields:
            setattr(entry.official, name, value)
            entry.is_changed = True


def is_same_term(row: OfficialTerm, term: published.Term, keys: Iterable[str]) -> bool:
    """The same seat, written down without dates, by hand, or under a date that the file has corrected since."""
    if row.kind != term.kind or row.district.casefold() != term.district.casefold():
        return False
    if row.source_key in keys:
        return False
    if row.is_by_hand or not row.source_key or is_of_another_list(row, term):
        return overlaps(row, term)
    return True


def has_lost_dates(row: OfficialTerm, term: published.Term) -> bool:
    """The flat file of Congress names no dates; what the other one told stays."""
    return term.starts_on is None and row.starts_on is not None and row.division == term.division


def overlaps(row: OfficialTerm, term: published.Term) -> bool:
    return (row.starts_on or date.min) < (term.ends_on or date.max) and (term.starts_on or date.min) < (
        row.ends_on or date.max
    )


def is_same_office(row: OfficialOffice, office: published.Office) -> bool:
    """By its key; one that another list or a person wrote down, by its phone."""
    if row.source_key == office.key:
        return True
    return bool(office.phone) and row.phone == office.phone and (row.is_by_hand or is_of_another_list(row, office))


def is_of_another_list(row: Any, told: published.Term | published.Office) -> bool:
    return list_of(row.source_key) != list_of(told.key)


def list_of(key: str) -> str:
    """Offices of Congress at home and in Washington stand in two files of one list."""
    return key.partition(":")[0].partition("-")[0]


def is_removed(official: Official, kind: str, key: str) -> bool:
    """Somebody here took it out, and the file may not bring it back."""
    return removal(kind, key) in official.edited_fields


def removal(kind: str, key: str) -> str:
    return f"-{kind}:{key}"
