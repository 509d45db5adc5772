"""Groups of a sentence: words like "tag:3f9c" that are picked one by one, and which trees they can show."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from chapters.members.filters import Choices, Tree

SELECTED = mark_safe(" selected")


def options(choices: Choices, chosen: Container[str] = ()) -> SafeString:
    """The inside of a select. A sentence offers hundreds of them: a template of Django's for each is too slow."""
    return mark_safe("".join(map(partial(option, chosen=chosen), choices)))  # noqa: S308  each has escaped its own


def option(choice: tuple[Any, Any], *, chosen: Container[str]) -> SafeString:
    value, words = choice
    if isinstance(words, list | tuple):
        return format_html('<optgroup label="{}">{}</optgroup>', value, options(words, chosen))
    mark = SELECTED if value in chosen else ""
    return format_html('<option value="{}"{}>{}</option>', value, mark, words)


class SentenceSelect(forms.Select):
    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        given = self.build_attrs({**self.attrs, "name": name}, attrs)
        return format_html(
            "<select{}>{}</select>", flatatt(given), options(list(self.choices), self.format_value(value))
        )


@dataclass
class Parts:
    """A tree taken apart: `simple` are the selects of the sentence, the groups are lists of nodes."""

    simple: dict[str, Any] = field(default_factory=dict)
    also: list[Tree] = field(default_factory=list)
    any: list[Tree] = field(default_factory=list)
    none: list[Tree] = field(default_factory=list)


@dataclass(frozen=True)
class Pick:
    """`words` as in its list, `phrase` on its own: "email", "who said yes to email"."""

    value: str
    words: str
    phrase: str
    is_chosen: bool


@dataclass(frozen=True)
class Group:
    bound: forms.BoundField
    zips: forms.BoundField | None
    picks: list[tuple[str, list[Pick]]]

    @property
    def chosen(self) -> list[Pick]:
        return [pick for _label, group in self.picks for pick in group if pick.is_chosen]

    @property
    def options(self) -> SafeString:
        """By filter, what can still be added."""
        left = [
            (label, [(pick.value, pick.words) for pick in group if not pick.is_chosen]) for label, group in self.picks
        ]
        return options([(label, group) for label, group in left if group])


class PickedField(forms.MultipleChoiceField):
    """Any number of words; the blank of the select that adds one more counts for nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.SelectMultiple, **kwargs)

    def to_python(self, value: Any) -> list[str]:
        return [word for word in dict.fromkeys(super().to_python(value)) if word]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(initial, [word for word in data or [] if word])


def flat(choices: Choices) -> list[tuple[str, Any]]:
    """Choices without the groups they may stand in."""
    found: list[tuple[str, Any]] = []
    for value, words in choices:
        found += words if isinstance(words, list | tuple) else [(value, words)]
    return found


def picks(bound: forms.BoundField) -> list[tuple[str, list[Pick]]]:
    chosen = set(bound.value() or [])
    groups: Any = bound.field.choices  # type: ignore[attr-defined]  # a MultipleChoiceField
    return [
        (label, [Pick(value, str(words), f"{label} {words}".strip(), value in chosen) for value, words in found])
        for label, found in groups
    ]


def name_and_value(word: str) -> tuple[str, str]:
    name, _colon, value = word.partition(":")
    return name, value


def parts_of(tree: Tree) -> Parts | None:
    """None for a tree that the sentence and its groups cannot show."""
    parts = Parts()
    if set(tree) - {"version", "all"}:
        return None
    return parts if all(put(parts, node) for node in tree.get("all", [])) else None


def put(parts: Parts, node: Tree) -> bool:
    """Lay one node into its place; False where there is none."""
    if "filter" in node:
        return put_simple(parts, node)
    if "any" in node and not parts.any and are_picks(node["any"]):
        parts.any = node["any"]
        return True
    inner = node.get("not", {})
    nodes = inner.get("any", [inner])
    if "not" in node and not parts.none and are_picks(nodes):
        parts.none = nodes
        return True
    return False


def put_simple(parts: Parts, node: Tree) -> bool:
    name = node["filter"]
    is_place = name in ("zip", "near")
    if name not in parts.simple and not (is_place and {"zip", "near"} & set(parts.simple)):
        parts.simple[name] = node["value"]
        return True
    if is_place or not isinstance(node["value"], str):
        return False
    parts.also.append(node)
    return True


def are_picks(nodes: Iterable[Tree]) -> bool:
    nodes = list(nodes)
    return bool(nodes) and all(
        "filter" in node and (node["filter"] == "zip" or isinstance(node["value"], str)) for node in nodes
    )


def together(nodes: Iterable[Tree]) -> tuple[list[str], list[str]]:
    """(words, ZIP codes) of the nodes of a group."""
    words: list[str] = []
    zips: list[str] = []
    for node in nodes:
        if node["filter"] == "zip":
            zips += node["value"]
        else:
            words.append(f"{node['filter']}:{node['value']}")
    return words, list(dict.fromkeys(zips))
