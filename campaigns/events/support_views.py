"""Jail support: who was taken, whom to call, who is out. Each opening is written down in the list of who did what."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from campaigns.events import support as waiting
from campaigns.events.models import Event, SupportCase
from campaigns.events.support import CaseChangeForm, CaseForm
from chapters import audit
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.exports import page_response
from chapters.forms import posted

PAGE = "campaigns/events/support.html"


def fetch(request: ChapterRequest, code: str) -> Event:
    event: Event = get_object_or_404(request.chapter.events.with_words(), code=code)
    return event


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def support(request: ChapterRequest, code: str) -> HttpResponse:
    """The list, and a form to add somebody."""
    event = fetch(request, code)
    form = CaseForm(posted(request), event=event)
    if request.method == "POST" and form.is_valid():
        case = form.save()
        audit.record("support_added", chapter=request.chapter, by=request.user, subject=case)
        messages.success(request, _("Added. Call the person they named now."))
        return redirect("campaigns:events_support", request.chapter.slug, code)
    audit.record("support_opened", chapter=request.chapter, by=request.user, subject=event)
    context = {"event": event, "cases": waiting.cases(event), "form": form}
    return render(request, PAGE, context, status=422 if form.is_bound else 200)


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def support_case(request: ChapterRequest, code: str, case: str) -> HttpResponse:
    """Other words, or another state: "out", or "taken" after a wrong tap."""
    rows = request.chapter.support_cases.filter(event__code=code).select_related("event__chapter")
    found: SupportCase = get_object_or_404(rows, code=case)
    state = request.POST.get("state", "")
    form = CaseChangeForm(None if state else posted(request), instance=found)
    if state in SupportCase.State.values:
        waiting.set_state(found, state)
    elif request.method != "POST" or not form.is_valid():
        audit.record("support_opened", chapter=request.chapter, by=request.user, subject=found.event)
        context = {"event": found.event, "case": found, "form": form}
        return render(request, "campaigns/events/support_case.html", context, status=422 if form.is_bound else 200)
    else:
        form.save()
    audit.record("support_changed", chapter=request.chapter, by=request.user, subject=found)
    messages.success(request, _("Saved."))
    return redirect("campaigns:events_support", request.chapter.slug, code)


@chapter_view(Can.HOLD_EVENTS, "POST", fresh=True)
def support_print(request: ChapterRequest, code: str) -> HttpResponse:
    """On paper for the hand-off outside the jail."""
    event = fetch(request, code)
    cases = waiting.cases(event)
    context = {"event": event, "cases": cases}
    page = "campaigns/events/support_print.html"
    return page_response(request, page, context, what="support_cases", people=len(cases))
