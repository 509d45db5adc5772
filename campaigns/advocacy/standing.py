"""The picture of a campaign: where every target stands now, and how they moved to get there."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Prefetch, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaigns.advocacy.models import Commitment, Position, Target
from campaigns.advocacy.seats import Seat, seat_of, today_in
from campaigns.models import Campaign
from chapters import dates

UNKNOWN = 0


@dataclass(frozen=True)
class Stretch:
    """A time in which a target stood at one place: `first` began it, `latest` is how we know last."""

    first: Position
    latest: Position

    @property
    def at(self) -> int:
        return self.latest.stand

    @property
    def since(self) -> date:
        return self.first.taken_on

    @property
    def word(self) -> str:
        return capfirst(str(self.latest.get_stand_display()))


@dataclass(frozen=True)
class Row:
    """One target. `at` runs from 1, against, to 5, with us; 0 where nothing is known. `path` is oldest first."""

    target: Target
    seat: Seat
    path: tuple[Stretch, ...]
    promises: tuple[Commitment, ...]

    @property
    def at(self) -> int:
        return self.path[-1].at if self.path else UNKNOWN

    @property
    def word(self) -> str:
        return self.path[-1].word if self.path else _("Not known yet")

    @property
    def steps(self) -> int:
        """How far they came since we began to look: above 0 toward us, below away from us."""
        return self.path[-1].at - self.path[0].at if self.path else 0

    @property
    def was(self) -> str:
        """ "Was: against. Since August 30: part of the way." """
        if not self.path:
            return ""
        now, since = self.path[-1], dates.on_day(self.path[-1].since)
        if len(self.path) == 1:
            return _("Since %(day)s.") % {"day": since}
        before = self.path[-2].latest.get_stand_display()
        words = {"before": before, "day": since, "now": now.latest.get_stand_display()}
        return _("Was: %(before)s. Since %(day)s: %(now)s.") % words

    @property
    def direction(self) -> str:
        if self.steps > 0:
            return _("moved toward us")
        return _("moved away from us") if self.steps < 0 else ""


@dataclass(frozen=True)
class Level:
    """One of the five places: how many stand there now, and how many stood there when we began to look."""

    at: int
    word: str
    now: int
    then: int


@dataclass(frozen=True)
class Picture:
    rows: tuple[Row, ...]

    def __bool__(self) -> bool:
        return bool(self.rows)

    @property
    def known(self) -> int:
        return sum(bool(row.path) for row in self.rows)

    @property
    def unknown(self) -> int:
        return len(self.rows) - self.known

    @property
    def placed(self) -> list[Row]:
        """Those of whom there is something to say."""
        return [row for row in self.rows if row.path or row.promises]

    @property
    def unplaced(self) -> list[Row]:
        return [row for row in self.rows if not row.path and not row.promises]

    @property
    def with_us(self) -> int:
        return sum(row.at == Position.Stand.FOR for row in self.rows)

    @property
    def toward(self) -> int:
        return sum(row.steps > 0 for row in self.rows)

    @property
    def away(self) -> int:
        return sum(row.steps < 0 for row in self.rows)

    @property
    def levels(self) -> list[Level]:
        """From with us down to against."""
        return [
            Level(
                stand.value,
                capfirst(str(stand.label)),
                sum(row.at == stand for row in self.rows),
                sum(bool(row.path) and row.path[0].at == stand for row in self.rows),
            )
            for stand in reversed(Position.Stand)
        ]


def public(campaign: Campaign) -> Picture:
    """What the campaign's public page shows: neither a target, a position nor a promise kept for the team."""
    targets = campaign.targets.filter(is_public=True)
    return drawn(campaign, targets, Position.objects.public(), Commitment.objects.filter(is_public=True))


def internal(campaign: Campaign) -> Picture:
    """Everything the team wrote down."""
    return drawn(campaign, campaign.targets.all(), Position.objects.all(), Commitment.objects.all())


def drawn(
    campaign: Campaign,
    targets: QuerySet[Target],
    positions: QuerySet[Position],
    promises: QuerySet[Commitment],
) -> Picture:
    """Four queries, however many targets and positions there are."""
    targets = with_path(targets.select_related("chapter"), positions, promises.filter(campaign=campaign))
    return Picture(tuple(map(of, targets)))


def with_path(
    targets: QuerySet[Target],
    positions: QuerySet[Position] | None = None,
    promises: QuerySet[Commitment] | None = None,
) -> QuerySet[Target]:
    """With what `of` needs: `taken`, oldest first, and `promised`; none of the latter when they are not given."""
    positions = Position.objects.all() if positions is None else positions
    promises = Commitment.objects.none() if promises is None else promises
    return targets.select_related("official").prefetch_related(
        Prefetch("positions", positions.select_related("logged_by").order_by("taken_on", "id"), to_attr="taken"),
        Prefetch("official__commitments", promises, to_attr="promised"),
        "official__terms",
    )


def of(target: Target) -> Row:
    """A target fetched `with_path`. A position announced for a later day does not hold yet."""
    today = today_in(target.chapter)
    taken: list[Position] = [row for row in target.taken if row.taken_on <= today]  # type: ignore[attr-defined]
    runs = [list(run) for _at, run in groupby(taken, key=lambda row: row.stand)]
    path = tuple(Stretch(run[0], run[-1]) for run in runs)
    promises: list[Commitment] = target.official.promised  # type: ignore[attr-defined]
    return Row(target, seat_of(target.official, today), path, tuple(promises))
