"""Whose voter a ZIP code makes us, honestly: a ZIP code is not a district, so some officials are only candidates."""

from dataclasses import dataclass

from campaigns.advocacy.models import Official, OfficialQuerySet
from chapters.models import Zip


@dataclass(frozen=True)
class Found:
    """`sure` speak for everyone in this ZIP code, one of `maybe` does; `state` is '' for a ZIP code nobody knows."""

    state: str
    sure: tuple[Official, ...] = ()
    maybe: tuple[Official, ...] = ()


def officials_for_zip(officials: OfficialQuerySet, zip: str) -> Found:
    """Without a map of districts only the state is known."""
    return Found(Zip.objects.filter(zip=zip).values_list("state", flat=True).first() or "")
