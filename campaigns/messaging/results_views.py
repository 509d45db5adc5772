"""What a message came to, on a page and as files for a spreadsheet."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from campaigns.messaging import failures, numbers, reporting
from campaigns.messaging.compose_views import fetch
from campaigns.messaging.delivery_models import Delivery
from campaigns.messaging.forms import language_name
from campaigns.messaging.models import CallToAction
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.exports import csv_response, numbers_response

State = CallToAction.State
BEGUN = (State.SENDING, State.PAUSED, State.DONE, State.STOPPED)
CHANNELS = dict(Delivery._meta.get_field("channel").flatchoices)
# Who was left out for one of these is nobody's business, here as before sending.
UNSAID = ("opted_out", "asked_lately")


@chapter_view(Can.WRITE)
def results(request: ChapterRequest, code: str) -> HttpResponse:
    """Numbers only, and the same ones after the rows of people are forgotten."""
    call = fetch(request, code)
    if call.state not in BEGUN:
        return redirect("campaigns:messaging_open", request.chapter.slug, code)
    return render(request, "campaigns/messaging/results.html", {"call": call, "report": reporting.of(call)})


@chapter_view(Can.WRITE)
def results_numbers(request: ChapterRequest, code: str) -> HttpResponseBase:
    call = fetch(request, code)
    header = [_("How"), _("Language"), _("State"), _("Reason"), _("Messages"), _("Texts")]
    rows = (
        [
            CHANNELS[line.channel],
            language_name(line.language),
            Delivery.State(line.state).label,
            failures.words(line.reason),
            *(line.messages, line.segments if line.channel == "text" else 0),
            *(line.opened, line.answered, line.stopped),
        ]
        for line in numbers.of([call])[call.pk].lines
    )
    return numbers_response(
        filename=f"{request.chapter.slug}-{call.code}-numbers.csv",
        header=[*header, _("Tapped the link"), _("Answered"), _("Asked us to stop")],
        rows=rows,
    )


@chapter_view(Can.EXPORT, "POST", fresh=True)
def results_people(request: ChapterRequest, code: str) -> HttpResponseBase:
    """One line for each message to a person whose row is still there."""
    call = fetch(request, code)
    header = [_("Name"), _("How"), _("Language"), _("State"), _("Reason"), _("Tapped the link"), _("Answered")]
    return csv_response(
        request,
        filename=f"{request.chapter.slug}-{call.code}-people.csv",
        header=header,
        rows=lines(call),
        what="message_people",
        people=call.deliveries.count(),
    )


def lines(call: CallToAction) -> Iterator[list[Any]]:
    rows = call.deliveries.select_related("member").only(
        "member__name", "channel", "language", "state", "reason", "opened_at", "answered_at"
    )
    row: Any
    for row in rows.annotate(has_answered=numbers.has_answered()).order_by("pk").iterator(chunk_size=1000):
        yield [
            row.member.name if row.member else "",
            row.get_channel_display(),
            row.get_language_display(),
            row.get_state_display(),
            "" if row.reason in UNSAID else failures.words(row.reason),
            _("yes") if row.opened_at else _("no"),
            _("yes") if row.has_answered else _("no"),
        ]
