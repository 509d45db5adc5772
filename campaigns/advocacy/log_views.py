"""What passed between us and an official: the log of contacts, and promises until they are kept or broken."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from campaigns.advocacy.models import Commitment, ContactEntry, Official
from campaigns.advocacy.official_views import fetch
from campaigns.advocacy.part_views import ask, done
from campaigns.advocacy.record_forms import ContactForm, PromiseForm
from campaigns.advocacy.seats import today_in
from campaigns.models import Campaign
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import posted


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def contact_create(request: ChapterRequest, code: str) -> HttpResponse:
    """`?campaign=` says for which one it was."""
    official = fetch(request, code)
    row = ContactEntry(chapter=request.chapter, official=official, campaign=asked_for(request), logged_by=request.user)
    initial = {"happened_on": today_in(request.chapter), "kind": request.GET.get("kind", "")}
    form = ContactForm(posted(request), instance=row, chapter=request.chapter, initial=initial)
    return write(request, official, form, _("Log a contact"))


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def contact_edit(request: ChapterRequest, code: str, entry: str) -> HttpResponse:
    official = fetch(request, code)
    row = get_object_or_404(official.contact_entries, code=entry)
    form = ContactForm(posted(request), instance=row, chapter=request.chapter)
    return write(request, official, form, _("Change an entry of the log"))


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def promise_create(request: ChapterRequest, code: str) -> HttpResponse:
    official = fetch(request, code)
    row = Commitment(chapter=request.chapter, official=official, campaign=asked_for(request), logged_by=request.user)
    initial = {"promised_on": today_in(request.chapter)}
    form = PromiseForm(posted(request), instance=row, chapter=request.chapter, initial=initial)
    return write(request, official, form, _("Write down a promise"))


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def promise_edit(request: ChapterRequest, code: str, promise: str) -> HttpResponse:
    official = fetch(request, code)
    row = get_object_or_404(official.commitments, code=promise)
    form = PromiseForm(posted(request), instance=row, chapter=request.chapter)
    return write(request, official, form, _("Change a promise"))


@chapter_view(Can.RUN_CAMPAIGNS, "POST")
def promise_settle(request: ChapterRequest, code: str, promise: str) -> HttpResponse:
    """`state` is kept, broken, or open to take it back."""
    official = fetch(request, code)
    row = get_object_or_404(official.commitments, code=promise)
    state = request.POST.get("state", "")
    if state not in Commitment.State.values:
        messages.error(request, _("Choose kept or broken."))
        return redirect("campaigns:advocacy_official", request.chapter.slug, code)
    row.settle(state, today_in(request.chapter))
    words = {"kept": _("Kept. Thank them, and tell those who called."), "broken": _("Broken. Tell those who called.")}
    return done(request, official, words.get(state, _("It is open again.")))


def asked_for(request: ChapterRequest) -> Campaign | None:
    code = request.GET.get("campaign", "")
    found: Campaign | None = request.chapter.campaigns.with_words().filter(code=code).first() if code else None
    return found


def write(request: ChapterRequest, official: Official, form: Any, headline: str) -> HttpResponse:
    row = form.instance
    if request.method == "POST" and row.pk and "remove" in request.POST:
        row.delete()
        return done(request, official, _("Taken out."))
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
        return done(request, official, _("Saved."))
    return ask(request, {"form": form, "official": official, "headline": headline, "fields": list(form), "part": row})
