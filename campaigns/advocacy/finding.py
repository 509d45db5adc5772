"""Whose voter a ZIP code makes us, honestly: a ZIP code is not a district, so some officials are only candidates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from campaigns.advocacy import states
from campaigns.advocacy.models import Official, OfficialQuerySet, OfficialTerm
from campaigns.advocacy.seats import holds
from chapters.members.districts import candidates
from chapters.models import Zip

ORDER = [
    OfficialTerm.Kind.US_HOUSE,
    OfficialTerm.Kind.US_SENATE,
    OfficialTerm.Kind.GOVERNOR,
    OfficialTerm.Kind.EXECUTIVE,
]
SEATS = {OfficialTerm.Kind.US_SENATE: 2}


@dataclass(frozen=True)
class Found:
    """`sure` speak for everyone in this ZIP code, one of `maybe` does; `state` is '' for a ZIP code nobody knows.

    Councils and state legislators are never here: their districts do not follow ZIP codes, and we have no map.
    """

    state: str
    sure: tuple[Official, ...] = ()
    maybe: tuple[Official, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sure or self.maybe)


def officials_for_zip(officials: OfficialQuerySet, zip: str) -> Found:
    """Of these officials, with their offices and terms prefetched: state-wide ones and those of the districts of the
    House that the ZIP code touches. Five queries."""
    state = Zip.objects.filter(zip=zip).values_list("state", flat=True).first()
    return found_in(officials, state, candidates(zip)) if state else Found("")


def found_in(officials: OfficialQuerySet, state: str, districts: Iterable[str]) -> Found:
    whole = states.division(state)
    of_districts = {states.congressional(*district.split("-", 1)) for district in districts}
    terms = OfficialTerm.objects.filter(official__in=officials, kind__in=ORDER, division__in={whole, *of_districts})
    terms = terms.select_related("official").prefetch_related("official__offices", "official__terms")
    seats: dict[tuple[str, str, str], list[OfficialTerm]] = {}
    for term in terms:
        seats.setdefault((term.kind, term.division, term.body), []).append(term)
    in_order = sorted(seats, key=lambda seat: (ORDER.index(OfficialTerm.Kind(seat[0])), seat))
    several = len(of_districts) > 1
    sure = [one for seat in in_order if not (several and is_house(seat)) for one in holders(seats[seat])]
    maybe = [one for seat in in_order if several and is_house(seat) for one in holders(seats[seat])]
    return Found(state, tuple(sure), tuple(maybe))


def is_house(seat: tuple[str, str, str]) -> bool:
    return seat[0] == OfficialTerm.Kind.US_HOUSE


def holders(terms: list[OfficialTerm]) -> list[Official]:
    """Who holds a seat today. A date alone empties no seat: without a follower the last ones are still named."""
    today = timezone.localdate()
    held = [term.official for term in terms if holds(term, today)]
    past = sorted((term for term in terms if term.ends_on and term.ends_on < today), key=end, reverse=True)
    named = [*held, *(term.official for term in past)][: max(len(held), SEATS.get(OfficialTerm.Kind(terms[0].kind), 1))]
    return list(dict.fromkeys(named))


def end(term: OfficialTerm) -> date:
    return term.ends_on or date.max
