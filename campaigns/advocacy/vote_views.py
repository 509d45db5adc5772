"""Votes ahead of a campaign: written down, and closed once they are decided."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from campaigns.advocacy.measure_views import ask, fetch_campaign
from campaigns.advocacy.models import ComingVote
from campaigns.advocacy.vote_forms import VoteForm
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import posted


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def vote_create(request: ChapterRequest, code: str) -> HttpResponse:
    return write(request, ComingVote(chapter=request.chapter, campaign=fetch_campaign(request, code)))


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def vote_edit(request: ChapterRequest, code: str, vote: str) -> HttpResponse:
    campaign = fetch_campaign(request, code)
    found: ComingVote = get_object_or_404(campaign.coming_votes.select_related("measure__chapter"), code=vote)
    found.campaign = campaign
    return write(request, found)


def write(request: ChapterRequest, vote: ComingVote) -> HttpResponse:
    if request.method == "POST" and vote.pk and "remove" in request.POST:
        vote.delete()
        return back(request, vote, _("Taken out."))
    form = VoteForm(posted(request), instance=vote)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
        return back(request, vote, _("Saved."))
    context = {"campaign": vote.campaign, "vote": vote, "form": form}
    return ask(request, "campaigns/advocacy/vote_edit.html", context)


def back(request: ChapterRequest, vote: ComingVote, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("campaigns:advocacy_measures", request.chapter.slug, vote.campaign.code)
