"""On paper: the sheet at the door, and slips to sign up that each person keeps to themselves."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.events import consents, door_list
from campaigns.events.consents import Question
from campaigns.events.models import Event, Rsvp
from chapters import dates
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.exports import page_response
from chapters.models import Channel

BLANK_LINES = 15
SLIPS, MOST_SLIPS = 8, 80


@dataclass(frozen=True)
class Printed:
    """One language of a sheet: its words, and the questions as they are agreed to."""

    language: str
    title: str
    when: str
    questions: list[Question]


@chapter_view(Can.HOLD_EVENTS, "GET", "POST", fresh=True)
def sheet(request: ChapterRequest, code: str) -> HttpResponse:
    """Who is expected, A to Z by first name, and blank lines. It leaves the house, so it is logged, and an address that
    is only opened leads to the button that prints it."""
    event = fetch(request, code)
    if request.method != "POST":
        return redirect("campaigns:events_at_the_door", request.chapter.slug, code)
    if event.keeps_no_attendance:
        messages.error(request, _("This event keeps no list of who came, so it has no sheet."))
        return redirect("campaigns:events_show", request.chapter.slug, code)
    rows = door_list.of_event(event).filter(state__in=Rsvp.HOLDS_SEAT)
    lines = [door_list.line(rsvp) for rsvp in rows]
    context = {
        "event": event,
        "lines": lines,
        "blanks": range(len(lines) + 1, len(lines) + 1 + BLANK_LINES),
        "languages": printed(event, [Channel.TEXT]),
    }
    return page_response(request, "campaigns/events/sheet.html", context, what="sign_in_sheet", people=len(lines))


@chapter_view(Can.HOLD_EVENTS)
def slips(request: ChapterRequest, code: str) -> HttpResponse:
    """One for each person, to cut apart: nobody reads what the person before wrote. Of a sensitive event the slip names
    the chapter only."""
    event = fetch(request, code)
    asked = request.GET.get("n", "")
    count = int(asked) if asked.isdecimal() and len(asked) < 4 else SLIPS
    context: dict[str, Any] = {
        "event": event,
        "slips": range(min(max(count, 1), MOST_SLIPS)),
        "languages": printed(event, Channel.values),
        "blanks": blanks(event),
        "url": public_address(event),
    }
    return render(request, "campaigns/events/slips.html", context)


def public_address(event: Event) -> str:
    if event.is_public and not event.keeps_no_attendance:
        return settings.PUBLIC_URL + reverse("campaigns:events_page", args=[event.code])
    return settings.PUBLIC_URL + reverse("campaigns:chapter", args=[event.chapter.slug])


def blanks(event: Event) -> list[list[tuple[str, str]]]:
    """What a slip asks for, in each language: [[("en", "Name"), ("es", "Nombre")], …]."""
    asked = (gettext_lazy("Name"), gettext_lazy("Mobile phone"), gettext_lazy("Email"), gettext_lazy("ZIP code"))
    return [[(code, in_words(words, code)) for code in event.chapter.languages] for words in asked]


def in_words(words: Any, code: str) -> str:
    with translation.override(code):
        return str(words)


def printed(event: Event, channels: list[Any]) -> list[Printed]:
    """In each language of the chapter."""
    return [in_language(event, code, channels) for code in event.chapter.languages]


def in_language(event: Event, code: str, channels: list[Any]) -> Printed:
    with translation.override(code):
        return Printed(
            code,
            str(event),
            dates.spoken(event.starts_at, event.zone),
            [consents.question_of(event.chapter, channel) for channel in channels],
        )


def fetch(request: ChapterRequest, code: str) -> Event:
    event: Event = get_object_or_404(request.chapter.events.with_words(), code=code)
    return event
