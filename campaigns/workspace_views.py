"""Running a campaign: its words, its demand point by point, and its story so far."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Max, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.advocacy import allies, due, goals, timeline
from campaigns.advocacy.acting import open_actions
from campaigns.forms import Texts
from campaigns.models import Campaign, Demand
from campaigns.workspace_forms import (
    CampaignForm,
    CampaignTextForm,
    DemandForm,
    DemandTextForm,
)
from chapters import audit
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid, posted
from chapters.models import Member

LIST = "campaigns/list.html"
EDIT = "campaigns/edit.html"
SHOWN = 25
STORY_SHOWN = 6


@chapter_view(Can.SEE_TODAY)
def list(request: ChapterRequest) -> HttpResponse:
    """What the chapter fights for now, and what it fought for before."""
    ours = request.chapter.campaigns.with_words()
    context = {"campaigns": ours.running(), "ended": ours.exclude(ended_on=None).order_by("-ended_on", "-id")}
    return render(request, LIST, context)


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def create(request: ChapterRequest) -> HttpResponse:
    return write(request, Campaign(chapter=request.chapter))


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def edit(request: ChapterRequest, code: str) -> HttpResponse:
    return write(request, fetch(request, code))


def fetch(request: ChapterRequest, code: str) -> Campaign:
    campaign: Campaign = get_object_or_404(
        request.chapter.campaigns.with_words().select_related("chapter", "working_group"), code=code
    )
    return campaign


def write(request: ChapterRequest, campaign: Campaign) -> HttpResponse:
    was_public = campaign.is_public
    form = CampaignForm(posted(request), instance=campaign, chapter=request.chapter)
    texts = Texts(CampaignTextForm, campaign, request.chapter.languages, posted(request))
    if request.method == "POST" and all_valid(form, texts):
        with transaction.atomic():
            if "publish" in request.POST and not was_public:
                campaign.published_at = timezone.now()
            if "hide" in request.POST:
                campaign.published_at = None
            form.save()
            texts.save(campaign)
            if campaign.is_public != was_public:
                act = "campaign_published" if campaign.is_public else "campaign_hidden"
                audit.record(act, chapter=request.chapter, by=request.user, subject=campaign)
        messages.success(request, said_after(campaign, was_public=was_public))
        return redirect("campaigns:show", request.chapter.slug, campaign.code)
    return ask(request, EDIT, {"campaign": campaign, "form": form, "texts": texts})


def said_after(campaign: Campaign, *, was_public: bool) -> str:
    if campaign.is_public == was_public:
        return _("Saved.")
    return _("Saved. The page is public now.") if campaign.is_public else _("Saved. The page is not public any more.")


def all_valid(form: Any, texts: Texts) -> bool:
    both = form.is_valid(), texts.is_valid()
    return all(both)


def ask(request: ChapterRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return invalid(request, template, context) if context["form"].is_bound else render(request, template, context)


@chapter_view(Can.SEE_TODAY)
def show(request: ChapterRequest, code: str) -> HttpResponse:
    """The one next step, what is due, the people in it, and a way into each part."""
    campaign = fetch(request, code)
    story = [line for line in timeline.lines(campaign, public=False) if line.state != "later"]
    steps = [] if campaign.ended_on else [*due.due(campaign, request.role), *due.lacking(campaign, request.role)]
    context = {
        "campaign": campaign,
        "steps": steps,
        "story": timeline.told(campaign, story[-STORY_SHOWN:][::-1]),
        "more": max(len(story) - STORY_SHOWN, 0),
        "progress": goals.progress(campaign, public=False),
        "demands": campaign.demands.select_related("chapter").prefetch_related("texts"),
        "coming": campaign.events.upcoming().with_words().with_turnout()[:SHOWN],
        "past": campaign.events.past().with_words()[:SHOWN],
        "actions": open_actions(campaign),
        "calls": campaign.calls_to_action.order_by("-id")[:SHOWN],
        "allies": allies.inside(campaign),
        "group_leads": group_leads(campaign),
    }
    return render(request, "campaigns/show.html", context)


def group_leads(campaign: Campaign) -> QuerySet[Member]:
    """The leads of the group that runs it; nobody where the whole chapter does."""
    seats = {"group_seats__working_group": campaign.working_group, "group_seats__is_lead": True}
    return campaign.chapter.members.filter(**seats) if campaign.working_group_id else campaign.chapter.members.none()


# --- the demand, point by point ----------------------------------------------------------------


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def demand_create(request: ChapterRequest, code: str) -> HttpResponse:
    campaign = fetch(request, code)
    last = campaign.demands.aggregate(last=Max("position"))["last"] or 0
    return write_demand(request, Demand(chapter=request.chapter, campaign=campaign, position=last + 1))


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def demand_edit(request: ChapterRequest, code: str) -> HttpResponse:
    rows = request.chapter.demands.select_related("campaign__chapter", "chapter").prefetch_related("texts")
    return write_demand(request, get_object_or_404(rows, code=code))


def write_demand(request: ChapterRequest, demand: Demand) -> HttpResponse:
    form = DemandForm(posted(request), instance=demand)
    texts = Texts(DemandTextForm, demand, request.chapter.languages, posted(request))
    if request.method == "POST" and demand.pk and "remove" in request.POST:
        demand.delete()
        return done(request, demand.campaign, _("Taken out."))
    if request.method == "POST" and all_valid(form, texts):
        with transaction.atomic():
            form.save()
            texts.save(demand)
        return done(request, demand.campaign, _("Saved."))
    context = {"campaign": demand.campaign, "demand": demand, "form": form, "texts": texts}
    return ask(request, "campaigns/demand_edit.html", context)


def done(request: ChapterRequest, campaign: Campaign, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("campaigns:show", request.chapter.slug, campaign.code)
