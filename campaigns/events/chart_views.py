"""Turnout over the chapter's events, on a page and as a file for a spreadsheet."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaigns.events import turnout_chart
from campaigns.events.models import Event
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.dates import local
from chapters.exports import numbers_response


def kind_of(request: ChapterRequest) -> str:
    """The kind asked for; "" for all, also when there is no such kind."""
    kind = request.GET.get("kind", "")
    return kind if kind in Event.Kind.values else ""


@chapter_view(Can.SEE_EVENTS)
def turnout(request: ChapterRequest) -> HttpResponse:
    kind = kind_of(request)
    found = turnout_chart.lines(request.chapter, kind)
    kinds = [(value, capfirst(Event.Kind(value).label)) for value in turnout_chart.kinds_of(request.chapter)]
    context = {
        "lines": found,
        "finding": turnout_chart.finding(found),
        "drawing": turnout_chart.drawing(found),
        "kinds": kinds,
        "kind": kind,
        "shown": turnout_chart.SHOWN,
    }
    return render(request, "campaigns/events/turnout.html", context)


@chapter_view(Can.SEE_EVENTS)
def turnout_numbers(request: ChapterRequest) -> HttpResponseBase:
    """Tells how many and never who."""
    header = [_("Date"), _("Event"), _("Kind"), _("Seats"), _("Said yes"), _("Came"), _("Came of 10 who said yes")]
    rows = [
        [
            f"{local(line.event.starts_at, line.event.zone):%Y-%m-%d}",
            line.event,
            line.event.get_kind_display(),
            "" if line.event.capacity is None else line.event.capacity,
            *(line.yes, line.came, line.per_ten, line.collected),
        ]
        for line in turnout_chart.lines(request.chapter, kind_of(request), most=None)
    ]
    return numbers_response(
        filename=f"{request.chapter.slug}-turnout.csv", header=[*header, _("What was collected")], rows=rows
    )
