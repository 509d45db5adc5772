"""The report of a campaign: what it took, in numbers, and what was done month by month.

What the public reads is rounded, and a number of people under 20 is not said.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.advocacy import timeline
from campaigns.advocacy.timeline import Entry, Line
from campaigns.models import Action, ActionTaken, Campaign, Collected, Moment, PaperBatch
from chapters import dates
from chapters.templatetags.look import rounded

MONTHS_SHOWN, MARKS_A_MONTH = 24, 2
NAME, ROW, MARK, BAR, LONGEST = 20, 22, 20, 16, 330  # units of the drawing
# What is marked in the chart, the weightiest first.
TURNS = (
    *(Moment.Kind.WIN, Moment.Kind.SETBACK, Moment.Kind.PAUSE, Moment.Kind.LAUNCH, Moment.Kind.VOTE),
    *(Moment.Kind.FORUM, Moment.Kind.HEARING, Moment.Kind.VIGIL, Moment.Kind.PAPER),
)
WAS_DONE = (Collected.What.POSTCARDS, Collected.What.SIGNATURES, Collected.What.LETTERS, Collected.What.CALLS)
NOT_REACHED = (ActionTaken.Outcome.NO_ANSWER, ActionTaken.Outcome.BUSY, ActionTaken.Outcome.WRONG)


@dataclass(frozen=True)
class Number:
    """`n` as it may be shown: "214", or "200+" in public."""

    n: str
    words: str


@dataclass(frozen=True)
class Span:
    """A month, or a year of a long campaign: what was done, who came, and what it is remembered for."""

    since: date
    name: str
    done: int
    came: int
    marks: tuple[Entry, ...]


def shown(n: int, *, public: bool) -> str:
    return rounded(n) if public else f"{n:,}"


# --- in numbers ------------------------------------------------------------------------------------


def numbers(campaign: Campaign, *, public: bool) -> list[Number]:
    """What may be said and is more than nothing."""
    found = [*turnout(campaign), *deeds(campaign), *collected(campaign)]
    said = [Number(shown(n, public=public), words) for n, words in found if n]
    return [number for number in said if number.n]


def turnout(campaign: Campaign) -> Iterable[tuple[int, str]]:
    row = campaign.events.past().filter(cancelled_at=None).aggregate(came=Sum("came"), held=Count("pk"))
    held = ngettext("came to %(n)s event", "came to %(n)s events", row["held"]) % {"n": row["held"]}
    yield row["came"] or 0, held


def deeds(campaign: Campaign) -> Iterable[tuple[int, str]]:
    """People who acted, by what they did; what came on paper is told apart."""
    sums = Counter(dict(campaign.actions.order_by().values_list("kind").annotate(n=Sum("taken_count"))))
    paper = campaign.paper_batches.exclude(action=None).order_by()
    sums.subtract(dict(paper.values_list("action__kind").annotate(n=Sum("added_count"))))
    words = {
        Action.Kind.CALL: _("calls to officials"),
        Action.Kind.LETTER: _("letters and emails"),
        Action.Kind.PETITION: _("signatures"),
        Action.Kind.PLEDGE: _("pledges"),
        Action.Kind.COMMENT: _("public comments"),
        Action.Kind.VISIT: _("visits to offices"),
        Action.Kind.SOCIAL: _("posts"),
    }
    yield from ((sums.get(kind, 0), said) for kind, said in words.items())


def collected(campaign: Campaign) -> Iterable[tuple[int, str]]:
    """What came together on paper, and at events by word of those who held them."""
    batches = campaign.paper_batches.order_by().values_list("kind").annotate(n=Sum("counted"))
    for kind, n in batches:
        yield n, _("%(things)s on paper") % {"things": PaperBatch.Kind(kind).label}
    for what, n in said_at_events(campaign).order_by().values_list("what").annotate(n=Sum("count")):
        yield n, _("%(things)s at events") % {"things": Collected.What(what).label}


def said_at_events(campaign: Campaign) -> QuerySet[Collected]:
    """Of events whose paper was not counted as a pile."""
    rows = Collected.objects.filter(event__campaign=campaign, event__cancelled_at=None, what__in=WAS_DONE)
    return rows.exclude(event__paper_batches__counted__gt=0)


# --- over time -------------------------------------------------------------------------------------


def spans(campaign: Campaign, story: Sequence[Line]) -> list[Span]:
    """From the first month in which something was done or happened to the last. When that is long it goes by year,
    and years without anything are left out."""
    done, came = done_by_month(campaign), came_by_month(campaign)
    marks = [line for line in story if line.on and line.state not in {"next", "later"} and line.kind in TURNS]
    months = {*done, *came, *(line.on.replace(day=1) for line in marks if line.on)}
    if not months:
        return []
    every = all_months(min(months), max(months))
    is_long = len(every) > MONTHS_SHOWN
    firsts = sorted({month.replace(month=1) for month in every}) if is_long else every
    found = [
        (first, [month for month in every if (month.year == first.year if is_long else month == first)])
        for first in firsts
    ]
    chosen = {first: best_of(marks, within) for first, within in found}
    told = timeline.told(campaign, [line for lines in chosen.values() for line in lines])
    entries = {entry.line.slug: entry for entry in told}
    spans = [
        Span(
            first,
            str(first.year) if is_long else capfirst(dates.on_day(first, exact=False)),
            sum(done[month] for month in within),
            sum(came[month] for month in within),
            tuple(entries[line.slug] for line in chosen[first] if line.slug in entries),
        )
        for first, within in found
    ]
    return [span for span in spans if not is_long or span.done or span.came or span.marks]


def best_of(marks: Sequence[Line], within: Sequence[date]) -> list[Line]:
    """The weightiest of these months, in the order in which they happened; what was typed before what was drawn."""
    there = [line for line in marks if line.on and line.on.replace(day=1) in within]
    heavy = sorted(there, key=lambda line: (TURNS.index(Moment.Kind(line.kind)), line.moment is None))
    return [line for line in there if line in heavy[:MARKS_A_MONTH]]


def all_months(first: date, last: date) -> list[date]:
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def done_by_month(campaign: Campaign) -> Counter[date]:
    """Calls, letters, signatures and the rest, and what came on paper; tries that reached nobody are left out."""
    zone = campaign.chapter.zone
    taken = ActionTaken.objects.filter(action__campaign=campaign).exclude(outcome__in=NOT_REACHED)
    taken = taken.exclude(source=ActionTaken.Source.PAPER)
    found = counted(taken.annotate(month=TruncMonth("taken_at", tzinfo=zone)), Count("pk"))
    said = said_at_events(campaign).annotate(month=TruncMonth("event__starts_at", tzinfo=zone))
    paper = campaign.paper_batches.annotate(month=TruncMonth("collected_on"))
    return found + counted(said, Sum("count")) + counted(paper, Sum("counted"))


def came_by_month(campaign: Campaign) -> Counter[date]:
    rows = campaign.events.past().filter(cancelled_at=None).exclude(came=None)
    return counted(rows.annotate(month=TruncMonth("starts_at", tzinfo=campaign.chapter.zone)), Sum("came"))


def counted(rows: Any, what: Any) -> Counter[date]:
    found: Counter[date] = Counter()
    for month, n in rows.order_by().values_list("month").annotate(n=what):
        found[date(month.year, month.month, 1)] += n or 0
    return found


@dataclass(frozen=True)
class Row:
    """A span in the table beside the drawing."""

    name: str
    done: str
    came: str
    marks: tuple[Entry, ...]


def table(found: Sequence[Span], *, public: bool) -> list[Row]:
    return [
        Row(span.name, shown(span.done, public=public), shown(span.came, public=public), span.marks) for span in found
    ]


# --- drawn -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bar:
    said: str
    width: int
    top: int
    kind: str

    @property
    def number_at(self) -> int:
        return self.top + 13

    @property
    def end(self) -> int:
        return self.width + 8


@dataclass(frozen=True)
class Drawn:
    """A span in the drawing: its name, a bar each for what was done and who came, and a line for each mark."""

    name: str
    top: int
    bars: tuple[Bar, ...]
    marks: tuple[tuple[int, str], ...]

    @property
    def name_at(self) -> int:
        return self.top + 14


def drawing(found: Sequence[Span], *, public: bool) -> dict[str, Any]:
    """Bars from zero with the number beside each, and a sentence that says the same."""
    most = max((max(span.done, span.came) for span in found), default=0) or 1
    rows: list[Drawn] = []
    top = 0
    for span in found:
        row = drawn(span, top, most, public=public)
        rows.append(row)
        top = height_after(row) + 14
    return {"rows": rows, "height": max(top, 1), "said": "; ".join(said(span, public=public) for span in found)}


def drawn(span: Span, top: int, most: int, *, public: bool) -> Drawn:
    bars: list[Bar] = []
    for n, kind in ((span.done, "c-1"), (span.came, "c-2")):
        words = in_a_bar(n, public=public)
        if words:
            bars.append(Bar(words, round(LONGEST * n / most), top + NAME + len(bars) * ROW, kind))
    below = top + NAME + len(bars) * ROW
    marks = tuple((below + MARK * n + 14, cut(entry.title)) for n, entry in enumerate(span.marks))
    return Drawn(span.name, top, tuple(bars), marks)


def in_a_bar(n: int, *, public: bool) -> str:
    """ "" draws no bar: nothing to count, or too few to be told."""
    return shown(n, public=public) if n else ""


def height_after(row: Drawn) -> int:
    return row.top + NAME + len(row.bars) * ROW + len(row.marks) * MARK


def cut(words: str, most: int = 40) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"


def said(span: Span, *, public: bool) -> str:
    done, came = shown(span.done, public=public) or "0", shown(span.came, public=public) or "0"
    words = _("%(month)s: %(done)s actions, %(came)s people came") % {"month": span.name, "done": done, "came": came}
    return ". ".join([words, *(entry.title for entry in span.marks)])
