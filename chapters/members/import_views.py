"""Bringing in a list: choose a file, say what it means, look, say yes, watch it come in."""

import json
from collections import Counter
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chapters import audit
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.exports import csv_response
from chapters.forms import invalid
from chapters.members import importing, own_columns
from chapters.members.import_forms import ColumnsForm, KnownForm, LettersForm, UploadForm
from chapters.members.import_models import Import, ImportRow
from chapters.members.previewing import preview

UPLOAD = "chapters/members/upload.html"
COLUMNS = "chapters/members/columns.html"
INCOMING = "chapters/members/incoming.html"
OPEN = (Import.State.UPLOADED, Import.State.MAPPED)
SHOWN = 10
MOST_KEPT = 200
State = ImportRow.State


@chapter_view(Can.IMPORT, "GET", "POST")
def upload(request: ChapterRequest) -> HttpResponse:
    """Choose a file; the lists of before stand below."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        incoming = form.save(chapter=request.chapter, by=request.user)
        return redirect("chapters:members_columns", request.chapter.slug, incoming.code)
    before = request.chapter.imports.exclude(state=Import.State.CANCELLED).defer("content")[:SHOWN]
    return render(request, UPLOAD, {"form": form, "before": before}, status=form.status if form.is_bound else 200)


@chapter_view(Can.IMPORT, "GET", "POST")
def columns(request: ChapterRequest, code: str) -> HttpResponse:
    """What each column means, and what people said yes to."""
    incoming = get_object_or_404(request.chapter.imports, code=code)
    if incoming.state not in OPEN:
        return redirect(here(request, incoming))
    form = ColumnsForm(request.POST or None, incoming=incoming)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            importing.begin(incoming)
        return redirect(here(request, incoming))
    context = {"form": form, "letters": LettersForm(incoming=incoming), "incoming": incoming}
    return invalid(request, COLUMNS, context) if form.is_bound else render(request, COLUMNS, context)


@chapter_view(Can.IMPORT, "POST")
def letters(request: ChapterRequest, code: str) -> HttpResponse:
    """Read the same bytes as other letters."""
    incoming = get_object_or_404(request.chapter.imports.filter(state__in=OPEN), code=code)
    form = LettersForm(request.POST, incoming=incoming)
    if form.is_valid():
        form.save()
        return redirect("chapters:members_columns", request.chapter.slug, incoming.code)
    context = {"form": ColumnsForm(incoming=incoming), "letters": form, "incoming": incoming}
    return invalid(request, COLUMNS, context)


@chapter_view(Can.IMPORT)
def incoming(request: ChapterRequest, code: str) -> HttpResponse:
    """Where a list stands: being read, waiting for a yes, coming in, done. htmx asks for the news only."""
    found = fetch(request, code)
    if found.state == Import.State.UPLOADED:
        return redirect("chapters:members_columns", request.chapter.slug, found.code)
    return render(request, f"{INCOMING}#news" if request.htmx else INCOMING, standing(request, found))


def fetch(request: ChapterRequest, code: str) -> Import:
    return get_object_or_404(request.chapter.imports.defer("content"), code=code)


def standing(request: ChapterRequest, found: Import) -> dict[str, Any]:
    """What the page about a list says: numbers by kind of row, who is in it, and the first problems."""
    tally = Counter(dict(found.rows.order_by().values_list("state").annotate(Count("pk"))))
    context: dict[str, Any] = {"incoming": found, "tally": tally, "problems": bad_rows(found)[:SHOWN]}
    if found.state == Import.State.MAPPED:
        context["preview"] = preview(found, request.GET.get("show", ""), request.GET.get("after", ""))
        notices = found.rows.exclude(state=State.BAD).exclude(problem="")
        context |= {"notices": notices[:SHOWN], "more_notices": max(0, notices.count() - SHOWN)}
        context["coming"] = tally["new"] + tally["known"] + tally["twice"]
        context["form"] = KnownForm(initial={"when_known": found.when_known})
    if found.state == Import.State.UNDONE:
        context["kept"] = found.rows.filter(state=State.KEPT).select_related("member")[:MOST_KEPT]
        context["gone"] = found.made_count - tally["kept"]
    return context


@chapter_view(Can.IMPORT, "POST")
def bring_in(request: ChapterRequest, code: str) -> HttpResponse:
    """The yes. A second tap finds it already running."""
    found, form = fetch(request, code), KnownForm(request.POST)
    if not form.is_valid():
        return invalid(request, INCOMING, standing(request, found) | {"form": form})
    waiting = request.chapter.imports.filter(pk=found.pk, state=Import.State.MAPPED)
    changes = {"state": Import.State.RUNNING, "lease_until": None, "updated_at": timezone.now()}
    with transaction.atomic():
        if waiting.update(**changes, when_known=form.cleaned_data["when_known"]):
            own_columns.make_fields(found, by=request.user)
            audit.record("list_accepted", chapter=request.chapter, by=request.user, subject=found)
            importing.begin(found)
    return redirect(here(request, found))


@chapter_view(Can.IMPORT, "POST")
def take_back(request: ChapterRequest, code: str) -> HttpResponse:
    """Undo a whole list that has come in, within 30 days. A second tap finds it already under way."""
    found = fetch(request, code)
    waiting = request.chapter.imports.filter(pk=found.pk, state=Import.State.DONE)
    changes = {"state": Import.State.UNDOING, "lease_until": None, "updated_at": timezone.now()}
    with transaction.atomic():
        if found.can_be_undone and waiting.update(**changes, undone_by=request.user):
            audit.record("list_undo_asked", chapter=request.chapter, by=request.user, subject=found)
            importing.begin(found)
        elif found.state == Import.State.DONE:
            messages.error(request, _("This list came in more than 30 days ago. It cannot be taken back as a whole."))
    return redirect(here(request, found))


@chapter_view(Can.IMPORT, "POST")
def throw_away(request: ChapterRequest, code: str) -> HttpResponse:
    """Forget a list that has not come in: the file and its rows are deleted."""
    found = fetch(request, code)
    waiting = request.chapter.imports.filter(pk=found.pk, state__in=[*OPEN, Import.State.READING])
    with transaction.atomic():
        if waiting.update(state=Import.State.CANCELLED, content="", lease_until=None):
            found.rows.all().delete()
            messages.success(request, _("The list is thrown away. Nobody came in."))
    return redirect("chapters:members_upload", request.chapter.slug)


@chapter_view(Can.IMPORT, "POST", fresh=True)
def problems(request: ChapterRequest, code: str) -> HttpResponseBase:
    """The rows that stayed out, as a file that can be mended and brought in again."""
    found = fetch(request, code)
    places = sorted(map(int, found.mapping))
    return csv_response(
        request,
        filename=_("rows-to-fix.csv"),
        header=[_("Row"), _("Problem"), *(found.header[place] for place in places)],
        rows=([row.number, row.problem, *json.loads(row.cells)] for row in bad_rows(found).iterator()),
        what="import_problems",
        people=bad_rows(found).count(),
    )


def bad_rows(found: Import) -> Any:
    return found.rows.filter(state=State.BAD)


def here(request: ChapterRequest, found: Import) -> str:
    return reverse("chapters:members_incoming", args=[request.chapter.slug, found.code])
