"""Organizations beside us: the list, one of them with what we did together, and their card."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from chapters import audit
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.coalitions.models import PartnerOrganization
from chapters.coalitions.partner_forms import PartnerForm
from chapters.coalitions.together import Provider, Together
from chapters.forms import invalid, posted
from chapters.members.contacts import shown_phone

EDIT = "chapters/coalitions/partner_edit.html"


@chapter_view(Can.SEE_EVENTS)
def partners(request: ChapterRequest) -> HttpResponse:
    return render(request, "chapters/coalitions/partners.html", {"partners": request.chapter.partners.all()})


@chapter_view(Can.SEE_EVENTS)
def partner(request: ChapterRequest, code: str) -> HttpResponse:
    """How to reach them is for those who reach people anyway."""
    found = fetch(request, code)
    context = {"partner": found, "phone": shown_phone(found.phone), "together": together(found)}
    return render(request, "chapters/coalitions/partner.html", context)


def together(partner: PartnerOrganization) -> list[Together]:
    """Latest first."""
    providers: list[Provider] = [import_string(path) for path in settings.HELD_TOGETHER]
    found = [one for provider in providers for one in provider(partner)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def fetch(request: ChapterRequest, code: str) -> PartnerOrganization:
    found: PartnerOrganization = get_object_or_404(request.chapter.partners.select_related("chapter"), code=code)
    return found


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def partner_add(request: ChapterRequest) -> HttpResponse:
    return write(request, PartnerForm(posted(request), chapter=request.chapter))


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def partner_edit(request: ChapterRequest, code: str) -> HttpResponse:
    form = PartnerForm(posted(request), instance=fetch(request, code), chapter=request.chapter)
    return write(request, form)


def write(request: ChapterRequest, form: PartnerForm) -> HttpResponse:
    is_new = form.instance.pk is None
    context: dict[str, Any] = {"form": form, "partner": form.instance}
    if not form.is_bound:
        return render(request, EDIT, context)
    if not form.is_valid():
        return invalid(request, EDIT, context)
    with transaction.atomic():
        saved = form.save()
        audit.record(
            "partner_added" if is_new else "partner_changed", chapter=request.chapter, by=request.user, subject=saved
        )
    messages.success(request, _("%(name)s is saved.") % {"name": saved.name})
    return redirect("chapters:coalitions_partner", request.chapter.slug, saved.code)
