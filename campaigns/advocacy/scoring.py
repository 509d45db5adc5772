"""Does a version of a bill meet our demand? Point by point, and in two words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Demand, DemandScore

TEETH = (2, 3)  # of the points that must be in it, whole


@dataclass(frozen=True)
class Verdict:
    """How many of our `points` a version meets in full; `looked_at` are those that somebody has scored."""

    met: int
    looked_at: int
    points: int

    @property
    def is_complete(self) -> bool:
        return self.looked_at == self.points

    @property
    def has_teeth(self) -> bool:
        """At least two of every three points are met in full; what is partly met does not count."""
        return self.is_complete and self.met * TEETH[1] >= self.points * TEETH[0]

    @property
    def state(self) -> str:
        """As `pill` draws it."""
        return "note" if not self.is_complete else "good" if self.has_teeth else "warn"

    @property
    def words(self) -> str:
        """ "Meets 5 of 7 points: with teeth"."""
        if not self.is_complete:
            left = self.points - self.looked_at
            still = ngettext("%(n)s point is not checked yet", "%(n)s points are not checked yet", left) % {"n": left}
            return f"{self.counted}; {still}"
        judged = _("with teeth") if self.has_teeth else _("symbolic")
        return f"{self.counted}: {judged}"

    @property
    def counted(self) -> str:
        words = ngettext("Meets %(met)s of %(points)s point", "Meets %(met)s of %(points)s points", self.points)
        return words % {"met": self.met, "points": self.points}


@dataclass(frozen=True)
class Line:
    """One point of the demand beside what a version does about it; no score where nobody looked yet."""

    demand: Demand
    score: DemandScore | None

    @property
    def state(self) -> str:
        return {"yes": "good", "partly": "warn", "no": "stop"}.get(self.score.score, "") if self.score else ""


def lines(demands: Iterable[Demand], scores: Iterable[DemandScore]) -> list[Line]:
    found = {score.demand_id: score for score in scores}
    return [Line(demand, found.get(demand.pk)) for demand in demands]


def verdict(checked: list[Line]) -> Verdict | None:
    """None when the campaign has no points to check."""
    scores = [line.score.score for line in checked if line.score]
    met = scores.count(DemandScore.Score.YES)
    return Verdict(met, len(scores), len(checked)) if checked else None


def rule() -> str:
    """How the verdict is made, for the page that shows it."""
    return _(
        "We say “with teeth” when at least 2 of every 3 points are fully in the text. “Partly” does not count. "
        "With less, it is symbolic."
    )
