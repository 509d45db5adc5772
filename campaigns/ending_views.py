"""How a campaign ends: won, lost or paused, and what comes next. And how it goes on."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.forms import Texts
from campaigns.models import Campaign
from campaigns.workspace_forms import EndingForm, EndingTextForm
from campaigns.workspace_views import all_valid, ask, done, fetch
from chapters import audit
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import posted


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def end(request: ChapterRequest, code: str) -> HttpResponse:
    campaign = fetch(request, code)
    if request.method == "GET" and campaign.ended_on is None:
        campaign.ended_on = timezone.localdate(timezone=request.chapter.zone)
    form = EndingForm(posted(request), instance=campaign)
    texts = Texts(EndingTextForm, campaign, [], posted(request))
    if request.method == "POST" and all_valid(form, texts):
        with transaction.atomic():
            form.save()
            texts.save(campaign)
            audit.record(
                "campaign_ended", chapter=request.chapter, by=request.user, subject=campaign, outcome=campaign.outcome
            )
        return done(request, campaign, _("Saved. The story ends with it now."))
    return ask(request, "campaigns/end.html", {"campaign": campaign, "form": form, "texts": texts})


@chapter_view(Can.RUN_CAMPAIGNS, "POST")
def go_on(request: ChapterRequest, code: str) -> HttpResponse:
    """Begin again where it stopped; the words of what comes next stay for the next time."""
    campaign = fetch(request, code)
    with transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(outcome="", ended_on=None, updated_at=timezone.now())
        audit.record("campaign_goes_on", chapter=request.chapter, by=request.user, subject=campaign)
    messages.success(request, _("The campaign goes on."))
    return redirect("campaigns:show", request.chapter.slug, campaign.code)
