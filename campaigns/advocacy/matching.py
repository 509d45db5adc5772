"""Whom a name in a roll call means. Proposed, never decided: a person says yes.

Published roll calls hold surnames ("De León"), and a first name only where two share one ("Cristina Garcia").
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from campaigns.advocacy.models import Official, OfficialTerm, RollCall, RollCallVote

UPPER = re.compile(r"^(sen\b|senate)", re.IGNORECASE)
LOWER = re.compile(r"^(asm\b|assembly|house)", re.IGNORECASE)


@dataclass(frozen=True)
class Candidate:
    """An official of that name. `sat_there`: held a seat of that house that day; `is_dated`: and we know since when."""

    official: Official
    seat: str
    sat_there: bool
    is_dated: bool


@dataclass(frozen=True)
class Proposal:
    vote: RollCallVote
    candidates: list[Candidate] = field(default_factory=list)

    @property
    def only(self) -> Candidate | None:
        """The one who sat there that day, if exactly one of that name did."""
        there = [one for one in self.candidates if one.sat_there]
        return there[0] if len(there) == 1 else None


def folded(name: str) -> str:
    """ "De León" -> "de leon": without accents, marks and capitals."""
    plain = unicodedata.normalize("NFKD", name)
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    return " ".join(re.findall(r"\w+", letters))


def house_of(place: str) -> str:
    """The kind of seat that votes there; '' where the place does not say."""
    if UPPER.match(place):
        return OfficialTerm.Kind.UPPER
    return OfficialTerm.Kind.LOWER if LOWER.match(place) else ""


def proposals(call: RollCall, votes: Iterable[RollCallVote]) -> list[Proposal]:
    """One for each vote, with everyone of that name. Two queries."""
    officials = list(call.chapter.officials.prefetch_related("terms"))
    return [Proposal(vote, candidates(vote.name, call, officials)) for vote in votes]


def candidates(name: str, call: RollCall, officials: list[Official]) -> list[Candidate]:
    """Those who sat there that day first."""
    found = [candidate(official, call) for official in officials if is_called(official, folded(name))]
    return sorted(found, key=lambda one: (not one.sat_there, one.official.sort_name))


def is_called(official: Official, name: str) -> bool:
    full = [
        folded(one) for one in (official.name, f"{official.given_name} {official.family_name}", *official.other_names)
    ]
    return bool(name) and (folded(official.family_name) == name or any(f" {one}".endswith(f" {name}") for one in full))


def candidate(official: Official, call: RollCall) -> Candidate:
    house, terms = house_of(call.place), list(official.terms.all())
    there = [term for term in terms if held(term, call) and house in ("", term.kind)]
    shown = next(iter(there or terms), None)
    return Candidate(official, str(shown or ""), bool(there), any(term.starts_on for term in there))


def held(term: OfficialTerm, call: RollCall) -> bool:
    """Open ends hold: files often do not say since when."""
    return (term.starts_on is None or term.starts_on <= call.voted_on) and (
        term.ends_on is None or call.voted_on <= term.ends_on
    )
