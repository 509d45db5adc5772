"""Holding events: the list, the form, and who is coming."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.events import cohosts, host_links, planning, public, turnout
from campaigns.events.forms import CallOffForm, EventForm, EventTextForm
from campaigns.events.models import Event
from campaigns.events.planning import Kept
from campaigns.events.reminders import Told
from campaigns.forms import Texts
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid, posted

LIST = "campaigns/events/list.html"
EDIT = "campaigns/events/edit.html"
SHOW = "campaigns/events/show.html"
PAGE = 25


@chapter_view(Can.SEE_EVENTS)
def list(request: ChapterRequest) -> HttpResponse:
    """What is coming, soonest first; or what is over, latest first."""
    ours = request.chapter.events.with_campaign()
    is_past = request.GET.get("show") == "past"
    rows = ours.past() if is_past else ours.upcoming()
    if last := request.chapter.events.filter(code=request.GET.get("after", "")).first():
        rows = rows.filter(**{"starts_at__lt" if is_past else "starts_at__gt": last.starts_at})
    page = [*rows[: PAGE + 1]]
    context = {
        "events": page[:PAGE],
        "is_past": is_past,
        "first": next((event for event in page if event.is_open), None),
        "next": page[PAGE - 1].code if len(page) > PAGE else "",
        "has_any": bool(page) or request.chapter.events.exists(),
        "with_us": [] if is_past else cohosts.with_us(request.chapter),
    }
    return render(request, LIST, context)


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def create(request: ChapterRequest) -> HttpResponse:
    campaign = request.chapter.campaigns.filter(code=request.GET.get("campaign", "")).first()
    event = Event(chapter=request.chapter, campaign=campaign)
    initial = {"zip": request.chapter.zip}
    form = EventForm(posted(request), instance=event, chapter=request.chapter, initial=initial)
    texts = Texts(EventTextForm, event, request.chapter.languages, posted(request))
    if request.method == "POST" and valid(form, texts):
        return saved(request, planning.keep(form, texts, None, by=request.user, publish="publish" in request.POST))
    return ask(request, event, form, texts)


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def edit(request: ChapterRequest, code: str) -> HttpResponse:
    with transaction.atomic():
        ours = request.chapter.events.with_words()
        if request.method == "POST":
            ours = ours.select_for_update(of=("self",))
        event: Event = get_object_or_404(ours, code=code)
        before = planning.when_and_where(event)
        form = EventForm(posted(request), instance=event, chapter=request.chapter)
        texts = Texts(EventTextForm, event, request.chapter.languages, posted(request))
        if request.method == "POST" and valid(form, texts):
            publish = "publish" in request.POST
            return saved(request, planning.keep(form, texts, before, by=request.user, publish=publish))
    return ask(request, fetch(request, code), form, texts)


def valid(form: EventForm, texts: Texts) -> bool:
    """Both are asked, so that all mistakes are shown at once."""
    both = form.is_valid(), texts.is_valid()
    return all(both)


def ask(request: ChapterRequest, event: Event, form: EventForm, texts: Texts) -> HttpResponse:
    counted_on = event.rsvps.to_be_told().count() if event.pk else 0
    context = {"event": event, "form": form, "texts": texts, "counted_on": counted_on}
    return invalid(request, EDIT, context) if form.is_bound else render(request, EDIT, context)


def saved(request: ChapterRequest, kept: Kept) -> HttpResponse:
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
    }
    if request.htmx:
        return render(request, f"{SHOW}#numbers", context)
    if turnout.may_see_list(event, request.role):
        context["guests"], context["next"] = turnout.coming(event, request.role, request.GET.get("after", ""))
        context["waiting"] = turnout.waiting(event, request.role)
    context["co_hosts"] = cohosts.rows(event)
    context["host_keys"] = host_links.shown(event)
    context["calls"] = event.calls_to_action.order_by("-id")[:PAGE]
    context["counted_on"] = event.rsvps.to_be_told().count()
    return render(request, SHOW, context)


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def call_off(request: ChapterRequest, code: str) -> HttpResponse:
    """One question, with the number of people on the button."""
    event = fetch(request, code)
    form = CallOffForm(posted(request))
    if request.method == "POST" and form.is_valid():
        told = planning.call_off(event, by=request.user, tell=form.cleaned_data["tell"])
        if told:
            words = (_("The event is called off."), told_words(told) if told.count else "")
            messages.success(request, " ".join(filter(None, words)))
        if told and told.missed:
            messages.warning(request, missed_words(told.missed))
        return redirect("campaigns:events_show", request.chapter.slug, code)
    context = {"event": event, "counted_on": event.rsvps.to_be_told().count()}
    return render(request, "campaigns/events/call_off.html", context, status=422 if form.is_bound else 200)
