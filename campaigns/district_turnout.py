"""How many come from each district: what people told us, else their ZIP code where it lies in one district only.

A ZIP code is not a district. Who cannot be counted for sure is counted nowhere, and said.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, Sum

from campaigns.models import DistrictGoal, Event, Rsvp

HOLDING = Q(state__in=Rsvp.HOLDS_SEAT)


@dataclass(frozen=True)
class Line:
    """In seats: `sure` come, `maybe` have not confirmed yet."""

    district: DistrictGoal
    sure: int
    maybe: int

    @property
    def missing(self) -> int:
        return max(0, self.district.goal - self.sure)


@dataclass(frozen=True)
class Count:
    """`torn` live in a ZIP code of several districts, `elsewhere` in none of ours, `unknown` gave no ZIP code."""

    lines: Sequence[Line]
    torn: int
    elsewhere: int
    unknown: int


def count(event: Event) -> Count:
    """One query for the districts and one for the seats, however many there are."""
    goals = list(event.district_goals.all())
    if not goals:
        return Count([], 0, 0, 0)
    told = event.rsvps.filter(HOLDING).order_by().values("member__zip", "district_pick__district", "state")
    sure: Counter[int] = Counter()
    maybe: Counter[int] = Counter()
    left: Counter[str] = Counter()
    for row in told.annotate(seats=Sum("party_size")):
        zip, picked = row["member__zip"], row["district_pick__district"]
        fits = [picked] if picked else [goal.pk for goal in goals if zip in goal.zips]
        if len(fits) == 1:
            (sure if row["state"] == Rsvp.State.GOING else maybe)[fits[0]] += row["seats"]
        else:
            left["torn" if fits else "elsewhere" if zip else "unknown"] += row["seats"]
    lines = [Line(goal, sure[goal.pk], maybe[goal.pk]) for goal in goals]
    return Count(lines, left["torn"], left["elsewhere"], left["unknown"])


def candidates(event: Event, zip: str) -> list[DistrictGoal]:
    """What a person may choose from: the districts of their ZIP code, else all of them."""
    goals = list(event.district_goals.all())
    return [goal for goal in goals if zip in goal.zips] or goals
