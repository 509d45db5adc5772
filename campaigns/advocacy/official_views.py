"""People in power: the list, one of them with everything we know, and writing them down by hand."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from campaigns.advocacy import listing
from campaigns.advocacy.knowing import about
from campaigns.advocacy.models import Official, OfficialOffice, OfficialTerm
from campaigns.advocacy.official_forms import OfficeForm, OfficialForm, TermForm
from campaigns.advocacy.seats import today_in
from chapters import audit
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid, posted

EDIT = "campaigns/advocacy/official_edit.html"


@chapter_view(Can.SEE_TODAY)
def officials(request: ChapterRequest) -> HttpResponse:
    """Everyone on the list, or those whom a name, a body or a district fits."""
    q = request.GET.get("q", "").strip()[:120]
    found = listing.search(request.chapter.officials.all(), q)
    page = listing.page(found, request.GET.get("after", ""), today_in(request.chapter))
    return render(request, "campaigns/advocacy/officials.html", {"page": page, "q": q})


@chapter_view(Can.SEE_TODAY)
def official(request: ChapterRequest, code: str) -> HttpResponse:
    """How to reach them is public knowledge; staff and our log are for those who run campaigns."""
    found = fetch(request, code)
    context = about(found, request.role, everything="all" in request.GET)
    return render(request, "campaigns/advocacy/official.html", context)


def fetch(request: ChapterRequest, code: str) -> Official:
    rows = request.chapter.officials.select_related("chapter").with_seats()
    found: Official = get_object_or_404(rows, code=code)
    return found


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def official_create(request: ChapterRequest) -> HttpResponse:
    """The person, their seat, and one office if known."""
    person = OfficialForm(posted(request), chapter=request.chapter)
    seat = TermForm(posted(request), prefix="seat")
    office = OfficeForm(posted(request), prefix="office", empty_permitted=True, use_required_attribute=False)
    valid = [form.is_valid() for form in (person, seat, office)]
    if all(valid):
        with transaction.atomic():
            saved = person.save()
            keep(seat.instance, saved)
            if office.has_changed():
                keep(office.instance, saved)
            audit.record("official_added", chapter=request.chapter, by=request.user, subject=saved)
        messages.success(request, _("%(name)s is on your list.") % {"name": saved})
        return redirect("campaigns:advocacy_official", request.chapter.slug, saved.code)
    return ask(request, {"form": person, "seat": seat, "office": office, "official": person.instance})


def keep(part: OfficialTerm | OfficialOffice, official: Official) -> None:
    """A part that a person wrote: files leave it alone."""
    part.chapter, part.official, part.is_by_hand = official.chapter, official, True
    part.save()


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def official_edit(request: ChapterRequest, code: str) -> HttpResponse:
    found = fetch(request, code)
    if request.method == "POST" and "remove" in request.POST:
        return remove(request, found)
    form = OfficialForm(posted(request), instance=found, chapter=request.chapter)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            audit.record("official_changed", chapter=request.chapter, by=request.user, subject=found)
        messages.success(request, _("Saved."))
        return redirect("campaigns:advocacy_official", request.chapter.slug, code)
    return ask(request, {"form": form, "official": found, "may_go": may_go(found)})


def ask(request: ChapterRequest, context: dict[str, Any]) -> HttpResponse:
    return invalid(request, EDIT, context) if context["form"].is_bound else render(request, EDIT, context)


def may_go(official: Official) -> bool:
    """Typed in by mistake. Whoever is part of what happened stays, and so does whom the next file would bring back."""
    history = ("targets", "contact_entries", "commitments", "action_targets", "actions_taken", "roll_call_votes")
    is_typed = official.source == Official.Source.TYPED
    return is_typed and not any(getattr(official, name).exists() for name in history)


def remove(request: ChapterRequest, official: Official) -> HttpResponse:
    if not may_go(official):
        messages.error(request, _("They are part of what happened, or of a published list, and stay."))
        return redirect("campaigns:advocacy_official", request.chapter.slug, official.code)
    with transaction.atomic():
        audit.record("official_removed", chapter=request.chapter, by=request.user, subject=official)
        official.delete()
    messages.success(request, _("%(name)s is off your list.") % {"name": official})
    return redirect("campaigns:advocacy_officials", request.chapter.slug)
