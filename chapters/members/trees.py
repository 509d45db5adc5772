"""Who a list means: a JSON tree of filters, said in plain words, turned into a query, frozen with a message.

{"version": 1, "all": [{"filter": "language", "value": "es"}, {"any": [...]}, {"not": {...}}]}; {} is everyone.
"""

from functools import cache

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from chapters.members import districts, filters, own_fields
from chapters.members.filters import Filter, Tree, once
from chapters.members.models import MemberQuerySet, Segment
from chapters.models import Chapter

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
    others = [phrase(chapter, node) for node in nodes if not is_place(node) and "any" not in node and "not" not in node]
    said = [" ".join([*places, *([get_text_list(others, pgettext("a list", "and"))] if others else [])])]
    said += [either(chapter, node, is_first=not said[0]) for node in nodes if "any" in node]
    said += [phrase(chapter, node) for node in nodes if "not" in node]
    return ", ".join(filter(None, said))


def either(chapter: Chapter, node: Tree, *, is_first: bool) -> str:
    told = phrase(chapter, node)
    return told if is_first or len(node["any"]) < 2 else _("and one of these: %(phrase)s") % {"phrase": told}


def is_place(node: Tree) -> bool:
    return "filter" in node and filter_of(node).place


def phrase(chapter: Chapter, node: Tree) -> str:
    if "any" in node:
        return get_text_list([phrase(chapter, part) for part in node["any"]], pgettext("a list", "or"))
    if "all" in node:
        return get_text_list([phrase(chapter, part) for part in node["all"]], pgettext("a list", "and"))
    if "not" in node:
        return _("but not those %(phrase)s") % {"phrase": phrase(chapter, node["not"])}
    return filter_of(node).says(chapter, node["value"])


def saved_lists(chapter: Chapter) -> list[Segment]:
    return once(chapter, "lists", lambda: [*chapter.segments.all()])


def on_list(chapter: Chapter, value: str) -> Q:
    saved = chapter.segments.filter(code=value).first()
    return where(chapter, frozen(chapter, saved.tree)) if saved else Q(pk__in=[])


def says_list(chapter: Chapter, value: str) -> str:
    saved = chapter.segments.filter(code=value).first()
    return _("on the list “%(list)s”") % {"list": saved.name} if saved else _("on a list that is gone")


FILTERS: dict[str, Filter] = filters.FILTERS | {
    "district": Filter(
        districts.lives_in,
        lambda _chapter, value: _("who live in %(district)s for sure") % {"district": districts.spoken(value)},
        districts.of_chapter,
        gettext_lazy("who live for sure in"),
        gettext_lazy("any district"),
    ),
    "maybe_district": Filter(
        districts.may_live_in,
        lambda _chapter, value: _("who may live in %(district)s") % {"district": districts.spoken(value)},
        districts.of_chapter,
        gettext_lazy("who may live in"),
        gettext_lazy("any district"),
    ),
    "own": Filter(
        own_fields.answered,
        own_fields.says_answered,
        own_fields.answers_of,
        pgettext_lazy("a field of the chapter", "with"),
        gettext_lazy("anything in your own fields"),
    ),
    "own_range": Filter(
        own_fields.in_range,
        own_fields.says_in_range,
        own_fields.ranged_of,
        gettext_lazy("with a number or date in"),
        gettext_lazy("any or none"),
        typed=True,
    ),
    "list": Filter(
        on_list,
        says_list,
        lambda chapter: [(segment.code, segment.name) for segment in saved_lists(chapter)],
        gettext_lazy("on the list"),
        gettext_lazy("any or none"),
    ),
}
