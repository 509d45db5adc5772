"""The report of a year: a page to print, and its numbers as a file."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from chapters.access import Can, ChapterRequest, chapter_view
from chapters.exports import numbers_response
from chapters.models import Chapter
from chapters.year import Figure, Group, figures


def titled(group: Group) -> str:
    return {
        Group.PEOPLE: _("Our people"),
        Group.EVENTS: _("Events"),
        Group.MESSAGES: _("Messages"),
        Group.COLLECTED: _("What we collected"),
    }[group]


def known(chapter: Chapter, year: int) -> int:
    """Raises Http404 for a year before the chapter was here or still to come."""
    this = timezone.localdate(timezone=chapter.zone).year
    if not 2000 <= year <= this:
        raise Http404
    return this


@chapter_view(Can.RUN_CAMPAIGNS)
def year(request: ChapterRequest, year: int) -> HttpResponse:
    this = known(request.chapter, year)
    found = figures(request.chapter, year)
    context = {
        "year": year,
        "before": year - 1 if year > 2000 else None,
        "after": year + 1 if year < this else None,
        "headline": headline(found, year),
        "groups": groups(found),
        "is_now": year == this,
    }
    return render(request, "chapters/year.html", context)


def headline(found: list[Figure], year: int) -> str:
    """The finding of the year in one sentence."""
    totals = {figure.key: figure.total for figure in found}
    if not totals.get("events"):
        return _("Our year %(year)s in numbers") % {"year": year}
    words = _("%(year)s: %(events)s events, %(came)s times someone came")
    return words % {"year": year, "events": totals["events"], "came": totals["came"]}


def groups(found: list[Figure]) -> list[dict[str, Any]]:
    """Each with its plain numbers, and those that have months with one bar for each."""
    names = [dateformat.format(date(2017, month, 1), "M") for month in range(1, 13)]
    parts = []
    for group in Group:
        own = [figure for figure in found if figure.group == group]
        charts = [
            {"figure": one, "most": max(one.months), "rows": list(zip(names, one.months, strict=True))}
            for one in own
            if one.months and one.total
        ]
        parts.append({"title": titled(group), "figures": own, "charts": charts})
    return [part for part in parts if part["figures"]]


@chapter_view(Can.RUN_CAMPAIGNS)
def year_numbers(request: ChapterRequest, year: int) -> HttpResponseBase:
    """The same numbers for a spreadsheet; nobody is named."""
    known(request.chapter, year)
    header = [_("what"), _("words"), _("all"), *range(1, 13)]
    rows = [[one.key, one.words, one.total, *one.months] for one in figures(request.chapter, year)]
    return numbers_response(filename=f"{request.chapter.slug}-{year}.csv", header=header, rows=rows)
