"""What is near a ZIP code. Chapters: those that call it their own first, then by distance."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from chapters.models import Chapter, Zip

EARTH_MILES = 3958.8
DEGREE_MILES = 69.0  # one degree of latitude


class UnknownZip(Exception):
    """No such ZIP code in the table, and no chapter calls it its own."""


@dataclass(frozen=True)
class Nearby:
    chapter: Chapter
    miles: int | None  # None: the chapter calls this ZIP code its own


def near(code: str, most: int = 4) -> list[Nearby]:
    """At most `most` open chapters for a 5-digit ZIP code. Raises UnknownZip."""
    chapters = Chapter.objects.open().filter(kind=Chapter.Kind.CHAPTER).prefetch_related("texts")
    own = [Nearby(chapter, None) for chapter in chapters.filter(zips__zip=code)]
    here = Zip.objects.filter(zip=code).first()
    if here is None and not own:
        raise UnknownZip(code)
    others = chapters.exclude(pk__in=[found.chapter.pk for found in own])
    return (own + by_distance(here, list(others)))[:most]


def by_distance(here: Zip | None, chapters: list[Chapter]) -> list[Nearby]:
    places = Zip.objects.in_bulk({chapter.zip for chapter in chapters})
    measured = [(miles_between(here, places.get(chapter.zip)), chapter) for chapter in chapters]
    known = [(miles, chapter) for miles, chapter in measured if miles is not None]
    known.sort(key=lambda found: (found[0], found[1].name))
    return [Nearby(chapter, max(1, round(miles))) for miles, chapter in known]


def miles_between(here: Zip | None, there: Zip | None) -> float | None:
    """Great-circle distance of two ZIP codes (haversine), None where a position is not known."""
    if not here or not there or None in (here.latitude, here.longitude, there.latitude, there.longitude):
        return None
    lat1, lon1, lat2, lon2 = (
        radians(value or 0) for value in (here.latitude, here.longitude, there.latitude, there.longitude)
    )
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_MILES * asin(sqrt(min(1.0, half)))


def zips_around(here: Zip, miles: float) -> dict[str, float]:
    """ZIP code -> miles, of all whose middle lies within `miles`; only itself where no position is known."""
    if here.latitude is None or here.longitude is None:
        return {here.zip: 0.0}
    tall = miles / DEGREE_MILES
    wide = miles / (DEGREE_MILES * max(0.1, cos(radians(here.latitude))))
    box = Zip.objects.filter(
        latitude__range=(here.latitude - tall, here.latitude + tall),
        longitude__range=(here.longitude - wide, here.longitude + wide),
    )
    measured = {there.zip: miles_between(here, there) or 0.0 for there in box}
    return {code: away for code, away in measured.items() if away <= miles}
