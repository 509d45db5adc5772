"""A public hearing as those who hold it see it: what is heard where, its day, its speakers, and how it ended."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.events import hearings, ordering, planning, speaking
from campaigns.events.hearing_forms import DateForm, EndedForm, HearingForm, HearingTextForm
from campaigns.events.models import Event, Hearing
from campaigns.events.reminders import Told
from campaigns.events.views import missed_words, told_words
from campaigns.forms import Texts
from chapters import dates
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid, posted

HEARING = "campaigns/events/hearing.html"


def fetch(request: ChapterRequest, code: str) -> Event:
    event: Event = get_object_or_404(request.chapter.events.with_campaign(), code=code, kind=Event.Kind.HEARING)
    return event


@chapter_view(Can.SEE_EVENTS)
def hearing(request: ChapterRequest, code: str) -> HttpResponse:
    return render(request, HEARING, context_of(request, fetch(request, code)))


def context_of(request: ChapterRequest, event: Event) -> dict[str, Any]:
    found = hearings.of(event)
    lines = speaking.lines(event, request.role, minutes=found.minutes_each)
    points = speaking.covered(event, lines)
    return {
        "event": event,
        "hearing": found,
        "lines": lines,
        "points": points,
        "without": sum(line.slot.point_id is None for line in lines),
        "unsaid": sum(not n for _point, n in points),
        "minutes": sum(line.minutes or 0 for line in lines),
        "spoke": sum(line.slot.spoke_at is not None for line in lines),
        "has_begun": event.starts_at <= timezone.now(),
        "counted_on": event.rsvps.to_be_told().count(),
    }


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def hearing_edit(request: ChapterRequest, code: str) -> HttpResponse:
    event = fetch(request, code)
    with transaction.atomic():
        if request.method == "POST":
            ordering.hold(event)
        found = hearings.of(event)
        form = HearingForm(posted(request), instance=found, event=event)
        texts = Texts(HearingTextForm, found, request.chapter.languages, posted(request))
        if request.method == "POST" and all([form.is_valid(), texts.is_valid()]):
            form.save()
            texts.save(found)
            messages.success(request, _("Saved."))
            return redirect("campaigns:events_hearing", request.chapter.slug, code)
    context = {"event": event, "hearing": found, "form": form, "texts": texts}
    return ask(request, "campaigns/events/hearing_edit.html", context)


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def hearing_date(request: ChapterRequest, code: str) -> HttpResponse:
    """Another day, or none yet. `tell` is on the button, with the number of people."""
    event = fetch(request, code)
    form = DateForm(posted(request), event=event)
    if request.method == "POST" and event.cancelled_at is None and form.is_valid():
        told = planning.move(event, form.starts_at, form.ends_at, by=request.user, tell="tell" in request.POST)
        say_moved(request, told, form)
        return redirect("campaigns:events_hearing", request.chapter.slug, code)
    context = {"event": event, "form": form, "counted_on": event.rsvps.to_be_told().count()}
    return ask(request, "campaigns/events/hearing_date.html", context)


def say_moved(request: ChapterRequest, told: Told | None, form: DateForm) -> None:
    day = dates.spoken(form.starts_at, form.event.zone)
    words = (_("Saved: %(day)s.") % {"day": day}, told_words(told) if told else "")
    messages.success(request, " ".join(filter(None, words)))
    if told and told.missed:
        messages.warning(request, missed_words(told.missed))


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def hearing_ended(request: ChapterRequest, code: str) -> HttpResponse:
    """How it ended. What was put off goes on to its new day."""
    event = fetch(request, code)
    found = hearings.of(event)
    form = EndedForm(posted(request), hearing=found)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        moment = hearings.end(event, said["outcome"], said["outcome_on"], stage=said.get("stage", ""), by=request.user)
        messages.success(request, _("Saved. A draft for the story waits for you.") if moment else _("Saved."))
        if said["outcome"] == Hearing.Outcome.PUT_OFF:
            return redirect("campaigns:events_hearing_date", request.chapter.slug, code)
        return redirect("campaigns:events_hearing", request.chapter.slug, code)
    context = {"event": event, "hearing": found, "form": form}
    return ask(request, "campaigns/events/hearing_ended.html", context)


def ask(request: ChapterRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return invalid(request, template, context) if context["form"].is_bound else render(request, template, context)
