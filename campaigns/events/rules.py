"""The days on which a series meets: RRULEs of RFC 5545, as whole days of the place."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekdays
from django.utils.dates import WEEKDAYS
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from chapters import dates

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1
FAR = timedelta(days=400)  # a rule with no day in so long has ended
STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Rule:
    """Weekly on `weekdays` (Monday is 0) every `every` weeks; or, with `nth`, each month on the nth (1 to 4, or LAST)
    of its one weekday. It ends after `until`, or after `count` times, or never."""

    weekdays: tuple[int, ...]
    every: int = 1
    nth: int = 0
    until: date | None = None
    count: int | None = None

    @classmethod
    def parse(cls, text: str, zone: ZoneInfo) -> Self:
        """From the words of an RRULE; its UNTIL is UTC, ours is the day at the place."""
        parts = dict(part.split("=", 1) for part in text.split(";"))
        days = parts["BYDAY"].split(",")
        until = parts.get("UNTIL")
        return cls(
            weekdays=tuple(CODES.index(day[-2:]) for day in days),
            every=int(parts.get("INTERVAL", 1)),
            nth=int(days[0][:-2]) if parts["FREQ"] == "MONTHLY" else 0,
            until=datetime.strptime(until, STAMP).replace(tzinfo=UTC).astimezone(zone).date() if until else None,
            count=int(parts["COUNT"]) if "COUNT" in parts else None,
        )

    def text(self, zone: ZoneInfo) -> str:
        """As an RRULE, without DTSTART."""
        parts = {"FREQ": "MONTHLY" if self.nth else "WEEKLY"}
        if self.every > 1:
            parts["INTERVAL"] = str(self.every)
        parts["BYDAY"] = ",".join(f"{self.nth or ''}{CODES[day]}" for day in self.weekdays)
        if self.count:
            parts["COUNT"] = str(self.count)
        elif self.until:
            end = datetime.combine(self.until, time(23, 59, 59), zone).astimezone(UTC)
            parts["UNTIL"] = end.strftime(STAMP)
        return ";".join(f"{name}={value}" for name, value in parts.items())

    def days(self, first: date, until: date) -> Iterator[date]:
        """The days from `first`, which counts as day one, to `until`."""
        found = rrule(
            MONTHLY if self.nth else WEEKLY,
            dtstart=datetime.combine(first, time()),
            interval=self.every,
            wkst=weekdays[0],
            byweekday=[weekdays[day](self.nth) if self.nth else weekdays[day] for day in self.weekdays],
            count=self.count,
            until=None if self.count or not self.until else datetime.combine(self.until, time()),
        )
        for moment in found:
            if moment.date() > until:
                return
            yield moment.date()

    def goes_beyond(self, first: date, last: date) -> bool:
        """Is there a day after `last`? `first` counts as day one."""
        return any(day > last for day in self.days(first, last + FAR))

    def from_the(self, nth_day: int) -> Self:
        """The rest of it once `nth_day` days are over."""
        return replace(self, count=max(1, self.count - nth_day)) if self.count else self

    def ended(self, on: date) -> Self:
        return replace(self, count=None, until=on)


def nth_of(day: date) -> int:
    """1 for the first Monday of its month, up to 5."""
    return (day.day - 1) // 7 + 1


def is_last_of(day: date) -> bool:
    return (day + timedelta(days=7)).month != day.month


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


Move = Callable[[date], date]


def moved(rule: Rule, old: date, new: date) -> tuple[Rule, Move]:
    """The rule after one of its days went from `old` to `new`, and where each other day goes: in its own week or month,
    so that the others keep their order."""
    if rule.nth:
        return monthly_moved(rule, old, new)
    weeks = monday_of(new) - monday_of(old)

    def move(day: date) -> date:
        here = day + weeks
        return monday_of(here) + timedelta(days=new.weekday()) if day.weekday() == old.weekday() else here

    chosen = {*rule.weekdays} - {old.weekday()} | {new.weekday()}
    return replace(rule, weekdays=tuple(sorted(chosen))), move


def monthly_moved(rule: Rule, old: date, new: date) -> tuple[Rule, Move]:
    nth = LAST if nth_of(new) > 4 or (rule.nth == LAST and is_last_of(new)) else nth_of(new)
    months = (new.year - old.year) * 12 + new.month - old.month
    there = relativedelta(day=31 if nth == LAST else 1, weekday=weekdays[new.weekday()](nth))

    def move(day: date) -> date:
        return day + relativedelta(day=1, months=months) + there

    return replace(rule, weekdays=(new.weekday(),), nth=nth), move


# --- words -----------------------------------------------------------------------------------------


def nth_words(nth: int) -> str:
    return {
        1: pgettext("weekday of a month", "first"),
        2: pgettext("weekday of a month", "second"),
        3: pgettext("weekday of a month", "third"),
        4: pgettext("weekday of a month", "fourth"),
        LAST: pgettext("weekday of a month", "last"),
    }[nth]


def spoken(rule: Rule) -> str:
    """ "Every Tuesday and Thursday", "Every month on the first Monday, until June 1"."""
    days = get_text_list([str(WEEKDAYS[day]) for day in rule.weekdays], _("and"))
    if rule.nth:
        said = _("Every month on the %(nth)s %(day)s") % {"nth": nth_words(rule.nth), "day": days}
    elif rule.every > 1:
        said = _("Every %(n)s weeks on %(days)s") % {"n": rule.every, "days": days}
    else:
        said = _("Every %(days)s") % {"days": days}
    return f"{said}, {end_words(rule)}" if end_words(rule) else said


def end_words(rule: Rule) -> str:
    if rule.count:
        return ngettext("%(n)s time", "%(n)s times", rule.count) % {"n": rule.count}
    return _("until %(day)s") % {"day": dates.on_day(rule.until)} if rule.until else ""
