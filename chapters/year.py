"""A year of a chapter in numbers. Each slice adds its own (`settings.YEAR`); no name and no address is among them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractMonth
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from chapters.models import Chapter


class Group(StrEnum):
    PEOPLE = "people"
    EVENTS = "events"
    MESSAGES = "messages"
    COLLECTED = "collected"


@dataclass(frozen=True)
class Figure:
    """One number of the year. `key` is the stable word of the file; `months` are the 12 it is made of, () for one that
    has none."""

    key: str
    group: Group
    words: str
    total: int
    months: tuple[int, ...] = ()


Provider = Callable[[Chapter, int], Iterable[Figure]]


def figures(chapter: Chapter, year: int) -> list[Figure]:
    providers: list[Provider] = [import_string(path) for path in settings.YEAR]
    return [figure for provider in providers for figure in provider(chapter, year)]


def span(chapter: Chapter, year: int) -> tuple[datetime, datetime]:
    """Midnight of January 1 where the chapter is, and that of the next."""
    return datetime(year, 1, 1, tzinfo=chapter.zone), datetime(year + 1, 1, 1, tzinfo=chapter.zone)


def by_month(rows: QuerySet[Any], column: str, *, chapter: Chapter, value: Any = None) -> tuple[int, ...]:
    """What `value` (the number of rows) comes to in each month of `column`, a moment, where the chapter is."""
    month = ExtractMonth(column, tzinfo=chapter.zone)
    found = rows.order_by().annotate(month=month).values_list("month").annotate(n=value or Count("pk"))
    return months_of(found)


def months_of(found: Iterable[Sequence[Any]]) -> tuple[int, ...]:
    """12 numbers from pairs of a month and a number."""
    counts = [0] * 12
    for month, number in found:
        counts[month - 1] += number or 0
    return tuple(counts)


def monthly(key: str, group: Group, words: str, months: tuple[int, ...]) -> Figure:
    return Figure(key, group, words, sum(months), months)


def people(chapter: Chapter, year: int) -> Iterable[Figure]:
    """How many there are, who is new, who said stop."""
    since, until = span(chapter, year)
    new = chapter.members.filter(created_at__gte=since, created_at__lt=until)
    there = chapter.members.filter(created_at__lt=until).count()
    yield Figure("people", Group.PEOPLE, _("People at the end of the year"), there)
    yield monthly("new_people", Group.PEOPLE, _("New people"), by_month(new, "created_at", chapter=chapter))
    said = chapter.consents.filter(at__gte=since, at__lt=until)
    yield Figure(
        "said_yes", Group.PEOPLE, _("Times someone said yes to hear from us"), said.filter(is_given=True).count()
    )
    yield Figure("said_no", Group.PEOPLE, _("Times someone said no"), said.filter(is_given=False).count())
    called = chapter.welcomes.filter(Q(outcome="reached"), ended_at__gte=since, ended_at__lt=until)
    yield Figure("welcomed", Group.PEOPLE, _("New people we called and reached"), called.count())
    done = chapter.decisions.filter(decided_on__year=year)
    yield Figure("decisions", Group.PEOPLE, _("Decisions written down"), done.count())
