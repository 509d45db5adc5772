"""Columns of a list that go into the chapter's own fields: what they mean, and what their cells say.

In the meaning of the columns they stand as "own:<code>", "new:<kind>" for a field that the list will make, and
"made:<code>" once it has. What cells say goes about as text: {place of the column: "yes", "2.5", "2017-05-31", …}.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chapters import audit
from chapters.members import headers, sheets
from chapters.members.field_forms import MOST_ANSWERS
from chapters.members.field_models import CustomField
from chapters.members.import_models import Import
from chapters.members.own_fields import in_words, plain
from chapters.members.private_words import asked_about
from chapters.models import Chapter, User

Kind = CustomField.Kind
LONGEST_LABEL = 60
LONGEST_SHOWN = 30
THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
DAYS = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%m/%d/%Y", "%m/%d/%y")  # as sheets in the United States write them
NEW = {
    Kind.TEXT: gettext_lazy("Words (a new field)"),
    Kind.CHOICE: gettext_lazy("One of several answers (a new field)"),
    Kind.YES_NO: gettext_lazy("Yes or no (a new field)"),
    Kind.NUMBER: gettext_lazy("A number (a new field)"),
    Kind.DATE: gettext_lazy("A date (a new field)"),
}
Said = Mapping[str, str]  # place of the column -> what its cell says


@dataclass(frozen=True)
class Column:
    """One that goes into a field, which may not be there yet. `answers` are those it may say, None for any."""

    place: int
    label: str
    kind: str
    field: CustomField | None = None
    answers: Mapping[str, str] | None = None  # folded -> as it is offered

    def read(self, cell: str) -> str:
        """Raises ValidationError with the name of the column."""
        try:
            return READERS[self.kind](self, cell)
        except (ValueError, InvalidOperation) as error:
            words = PROBLEMS[self.kind] % {"column": self.label, "cell": cell[:LONGEST_SHOWN]}
            raise ValidationError(words) from error

    def shown(self, text: str) -> str:
        return in_words(value_of(self.kind, text))


def read_words(column: Column, cell: str) -> str:
    if found := asked_about(cell):
        words = _("“%(column)s” was left out. It seems to hold what we never keep: %(what)s.")
        raise ValidationError(words % {"column": column.label, "what": ", ".join(found)})
    return cell


def read_answer(column: Column, cell: str) -> str:
    cell = read_words(column, cell)
    if column.answers is None:
        return cell
    if (folded := headers.folded(cell)) not in column.answers:
        raise ValueError(cell)
    return column.answers[folded]


def read_yes(_column: Column, cell: str) -> str:
    if (said := headers.says_yes(cell)) is None:
        raise ValueError(cell)
    return "yes" if said else "no"


def read_number(_column: Column, cell: str) -> str:
    plain = cell.replace(",", "") if THOUSANDS.fullmatch(cell) else cell.replace(",", ".")
    number = round(Decimal(plain), 2)
    if not abs(number) < 10**10:
        raise ValueError(cell)
    return str(number)


def read_day(_column: Column, cell: str) -> str:
    for pattern in DAYS:
        try:
            return datetime.strptime(cell, pattern).date().isoformat()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    raise ValueError(cell)


def value_of(kind: str, text: str) -> Any:
    """As the column of the kind holds it."""
    if kind == Kind.YES_NO:
        return text == "yes"
    return Decimal(text) if kind == Kind.NUMBER else date.fromisoformat(text) if kind == Kind.DATE else text


def cell_of(value: Any) -> str:
    """For a list that goes out."""
    return str(plain(value)) if isinstance(value, Decimal) else text_of(value)


def text_of(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


READERS: dict[str, Callable[[Column, str], str]] = {
    str(Kind.TEXT): read_words,
    str(Kind.CHOICE): read_answer,
    str(Kind.YES_NO): read_yes,
    str(Kind.NUMBER): read_number,
    str(Kind.DATE): read_day,
}
PROBLEMS = {
    str(Kind.CHOICE): gettext_lazy("“%(column)s” was left out: “%(cell)s” is not one of its answers."),
    str(Kind.YES_NO): gettext_lazy("“%(column)s” was left out: “%(cell)s” is neither yes nor no."),
    str(Kind.NUMBER): gettext_lazy("“%(column)s” was left out: “%(cell)s” is not a number."),
    str(Kind.DATE): gettext_lazy("“%(column)s” was left out: “%(cell)s” is not a date like 2017-05-31 or 5/31/2017."),
}


def read(columns: Mapping[int, Column], row: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """What the cells of a row say, and what was left out of it, in words. The first column of a field counts."""
    said: dict[str, str] = {}
    notices: list[str] = []
    taken: set[int] = set()
    for place, column in columns.items():
        cell = " ".join(row[place].split())
        if not cell or (column.field and column.field.pk in taken):
            continue
        try:
            said[str(place)] = column.read(cell)
        except ValidationError as error:
            notices += error.messages
        else:
            taken |= {column.field.pk} if column.field else set()
    return said, notices


# --- what the columns mean ---------------------------------------------------------------------------


def columns_of(incoming: Import) -> dict[int, Column]:
    """By place; a field that is gone since takes no column."""
    fields = {field.code: field for field in incoming.chapter.custom_fields.with_words()}
    found: dict[int, Column] = {}
    for place, meaning in incoming.mapping.items():
        how, _colon, rest = meaning.partition(":")
        if how == "new":
            found[int(place)] = Column(int(place), label_of(incoming, int(place)), rest)
        elif field := fields.get(rest):
            offered = {headers.folded(answer): answer for answer in field.answers} if field.answers else None
            found[int(place)] = Column(int(place), str(field), field.kind, field, offered)
    return found


def label_of(incoming: Import, place: int) -> str:
    return str(incoming.header[place])[:LONGEST_LABEL].strip()


def guess(chapter: Chapter, header: list[str]) -> dict[int, str]:
    """Columns that are called like a field, in any language."""
    fields = chapter.custom_fields.in_use().with_words()
    known = {headers.folded(text.label): field.code for field in fields for text in field.texts.all()}
    places = enumerate(map(headers.folded, header))
    return {place: f"own:{known[name]}" for place, name in places if name in known}


def choices(chapter: Chapter) -> list[tuple[str, list[tuple[str, Any]]]]:
    """For the select of a column: the fields there are, and new ones."""
    fields = [(f"own:{field.code}", str(field)) for field in chapter.custom_fields.in_use().with_words()]
    new = [(f"new:{kind}", words) for kind, words in NEW.items()]
    there = [(_("Your own fields"), fields)] if fields else []
    return [*there, (_("A new field, called like the column"), new)]


def problems(incoming: Import, mapping: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """(place, why) of the columns that cannot become a field."""
    new = {int(place): meaning for place, meaning in mapping.items() if meaning.startswith("new:")}
    names = taken_names(incoming.chapter)
    answers = answers_in(incoming, [place for place, meaning in new.items() if meaning == f"new:{Kind.CHOICE}"])
    for place in sorted(new):
        label = label_of(incoming, place)
        if not label:
            yield place, _("This column has no name. Give it one in the file, or leave it out.")
        elif label.casefold() in names:
            yield place, _("There is a field with this name. Choose it, or leave this column out.")
        elif asked_about(label):
            yield place, _("We never keep %(what)s. Leave this column out.") % {"what": ", ".join(asked_about(label))}
        elif place in answers and (why := no_answers(answers[place])):
            yield place, why
        names.add(label.casefold())


def taken_names(chapter: Chapter) -> set[str]:
    fields = chapter.custom_fields.in_use().with_words()
    return {text.label.casefold() for field in fields for text in field.texts.all()}


def answers_in(incoming: Import, places: list[int]) -> dict[int, list[str]]:
    """What the cells of some columns say, each answer once, however it is written; one more than a field may offer is
    enough to know."""
    found: dict[int, dict[str, str]] = {place: {} for place in places}
    for _number, row in sheets.table(incoming.content, incoming.delimiter) if places else ():
        for place, answers in found.items():
            cell = " ".join(row[place].split()) if place < len(row) else ""
            if cell and len(answers) <= MOST_ANSWERS and not asked_about(cell):
                answers.setdefault(headers.folded(cell), cell)
    return {place: sorted(answers.values()) for place, answers in found.items()}


def no_answers(answers: list[str]) -> str:
    if not answers:
        return _("This column is empty: it holds no answers.")
    if len(answers) > MOST_ANSWERS:
        return _("This column says more than %(n)s different things. Choose words instead.") % {"n": MOST_ANSWERS}
    long = next((answer for answer in answers if len(answer) > LONGEST_LABEL), "")
    words = _("This answer is longer than 60 letters: %(answer)s Choose words instead.")
    return words % {"answer": f"{long[:LONGEST_LABEL]}…."} if long else ""


def make_fields(incoming: Import, *, by: User) -> None:
    """Those that the list brings, inside the transaction of the yes to it."""
    new = {place: column for place, column in columns_of(incoming).items() if column.field is None}
    answers = answers_in(incoming, [place for place, column in new.items() if column.kind == Kind.CHOICE])
    for place, column in sorted(new.items()):
        field = CustomField(chapter=incoming.chapter, kind=column.kind, answers=answers.get(place, []))
        field.put_last()
        field.save()
        field.texts.create(language=incoming.chapter.languages[0], label=column.label)
        incoming.mapping[str(place)] = f"made:{field.code}"
        audit.record("field_added", chapter=incoming.chapter, by=by, subject=field)
    incoming.save(update_fields=["mapping"])


def put_away_unused(incoming: Import) -> None:
    """The fields that a list made, where nothing stands in them once it is taken back."""
    codes = [meaning.removeprefix("made:") for meaning in incoming.mapping.values() if meaning.startswith("made:")]
    for field in incoming.chapter.custom_fields.in_use().filter(code__in=codes, values=None):
        field.put_away()
        audit.record("field_put_away", chapter=incoming.chapter, by=incoming.undone_by, subject=field)
