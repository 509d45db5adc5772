"""Holding events: the list, the form, and who is coming."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.events import cohosts, host_links, public, series, series_edits, support, turnout
from campaigns.events.asked import Asked
from campaigns.events.forms import CallOffForm
from campaigns.events.models import Event, Scope
from campaigns.events.planning import Kept
from campaigns.events.reminders import Told
from campaigns.events.series_edits import Before, apart_count, reach
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid, posted
from chapters.members.filters import language_name

LIST = "campaigns/events/list.html"
EDIT = "campaigns/events/edit.html"
SHOW = "campaigns/events/show.html"
PAGE = 25


@chapter_view(Can.SEE_EVENTS)
def list(request: ChapterRequest) -> HttpResponse:
    """What is coming, soonest first; or what is over, latest first."""
    ours = request.chapter.events.with_campaign()
    drafts = ours.drafts()
    is_past = request.GET.get("show") == "past"
    rows = ours.past() if is_past else ours.upcoming().once_a_series().exclude(pk__in=drafts.values("pk").order_by())
    rows = rows if is_past else rows.with_turnout()
    if last := request.chapter.events.filter(code=request.GET.get("after", "")).first():
        rows = rows.filter(**{"starts_at__lt" if is_past else "starts_at__gt": last.starts_at})
    page = [*rows[: PAGE + 1]]
    context = {
        "events": page[:PAGE],
        "is_past": is_past,
        "drafts": [] if is_past else drafts[:PAGE],
        "first": next((event for event in page if event.is_open), None),
        "next": page[PAGE - 1].code if len(page) > PAGE else "",
        "has_any": bool(page) or request.chapter.events.exists(),
        "with_us": [] if is_past else cohosts.with_us(request.chapter),
    }
    return render(request, LIST, context)


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def create(request: ChapterRequest) -> HttpResponse:
    """A blank form, or with `?copy=` one filled in like an event that we held; `?day=` says when."""
    campaign = request.chapter.campaigns.filter(code=request.GET.get("campaign", "")).first()
    source = request.chapter.events.with_words().filter(code=request.GET.get("copy", "")).first()
    campaign = source.campaign if source and not campaign else campaign
    event = Event(chapter=request.chapter, campaign=campaign)
    asked = Asked(posted(request), event, like=source, day=day_of(request.GET.get("day", "")))
    if request.method == "POST" and asked.is_valid():
        return saved(request, asked, asked.keep(None, by=request.user, publish="publish" in request.POST))
    return ask(request, event, asked)


def day_of(address: str) -> date | None:
    """Of an address that says `?day=2026-10-05`; None when it says anything else."""
    try:
        return parse_date(address)
    except ValueError:
        return None


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def edit(request: ChapterRequest, code: str) -> HttpResponse:
    with transaction.atomic():
        ours = request.chapter.events.with_words()
        if request.method == "POST":
            hold_series(request, code)
            ours = ours.select_for_update(of=("self",), no_key=True)
        event: Event = get_object_or_404(ours, code=code)
        before = Before.of(event)
        asked = Asked(posted(request), event)
        if request.method == "POST" and asked.is_valid(before):
            return saved(request, asked, asked.keep(before, by=request.user, publish="publish" in request.POST))
    return ask(request, fetch(request, code), asked)


def hold_series(request: ChapterRequest, code: str) -> None:
    """Its row is locked before any of its events, by everybody in this order."""
    if one := request.chapter.series.filter(events__code=code).first():
        series.held(one)


def ask(request: ChapterRequest, event: Event, asked: Asked) -> HttpResponse:
    counted_on = event.rsvps.to_be_told().count() if event.pk else 0
    context = {"event": event, "counted_on": counted_on, **asked.context()}
    if asked.scope:
        context |= {"reach": reach(event), "apart": apart_count(event)}
    return invalid(request, EDIT, context) if asked.form.is_bound else render(request, EDIT, context)


def saved(request: ChapterRequest, asked: Asked, kept: Kept) -> HttpResponse:
    if kept.is_now_public:
        messages.success(request, _("Saved. The page is public now."))
    elif kept.told:
        messages.success(request, _("Saved.") + " " + told_words(kept.told))
    elif kept.is_moved:
        messages.success(request, _("Saved. Nobody was told about the change."))
    else:
        messages.success(request, _("Saved."))
    if kept.told and kept.told.missed:
        messages.warning(request, missed_words(kept.told.missed))
    for note in (*asked.form.notes, *asked.notes):
        messages.info(request, note)
    return redirect("campaigns:events_show", request.chapter.slug, kept.event.code)


def told_words(told: Told) -> str:
    return ngettext("We tell %(n)s person.", "We tell %(n)s people.", told.count) % {"n": told.count}


def missed_words(missed: int) -> str:
    return ngettext(
        "%(n)s person cannot be told in time: they stopped messages, or it is night before it begins. Please call.",
        "%(n)s people cannot be told in time: they stopped messages, or it is night before it begins. Please call.",
        missed,
    ) % {"n": missed}


def fetch(request: ChapterRequest, code: str) -> Event:
    event: Event = get_object_or_404(request.chapter.events.with_campaign(), code=code)
    return event


@chapter_view(Can.SEE_EVENTS)
def show(request: ChapterRequest, code: str) -> HttpResponse:
    """Who is coming. htmx asks for the numbers again, every 10 seconds."""
    event = fetch(request, code)
    context: dict[str, Any] = public.page_context(event) | {
        "numbers": turnout.numbers(event, request.GET.get("seen", "")),
        "previews": [(language, language_name(language)) for language in request.chapter.languages],
    }
    if request.htmx:
        return render(request, f"{SHOW}#numbers", context)
    if turnout.may_see_list(event, request.role):
        context["guests"], context["next"] = turnout.coming(event, request.role, request.GET.get("after", ""))
        context["waiting"] = turnout.waiting(event, request.role)
        context["asking"] = turnout.asking(event, request.role)
        context["doubtful"] = turnout.doubtful(event, request.role)
    context["jobs"] = event.shifts.all()
    context["co_hosts"] = cohosts.rows(event)
    context["host_keys"] = host_links.shown(event)
    context["calls"] = event.calls_to_action.order_by("-id")[:PAGE]
    context["counted_on"] = event.rsvps.to_be_told().count()
    context["roles"] = support.roles(event) if event.is_direct_action else None
    return render(request, SHOW, context)


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def call_off(request: ChapterRequest, code: str) -> HttpResponse:
    """One question, with the number of people on the button; of a series also how far it reaches."""
    event = fetch(request, code)
    form = CallOffForm(posted(request))
    if request.method == "POST" and form.is_valid():
        scope, tell = form.cleaned_data["scope"] or Scope.ONE, form.cleaned_data["tell"]
        if done := series_edits.call_off(event, scope, by=request.user, tell=tell):
            say_called_off(request, *done)
        return redirect("campaigns:events_show", request.chapter.slug, code)
    context = {"event": event, "counted_on": event.rsvps.to_be_told().count(), "reach": reach(event)}
    return render(request, "campaigns/events/call_off.html", context, status=422 if form.is_bound else 200)


def say_called_off(request: ChapterRequest, total: int, told: Told) -> None:
    done = _("The event is called off.") if total == 1 else _("%(n)s dates are called off.") % {"n": total}
    messages.success(request, " ".join(filter(None, (done, told_words(told) if told.count else ""))))
    if told.missed:
        messages.warning(request, missed_words(told.missed))
