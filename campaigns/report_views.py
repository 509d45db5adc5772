"""The report of a campaign on one page, for leads and, once they open it, for anyone. The browser prints it."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from campaigns.advocacy import allies, goals, standing, timeline
from campaigns.advocacy import report as reports
from campaigns.models import Campaign
from campaigns.public_views import published
from campaigns.workspace_views import fetch
from chapters import audit
from chapters.access import Can, ChapterRequest, chapter_view, public

STORY_SHOWN, SHOWN_IN_PUBLIC = 60, 25


@chapter_view(Can.SEE_TODAY)
def report(request: ChapterRequest, code: str) -> HttpResponse:
    campaign = fetch(request, code)
    return render(request, "campaigns/report.html", facts(campaign, public=False))


@public()
def report_public(request: HttpRequest, chapter: str, campaign: str) -> HttpResponse:
    ours = published(chapter, campaign)
    if not ours.is_report_public:
        raise Http404
    return render(request, "campaigns/report_public.html", facts(ours, public=True))


def facts(campaign: Campaign, *, public: bool) -> dict[str, Any]:
    """What both pages tell. What is kept for the team is not in the public one."""
    story = timeline.lines(campaign, public=public)
    spans = reports.spans(campaign, story)
    most = SHOWN_IN_PUBLIC if public else STORY_SHOWN
    return {
        "chapter": campaign.chapter,
        "campaign": campaign,
        "is_public": public,
        "progress": goals.progress(campaign, public=public),
        "numbers": reports.numbers(campaign, public=public),
        "standing": standing.public(campaign) if public else standing.internal(campaign),
        "rows": reports.table(spans, public=public),
        "drawing": reports.drawing(spans, public=public),
        "story": timeline.told(campaign, timeline.weighty(story, most=most)),
        "left_out": max(len(story) - most, 0),
        "allies": allies.public(campaign) if public else allies.inside(campaign),
    }


@chapter_view(Can.RUN_CAMPAIGNS, "POST")
def report_open(request: ChapterRequest, code: str) -> HttpResponse:
    """Let anyone read it, or keep it inside again."""
    campaign = fetch(request, code)
    campaign.is_report_public = "open" in request.POST
    with transaction.atomic():
        campaign.save(update_fields=["is_report_public", "updated_at"])
        act = "campaign_report_opened" if campaign.is_report_public else "campaign_report_closed"
        audit.record(act, chapter=request.chapter, by=request.user, subject=campaign)
    said = _("Anyone can read the report now.") if campaign.is_report_public else _("Only your team reads it now.")
    messages.success(request, said)
    return redirect("campaigns:report", request.chapter.slug, campaign.code)
