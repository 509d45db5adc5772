"""Turnout over a chapter's events: how many said yes, how many came. Numbers only, so it outlives the lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.events.models import Event
from chapters import dates
from chapters.models import Chapter

SHOWN = 12  # bars that fit on a page; the table and the file hold more
LISTED = 100
ROW, BAR, LONGEST = 74, 18, 330  # units of the drawing


@dataclass(frozen=True)
class Bar:
    n: int
    width: int
    top: int
    kind: str

    @property
    def number_at(self) -> int:
        return self.top + 14

    @property
    def end(self) -> int:
        return self.width + 8


@dataclass(frozen=True)
class Line:
    """One event in numbers. `came` may be more than `yes`: who walks in counts too."""

    event: Event
    yes: int
    came: int

    @property
    def title(self) -> str:
        return f"{self.event}, {dates.on_day(dates.local(self.event.starts_at, self.event.zone).date())}"

    @property
    def per_ten(self) -> str:
        return str(round(10 * self.came / self.yes)) if self.yes else "–"

    @property
    def collected(self) -> str:
        return "; ".join(str(one) for one in self.event.collected.all())

    @property
    def said(self) -> str:
        return _("%(event)s: %(yes)s said yes, %(came)s came") % {
            "event": self.title,
            "yes": self.yes,
            "came": self.came,
        }


@dataclass(frozen=True)
class Drawn:
    """A line as it stands in the drawing: its words, and a bar each for a yes and for who came."""

    line: Line
    title: str
    top: int
    bars: Sequence[Bar]

    @property
    def words_at(self) -> int:
        return self.top + 14


def lines(chapter: Chapter, kind: str = "", most: int | None = LISTED) -> list[Line]:
    """Events that are over and counted, latest first; of one kind or of all."""
    rows = chapter.events.past().filter(cancelled_at=None).exclude(came=None)
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.with_words().prefetch_related("collected")
    return [Line(event, event.seats_taken, event.came or 0) for event in rows[:most]]


def kinds_of(chapter: Chapter) -> list[str]:
    """The kinds of which there is something to show."""
    rows = chapter.events.past().filter(cancelled_at=None).exclude(came=None)
    return sorted(set(rows.order_by().values_list("kind", flat=True)), key=list(Event.Kind.values).index)


def finding(found: Sequence[Line]) -> str:
    """The news in one sentence."""
    yes, came = (sum(getattr(line, name) for line in found) for name in ("yes", "came"))
    if not found:
        return _("No event is counted yet")
    if not yes:
        return ngettext("%(n)s person came", "%(n)s people came", came) % {"n": came}
    return _("For every 10 who said yes, %(n)s came") % {"n": round(10 * came / yes)}


def drawing(found: Sequence[Line]) -> dict[str, Any]:
    """Bars from zero, the number beside each; latest first, as in the table."""
    shown = found[:SHOWN]
    most = max((max(line.yes, line.came) for line in shown), default=0) or 1
    rows = [drawn(line, n * ROW, most) for n, line in enumerate(shown)]
    return {"rows": rows, "height": max(ROW * len(rows), 1), "said": "; ".join(line.said for line in shown)}


def drawn(line: Line, top: int, most: int) -> Drawn:
    numbers = ((line.yes, "c-2"), (line.came, "c-1"))
    bars = [
        Bar(n, round(LONGEST * n / most), top + 22 + place * (BAR + 4), kind) for place, (n, kind) in enumerate(numbers)
    ]
    title = line.title if len(line.title) <= 48 else f"{line.title[:47]}…"
    return Drawn(line, title, top, bars)
