"""Watching a message go out, and the buttons that hold it: undo, pause, go on, stop."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.messaging import calling, citing, failures, next_steps
from campaigns.messaging import progress as where
from campaigns.messaging.compose_views import fetch, other_leads
from campaigns.messaging.models import CallToAction, SendGate
from campaigns.messaging.results import tally
from chapters.access import Can, ChapterRequest, chapter_view

PAGE = "campaigns/messaging/progress.html"
STOP = "campaigns/messaging/stop.html"
State = CallToAction.State


@chapter_view(Can.WRITE)
def progress(request: ChapterRequest, code: str) -> HttpResponse:
    """htmx asks for the numbers again every 5 seconds until the last one is final."""
    call = fetch(request, code)
    if call.is_editable:
        return redirect("campaigns:messaging_compose", request.chapter.slug, code)
    return render(request, f"{PAGE}#numbers" if request.htmx else PAGE, context(request, call))


def context(request: ChapterRequest, call: CallToAction) -> dict[str, Any]:
    numbers = where.of(call)
    answers = where.answers(call)
    moving = call.state in (*CallToAction.UNDER_WAY, State.ASKED) or numbers.on_the_way
    seconds = (call.starts_sending_at - timezone.now()).total_seconds() if call.starts_sending_at else 0
    return {
        "call": call,
        "numbers": numbers,
        "bill_changed": call.state == State.PAUSED and citing.newer(call),
        "paused_advice": failures.advice(call.paused_reason),
        "answers": answers,
        "answer_rows": answer_rows(answers),
        "failures": where.failures(call),
        "tally": tally(call),
        "asks_again": moving and (call.finished_at is None or (timezone.now() - call.finished_at).days < 1),
        "seconds_left": max(0, round(seconds)),
        "leads": other_leads(request),
        "next": partial(next_steps.of, call),
        "late_people": partial(next_steps.late_people, call),
        "closed_gate": SendGate.objects.filter(is_open=False).first(),
    }


def answer_rows(answers: where.Answers) -> list[tuple[str, int, str]]:
    """(what they said, how many, what we did)."""
    kinds = answers.kinds
    rows = [
        (_("Yes"), kinds["yes"], _("Written down, and thanked")),
        (_("No"), kinds["no"], _("Written down, no reminders")),
        (_("Done it"), kinds["done"], _("Counted, and thanked")),
        (_("Question"), answers.questions, _("In your replies")),
        (_("Thanks"), kinds["thanks"], _("Nothing to do")),
        (_("Stop"), kinds["stop"], _("Off our texts at once")),
    ]
    return [row for row in rows if row[1]]


def step(request: ChapterRequest, code: str, act: Callable[[CallToAction], str]) -> HttpResponse:
    """Take one step and say what came of it; when it cannot be taken, why."""
    call = fetch(request, code)
    try:
        messages.success(request, act(call))
    except calling.NotNow as error:
        messages.warning(request, str(error))
    return redirect("campaigns:messaging_open", request.chapter.slug, code)


@chapter_view(Can.SEND, "POST")
def undo(request: ChapterRequest, code: str) -> HttpResponse:
    def act(call: CallToAction) -> str:
        calling.undo(call, by=request.user)
        return _("Taken back. Nobody got anything. It is a draft again.")

    return step(request, code, act)


@chapter_view(Can.SEND, "POST")
def pause(request: ChapterRequest, code: str) -> HttpResponse:
    def act(call: CallToAction) -> str:
        calling.pause(call, by=request.user)
        return _("Paused. Nothing goes out until you go on.")

    return step(request, code, act)


@chapter_view(Can.SEND, "POST")
def resume(request: ChapterRequest, code: str) -> HttpResponse:
    def act(call: CallToAction) -> str:
        calling.resume(call, by=request.user)
        return _("It goes on.")

    return step(request, code, act)


@chapter_view(Can.SEND, "GET", "POST")
def stop(request: ChapterRequest, code: str) -> HttpResponse:
    """Asks first, with the number of people who are then left out."""
    call = fetch(request, code)
    if request.method == "GET":
        if call.state not in CallToAction.UNDER_WAY:
            return redirect("campaigns:messaging_open", request.chapter.slug, code)
        return render(request, STOP, {"call": call, "numbers": where.of(call)})

    def act(call: CallToAction) -> str:
        n = calling.stop(call, by=request.user)
        return ngettext("Stopped. %(n)s person is left out.", "Stopped. %(n)s people are left out.", n) % {"n": n}

    return step(request, code, act)
