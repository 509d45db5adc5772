"""The dates of a series on one page: what each holds, one more, no more."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from campaigns.events import rules, series, standing
from campaigns.events.models import Event, Series
from campaigns.events.series_forms import DateForm
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid, posted

DATES = "campaigns/events/dates.html"
MOST = 120


@chapter_view(Can.SEE_EVENTS)
def dates(request: ChapterRequest, code: str) -> HttpResponse:
    """Coming ones, soonest first; or those that are over."""
    event, one = fetch(request, code)
    return show(request, event, one, DateForm(event=event))


@chapter_view(Can.HOLD_EVENTS, "POST")
def dates_add(request: ChapterRequest, code: str) -> HttpResponse:
    """One more date outside the rule."""
    event, one = fetch(request, code)
    form = DateForm(posted(request), event=event)
    if not series.pattern_of(one):
        form.add_error(None, _("Make the first date public. Then you can add others."))
    if not form.is_valid():
        return show(request, event, one, form)
    added = series.add_date(one, form.starts_at, form.ends_at, by=request.user)
    messages.success(request, _("The date is added."))
    return redirect("campaigns:events_dates", request.chapter.slug, added.code)


@chapter_view(Can.HOLD_EVENTS, "POST")
def dates_end(request: ChapterRequest, code: str) -> HttpResponse:
    _event, one = fetch(request, code)
    if series.end(one, by=request.user):
        messages.success(request, _("No more dates are made. Those on this page stay."))
    return redirect("campaigns:events_dates", request.chapter.slug, code)


def fetch(request: ChapterRequest, code: str) -> tuple[Event, Series]:
    ours = request.chapter.events.with_words().select_related("series")
    event: Event = get_object_or_404(ours, code=code)
    if event.series is None:
        raise Http404
    return event, event.series


def show(request: ChapterRequest, event: Event, one: Series, form: DateForm) -> HttpResponse:
    is_past = request.GET.get("show") == "past"
    rows = one.events.with_words()
    context = {
        "event": event,
        "series": one,
        "rule": rules.spoken(series.rule_of(one)),
        "is_past": is_past,
        "events": (rows.past() if is_past else rows.upcoming().with_turnout())[:MOST],
        "coming_every_time": 0 if event.keeps_no_attendance else standing.people(one),
        "form": form,
    }
    return invalid(request, DATES, context) if form.is_bound else render(request, DATES, context)
