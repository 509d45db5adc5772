"""The chapter's own fields of a person: in the form, on the page, and what a list can ask about them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.dateparse import parse_date
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chapters.members.field_models import COLUMNS, CustomField, CustomValue
from chapters.members.filters import Choices, Tree, once
from chapters.members.models import Member
from chapters.models import Chapter

Kind = CustomField.Kind
LONGEST = 2000
UNKNOWN = "-"  # "not written down", in the place of an answer
RANGED = (Kind.NUMBER, Kind.DATE)


def name_of(field: CustomField) -> str:
    """Of its input in a form."""
    return f"own_{field.code}"


def input_of(field: CustomField, value: Any) -> forms.Field:
    """`value` is what it holds now: an answer that is no longer offered stays until somebody changes it."""
    common: dict[str, Any] = {"label": str(field), "required": False}
    if field.kind == Kind.CHOICE:
        answers = [*field.answers, *([value] if value and value not in field.answers else [])]
        blank = ("", gettext_lazy("not written down"))
        return forms.ChoiceField(**common, choices=[blank, *((answer, answer) for answer in answers)])
    if field.kind == Kind.YES_NO:
        choices = [("", gettext_lazy("not written down")), ("True", gettext_lazy("yes")), ("False", gettext_lazy("no"))]
        return forms.TypedChoiceField(**common, choices=choices, coerce=lambda word: word == "True", empty_value=None)
    if field.kind == Kind.NUMBER:
        return forms.DecimalField(**common, max_digits=12, decimal_places=2)
    if field.kind == Kind.DATE:
        return forms.DateField(**common, widget=forms.DateInput)
    return forms.CharField(**common, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}))


def rows_of(member: Member) -> list[CustomValue]:
    """Everything the fields hold about a person, also those that were put away."""
    rows = member.custom_values.select_related("field__chapter").prefetch_related("field__texts")
    return [*rows.order_by("field__place", "field_id")]


def values_of(member: Member) -> dict[int, Any]:
    """Field id -> what it holds."""
    return {row.field_id: row.value for row in rows_of(member)} if member.pk else {}


def save(member: Member, fields: Iterable[CustomField], cleaned: dict[str, Any]) -> None:
    """Exactly what was typed; an emptied input forgets."""
    for field in fields:
        value = cleaned.get(name_of(field))
        rows = CustomValue.objects.filter(member=member, field=field)
        if value in ("", None):
            rows.delete()
            continue
        CustomValue.objects.update_or_create(
            member=member, field=field, defaults={COLUMNS[field.kind]: value, "chapter_id": member.chapter_id}
        )


def told(member: Member) -> list[tuple[str, str]]:
    """(what it is called, what it says), of the fields in use that hold something."""
    return [(str(row.field), in_words(row.value)) for row in rows_of(member) if not row.field.archived_at]


def in_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, Decimal):
        return number_format(plain(value))
    return str(value)


def plain(number: Decimal) -> Decimal | int:
    """2.00 is 2, and 2.50 is 2.5."""
    return number.normalize() if number % 1 else int(number)


# --- filters ---------------------------------------------------------------------------------------


def known(chapter: Chapter, code: str) -> CustomField | None:
    return chapter.custom_fields.with_words().filter(code=code).first()


def answered(chapter: Chapter, value: str) -> Q:
    code, _colon, answer = value.partition(":")
    field = known(chapter, code)
    if field is None:
        return Q(pk__in=[])
    rows = chapter.custom_values.filter(field=field)
    if answer == UNKNOWN:
        return ~Q(pk__in=rows.values("member"))
    rows = rows.filter(is_yes=answer == "yes") if field.kind == Kind.YES_NO else rows.filter(answer=answer)
    return Q(pk__in=rows.values("member"))


def says_answered(chapter: Chapter, value: str) -> str:
    code, _colon, answer = value.partition(":")
    field = known(chapter, code)
    if field is None:
        return _("with a field that is gone")
    return _("with “%(field)s: %(answer)s”") % {"field": field, "answer": answer_in_words(field, answer)}


def answer_in_words(field: CustomField, answer: str) -> str:
    if answer == UNKNOWN:
        return _("not written down")
    return answer if field.kind == Kind.CHOICE else _("yes") if answer == "yes" else _("no")


def fields_of(chapter: Chapter) -> list[CustomField]:
    """Those in use, with their words, in order."""
    return once(chapter, "fields", lambda: [*chapter.custom_fields.in_use().with_words()])


def answers_of(chapter: Chapter) -> Choices:
    """Grouped by field."""
    fields = [field for field in fields_of(chapter) if field.kind in (Kind.CHOICE, Kind.YES_NO)]
    return [
        (str(field), [(f"{field.code}:{answer}", f"{field}: {answer_in_words(field, answer)}") for answer in offered])
        for field in fields
        for offered in [[*(field.answers if field.kind == Kind.CHOICE else ("yes", "no")), UNKNOWN]]
    ]


def in_range(chapter: Chapter, value: Tree) -> Q:
    field = known(chapter, value["field"])
    if field is None:
        return Q(pk__in=[])
    column, rows = COLUMNS[field.kind], chapter.custom_values.filter(field=field)
    for end, least in (("gte", value["from"]), ("lte", value["to"])):
        if least:
            rows = rows.filter(**{f"{column}__{end}": least})
    return Q(pk__in=rows.values("member"))


def says_in_range(chapter: Chapter, value: Tree) -> str:
    field = known(chapter, value["field"])
    if field is None:
        return _("with a field that is gone")
    least, most = (shown_end(field, value[end]) for end in ("from", "to"))
    pattern = _("with “%(field)s” written down")
    if least and most:
        pattern = _("with “%(field)s” from %(least)s to %(most)s")
    elif least or most:
        pattern = _("with “%(field)s” from %(least)s on") if least else _("with “%(field)s” up to %(most)s")
    return pattern % {"field": field, "least": least, "most": most}


def shown_end(field: CustomField, text: str) -> str:
    day = parse_date(text) if text and field.kind == Kind.DATE else None
    return in_words(day) if day else text


def ranged_of(chapter: Chapter) -> Choices:
    return [(field.code, str(field)) for field in fields_of(chapter) if field.kind in RANGED]


def read_end(field: CustomField, text: str) -> str:
    """One end of a range as it is kept in a tree. Raises ValidationError."""
    typed = input_of(field, None)
    value = typed.clean(text.replace(",", ".") if field.kind == Kind.NUMBER else text)
    return "" if value is None else str(value)
