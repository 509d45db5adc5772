"""The parts of an official: terms and who follows, offices, people who work there."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from campaigns.advocacy.following import follow
from campaigns.advocacy.loading import removal
from campaigns.advocacy.models import Official, OfficialOffice, OfficialTerm, StaffContact
from campaigns.advocacy.official_forms import FollowForm, OfficeForm, StaffForm, TermForm
from campaigns.advocacy.official_views import fetch, keep
from chapters import audit
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid, posted

EDIT = "campaigns/advocacy/part_edit.html"


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def term_create(request: ChapterRequest, code: str) -> HttpResponse:
    """`?like=` names a term whose seat is taken over: another term of the same person."""
    official = fetch(request, code)
    like = official.terms.filter(code=request.GET.get("like", "")).first()
    initial = {name: getattr(like, name) for name in ("kind", "body", "district", "division")} if like else {}
    form = TermForm(posted(request), initial=initial | ({"starts_on": like.ends_on} if like else {}))
    return write(request, official, form, _("Add a term"))


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def term_edit(request: ChapterRequest, code: str, term: str) -> HttpResponse:
    official = fetch(request, code)
    row = get_object_or_404(official.terms, code=term)
    return write(request, official, TermForm(posted(request), instance=row), _("Change a term"))


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def term_follow(request: ChapterRequest, code: str, term: str) -> HttpResponse:
    """Somebody else takes the seat: one form makes them known, ends the old term and moves the campaigns' aim."""
    official = fetch(request, code)
    row = get_object_or_404(official.terms.select_related("chapter", "official"), code=term)
    form = FollowForm(posted(request), term=row, initial={"starts_on": row.ends_on})
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            new = follow(row, form)
            audit.record("official_followed", chapter=request.chapter, by=request.user, subject=new)
        messages.success(request, _("%(name)s follows %(before)s.") % {"name": new, "before": official})
        return redirect("campaigns:advocacy_official", request.chapter.slug, new.code)
    context = {"form": form, "official": official, "term": row, "headline": _("Who follows?"), "fields": list(form)}
    return ask(request, context)


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def office_create(request: ChapterRequest, code: str) -> HttpResponse:
    return write(request, fetch(request, code), OfficeForm(posted(request)), _("Add an office"))


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def office_edit(request: ChapterRequest, code: str, office: str) -> HttpResponse:
    official = fetch(request, code)
    row = get_object_or_404(official.offices, code=office)
    return write(request, official, OfficeForm(posted(request), instance=row), _("Change an office"))


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def staff_create(request: ChapterRequest, code: str) -> HttpResponse:
    return write(request, fetch(request, code), StaffForm(posted(request)), _("Add somebody who works there"))


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def staff_edit(request: ChapterRequest, code: str, staff: str) -> HttpResponse:
    official = fetch(request, code)
    row = get_object_or_404(official.staff, code=staff)
    return write(request, official, StaffForm(posted(request), instance=row), _("Change somebody who works there"))


def write(request: ChapterRequest, official: Official, form: Any, headline: str) -> HttpResponse:
    """Save a part, or take it out; then back to the official."""
    part = form.instance
    if request.method == "POST" and part.pk and "remove" in request.POST:
        with transaction.atomic():
            remove(official, part)
        return done(request, official, _("Taken out."))
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            part = form.save(commit=False)
            if isinstance(part, StaffContact):
                part.chapter, part.official = official.chapter, official
                part.save()
            else:
                keep(part, official)
        return done(request, official, _("Saved."))
    return ask(request, {"form": form, "official": official, "headline": headline, "fields": list(form), "part": part})


def ask(request: ChapterRequest, context: dict[str, Any]) -> HttpResponse:
    return invalid(request, EDIT, context) if context["form"].is_bound else render(request, EDIT, context)


def remove(official: Official, part: OfficialTerm | OfficialOffice | StaffContact) -> None:
    """What came from a file is remembered, so that the file does not bring it back."""
    key = getattr(part, "source_key", "")
    if key:
        kind = "term" if isinstance(part, OfficialTerm) else "office"
        official.mark_edited([removal(kind, key)])
        official.save()
    part.delete()


def done(request: ChapterRequest, official: Official, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("campaigns:advocacy_official", request.chapter.slug, official.code)
