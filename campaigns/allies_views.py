"""Who is in a campaign with us: organizations that lead it, work on it or stand behind it."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from campaigns.models import CampaignPartner
from campaigns.workspace_forms import CampaignPartnerForm
from campaigns.workspace_views import ask, done, fetch
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import posted


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def ally_add(request: ChapterRequest, code: str) -> HttpResponse:
    return write(request, CampaignPartner(chapter=request.chapter, campaign=fetch(request, code)))


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def ally_edit(request: ChapterRequest, code: str) -> HttpResponse:
    rows = request.chapter.campaign_partners.select_related("campaign__chapter", "partner")
    return write(request, get_object_or_404(rows.prefetch_related("campaign__texts"), code=code))


def write(request: ChapterRequest, ally: CampaignPartner) -> HttpResponse:
    if request.method == "POST" and ally.pk and "remove" in request.POST:
        ally.delete()
        return done(request, ally.campaign, _("Taken out."))
    form = CampaignPartnerForm(posted(request), instance=ally, chapter=request.chapter)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
        return done(request, ally.campaign, _("%(name)s is in the campaign.") % {"name": ally.partner})
    return ask(request, "campaigns/ally.html", {"campaign": ally.campaign, "ally": ally, "form": form})
