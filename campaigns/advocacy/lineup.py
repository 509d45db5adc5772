"""Whom an action turns to for one visitor: its officials in order, narrowed by ZIP code, and whose turn it is."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from django.http import QueryDict
from django.utils import timezone

from campaigns.advocacy.finding import Found, officials_for_zip
from campaigns.advocacy.models import Action, Official, OfficialOffice, OfficialTerm

OF_STATE = re.compile(r"ocd-division/country:us/state:([a-z]{2})")


@dataclass(frozen=True)
class Lineup:
    """`choices`: officials of whom only one speaks for this visitor, and who that is cannot be told from the ZIP code;
    `is_mapped` when it is at least known which districts the ZIP code touches.
    `is_elsewhere`: nobody on the list is known to speak for it, so all are shown."""

    officials: Sequence[Official] = ()
    zip: str = ""
    picked: tuple[str, ...] = ()
    asks_zip: bool = False
    choices: Sequence[Official] = ()
    is_mapped: bool = False
    is_elsewhere: bool = False
    current: Official | None = None

    @property
    def number(self) -> int:
        return self.officials.index(self.current) + 1 if self.current else 0

    @property
    def next(self) -> Official | None:
        return self.officials[self.number] if self.current and self.number < len(self.officials) else None

    def query(self, official: Official | None = None, *more: tuple[str, str]) -> str:
        """What to put behind the page's address so that it goes on here: "?zip=90042&official=…"."""
        known = [("zip", self.zip)] if self.zip else []
        known += [("pick", code) for code in self.picked]
        known += [("official", official.code)] if official else []
        found = urlencode([*known, *more])
        return f"?{found}" if found else ""

    @property
    def here_query(self) -> str:
        return self.query(self.current)

    @property
    def next_query(self) -> str:
        return self.query(self.next)

    @property
    def picks(self) -> list[tuple[Official, str]]:
        """(official, what to put behind the address to choose them)."""
        return [(one, self.query(None, ("pick", one.code))) for one in self.choices]


def line_up(action: Action, given: QueryDict, *, zip: str = "") -> Lineup:
    """`zip` is the five digits a visitor typed, or those we know; `given` what stands behind the page's address."""
    everyone = officials_of(action)
    picked = tuple(given.getlist("pick")[:9])
    if not action.is_by_zip:
        return begin(everyone, given)
    if not zip:
        return Lineup(asks_zip=bool(everyone))
    known = officials_for_zip(Official.objects.filter(action_targets__action=action), zip)
    found = narrowed(everyone, known)
    if not found:
        return begin(everyone, given, is_elsewhere=True, zip=zip)
    mine, choices = sort_out(found, picked)
    if choices:
        return Lineup(mine, zip, picked, choices=choices, is_mapped=set(choices) <= {*known.sure, *known.maybe})
    return begin(mine, given, zip=zip, picked=picked)


def begin(
    officials: list[Official],
    given: QueryDict,
    *,
    zip: str = "",
    picked: tuple[str, ...] = (),
    is_elsewhere: bool = False,
) -> Lineup:
    wanted = given.get("official", "")
    current = next((one for one in officials if one.code == wanted), officials[0] if officials else None)
    if current:
        prefetch_related_objects([current], "terms", "offices")
    return Lineup(officials, zip, picked, is_elsewhere=is_elsewhere, current=current)


def officials_of(action: Action) -> list[Official]:
    """In order: one query, and one more for their seats where a ZIP code chooses among them."""
    found = Official.objects.filter(action_targets__action=action).order_by("action_targets__order", "pk")
    if action.is_by_zip:
        found = found.prefetch_related("terms")
    for official in found:
        official.chapter = action.chapter
    return list(found)


def narrowed(officials: list[Official], known: Found) -> list[Official]:
    """Those who may speak for somebody there: the candidates of the map, and whoever holds a kind of seat that no map
    tells of, unless it is in another state."""
    candidates = {one.pk for one in (*known.sure, *known.maybe)}
    mapped = {seat.kind for one in officials if one.pk in candidates and (seat := seat_of(one))}
    return [
        one
        for one in officials
        if one.pk in candidates
        or (((seat := seat_of(one)) is None or seat.kind not in mapped) and not is_of_another_state(one, known.state))
    ]


def is_of_another_state(official: Official, state: str) -> bool:
    """As far as the division of their seat says; nobody is left out for a state that is not known."""
    named = [OF_STATE.match(term.division) for term in official.terms.all()]
    return bool(state) and any(match and match[1].upper() != state for match in named)


def seat_of(official: Official) -> OfficialTerm | None:
    """The seat they hold today, without a query for one that came with its terms and its chapter."""
    today = timezone.localdate(timezone=official.chapter.zone)
    return next((term for term in official.terms.all() if holds(term, today)), None)


def holds(term: OfficialTerm, today: date) -> bool:
    has_begun = term.starts_on is None or term.starts_on <= today
    return has_begun and (term.ends_on is None or term.ends_on >= today)


def sort_out(found: list[Official], picked: Iterable[str]) -> tuple[list[Official], list[Official]]:
    """(those who speak for the visitor, in order; those among whom the visitor has to choose one).

    Two districts of one body cannot both be theirs; two senators of one state can.
    """
    districts: defaultdict[tuple[str, str], defaultdict[str, list[Official]]] = defaultdict(lambda: defaultdict(list))
    for official in found:
        seat = seat_of(official)
        if seat and seat.district:
            districts[seat.kind, seat.body][seat.district].append(official)
    wanted, left_out = set(picked), set[int]()
    for of_body in districts.values():
        mine = [of_one for of_one in of_body.values() if any(one.code in wanted for one in of_one)]
        rivals = [one for of_one in of_body.values() for one in of_one]
        if len(of_body) > 1 and not mine:
            return [one for one in found if one not in rivals], rivals
        if mine:
            left_out |= {one.pk for one in rivals if one not in mine[0]}
    return [one for one in found if one.pk not in left_out], []


def phones_of(official: Official) -> list[OfficialOffice]:
    """Offices that can be called, the nearest kind first: those of the district before the capitol."""
    rank = {OfficialOffice.Kind.DISTRICT: 0, OfficialOffice.Kind.CAPITOL: 1, OfficialOffice.Kind.OTHER: 2}
    with_phone = [office for office in official.offices.all() if office.phone]
    return sorted(with_phone, key=lambda office: rank[OfficialOffice.Kind(office.kind)])
