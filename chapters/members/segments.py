"""Who a list means: a JSON tree of filters, said in plain words, turned into a query, frozen with a message, and
edited as a sentence.

    {"version": 1, "all": [{"filter": "language", "value": "es"}, {"any": [...]}, {"not": {...}}]}; {} is everyone.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.module_loading import import_string
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from chapters.forms import Form, dress
from chapters.members import filters
from chapters.members.contacts import read_zip
from chapters.members.filters import Filter, Tree, codes_and_names
from chapters.members.models import MemberQuerySet
from chapters.models import Chapter

__all__ = ["FILTERS", "Filter", "SegmentForm", "Tree", "UnknownFilter", "all_filters", "describe", "frozen", "matching"]

VERSION = 1
DEEPEST = 8


class UnknownFilter(ValueError):
    """A tree that names a filter this site does not have, or a value it cannot read. Never answered with everyone."""


@cache
def all_filters() -> dict[str, Filter]:
    """Every filter of every slice, ours first."""
    found: dict[str, Filter] = {}
    for path in settings.SEGMENT_FILTERS:
        found |= import_string(path)
    return found


def filter_of(node: Tree) -> Filter:
    try:
        return all_filters()[node["filter"]]
    except (KeyError, TypeError) as error:
        raise UnknownFilter(str(node)[:100]) from error


# --- tree -> query ---------------------------------------------------------------------------------


def matching(chapter: Chapter, tree: Tree) -> MemberQuerySet:
    """The members of the chapter that the tree means now. Raises UnknownFilter."""
    return chapter.members.filter(where(chapter, tree)) if tree else chapter.members.all()


def where(chapter: Chapter, tree: Tree, depth: int = 0) -> Q:
    if depth > DEEPEST:
        raise UnknownFilter("nested too deeply")
    if "all" in tree or "any" in tree:
        both, found = "all" in tree, Q()
        for node in tree["all" if both else "any"]:
            part = where(chapter, node, depth + 1)
            found = found & part if both else found | part
        return found
    if "not" in tree:
        return ~where(chapter, tree["not"], depth + 1)
    return filter_of(tree).where(chapter, tree["value"])


def frozen(chapter: Chapter, tree: Tree, depth: int = 0) -> Tree:
    """The same people by the same rules, with saved lists replaced by what they say today."""
    if depth > DEEPEST:
        raise UnknownFilter("nested too deeply")
    if tree.get("filter") == "list":
        saved = chapter.segments.filter(code=tree["value"]).first()
        return frozen(chapter, saved.tree, depth + 1) if saved else tree
    if "not" in tree:
        return tree | {"not": frozen(chapter, tree["not"], depth + 1)}
    return tree | {
        key: [frozen(chapter, node, depth + 1) for node in tree[key]] for key in ("all", "any") if key in tree
    }


# --- tree -> words ---------------------------------------------------------------------------------


def describe(chapter: Chapter, tree: Tree) -> str:
    """ "people in ZIP 90042 who read Spanish", "everyone"; in the active language. Raises UnknownFilter."""
    told = which(chapter, tree)
    return _("people %(which)s") % {"which": told} if told else _("everyone")


def which(chapter: Chapter, tree: Tree) -> str:
    """What comes after "82 people": "in ZIP 90042 who read Spanish"; '' for everyone."""
    nodes = tree.get("all", [tree] if tree else [])
    places = [phrase(chapter, node) for node in nodes if is_place(node)]
    others = [phrase(chapter, node) for node in nodes if not is_place(node)]
    rest = [get_text_list(others, pgettext("a list", "and"))] if others else []
    return " ".join([*places, *rest])


def is_place(node: Tree) -> bool:
    return "filter" in node and filter_of(node).place


def phrase(chapter: Chapter, node: Tree) -> str:
    if "any" in node:
        return get_text_list([phrase(chapter, part) for part in node["any"]], pgettext("a list", "or"))
    if "all" in node:
        return get_text_list([phrase(chapter, part) for part in node["all"]], pgettext("a list", "and"))
    if "not" in node:
        return _("leaving out those %(phrase)s") % {"phrase": phrase(chapter, node["not"])}
    return filter_of(node).says(chapter, node["value"])


def on_list(chapter: Chapter, value: str) -> Q:
    saved = chapter.segments.filter(code=value).first()
    return where(chapter, frozen(chapter, saved.tree)) if saved else Q(pk__in=[])


def says_list(chapter: Chapter, value: str) -> str:
    saved = chapter.segments.filter(code=value).first()
    return _("on the list “%(list)s”") % {"list": saved.name} if saved else _("on a list that is gone")


FILTERS: dict[str, Filter] = filters.FILTERS | {
    "list": Filter(
        on_list,
        says_list,
        lambda chapter: codes_and_names(chapter.segments),
        gettext_lazy("on the list"),
        gettext_lazy("any or none"),
    ),
}

# --- the sentence ----------------------------------------------------------------------------------

MILES = ["2", "5", "10", "25", "50"]
# In the sentence itself; the others unfold under "More".
FIRST = ("zip", "miles", "language", "yes")


class SegmentForm(Form):
    """Fields named like the filters ("language", "yes", "tag", "came_to", …) plus "zip" and "miles".

    Bind it to request.GET or request.POST; `tree` is what it says once valid. `SegmentForm.fields_of(tree)` is the
    way back: data to bind or to put into an address.
    """

    zip = forms.CharField(
        label=gettext_lazy("in ZIP"),
        required=False,
        max_length=120,
        widget=forms.TextInput(
            attrs={"class": "short", "inputmode": "numeric", "placeholder": pgettext_lazy("any ZIP code", "any")}
        ),
    )
    miles = forms.ChoiceField(label=gettext_lazy("and around it"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, chapter: Chapter, **kwargs: Any) -> None:
        self.chapter = chapter
        super().__init__(data, **kwargs)
        for name, one in all_filters().items():
            if name not in ("zip", "near"):
                self.fields[name] = select_of(one, chapter)
        self.fields["miles"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", pgettext("no distance around a ZIP code", "nothing")),
            *((miles, _("%(n)s miles") % {"n": miles}) for miles in MILES),
        ]

    def clean_zip(self) -> list[str]:
        return [read_zip(part) for part in re.split(r"[\s,;]+", self.cleaned_data["zip"]) if part]

    def clean(self) -> None:
        if self.cleaned_data.get("miles") and not self.cleaned_data.get("zip") and "zip" not in self.errors:
            raise ValidationError({"zip": _("Say which ZIP code to measure from.")})

    @property
    def tree(self) -> Tree:
        """{} when the sentence asks for nothing in particular. Only for a valid form."""
        return tree_of(self.cleaned_data)

    @property
    def first(self) -> list[forms.BoundField]:
        return [bound for bound in self if bound.name in FIRST and has_choices(bound)]

    @property
    def more(self) -> list[forms.BoundField]:
        return [bound for bound in self if bound.name not in FIRST and has_choices(bound)]

    @property
    def is_more_used(self) -> bool:
        return any(bound.value() for bound in self.more)

    @staticmethod
    def fields_of(tree: Tree) -> dict[str, str]:
        """Field name -> text for a tree this form can show: simple filters, all of which must hold."""
        found: dict[str, str] = {}
        for node in tree.get("all", []):
            name, value = node.get("filter"), node.get("value")
            if name in ("zip", "near"):
                found["zip"] = " ".join(value if name == "zip" else value["zips"])
                found |= {} if name == "zip" else {"miles": str(value["miles"])}
            elif name:
                found[name] = str(value)
        return found

    @staticmethod
    def query_of(tree: Tree) -> str:
        """The tree as the query part of an address, without "?"; "" for everyone."""
        return urlencode(SegmentForm.fields_of(tree))


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
        if name in all_filters() and name != "zip" and value
    ]
    return {"version": VERSION, "all": nodes} if nodes else {}


def select_of(one: Filter, chapter: Chapter) -> forms.ChoiceField:
    chosen = forms.ChoiceField(label=one.label, required=False, choices=[("", one.blank), *one.choices(chapter)])
    dress(chosen.widget, "off")
    return chosen


def has_choices(bound: forms.BoundField) -> bool:
    """A select with nothing to choose is left out of the sentence."""
    widget = bound.field.widget
    return not isinstance(widget, forms.Select) or len(list(widget.choices)) > 1
