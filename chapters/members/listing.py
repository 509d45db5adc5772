"""The people page: which list stands open, what its sentence says, who is on it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from chapters.members import finding, segments
from chapters.members.filters import tags_of
from chapters.members.finding import Page, Search
from chapters.members.models import MemberQuerySet, Segment
from chapters.members.segments import VERSION, SegmentForm, Tree, saved_lists
from chapters.models import Chapter

JOINED_DAYS = "30"


@dataclass(frozen=True)
class Tab:
    """A saved view of the same list; `query` is what its link says after "?"."""

    name: str
    query: str
    is_current: bool
    segment: Segment | None = None


class Listing:
    """Reads a query string: the sentence's fields, `q` for a name, phone or email, `after` for the next page."""

    def __init__(self, chapter: Chapter, data: QueryDict) -> None:
        self.chapter = chapter
        self.q = data.get("q", "")
        self.after = data.get("after", "")
        self.before = int(at) if (at := data.get("at", "")).isdecimal() and len(at) < 9 and self.after else 0
        self.form = SegmentForm(data, chapter=chapter)

    @cached_property
    def tree(self) -> Tree:
        return self.form.tree if self.form.is_valid() else {}

    @cached_property
    def search(self) -> Search:
        if not self.form.is_valid():
            return Search(self.chapter.members.none())
        return finding.search(segments.matching(self.chapter, self.tree), self.q)

    @property
    def people(self) -> MemberQuerySet:
        return self.search.people

    @cached_property
    def page(self) -> Page:
        return finding.page(self.people.with_standing().with_tag_names(), self.after, before=self.before)

    @property
    def words(self) -> str:
        """What stands after the count: "who read Spanish"."""
        return segments.which(self.chapter, self.tree)

    @property
    def query(self) -> str:
        """The sentence as an address; "" for everyone."""
        return SegmentForm.query_of(self.tree)

    @property
    def full_query(self) -> str:
        """The sentence and the words searched for."""
        return "&".join(filter(None, [self.query, urlencode({"q": self.q}) if self.q else ""]))

    @property
    def next_query(self) -> str:
        return "&".join(filter(None, [self.full_query, urlencode({"after": self.page.after, "at": self.page.last})]))

    @property
    def tag_names(self) -> list[str]:
        return [name for _code, name, _kind in tags_of(self.form.chapter)]

    @cached_property
    def tabs(self) -> list[Tab]:
        """Everyone, two that every chapter needs, then the saved lists."""
        ready: list[tuple[str, Tree, Segment | None]] = [
            (_("Everyone"), {}, None),
            (_("New this month"), one("joined", JOINED_DAYS), None),
            (_("Stopped coming"), one("came", "away"), None),
        ]
        ready += [(segment.name, shown(segment), segment) for segment in saved_lists(self.form.chapter)]
        return [Tab(name, SegmentForm.query_of(tree), tree == self.tree, segment) for name, tree, segment in ready]

    @property
    def saved(self) -> Segment | None:
        """The saved list that stands open."""
        return next((tab.segment for tab in self.tabs if tab.is_current and tab.segment), None)


def one(name: str, value: Any) -> Tree:
    return {"version": VERSION, "all": [{"filter": name, "value": value}]}


def shown(segment: Segment) -> Tree:
    """The tree as the sentence can show it: itself, or for one nested deeper inside "on the list …"."""
    return segment.tree if SegmentForm.can_show(segment.tree) else one("list", segment.code)
