"""The week of a chapter on one page, and what was decided."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid
from chapters.models import Decision
from chapters.week import READERS, sheet
from chapters.week_forms import DecisionForm

WEEK = "chapters/week.html"


@chapter_view(Can.RUN_CAMPAIGNS)
def week(request: ChapterRequest) -> HttpResponse:
    return render(request, WEEK, about(request, DecisionForm(chapter=request.chapter)))


def about(request: ChapterRequest, form: DecisionForm) -> dict[str, Any]:
    now = timezone.localtime(timezone=request.chapter.zone)
    may_get_it = request.role.kind in READERS
    return sheet(request.chapter, now) | {"form": form, "may_get_it": may_get_it}


@chapter_view(Can.RUN_CAMPAIGNS, "POST")
def decide(request: ChapterRequest) -> HttpResponse:
    """Write down what a meeting decided."""
    form = DecisionForm(request.POST, instance=Decision(written_by=request.user), chapter=request.chapter)
    if not form.is_valid():
        return invalid(request, WEEK, about(request, form))
    form.save()
    messages.success(request, _("Written down."))
    return redirect("chapters:week", request.chapter.slug)


@chapter_view(Can.RUN_CAMPAIGNS, "POST")
def decision_done(request: ChapterRequest, code: str) -> HttpResponse:
    """Done; it stays on the sheet for two weeks."""
    decision: Decision = get_object_or_404(request.chapter.decisions, code=code)
    decision.finish()
    messages.success(request, _("Done."))
    return redirect("chapters:week", request.chapter.slug)


@chapter_view(Can.RUN_CAMPAIGNS, "POST")
def week_by_email(request: ChapterRequest) -> HttpResponse:
    """Whether I get the sheet on Sundays."""
    request.role.has_week_sheet = "wants" in request.POST
    request.role.save(update_fields=["has_week_sheet", "updated_at"])
    told = _("You get no sheet by email.")
    if request.role.has_week_sheet:
        told = _("You get the sheet each Sunday at 5 pm.")
    messages.success(request, told)
    return redirect("chapters:week", request.chapter.slug)
