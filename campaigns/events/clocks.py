"""Time zones as calendar files name them (RFC 5545, 3.6.5), written by hand.

A list of every change since 1970, which libraries make, is read one hour wrong by two well-known programs. A rule that
holds since 2007 is read alike by all.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Component, Timezone, TimezoneDaylight, TimezoneStandard

# Zone -> hours from UTC in winter, and the short names in winter and summer. They follow the rule of the US.
US_RULES: dict[str, tuple[int, str, str]] = {
    **dict.fromkeys(
        ("America/New_York", "America/Detroit", "America/Indiana/Indianapolis", "America/Kentucky/Louisville"),
        (-5, "EST", "EDT"),
    ),
    **dict.fromkeys(
        ("America/Chicago", "America/Menominee", "America/Indiana/Knox", "America/North_Dakota/Center"),
        (-6, "CST", "CDT"),
    ),
    **dict.fromkeys(("America/Denver", "America/Boise"), (-7, "MST", "MDT")),
    "America/Los_Angeles": (-8, "PST", "PDT"),
    **dict.fromkeys(("America/Anchorage", "America/Juneau", "America/Sitka", "America/Nome"), (-9, "AKST", "AKDT")),
}
# Zones whose clocks never change.
FIXED: dict[str, tuple[int, str]] = {
    "America/Phoenix": (-7, "MST"),
    "Pacific/Honolulu": (-10, "HST"),
    "America/Puerto_Rico": (-4, "AST"),
}
# Hours are those before the change, as the standard wants them.
SPRING = (datetime(2007, 3, 11, 2), {"freq": "yearly", "bymonth": 3, "byday": "2SU"})  # noqa: DTZ001  wall clock
AUTUMN = (datetime(2007, 11, 4, 2), {"freq": "yearly", "bymonth": 11, "byday": "1SU"})  # noqa: DTZ001
EVER = datetime(1970, 1, 1)  # noqa: DTZ001


def written(at: datetime, zone: str) -> datetime:
    """The instant as the file says it: on the wall clock of a zone that has a rule here, else in UTC.

    The second of two equal hours in autumn has no other name than UTC.
    """
    if zone not in US_RULES and zone not in FIXED:
        return at.astimezone(UTC)
    here = at.astimezone(ZoneInfo(zone))
    return at.astimezone(UTC) if here.fold else here


def definition(zone: str) -> Timezone | None:
    """The VTIMEZONE of a zone; None for one that has no rule here."""
    if zone in FIXED:
        hours, name = FIXED[zone]
        return built(zone, part(TimezoneStandard(), EVER, hours, hours, name))
    if zone not in US_RULES:
        return None
    hours, winter, summer = US_RULES[zone]
    return built(
        zone,
        part(TimezoneDaylight(), SPRING[0], hours, hours + 1, summer, SPRING[1]),
        part(TimezoneStandard(), AUTUMN[0], hours + 1, hours, winter, AUTUMN[1]),
    )


def built(zone: str, *parts: Component) -> Timezone:
    calendar = Timezone()
    calendar.add("tzid", zone)
    for each in parts:
        calendar.add_component(each)
    return calendar


def part(
    component: Component, since: datetime, before: int, after: int, name: str, rule: dict[str, Any] | None = None
) -> Component:
    component.add("dtstart", since)
    component.add("tzoffsetfrom", timedelta(hours=before))
    component.add("tzoffsetto", timedelta(hours=after))
    component.add("tzname", name)
    if rule:
        component.add("rrule", rule)
    return component
