"""Which officials may be a person's own, by ZIP code. A ZIP code is not a district: it gives a set."""

import re
from collections.abc import Iterable

from campaigns.advocacy.models import Official
from chapters.models import Zip

OF_STATE = re.compile(r"ocd-division/country:us/state:([a-z]{2})")


def officials_for_zip(officials: Iterable[Official], zip: str) -> list[Official]:
    """Those that may speak for somebody in this ZIP code, in their order: all but those of another state.

    `officials` come with their terms. Where the state of the ZIP code or of a seat is not known, nobody is left out.
    """
    here = Zip.objects.filter(zip=zip).values_list("state", flat=True).first() or ""
    return [official for official in officials if not here or states_of(official) <= {here.upper()}]


def states_of(official: Official) -> set[str]:
    """ "CA" for each seat whose division names its state."""
    found = (OF_STATE.match(term.division) for term in official.terms.all())
    return {match[1].upper() for match in found if match}
