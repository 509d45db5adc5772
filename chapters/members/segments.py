"""The sentence that says who a list means, as a form: "people in ZIP 90042 who read Spanish, and one of these: …, but
not those …". What it says is a tree: see `trees`."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from chapters.forms import Form, dress
from chapters.members.contacts import read_zip
from chapters.members.filters import Choices, Filter, Tree, remembering
from chapters.members.own_fields import known, read_end
from chapters.members.picks import Group, PickedField, SentenceSelect, flat, name_and_value, parts_of, picks, together
from chapters.members.trees import (
    FILTERS,
    VERSION,
    UnknownFilter,
    all_filters,
    describe,
    frozen,
    matching,
    saved_lists,
    where,
    which,
)
from chapters.models import Chapter

__all__ = [
    "FILTERS",
    "VERSION",
    "Filter",
    "SegmentForm",
    "Tree",
    "UnknownFilter",
    "all_filters",
    "describe",
    "frozen",
    "matching",
    "saved_lists",
    "where",
    "which",
]

MILES = ["2", "5", "10", "25", "50"]
# In the sentence itself; the others unfold under "More".
FIRST = ("zip", "miles", "language", "yes")
GROUPS = {
    "also": gettext_lazy("And also all of these"),
    "any": gettext_lazy("And at least one of these"),
    "none": gettext_lazy("But none of these"),
}
RANGE_ENDS = {"own_from": pgettext_lazy("a range", "from"), "own_to": pgettext_lazy("a range", "to")}
WITH_ZIP = ("any", "none")
OWN_FIELDS = {*GROUPS, *(f"{name}_zip" for name in WITH_ZIP)}


class ZipsField(forms.CharField):
    """Any number of ZIP codes, with commas or spaces between them."""

    def __init__(self, label: Any) -> None:
        blank = pgettext_lazy("any ZIP code", "any")
        widget = forms.TextInput(attrs={"class": "short", "inputmode": "numeric", "placeholder": blank})
        super().__init__(label=label, required=False, max_length=120, widget=widget)

    def clean(self, value: Any) -> list[str]:
        return [read_zip(part) for part in re.split(r"[\s,;]+", super().clean(value)) if part]


class SegmentForm(Form):
    """Fields named like the filters ("language", "yes", "tag", "came_to", …) plus "zip" and "miles"; and three groups,
    "also", "any" and "none", of words like "tag:3f9c".

    Bind it to request.GET or request.POST; `tree` is what it says once valid. `SegmentForm.fields_of(tree)` is the
    way back: data to bind or to put into an address.
    """

    zip = ZipsField(gettext_lazy("in ZIP"))
    miles = forms.ChoiceField(label=gettext_lazy("and around it"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, chapter: Chapter, **kwargs: Any) -> None:
        self.chapter = chapter = remembering(chapter)
        super().__init__(data, **kwargs)
        offered = {name: one.choices(chapter) for name, one in all_filters().items() if not one.typed}
        for name, choices in offered.items():
            self.fields[name] = select_of(all_filters()[name], choices)
        self.add_range()
        self.fields["miles"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", pgettext("no distance around a ZIP code", "nothing")),
            *((miles, _("%(n)s miles") % {"n": miles}) for miles in MILES),
        ]
        self.add_groups(offered)

    def add_range(self) -> None:
        """A number or a date of the chapter's own fields, from one end to the other."""
        one = all_filters()["own_range"]
        self.fields["own_range"] = select_of(one, one.choices(self.chapter))
        if has_choices(self["own_range"]):
            for name, label in RANGE_ENDS.items():
                self.fields[name] = forms.CharField(label=label, required=False, max_length=20)
                self.fields[name].widget.attrs["class"] = "short"
                dress(self.fields[name].widget, "off")

    def add_groups(self, offered: Mapping[str, Choices]) -> None:
        choices = [
            (str(all_filters()[name].label), [(f"{name}:{value}", words) for value, words in flat(found)])
            for name, found in offered.items()
            if found
        ]
        for name, label in GROUPS.items():
            self.fields[name] = PickedField(label=label, choices=choices)
        for name in WITH_ZIP:
            self.fields[f"{name}_zip"] = ZipsField(gettext_lazy("in ZIP"))
            dress(self.fields[f"{name}_zip"].widget, "off")

    def clean(self) -> None:
        self.clean_range()
        if self.cleaned_data.get("miles") and not self.cleaned_data.get("zip") and "zip" not in self.errors:
            raise ValidationError({"zip": _("Say which ZIP code to measure from.")})

    def clean_range(self) -> None:
        code = self.cleaned_data.get("own_range")
        field = known(self.chapter, code) if code else None
        ends = {name: self.cleaned_data.get(name) or "" for name in RANGE_ENDS}
        if field is None:
            if any(ends.values()) and "own_range" not in self.errors:
                self.add_error("own_range", _("Say which number or date you mean."))
            return
        for name, text in ends.items():
            try:
                self.cleaned_data[name] = read_end(field, text)
            except ValidationError as error:
                self.add_error(name, error)

    @property
    def tree(self) -> Tree:
        """{} when the sentence asks for nothing in particular. Only for a valid form."""
        return tree_of(self.cleaned_data)

    @property
    def first(self) -> list[forms.BoundField]:
        return [bound for bound in self if bound.name in FIRST and has_choices(bound)]

    @property
    def more(self) -> list[forms.BoundField]:
        return [bound for bound in self if bound.name not in {*FIRST, *OWN_FIELDS} and has_choices(bound)]

    @property
    def is_more_used(self) -> bool:
        return any(bound.value() for bound in self.more)

    @property
    def groups(self) -> list[Group]:
        """What stands in "and also", "at least one of" and "none of", with what can still be added."""
        return [
            Group(self[name], self[f"{name}_zip"] if name in WITH_ZIP else None, picks(self[name])) for name in GROUPS
        ]

    @property
    def is_grouped(self) -> bool:
        return any(self[name].value() for name in OWN_FIELDS)

    @property
    def groups_id(self) -> str:
        return f"{self.prefix or 'list'}-groups"

    @staticmethod
    def can_show(tree: Tree) -> bool:
        return parts_of(tree) is not None

    @staticmethod
    def fields_of(tree: Tree) -> dict[str, Any]:
        """Field name -> text, or list of texts for a group; {} for a tree that this form cannot show."""
        parts = parts_of(tree)
        if parts is None:
            return {}
        found: dict[str, Any] = {}
        for name, value in parts.simple.items():
            if name in ("zip", "near"):
                found["zip"] = " ".join(value if name == "zip" else value["zips"])
                found |= {} if name == "zip" else {"miles": str(value["miles"])}
            elif name == "own_range":
                found |= {"own_range": value["field"], "own_from": value["from"], "own_to": value["to"]}
            else:
                found[name] = str(value)
        for name in GROUPS:
            words, zips = together(getattr(parts, name))
            found |= {name: words} if words else {}
            found |= {f"{name}_zip": " ".join(zips)} if zips else {}
        return found

    @staticmethod
    def query_of(tree: Tree) -> str:
        """The tree as the query part of an address, without "?"; "" for everyone."""
        return urlencode(SegmentForm.fields_of(tree), doseq=True)


def tree_of(cleaned: Mapping[str, Any]) -> Tree:
    nodes: list[Tree] = []
    zips, miles = cleaned.get("zip"), cleaned.get("miles")
    if zips and miles:
        nodes.append({"filter": "near", "value": {"zips": zips, "miles": int(miles)}})
    elif zips:
        nodes.append({"filter": "zip", "value": zips})
    nodes += [
        {"filter": name, "value": value}
        for name, value in cleaned.items()
        if name in all_filters() and not all_filters()[name].typed and value
    ]
    if cleaned.get("own_range"):
        ends = {end: cleaned.get(f"own_{end}") or "" for end in ("from", "to")}
        nodes.append({"filter": "own_range", "value": {"field": cleaned["own_range"], **ends}})
    nodes += grouped(cleaned)
    return {"version": VERSION, "all": nodes} if nodes else {}


def grouped(cleaned: Mapping[str, Any]) -> list[Tree]:
    also, either, neither = (nodes_of(cleaned, name) for name in GROUPS)
    found = [*also, {"any": either}] if either else also
    if not neither:
        return found
    return [*found, {"not": neither[0] if len(neither) == 1 else {"any": neither}}]


def nodes_of(cleaned: Mapping[str, Any], group: str) -> list[Tree]:
    zips = cleaned.get(f"{group}_zip")
    nodes: list[Tree] = [{"filter": "zip", "value": zips}] if zips else []
    return nodes + [{"filter": name, "value": value} for name, value in map(name_and_value, cleaned.get(group) or [])]


def select_of(one: Filter, choices: Choices) -> forms.ChoiceField:
    every = [("", one.blank), *choices]
    chosen = forms.ChoiceField(label=one.label, required=False, choices=every, widget=SentenceSelect)
    dress(chosen.widget, "off")
    return chosen


def has_choices(bound: forms.BoundField) -> bool:
    """A select with nothing to choose is left out of the sentence."""
    widget = bound.field.widget
    return not isinstance(widget, forms.Select) or len(list(widget.choices)) > 1
