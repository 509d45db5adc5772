"""The program of an event: what happens when, who speaks, who brings whom, and the sheet it is run by."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from campaigns import district_turnout
from campaigns.events import cohosts, ordering, turnout
from campaigns.events import program as programs
from campaigns.events.models import DistrictGoal, Event, ProgramItem, Speaker
from campaigns.events.program_forms import (
    AnswerForm,
    DistrictForm,
    ItemForm,
    ItemTextForm,
    SpeakerForm,
    SpeakerTextForm,
)
from campaigns.forms import Texts
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid, posted

PROGRAM = "campaigns/events/program.html"


def fetch(request: ChapterRequest, code: str) -> Event:
    event: Event = get_object_or_404(request.chapter.events.with_campaign(), code=code)
    return event


def back(request: ChapterRequest, code: str, words: str = "") -> HttpResponse:
    if words:
        messages.success(request, words)
    return redirect("campaigns:events_program", request.chapter.slug, code)


@chapter_view(Can.SEE_EVENTS)
def program(request: ChapterRequest, code: str) -> HttpResponse:
    """By the clock; who was asked; pledges of partners and goals of districts beside who said yes."""
    return render(request, PROGRAM, context_of(request, fetch(request, code)))


def context_of(request: ChapterRequest, event: Event) -> dict[str, Any]:
    parts = programs.parts(event, request.role)
    speakers = event.speakers.with_words()
    return {
        "event": event,
        "parts": parts,
        "over": programs.minutes_over(event, parts),
        "speakers": [(speaker, programs.name_for(speaker, request.role)) for speaker in speakers],
        "waiting": sum(speaker.state == Speaker.State.ASKED for speaker in speakers),
        "answers": [pair for pair in Speaker.State.choices if pair[0] != Speaker.State.TO_ASK],
        "co_hosts": [] if event.keeps_no_attendance else cohosts.rows(event),
        "districts": district_turnout.count(event),
    }


@chapter_view(Can.HOLD_EVENTS)
def program_print(request: ChapterRequest, code: str) -> HttpResponse:
    """The run sheet: the clock, who is up, what whoever runs it must know, and what people need."""
    event = fetch(request, code)
    context = context_of(request, event) | {"numbers": turnout.numbers(event)}
    return render(request, "campaigns/events/run_sheet.html", context)


# --- parts -----------------------------------------------------------------------------------------


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def program_item_create(request: ChapterRequest, code: str) -> HttpResponse:
    event = fetch(request, code)
    return write_item(request, ProgramItem(chapter=request.chapter, event=event), event)


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def program_item(request: ChapterRequest, code: str, item: str) -> HttpResponse:
    event = fetch(request, code)
    found = get_object_or_404(event.program.select_related("speaker").prefetch_related("texts"), code=item)
    if "remove" in request.POST:
        found.delete()
        return back(request, code, _("Taken off the program."))
    return write_item(request, found, event)


def write_item(request: ChapterRequest, item: ProgramItem, event: Event) -> HttpResponse:
    form = ItemForm(posted(request), instance=item, event=event)
    texts = Texts(ItemTextForm, item, request.chapter.languages, posted(request))
    if request.method == "POST" and all([form.is_valid(), texts.is_valid()]):
        with transaction.atomic():
            if not item.pk:
                ordering.hold(event)
                item.order = ordering.next_place(event.program.all())
            form.save()
            texts.save(item)
        return back(request, event.code, _("Saved."))
    context = {"event": event, "item": item, "form": form, "texts": texts}
    return ask(request, "campaigns/events/program_item.html", context)


@chapter_view(Can.HOLD_EVENTS, "POST")
def program_item_move(request: ChapterRequest, code: str, item: str) -> HttpResponse:
    event = fetch(request, code)
    found = get_object_or_404(event.program, code=item)
    ordering.move(event, event.program.all(), found.code, earlier="later" not in request.POST)
    return back(request, code)


# --- speakers --------------------------------------------------------------------------------------


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def program_speaker_create(request: ChapterRequest, code: str) -> HttpResponse:
    event = fetch(request, code)
    return write_speaker(request, Speaker(chapter=request.chapter, event=event), event)


def speaker_of(event: Event, code: str) -> Speaker:
    found: Speaker = get_object_or_404(event.speakers.with_words(), code=code)
    return found


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def program_speaker(request: ChapterRequest, code: str, speaker: str) -> HttpResponse:
    event = fetch(request, code)
    found = speaker_of(event, speaker)
    if "remove" in request.POST:
        found.delete()
        return back(request, code, _("%(name)s is off the list of speakers.") % {"name": found})
    return write_speaker(request, found, event)


def write_speaker(request: ChapterRequest, speaker: Speaker, event: Event) -> HttpResponse:
    form = SpeakerForm(posted(request), instance=speaker, event=event)
    texts = Texts(SpeakerTextForm, speaker, request.chapter.languages, posted(request))
    if request.method == "POST" and all([form.is_valid(), texts.is_valid()]):
        with transaction.atomic():
            form.save()
            texts.save(speaker)
        return back(request, event.code, _("Saved."))
    context = {"event": event, "speaker": speaker, "form": form, "texts": texts}
    return ask(request, "campaigns/events/program_speaker.html", context)


@chapter_view(Can.HOLD_EVENTS, "POST")
def program_speaker_answer(request: ChapterRequest, code: str, speaker: str) -> HttpResponse:
    """One tap: asked today, yes, no, no answer."""
    event = fetch(request, code)
    found, form = speaker_of(event, speaker), AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say what they answered: press one of the buttons."))
        return invalid(request, PROGRAM, context_of(request, event))
    programs.answer(found, form.cleaned_data["state"], by=request.user)
    return back(request, code, _("Written down: %(name)s.") % {"name": programs.name_for(found, request.role)})


# --- districts -------------------------------------------------------------------------------------


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def program_district_create(request: ChapterRequest, code: str) -> HttpResponse:
    event = fetch(request, code)
    return write_district(request, DistrictGoal(chapter=request.chapter, event=event), event)


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def program_district(request: ChapterRequest, code: str, district: str) -> HttpResponse:
    event = fetch(request, code)
    found = get_object_or_404(event.district_goals, code=district)
    if "remove" in request.POST:
        found.delete()
        return back(request, code, _("The goal is gone."))
    return write_district(request, found, event)


def write_district(request: ChapterRequest, district: DistrictGoal, event: Event) -> HttpResponse:
    form = DistrictForm(posted(request), instance=district, event=event)
    if request.method == "POST" and form.is_valid():
        form.save()
        return back(request, event.code, _("Saved."))
    context = {"event": event, "district": district, "form": form}
    return ask(request, "campaigns/events/program_district.html", context)


def ask(request: ChapterRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return invalid(request, template, context) if context["form"].is_bound else render(request, template, context)
