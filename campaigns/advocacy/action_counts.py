"""Actions in numbers: for those who run them, for the sheet of a week and the report of a year."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Sum
from django.db.models.functions import ExtractMonth
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from campaigns.advocacy.models import Action, ActionTaken, Official, PaperBatch
from chapters.dates import deadline
from chapters.models import Chapter
from chapters.week import Line, Part
from chapters.year import Figure, Group, by_month, monthly, months_of, span

Outcome, Kind = ActionTaken.Outcome, Action.Kind
IN_A_YEAR = {
    Kind.CALL: "calls",
    Kind.LETTER: "letters",
    Kind.PETITION: "signatures",
    Kind.PLEDGE: "pledges",
    Kind.COMMENT: "comments",
    Kind.VISIT: "visits",
    Kind.SOCIAL: "posts",
}


@dataclass
class Row:
    """One line of the table: an official (None for those who named nobody), and outcome -> how many."""

    official: Official | None
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def reached(self) -> int:
        return sum(self.counts.get(outcome, 0) for outcome in ActionTaken.COUNTED)


@dataclass(frozen=True)
class Counts:
    """`rows` by official in the order of the action; `outcomes` are (code, words) of those that came."""

    rows: list[Row]
    outcomes: list[tuple[str, str]]
    on_paper: int

    @property
    def total(self) -> int:
        return sum(row.total for row in self.rows)

    @property
    def table(self) -> list[tuple[Row, list[tuple[str, int]]]]:
        return [(row, [(words, row.counts.get(code, 0)) for code, words in self.outcomes]) for row in self.rows]


def of(action: Action) -> Counts:
    """Three queries, whatever their number."""
    taken = action.taken.exclude(source=ActionTaken.Source.PAPER).order_by()
    found = list(taken.values_list("official", "outcome").annotate(n=Count("pk")))
    officials = Official.objects.filter(action_targets__action=action).order_by("action_targets__order", "pk")
    rows = {official.pk: Row(official) for official in officials}
    others = {pk for pk, _outcome, _n in found if pk and pk not in rows}
    rows |= {official.pk: Row(official) for official in action.chapter.officials.filter(pk__in=others)}
    nobody = Row(None)
    for pk, outcome, n in found:
        rows.get(pk, nobody).counts[outcome] = n
    shown = [*rows.values(), *([nobody] if nobody.counts else [])]
    used = {outcome for row in shown for outcome in row.counts}
    outcomes = [(code, words) for code, words in short_words() if code in used]
    on_paper = action.paper_batches.aggregate(n=Sum("added_count"))["n"] or 0
    return Counts(shown, outcomes, on_paper)


def short_words() -> list[tuple[str, str]]:
    """(outcome, its words over a column of numbers)."""
    return [
        (Outcome.DONE, pgettext("how it went", "Done")),
        (Outcome.SPOKE, pgettext("how it went", "Talked")),
        (Outcome.MESSAGE, pgettext("how it went", "Message")),
        (Outcome.NO_ANSWER, pgettext("how it went", "No answer")),
        (Outcome.BUSY, pgettext("how it went", "Busy")),
        (Outcome.WRONG, pgettext("how it went", "Wrong number")),
    ]


def for_week(chapter: Chapter, since: datetime, until: datetime) -> Iterator[Line]:
    """What closes in these days."""
    closing: Any = chapter.actions.open().filter(closes_at__lt=until).order_by("closes_at").with_words()
    for action in closing:
        words = _("Last chance: %(action)s (%(n)s so far)") % {"action": action, "n": action.taken_count}
        url = reverse("campaigns:advocacy_action_show", args=[chapter.slug, action.code])
        yield Line(Part.COMING, words, when=deadline(action.closes_at, chapter.zone), url=url)


def for_year(chapter: Chapter, year: int) -> Iterator[Figure]:
    """By month and kind; on paper: what was counted, on the day it was collected."""
    since, until = span(chapter, year)
    taken = chapter.actions_taken.filter(outcome__in=ActionTaken.COUNTED, taken_at__gte=since, taken_at__lt=until)
    online = taken.exclude(source=ActionTaken.Source.PAPER)
    kinds = set(online.order_by().values_list("action__kind", flat=True))
    for kind in Kind:
        if kind.value in kinds:
            months = by_month(online.filter(action__kind=kind), "taken_at", chapter=chapter)
            yield monthly(f"acted_{IN_A_YEAR[kind]}", Group.COLLECTED, year_words(kind), months)
    batches = chapter.paper_batches.filter(collected_on__range=(date(year, 1, 1), date(year, 12, 31)))
    by_kind = batches.order_by().values("kind", month=ExtractMonth("collected_on")).annotate(n=Sum(F("counted")))
    for paper in PaperBatch.Kind:
        months = months_of([(row["month"], row["n"]) for row in by_kind if row["kind"] == paper.value])
        if sum(months):
            words = _("%(kind)s on paper") % {"kind": capfirst(str(paper.label))}
            yield monthly(f"paper_{paper.value}", Group.COLLECTED, words, months)


def year_words(kind: Action.Kind) -> str:
    return {
        Kind.CALL: _("Calls to officials"),
        Kind.LETTER: _("Letters to officials"),
        Kind.PETITION: _("Signatures online"),
        Kind.PLEDGE: _("Pledges"),
        Kind.COMMENT: _("Public comments"),
        Kind.VISIT: _("Visits to officials"),
        Kind.SOCIAL: _("Posts"),
    }[kind]
