"""Versions of a bill: their words, what each meets of our demand, and what differs between two of them."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from campaigns.advocacy import differences, rewriting, scoring
from campaigns.advocacy.measure_views import ask, back_to, fetch
from campaigns.advocacy.models import Measure, MeasureVersion
from campaigns.advocacy.version_forms import ScoresForm, VersionForm, VersionTextForm
from campaigns.forms import Texts
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import posted


def fetch_version(measure: Measure, code: str) -> MeasureVersion:
    rows = measure.versions.select_related("chapter").prefetch_related("texts")
    version: MeasureVersion = get_object_or_404(rows, code=code)
    version.measure = measure
    return version


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def version_create(request: ChapterRequest, code: str, measure: str) -> HttpResponse:
    return write(request, MeasureVersion(chapter=request.chapter, measure=fetch(request, code, measure)))


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def version_edit(request: ChapterRequest, code: str, measure: str, version: str) -> HttpResponse:
    return write(request, fetch_version(fetch(request, code, measure), version))


def write(request: ChapterRequest, version: MeasureVersion) -> HttpResponse:
    form = VersionForm(posted(request), request.FILES or None, instance=version)
    texts = Texts(VersionTextForm, version, request.chapter.languages, posted(request))
    both = (form.is_valid(), texts.is_valid()) if request.method == "POST" else (False,)
    if all(both):
        with transaction.atomic():
            form.save()
            texts.save(version)
            found = rewriting.spread(version.measure, by=request.user)
        if found:
            messages.warning(request, found.words)
        messages.success(request, _("Saved. Now say which points it meets."))
        return to_version(request, version)
    context = {"measure": version.measure, "version": version, "form": form, "texts": texts}
    return ask(request, "campaigns/advocacy/version_edit.html", context)


def to_version(request: ChapterRequest, version: MeasureVersion) -> HttpResponse:
    measure = version.measure
    codes = (measure.campaign.code, measure.code, version.code)
    return redirect("campaigns:advocacy_version_show", request.chapter.slug, *codes)


@chapter_view(Can.SEE_TODAY)
def version_show(request: ChapterRequest, code: str, measure: str, version: str) -> HttpResponse:
    found = fetch_version(fetch(request, code, measure), version)
    return render(request, "campaigns/advocacy/version_show.html", shown(found))


def shown(version: MeasureVersion, form: ScoresForm | None = None) -> dict[str, Any]:
    demands = list(version.measure.campaign.demands.select_related("chapter").prefetch_related("texts"))
    lines = scoring.lines(demands, version.scores.all())
    return {
        "measure": version.measure,
        "version": version,
        "form": form or ScoresForm(version, demands),
        "lines": lines,
        "verdict": scoring.verdict(lines),
        "rule": scoring.rule(),
        "words": len(version.source_text.split()),
    }


@chapter_view(Can.RUN_CAMPAIGNS, "POST")
def version_score(request: ChapterRequest, code: str, measure: str, version: str) -> HttpResponse:
    """Keep the answers, point by point."""
    found = fetch_version(fetch(request, code, measure), version)
    demands = list(found.measure.campaign.demands.select_related("chapter").prefetch_related("texts"))
    form = ScoresForm(found, demands, request.POST)
    if not form.is_valid():
        return ask(request, "campaigns/advocacy/version_show.html", shown(found, form))
    with transaction.atomic():
        form.save()
    messages.success(request, _("Saved."))
    return to_version(request, found)


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def version_remove(request: ChapterRequest, code: str, measure: str, version: str) -> HttpResponse:
    """Asks first: the words and the scores go."""
    found = fetch_version(fetch(request, code, measure), version)
    if request.method == "POST":
        with transaction.atomic():
            found.delete()
            rewriting.spread(found.measure, by=request.user)
        return back_to(request, found.measure, _("Taken out."))
    context = {"measure": found.measure, "version": found}
    return render(request, "campaigns/advocacy/version_remove.html", context)


@chapter_view(Can.SEE_TODAY)
def version_differences(request: ChapterRequest, code: str, measure: str) -> HttpResponse:
    """What changed from one version to another (`?from=…&to=…`); without a choice, between the last two."""
    found = fetch(request, code, measure)
    versions = list(found.versions.light())
    old, new = chosen(versions, request.GET.get("from", ""), request.GET.get("to", ""))
    pieces = differences.compare(old.source_text, new.source_text) if old and new else []
    count = differences.counted(pieces)
    context = {
        "measure": found,
        "versions": versions,
        "old": old,
        "new": new,
        "pieces": pieces,
        "came_out": count[differences.OUT],
        "went_in": count[differences.IN],
        "lacking": [one for one in (old, new) if one and not one.source_text],
    }
    return render(request, "campaigns/advocacy/version_differences.html", context)


def chosen(versions: list[MeasureVersion], old: str, new: str) -> tuple[MeasureVersion | None, MeasureVersion | None]:
    """The two that were asked for, in the order they were asked for; else the last two."""
    by_code = {version.code: version for version in versions}
    last = [None, None, *versions][-2:]
    return by_code.get(old, last[0]), by_code.get(new, last[1])
