"""Whom a campaign must move: choosing them, where each stands and since when, and the picture of them all."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from campaigns.advocacy import listing, standing
from campaigns.advocacy.knowing import deeds, promises
from campaigns.advocacy.models import Position, Target
from campaigns.advocacy.record_forms import PositionForm, TargetForm
from campaigns.advocacy.seats import today_in
from campaigns.models import Campaign
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid, posted

LOGGED = 10


def fetch(request: ChapterRequest, code: str) -> Campaign:
    found: Campaign = get_object_or_404(request.chapter.campaigns.with_words(), code=code)
    return found


def fetch_target(campaign: Campaign, code: str) -> Target:
    rows = standing.with_path(campaign.targets.select_related("chapter"), promises=None)
    return get_object_or_404(rows, code=code)


@chapter_view(Can.SEE_TODAY)
def stand(request: ChapterRequest, code: str) -> HttpResponse:
    """Where all targets stand now, and how they moved."""
    campaign = fetch(request, code)
    context = {"campaign": campaign, "standing": standing.internal(campaign)}
    return render(request, "campaigns/advocacy/stand.html", context)


@chapter_view(Can.RUN_CAMPAIGNS)
def targets(request: ChapterRequest, code: str) -> HttpResponse:
    """Choose officials: those chosen, and the list to choose from."""
    campaign, q = fetch(request, code), request.GET.get("q", "").strip()[:120]
    others = request.chapter.officials.exclude(targets__campaign=campaign)
    page = listing.page(listing.search(others, q), request.GET.get("after", ""), today_in(request.chapter))
    context = {"campaign": campaign, "standing": standing.internal(campaign), "page": page, "q": q}
    return render(request, "campaigns/advocacy/targets.html", context)


@chapter_view(Can.RUN_CAMPAIGNS, "POST")
def target_add(request: ChapterRequest, code: str) -> HttpResponse:
    """`official` is the code of one; a second tap finds them there already."""
    campaign = fetch(request, code)
    official = get_object_or_404(request.chapter.officials, code=request.POST.get("official", ""))
    last = campaign.targets.aggregate(last=Max("order"))["last"] or 0
    with transaction.atomic():
        campaign.targets.get_or_create(official=official, defaults={"chapter": request.chapter, "order": last + 1})
    messages.success(request, _("%(name)s is a target now. Where do they stand?") % {"name": official})
    return redirect("campaigns:advocacy_targets", request.chapter.slug, code)


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def target(request: ChapterRequest, code: str, target: str) -> HttpResponse:
    """One target of one campaign: the path so far, the log, the promises, and what the public reads."""
    campaign = fetch(request, code)
    row = fetch_target(campaign, target)
    form = TargetForm(posted(request), instance=row)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("campaigns:advocacy_stand", request.chapter.slug, code)
    log = row.official.contact_entries.filter(campaign=campaign).select_related("logged_by")
    today = today_in(request.chapter)
    context: dict[str, Any] = {
        "campaign": campaign,
        "form": form,
        "row": standing.of(row),
        "log": log[:LOGGED],
        "deeds": [one for one in deeds(row.official) if one.action.campaign_id == campaign.pk],
        "promises": [one for one in promises(row.official, today) if one.row.campaign_id == campaign.pk],
    }
    template = "campaigns/advocacy/target.html"
    return invalid(request, template, context) if form.is_bound else render(request, template, context)


@chapter_view(Can.RUN_CAMPAIGNS, "POST")
def target_remove(request: ChapterRequest, code: str, target: str) -> HttpResponse:
    """Only while nothing is written down: a target with a past is hidden from the public page instead."""
    campaign = fetch(request, code)
    row = fetch_target(campaign, target)
    if row.positions.exists():
        messages.error(request, _("There is a record of where they stood. Take them off the public page instead."))
        return redirect("campaigns:advocacy_target", request.chapter.slug, code, target)
    row.delete()
    messages.success(request, _("%(name)s is no target any more.") % {"name": row.official})
    return redirect("campaigns:advocacy_targets", request.chapter.slug, code)


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def position_create(request: ChapterRequest, code: str, target: str) -> HttpResponse:
    row = fetch_target(fetch(request, code), target)
    position = Position(chapter=request.chapter, target=row, logged_by=request.user)
    initial = {"taken_on": today_in(request.chapter)}
    return write(
        request, row, PositionForm(posted(request), instance=position, chapter=request.chapter, initial=initial)
    )


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def position_edit(request: ChapterRequest, code: str, target: str, position: str) -> HttpResponse:
    row = fetch_target(fetch(request, code), target)
    found = get_object_or_404(row.positions, code=position)
    return write(request, row, PositionForm(posted(request), instance=found, chapter=request.chapter))


def write(request: ChapterRequest, target: Target, form: PositionForm) -> HttpResponse:
    there = ("campaigns:advocacy_target", request.chapter.slug, target.campaign.code, target.code)
    if request.method == "POST" and form.instance.pk and "remove" in request.POST:
        form.instance.delete()
        messages.success(request, _("Taken out."))
        return redirect(*there)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect(*there)
    context = {"form": form, "campaign": target.campaign, "target": target, "part": form.instance}
    template = "campaigns/advocacy/position_edit.html"
    return invalid(request, template, context) if form.is_bound else render(request, template, context)
