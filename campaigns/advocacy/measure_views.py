"""Bills and laws in the workspace: the list of a campaign, one bill, its names and its steps."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.advocacy import measuring, rewriting, scoring, voting
from campaigns.advocacy.measure_forms import MeasureForm, StageForm, TitleForm
from campaigns.advocacy.models import Measure, MeasureStage, MeasureTitle
from campaigns.models import Campaign
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid, posted

NAME = "campaigns/advocacy/measure_title_edit.html"
STEP = "campaigns/advocacy/measure_stage_edit.html"


def fetch_campaign(request: ChapterRequest, code: str) -> Campaign:
    campaign: Campaign = get_object_or_404(request.chapter.campaigns.with_words(), code=code)
    return campaign


def fetch(request: ChapterRequest, code: str, measure: str) -> Measure:
    campaign = fetch_campaign(request, code)
    found: Measure = get_object_or_404(campaign.measures.with_words(), code=measure)
    found.campaign = campaign
    return found


def ask(request: ChapterRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return invalid(request, template, context) if context["form"].is_bound else render(request, template, context)


def back_to(request: ChapterRequest, measure: Measure, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("campaigns:advocacy_measure_show", request.chapter.slug, measure.campaign.code, measure.code)


@chapter_view(Can.SEE_TODAY)
def measures(request: ChapterRequest, code: str) -> HttpResponse:
    """Every bill of the campaign, and the votes ahead."""
    campaign = fetch_campaign(request, code)
    context = {
        "campaign": campaign,
        "bills": measuring.inside(campaign),
        "votes": voting.ahead(campaign),
        "decided": campaign.coming_votes.exclude(outcome="").order_by("-decides_on", "-id"),
    }
    return render(request, "campaigns/advocacy/measures.html", context)


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def measure_create(request: ChapterRequest, code: str) -> HttpResponse:
    return write(request, Measure(chapter=request.chapter, campaign=fetch_campaign(request, code)))


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def measure_edit(request: ChapterRequest, code: str, measure: str) -> HttpResponse:
    return write(request, fetch(request, code, measure))


def write(request: ChapterRequest, measure: Measure) -> HttpResponse:
    form = MeasureForm(posted(request), instance=measure)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
        return back_to(request, measure, _("Saved."))
    return ask(request, "campaigns/advocacy/measure_edit.html", {"measure": measure, "form": form})


@chapter_view(Can.SEE_TODAY)
def measure_show(request: ChapterRequest, code: str, measure: str) -> HttpResponse:
    """Where it is, what we say, what each version meets, what has to be rewritten, and who voted how."""
    found = fetch(request, code, measure)
    context = {
        "measure": found,
        "campaign": found.campaign,
        "bill": next(one for one in measuring.inside(found.campaign) if one.measure == found),
        "versions": list(found.versions.light().select_related("chapter").prefetch_related("texts")),
        "steps": found.stages.all(),
        "rule": scoring.rule(),
        "stale_actions": rewriting.stale_actions(found),
        "stale_calls": rewriting.stale_calls(found),
        "roll_calls": found.roll_calls.all(),
    }
    return render(request, "campaigns/advocacy/measure_show.html", context)


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def measure_remove(request: ChapterRequest, code: str, measure: str) -> HttpResponse:
    """Asks first: its versions and roll calls go with it."""
    found = fetch(request, code, measure)
    if request.method == "POST":
        found.delete()
        messages.success(request, _("Taken out."))
        return redirect("campaigns:advocacy_measures", request.chapter.slug, found.campaign.code)
    count = {"versions": found.versions.count(), "roll_calls": found.roll_calls.count()}
    return render(request, "campaigns/advocacy/measure_remove.html", {"measure": found, **count})


# --- its names and its steps ---------------------------------------------------------------------


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def measure_title_create(request: ChapterRequest, code: str, measure: str) -> HttpResponse:
    found = fetch(request, code, measure)
    row = MeasureTitle(chapter=request.chapter, measure=found, language=get_language() or "en")
    return write_part(request, found, TitleForm(posted(request), instance=row), NAME)


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def measure_title_edit(request: ChapterRequest, code: str, measure: str, title: str) -> HttpResponse:
    found = fetch(request, code, measure)
    row = get_object_or_404(found.titles.all(), code=title)
    return write_part(request, found, TitleForm(posted(request), instance=row), NAME)


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def measure_stage_create(request: ChapterRequest, code: str, measure: str) -> HttpResponse:
    found = fetch(request, code, measure)
    row = MeasureStage(chapter=request.chapter, measure=found)
    return write_part(request, found, StageForm(posted(request), instance=row), STEP)


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def measure_stage_edit(request: ChapterRequest, code: str, measure: str, stage: str) -> HttpResponse:
    found = fetch(request, code, measure)
    row = get_object_or_404(found.stages.all(), code=stage)
    return write_part(request, found, StageForm(posted(request), instance=row), STEP)


def write_part(request: ChapterRequest, measure: Measure, form: TitleForm | StageForm, template: str) -> HttpResponse:
    """A name or a step: kept, or taken out again."""
    if request.method == "POST" and form.instance.pk and "remove" in request.POST:
        form.instance.delete()
        return back_to(request, measure, _("Taken out."))
    if request.method == "POST" and form.is_valid():
        form.save()
        return back_to(request, measure, _("Saved."))
    context = {"measure": measure, "form": form, "row": form.instance}
    return ask(request, template, context)


@chapter_view(Can.RUN_CAMPAIGNS, "POST")
def measure_still_right(request: ChapterRequest, code: str, measure: str, action: str) -> HttpResponse:
    """Somebody read the words of an action beside the newest version."""
    found = fetch(request, code, measure)
    stale = request.chapter.actions.filter(cites__measure=found).select_related("cites__measure", "chapter")
    rewriting.still_right(get_object_or_404(stale, code=action), by=request.user)
    return back_to(request, found, _("Good. It speaks of the newest version now."))
