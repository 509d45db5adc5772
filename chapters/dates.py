"""Dates, times and waits as a person would say them, in the language that is active.

A zone is a ZoneInfo or a name such as "America/Los_Angeles"; an empty one means the active time zone.
What has no date yet begins at `NOT_SET`, which is said as "Date not set" and sorts after everything else.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

Zone = str | ZoneInfo
NOT_SET = datetime(3000, 1, 1, 20, tzinfo=UTC)
HOUR, DAY, WEEK, MONTH, YEAR = 3600, 86_400, 604_800, 2_629_800, 31_557_600


def local(at: datetime, zone: Zone = "") -> datetime:
    return timezone.localtime(at, ZoneInfo(zone) if isinstance(zone, str) and zone else zone or None)


def is_set(at: datetime) -> bool:
    """Shifts and ends of what has no date lie some hours around it."""
    return at < NOT_SET - timedelta(days=30)


def day(at: datetime, zone: Zone = "") -> str:
    """ "Thursday, October 5"; with the year when it is not this one."""
    if not is_set(at):
        return _("Date not set")
    here = local(at, zone)
    if here.year == local(timezone.now(), zone).year:
        return dateformat.format(here, pgettext("a date, in the letters of Django's date filter", "l, F j"))
    return dateformat.format(here, pgettext("a date with its year, in the same letters", "l, F j, Y"))


def on_weekday(on: date) -> str:
    """ "Thursday, October 5" for a day without an hour."""
    return day(datetime.combine(on, time(12), timezone.get_current_timezone()))


def weekday(at: datetime, zone: Zone = "") -> str:
    """ "Thursday"."""
    return dateformat.format(local(at, zone), "l")


def on_day(on: date, *, exact: bool = True) -> str:
    """ "August 30", "August 30, 2017"; "August" or "August 2017" when not exact to the day."""
    this_year = on.year == timezone.localdate().year
    if not exact:
        letters = pgettext("a month", "F") if this_year else pgettext("a month and its year", "F Y")
    elif this_year:
        letters = pgettext("a date without its weekday", "F j")
    else:
        letters = pgettext("a date with its year, without its weekday", "F j, Y")
    return dateformat.format(on, letters)


def clock(at: datetime, zone: Zone = "", *, half: bool = True) -> str:
    """ "6:30 pm", "7 pm"; without am or pm when `half` is off."""
    here = local(at, zone)
    minutes = f":{here.minute:02}" if here.minute else ""
    suffix = (" am" if here.hour < 12 else " pm") if half else ""
    return f"{here.hour % 12 or 12}{minutes}{suffix}"


def spoken(at: datetime, zone: Zone = "") -> str:
    """ "Thursday, October 5, 6:30 pm"."""
    if not is_set(at):
        return _("Date not set")
    return f"{day(at, zone)}, {clock(at, zone)}"


def deadline(at: datetime, zone: Zone = "") -> str:
    """ "Thursday, October 5" for what ends with that day, at midnight; "Thursday, October 5, 6:30 pm" otherwise."""
    return spoken(at, zone) if local(at, zone).time() != time() else day(at - timedelta(minutes=1), zone)


def hours(starts: datetime, ends: datetime | None, zone: Zone = "") -> str:
    """ "6:30 to 8:30 pm"; an end on another day says which; "" without a date."""
    if not is_set(starts):
        return ""
    if ends is None:
        return clock(starts, zone)
    first, last = local(starts, zone), local(ends, zone)
    if first.date() != last.date():
        return _("%(start)s to %(end)s") % {"start": clock(starts, zone), "end": spoken(ends, zone)}
    same_half = (first.hour < 12) == (last.hour < 12)
    return _("%(start)s to %(end)s") % {"start": clock(starts, zone, half=not same_half), "end": clock(ends, zone)}


def short(at: datetime, zone: Zone = "") -> str:
    """ "Thu Oct 5, 6:30 pm": for texts, where each letter costs."""
    if not is_set(at):
        return pgettext("a text about an event", "date not set")
    here = local(at, zone)
    leaf = dateformat.format(here, pgettext("a short date, in the letters of Django's date filter", "D M j"))
    return f"{leaf}, {clock(at, zone)}"


def wait(seconds: float | timedelta) -> str:
    """ "40 min", "5 hours", "3 days": one unit, rounded down."""
    if isinstance(seconds, timedelta):
        seconds = seconds.total_seconds()
    if seconds < HOUR:
        return _("%(n)s min") % {"n": max(1, int(seconds // 60))}
    if seconds < 2 * DAY:
        n = int(seconds // HOUR)
        return ngettext("%(n)s hour", "%(n)s hours", n) % {"n": n}
    if seconds < 2 * WEEK:
        n = int(seconds // DAY)
        return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}
    return _long_wait(seconds)


def _long_wait(seconds: float) -> str:
    if seconds < 2 * MONTH:
        n = int(seconds // WEEK)
        return ngettext("%(n)s week", "%(n)s weeks", n) % {"n": n}
    if seconds < 2 * YEAR:
        n = int(seconds // MONTH)
        return ngettext("%(n)s month", "%(n)s months", n) % {"n": n}
    n = int(seconds // YEAR)
    return ngettext("%(n)s year", "%(n)s years", n) % {"n": n}


def ago(at: datetime) -> str:
    """ "5 hours ago"."""
    return _("%(wait)s ago") % {"wait": wait(timezone.now() - at)}
