"""Bringing published officials in through the browser; the command `load_officials` does the same."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render

from campaigns.advocacy import loading, published_files
from campaigns.advocacy.load_forms import LoadForm
from chapters import audit
from chapters.access import Can, ChapterRequest, chapter_view

SHOWN = 50


@chapter_view(Can.SET_UP, "GET", "POST")
def officials_load(request: ChapterRequest) -> HttpResponse:
    """Choose files, and read what came of them: counts, and what could not be taken by file and line."""
    form = LoadForm(request.POST, request.FILES) if request.method == "POST" else LoadForm()
    if not form.is_bound or not form.is_valid():
        return answer(request, {"form": form}, form.status if form.is_bound else 200)
    only_look = form.cleaned_data["only_look"]
    with transaction.atomic():
        report = loading.load(request.chapter, published_files.read(form.read()), only_look=only_look)
        if not only_look and report.new + report.changed:
            audit.record(
                "officials_loaded", chapter=request.chapter, by=request.user, new=report.new, changed=report.changed
            )
    context = {
        "form": LoadForm(),
        "report": report,
        "only_look": only_look,
        "problems": [*report.problems, *report.notes][:SHOWN],
        "more": max(0, len(report.problems) + len(report.notes) - SHOWN),
    }
    return answer(request, context, 200 if report.total else 422)


def answer(request: ChapterRequest, context: dict[str, object], status: int) -> HttpResponse:
    return render(request, "campaigns/advocacy/officials_load.html", context, status=status)
