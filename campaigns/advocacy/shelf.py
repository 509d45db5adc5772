"""What the small pages beside a campaign share: the campaign of an address, and a form that is asked and refused."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.forms import Texts
from campaigns.models import Campaign
from chapters.access import ChapterRequest
from chapters.forms import invalid

Back = tuple[str, str]  # what the way back is called, and its address
FORM = "campaigns/advocacy/shelf_form.html"


def campaign_of(request: ChapterRequest, code: str) -> Campaign:
    campaign: Campaign = get_object_or_404(request.chapter.campaigns.with_words(), code=code)
    return campaign


def page(name: str, request: ChapterRequest, *codes: str) -> str:
    return reverse(f"campaigns:advocacy_{name}", args=[request.chapter.slug, *codes])


def ask(
    request: ChapterRequest, form: Any, *, headline: str, back: Back, texts: Texts | None = None, **more: Any
) -> HttpResponse:
    """The form on a page of its own; refused with everything that was typed. `more`: `hint`, `button`, `remove`."""
    context = {"form": form, "texts": texts, "headline": headline, "back": back, "button": _("Save")} | more
    return invalid(request, FORM, context) if form.is_bound else render(request, FORM, context)


def is_fine(form: Any, texts: Texts | None = None) -> bool:
    """Every form is asked, so that all mistakes are shown at once."""
    both = [form.is_valid(), texts.is_valid() if texts else True]
    return all(both)


def wants_removal(request: ChapterRequest, row: Any) -> bool:
    return request.method == "POST" and "remove" in request.POST and row.pk is not None


def done(request: ChapterRequest, words: str, address: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(address)
