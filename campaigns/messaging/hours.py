"""Quiet hours: when a person may be texted, where that person is.

The zone comes from the ZIP code. Without one it is not certain, so the chapter's zone and those of the area code
must all allow. The hours themselves are the chapter's, within 8 and 21 (47 CFR 64.1200(c)(1)).
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings

from chapters.models import Chapter, Zip
from chapters.zones import zones_of_number

DAYS_AHEAD = 4

_zip_zones: dict[str, str] = {}


def window(member_zip: str, chapter: Chapter, phone: str, *, after: datetime) -> tuple[datetime, datetime]:
    """The next span (UTC) in which texts to this person are allowed; see `window_in`."""
    return window_in(candidates(member_zip, chapter, phone), chapter, after=after)


def window_in(zones: Iterable[str], chapter: Chapter, *, after: datetime) -> tuple[datetime, datetime]:
    """The next span (UTC) that suits all of the zones: (opens_at, closes_at), `opens_at` never before `after`.

    When no hour suits every zone the span is empty: both are the same. The demo, which texts nobody real, may be tried
    at any hour.
    """
    if not settings.SEND_QUIET_HOURS:
        return after, after + timedelta(days=1)
    first = after.astimezone(UTC).date() - timedelta(days=1)
    days = [first + timedelta(days=n) for n in range(DAYS_AHEAD)]
    spans = [
        [(at(day, chapter.opens_at_hour, zone), at(day, chapter.closes_at_hour, zone)) for day in days]
        for zone in zones
    ]
    openings = {opens for zone in spans for opens, _ in zone if opens > after}
    for instant in (after, *sorted(openings)):
        closings = [closes for zone in spans for opens, closes in zone if opens <= instant < closes]
        if len(closings) == len(spans):
            return instant, min(closings)
    return after, after


def candidates(member_zip: str, chapter: Chapter, phone: str) -> tuple[str, ...]:
    """Names of the zones in which the person may be."""
    return zones_from(zone_of_zip(member_zip), zones_of_number(phone), chapter)


def zones_from(of_zip: str, of_number: Iterable[str], chapter: Chapter) -> tuple[str, ...]:
    """The ZIP code's zone where it is known, else the chapter's and all of the area code's."""
    return (of_zip,) if of_zip else tuple(sorted({chapter.timezone, *of_number}))


def zone_of_zip(code: str) -> str:
    """The zone of a ZIP code, '' when it is blank or unknown. Remembered: ZIP codes do not move."""
    if code and code not in _zip_zones:
        found = Zip.objects.filter(pk=code).values_list("timezone", flat=True).first()
        if not found:
            return ""
        _zip_zones[code] = found
    return _zip_zones.get(code, "")


@lru_cache(maxsize=4096)
def at(day: date, hour: int, zone: str) -> datetime:
    return datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)
