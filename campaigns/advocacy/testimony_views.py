"""The story bank of a campaign. For those who run campaigns."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from campaigns.advocacy import testimonies as bank
from campaigns.advocacy.shelf import ask, campaign_of, done, page
from campaigns.advocacy.shelf_models import Testimony
from campaigns.advocacy.testimony_forms import TestimonyForm
from chapters import audit
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import posted
from chapters.members.contacts import shown_phone


@chapter_view(Can.RUN_CAMPAIGNS)
def testimonies(request: ChapterRequest, code: str) -> HttpResponse:
    campaign = campaign_of(request, code)
    rows = campaign.testimonies.select_related("member", "recorded_by")
    context = {
        "campaign": campaign,
        "kept": [(row, shown_phone(row.contact)) for row in rows.kept()],
        "withdrawn": rows.exclude(withdrawn_at=None),
    }
    return render(request, "campaigns/advocacy/testimonies.html", context)


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def testimony_add(request: ChapterRequest, code: str) -> HttpResponse:
    campaign = campaign_of(request, code)
    language = request.chapter.languages[0]
    return write(
        request, Testimony(chapter=request.chapter, campaign=campaign, recorded_by=request.user, language=language)
    )


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def testimony_edit(request: ChapterRequest, testimony: str) -> HttpResponse:
    return write(request, kept(request, testimony))


def kept(request: ChapterRequest, code: str) -> Testimony:
    rows = request.chapter.testimonies.kept().select_related("campaign__chapter", "chapter")
    found: Testimony = get_object_or_404(rows, code=code)
    return found


def write(request: ChapterRequest, testimony: Testimony) -> HttpResponse:
    is_new, was_public = testimony.pk is None, testimony.is_public
    back = page("testimonies", request, testimony.campaign.code)
    form = TestimonyForm(posted(request), instance=testimony)
    if form.is_bound and form.is_valid():
        with transaction.atomic():
            saved = form.save()
            act = "testimony_recorded" if is_new else "testimony_changed"
            audit.record(act, chapter=request.chapter, by=request.user, subject=saved, scope=saved.scope)
        words = _("Saved. It is on the public page.") if saved.is_public else _("Saved. Only your team sees it.")
        return done(request, words if saved.is_public != was_public or is_new else _("Saved."), back)
    return ask(
        request,
        form,
        headline=_("Write down a story") if is_new else _("Change a story"),
        back=(_("Stories"), back),
        hint=_("Read it to them before it is public. They can take it back any day."),
    )


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def testimony_withdraw(request: ChapterRequest, testimony: str) -> HttpResponse:
    """One question, because the words are gone afterwards."""
    found = kept(request, testimony)
    if request.method == "POST":
        bank.withdraw(found, by=request.user)
        words = _("Taken back. It is off every page, and the words are gone.")
        return done(request, words, page("testimonies", request, found.campaign.code))
    context = {"testimony": found, "campaign": found.campaign}
    return render(request, "campaigns/advocacy/testimony_withdraw.html", context)
