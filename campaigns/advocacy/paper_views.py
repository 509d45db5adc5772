"""Piles of paper: counted, typed in line by line, photographed, delivered."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from campaigns.advocacy import paper as piles
from campaigns.advocacy import sheets
from campaigns.advocacy.action_views import fetch_campaign
from campaigns.advocacy.models import PaperBatch, PaperSheet
from campaigns.advocacy.paper_forms import BatchForm, DeliveryForm, PhotoForm
from chapters import audit
from chapters.access import Can, ChapterRequest, chapter_view, may
from chapters.forms import invalid, posted
from chapters.members import paper_views as sign_ups
from chapters.members.own_forms import PaperForm

EDIT = "campaigns/advocacy/paper_edit.html"
SHOW = "campaigns/advocacy/paper.html"
DELIVER = "campaigns/advocacy/paper_deliver.html"
PEOPLE = "campaigns/advocacy/paper_people.html"
MOST_PHOTOS = 30


def fetch(request: ChapterRequest, code: str) -> PaperBatch:
    batch: PaperBatch = get_object_or_404(request.chapter.paper_batches.with_words(), code=code)
    batch.campaign.chapter = request.chapter
    return batch


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def paper_create(request: ChapterRequest, code: str) -> HttpResponse:
    campaign = fetch_campaign(request, code)
    batch = PaperBatch(chapter=request.chapter, campaign=campaign)
    batch.action = campaign.actions.filter(code=request.GET.get("action", "")).first()
    batch.event = campaign.events.filter(code=request.GET.get("event", "")).first()
    return write(request, batch)


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def paper_edit(request: ChapterRequest, code: str) -> HttpResponse:
    return write(request, fetch(request, code))


def write(request: ChapterRequest, batch: PaperBatch) -> HttpResponse:
    form = BatchForm(posted(request), instance=batch)
    if request.method == "POST" and form.is_valid():
        piles.keep(form.instance, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("campaigns:advocacy_paper", request.chapter.slug, batch.code)
    context = {"batch": batch, "campaign": batch.campaign, "form": form}
    return invalid(request, EDIT, context) if form.is_bound else render(request, EDIT, context)


@chapter_view(Can.RUN_CAMPAIGNS)
def paper(request: ChapterRequest, code: str) -> HttpResponse:
    """One pile: what it is, what is still to do with it, and its photos for those who may see people."""
    return show(request, fetch(request, code), PhotoForm())


def show(request: ChapterRequest, batch: PaperBatch, form: PhotoForm) -> HttpResponse:
    may_see = may(request.role.kind, Can.EDIT_PEOPLE)
    context = {
        "batch": batch,
        "campaign": batch.campaign,
        "pile": batch.in_words,
        "form": form,
        "sheets": list(batch.sheets.defer("image")) if may_see else [],
        "may_see": may_see,
    }
    return invalid(request, SHOW, context) if form.is_bound else render(request, SHOW, context)


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def paper_deliver(request: ChapterRequest, code: str) -> HttpResponse:
    """To whom, when, by whom; or, pressed by mistake, back to the shelf."""
    batch = fetch(request, code)
    if request.method == "POST" and "take_back" in request.POST:
        piles.take_back(batch)
        messages.success(request, _("It waits to be delivered again."))
        return redirect("campaigns:advocacy_paper", request.chapter.slug, code)
    form = DeliveryForm(posted(request), instance=batch)
    if request.method == "POST" and form.is_valid():
        piles.deliver(form.instance, by=request.user)
        messages.success(request, _("Written down. It is part of the story now."))
        return redirect("campaigns:advocacy_paper", request.chapter.slug, code)
    context = {
        "batch": batch,
        "campaign": batch.campaign,
        "form": form,
        "pile": batch.in_words,
        "was_delivered": PaperBatch.objects.filter(pk=batch.pk, state=PaperBatch.State.DELIVERED).exists(),
    }
    return invalid(request, DELIVER, context) if form.is_bound else render(request, DELIVER, context)


# --- the people on it -------------------------------------------------------------------------------------


@chapter_view(Can.EDIT_PEOPLE, "GET", "POST")
def paper_people(request: ChapterRequest, code: str) -> HttpResponse:
    """One line after the other, as for sign-ups: Enter saves it, and each person's own yes is kept with its words."""
    batch = fetch(request, code)
    form = PaperForm(posted(request), initial=sign_ups.sheet_before(request) | sheet_of(request, batch))
    if request.method == "POST" and form.is_valid():
        line = sign_ups.typed_in(request, form)
        again = "" if piles.key_in(batch, line.member) else _("They are on this pile already.")
        messages.success(request, f"{line.words} {again}".strip())
        given = form.cleaned_data
        ticked = {name: 1 for name in sign_ups.FIELDS.values() if given[name]}
        sheet = {"where": given["where"], "on": given["on"].isoformat(), "language": given["language"]}
        address = reverse("campaigns:advocacy_paper_people", args=[request.chapter.slug, code])
        return redirect(f"{address}?{urlencode(sheet | ticked)}")
    language = str(form["language"].value())
    context = {
        "batch": batch,
        "campaign": batch.campaign,
        "form": form,
        "language": language,
        "sentences": sign_ups.sentences(request.chapter, language),
        "latest": sign_ups.latest(request),
    }
    return invalid(request, PEOPLE, context) if form.is_bound else render(request, PEOPLE, context)


def sheet_of(request: ChapterRequest, batch: PaperBatch) -> dict[str, Any]:
    """What the pile knows of its sheets, until the first line says otherwise."""
    if "where" in request.GET:
        return {}
    return {"where": str(batch.event or batch.place or batch.campaign)[:120], "on": batch.collected_on}


# --- photos -----------------------------------------------------------------------------------------------


@chapter_view(Can.EDIT_PEOPLE, "POST")
def paper_photo_add(request: ChapterRequest, code: str) -> HttpResponse:
    batch = fetch(request, code)
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid() and batch.sheets.count() >= MOST_PHOTOS:
        form.add_error("photo", _("This pile has enough photos. Take one away first."))
    if not form.is_valid():
        return show(request, batch, form)
    try:
        image = sheets.small_jpeg(form.cleaned_data["photo"])
    except ValidationError as error:
        form.add_error("photo", error)
        return show(request, batch, form)
    batch.sheets.create(chapter=request.chapter, image=image)
    audit.record("paper_photo_added", chapter=request.chapter, by=request.user, subject=batch)
    messages.success(request, _("The photo is kept, without where and when it was taken."))
    return redirect("campaigns:advocacy_paper", request.chapter.slug, code)


def fetch_sheet(request: ChapterRequest, code: str, sheet: str) -> PaperSheet:
    found: PaperSheet = get_object_or_404(request.chapter.paper_sheets, batch__code=code, code=sheet)
    return found


@chapter_view(Can.EDIT_PEOPLE)
def paper_photo(request: ChapterRequest, code: str, sheet: str) -> HttpResponse:
    picture = HttpResponse(sheets.bytes_of(fetch_sheet(request, code, sheet).image), content_type="image/jpeg")
    picture.headers["Content-Disposition"] = "inline"
    picture.headers["X-Content-Type-Options"] = "nosniff"
    return picture


@chapter_view(Can.EDIT_PEOPLE, "POST")
def paper_photo_remove(request: ChapterRequest, code: str, sheet: str) -> HttpResponse:
    found = fetch_sheet(request, code, sheet)
    found.delete()
    audit.record("paper_photo_removed", chapter=request.chapter, by=request.user)
    messages.success(request, _("The photo is gone."))
    return redirect("campaigns:advocacy_paper", request.chapter.slug, code)
