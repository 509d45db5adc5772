"""What a list puts into the chapter's own fields: laid beside what is there, saved by the batch, and taken back."""

from collections.abc import Iterable, Mapping
from typing import Any

from chapters.copying import copy_in, update_in
from chapters.members.field_models import COLUMNS, CustomField, CustomValue
from chapters.members.import_models import Import
from chapters.members.models import Member
from chapters.members.own_columns import Column, text_of, value_of

Said = Mapping[str, str]  # place of the column -> what its cell says
Did = dict[str, list[str]]  # id of the field -> [text before, "" for none, and after]
EMPTY = {"words": "", "answer": "", "is_yes": None, "number": None, "known_on": None}


class OwnValues:
    """What the fields of some people hold, as text; `put` changes it here, `save` in the database."""

    def __init__(self, incoming: Import, fields: Iterable[CustomField], members: Iterable[int]) -> None:
        self.incoming, self.fields = incoming, {field.pk: field for field in fields}
        rows = CustomValue.objects.filter(field__in=self.fields, member__in=list(members)) if self.fields else ()
        self.ids: dict[tuple[int, int], int] = {}
        self.texts: dict[tuple[int, int], str] = {}
        self.touched: dict[tuple[int, int], None] = {}
        for row in rows:
            key = (row.member_id, row.field_id)
            self.ids[key] = row.pk
            self.texts[key] = text_of(getattr(row, COLUMNS[self.fields[row.field_id].kind]))

    @staticmethod
    def of_columns(incoming: Import, columns: Mapping[int, Column], people: Iterable[Member]) -> "OwnValues":
        fields = [column.field for column in columns.values() if column.field]
        return OwnValues(incoming, fields, [member.pk for member in people] if fields else ())

    def of(self, member: int, column: Column) -> str:
        """ "" for nothing."""
        return self.texts.get((member, column.field.pk), "") if column.field else ""

    def beside(self, columns: Mapping[int, Column], said: Said, member: int) -> tuple[Said, Said]:
        """What would be filled in, and what the list calls something else."""
        fills: dict[str, str] = {}
        differs: dict[str, str] = {}
        for place, text in said.items():
            here = self.of(member, columns[int(place)]) if int(place) in columns else ""
            if not here:
                fills[place] = text
            elif here != text:
                differs[place] = text
        return fills, differs

    def put(self, columns: Mapping[int, Column], said: Said, member: int, *, may_change: bool) -> Did:
        fills, differs = self.beside(columns, said, member)
        done: Did = {}
        for place, text in {**fills, **(differs if may_change else {})}.items():
            column = columns.get(int(place))
            if column and column.field:
                done[str(column.field.pk)] = [self.of(member, column), text]
                self.set(member, column.field.pk, text)
        return done

    def take_back(self, done: Did, member: int) -> None:
        """As before, unless somebody has changed it since."""
        for field, (before, after) in done.items():
            if self.texts.get((member, int(field))) == after:
                self.set(member, int(field), before)

    def set(self, member: int, field: int, text: str) -> None:
        self.texts[member, field] = text
        self.touched[member, field] = None

    def save(self) -> None:
        gone = [self.ids[key] for key in self.touched if not self.texts[key] and key in self.ids]
        CustomValue.objects.filter(pk__in=gone).delete()
        full = [key for key in self.touched if self.texts[key]]
        copy_in(CustomValue, [self.row(key) for key in full if key not in self.ids])
        changed = [self.row(key) | {"id": self.ids[key]} for key in full if key in self.ids]
        update_in(CustomValue, list(EMPTY), changed)

    def row(self, key: tuple[int, int]) -> dict[str, Any]:
        member, field = key
        kind, text = self.fields[field].kind, self.texts[key]
        # Numbers and days stay text: COPY and UPDATE read them as the column does.
        value = value_of(kind, text) if kind == CustomField.Kind.YES_NO else text
        facts = {"chapter_id": self.incoming.chapter_id, "member_id": member, "field_id": field}
        return facts | EMPTY | {COLUMNS[kind]: value}
