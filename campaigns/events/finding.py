"""Which public events fit: near a ZIP code, on some days, of a kind, with what a person needs. Only what anyone may see
is searched, and of the words only titles."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone

from campaigns.events.models import Event, EventQuerySet, EventText
from chapters.finding import UnknownZip, zips_around
from chapters.models import Chapter, Zip

# The index of public events goes by their start: nothing that began longer ago than this can still be on.
LONGEST = timedelta(days=366)
MOST_WORDS = 6
ACCENTED, PLAIN = "áàâäãéèêëíìîïóòôöõúùûüñç", "aaaaaeeeeiiiiooooouuuunc"
ACCESS = {
    "step_free": Q(is_step_free=True),
    "asl": Q(has_asl=True),
    "childcare": Q(has_childcare=True),
    "masks": Q(asks_masks=True),
    "transit": ~Q(transit=""),
}
IN_PERSON = ~Q(place="") | ~Q(address="")
ONLINE = ~Q(online_url="")


@dataclass(frozen=True)
class Around:
    """A circle around a ZIP code: its place as people say it, and the miles to each ZIP code inside."""

    code: str
    place: str
    radius: int
    miles: Mapping[str, float]

    @property
    def fits(self) -> Q:
        """An event that names no ZIP code is where its chapter is."""
        return Q(zip__in=self.miles) | Q(zip="", chapter__zip__in=self.miles)

    def to(self, event: Event) -> int | None:
        """Whole miles, at least 1; None for what has no place or lies outside."""
        away = self.miles.get(event.zip or event.chapter.zip)
        return None if away is None or not (event.place or event.address) else max(1, round(away))


def around(code: str, miles: int) -> Around:
    """Raises UnknownZip."""
    here = Zip.objects.filter(zip=code).first()
    if here is None:
        raise UnknownZip(code)
    said = set(Chapter.objects.open().filter(zip=code).exclude(place="").values_list("place", flat=True))
    place = said.pop() if len(said) == 1 else f"{here.place}, {here.state}"
    return Around(code, place, miles, zips_around(here, miles))


def coming() -> EventQuerySet:
    """Every event that anyone may find, soonest first."""
    rows = Event.objects.public().upcoming().filter(starts_at__gt=timezone.now() - LONGEST)
    return rows.filter(chapter__closed_at=None)


def matching(rows: EventQuerySet, said: Mapping[str, Any]) -> EventQuerySet:
    """`said` are cleaned words of `FindForm`; what it leaves out asks for nothing."""
    if said.get("chapter"):
        rows = rows.filter(chapter=said["chapter"])
    if said.get("kind"):
        rows = rows.filter(kind=said["kind"])
    if said.get("language"):
        rows = rows.filter(interpretation__contains=[said["language"]])
    for fact in said.get("access") or ():
        rows = rows.filter(ACCESS[fact])
    if said.get("where"):
        rows = rows.filter(ONLINE if said["where"] == "online" else IN_PERSON)
    if said.get("around"):
        rows = rows.filter(said["around"].fits)
    return titled(on_days(rows, said), said.get("q") or "")


# --- days ------------------------------------------------------------------------------------------


def on_days(rows: EventQuerySet, said: Mapping[str, Any]) -> EventQuerySet:
    """A day is the day of each event's own zone, so the same words mean the same evening everywhere."""
    when, since, until = said.get("when") or "", said.get("since"), said.get("until")
    if not (when or since or until):
        return rows
    zones = set(rows.order_by().values_list("timezone", flat=True).distinct())
    rows, fits = rows.dated(), Q(pk__in=[])
    for name in zones:
        zone = ZoneInfo(name)
        first, last = span(when, timezone.localdate(timezone=zone))
        first, last = max(filter(None, (first, since)), default=None), min(filter(None, (last, until)), default=None)
        in_zone = Q(timezone=name)
        if first:
            in_zone &= Q(ends_at__gt=datetime.combine(first, time(), zone))
        if last:
            in_zone &= Q(starts_at__lt=datetime.combine(last + timedelta(days=1), time(), zone))
        fits |= in_zone
    return rows.filter(fits)


def span(when: str, today: date) -> tuple[date | None, date | None]:
    """First and last day of "week", "weekend" or "month", from today on; a week ends on Sunday."""
    sunday = today + timedelta(days=6 - today.weekday())
    if when == "week":
        return today, sunday
    if when == "weekend":
        return sunday - timedelta(days=1), sunday
    if when == "month":
        return today, (today.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return None, None


# --- words -----------------------------------------------------------------------------------------


def titled(rows: EventQuerySet, words: str) -> EventQuerySet:
    """Whose title, in one of its languages, holds every word; accents do not matter."""
    wanted = plain(words).split()[:MOST_WORDS]
    if not wanted:
        return rows
    bare = Lower(Func(F("title"), Value(ACCENTED + ACCENTED.upper()), Value(PLAIN * 2), function="translate"))
    texts = EventText.objects.filter(parent=OuterRef("pk")).annotate(bare=bare)
    for word in wanted:
        texts = texts.filter(bare__contains=word)
    return rows.filter(Exists(texts))


def plain(words: str) -> str:
    parts = unicodedata.normalize("NFKD", words.lower())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


# --- pages -----------------------------------------------------------------------------------------


def once_a_series(rows: EventQuerySet) -> EventQuerySet:
    """Of the dates of a series that fit only the first, with `more_dates`: how many of them follow."""
    others = rows.order_by().filter(series=OuterRef("series"))
    later = others.filter(starts_at__gt=OuterRef("starts_at")).values("series").values(n=Count("pk"))
    first = ~Exists(others.filter(starts_at__lt=OuterRef("starts_at")))
    return rows.filter(first).annotate(more_dates=Coalesce(Subquery(later), 0))


def page_after(rows: EventQuerySet, code: str, size: int) -> tuple[list[Event], str]:
    """The events after the one of this code ("" for the first page), and the code to go on from, "" at the end."""
    if last := Event.objects.public().filter(code=code).first() if code.isalnum() else None:
        rows = rows.filter(Q(starts_at__gt=last.starts_at) | Q(starts_at=last.starts_at, pk__gt=last.pk))
    found = [*rows.with_words()[: size + 1]]
    return found[:size], found[size - 1].code if len(found) > size else ""


def not_full(rows: EventQuerySet) -> EventQuerySet:
    return rows.filter(Q(capacity=None) | Q(capacity__gt=F("seats_taken")))


def zips_of(events: Iterable[Event]) -> dict[str, Zip]:
    return Zip.objects.in_bulk({event.zip for event in events if event.zip})
