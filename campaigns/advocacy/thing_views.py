"""Who holds what, since when, until when. For those who run campaigns."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.advocacy import things as lending
from campaigns.advocacy.shelf import ask, done, page, wants_removal
from campaigns.advocacy.shelf_models import Thing
from campaigns.advocacy.thing_forms import HandForm, ThingForm
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import posted


@chapter_view(Can.RUN_CAMPAIGNS)
def things(request: ChapterRequest) -> HttpResponse:
    rows = request.chapter.things.with_holders().select_related("campaign__chapter")
    today = timezone.localdate(timezone=request.chapter.zone)
    context = {"things": rows.prefetch_related("campaign__texts"), "today": today}
    return render(request, "campaigns/advocacy/things.html", context)


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def thing_add(request: ChapterRequest) -> HttpResponse:
    campaign = request.chapter.campaigns.filter(code=request.GET.get("campaign", "")).first()
    return write(request, Thing(chapter=request.chapter, campaign=campaign))


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def thing_edit(request: ChapterRequest, thing: str) -> HttpResponse:
    return write(request, thing_of(request, thing))


def thing_of(request: ChapterRequest, code: str) -> Thing:
    rows = request.chapter.things.with_holders().select_related("chapter", "campaign__chapter")
    found: Thing = get_object_or_404(rows, code=code)
    return found


def write(request: ChapterRequest, thing: Thing) -> HttpResponse:
    if wants_removal(request, thing):
        thing.delete()
        return done(request, _("Taken off the list."), page("things", request))
    form = ThingForm(posted(request), instance=thing)
    if form.is_bound and form.is_valid():
        saved = form.save()
        return done(request, _("Saved. Who has it?"), page("thing", request, saved.code))
    return ask(
        request,
        form,
        headline=_("Change it") if thing.pk else _("Add a thing or a place"),
        back=(_("Things and places"), page("things", request)),
        remove=thing.pk and _("Take off the list"),
    )


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def thing(request: ChapterRequest, thing: str) -> HttpResponse:
    """Its history, and one form that hands it over."""
    found = thing_of(request, thing)
    form = HandForm(posted(request), thing=found)
    if form.is_bound and form.is_valid():
        with transaction.atomic():
            hold = lending.hand_over(found, form.hold(), by=request.user)
        words = _("%(who)s has it now.") % {"who": hold.holder}
        return done(request, words, page("thing", request, thing))
    history = found.holds.exclude(ended_on=None).select_related("member", "partner")
    today = timezone.localdate(timezone=request.chapter.zone)
    context = {"thing": found, "form": form, "history": history, "today": today}
    return render(request, "campaigns/advocacy/thing.html", context, status=422 if form.is_bound else 200)


@chapter_view(Can.RUN_CAMPAIGNS, "POST")
def thing_back(request: ChapterRequest, thing: str) -> HttpResponse:
    found = thing_of(request, thing)
    today = timezone.localdate(timezone=request.chapter.zone)
    if lending.take_back(found, on=today, by=request.user):
        return done(request, _("It is back with us."), page("thing", request, thing))
    return redirect("campaigns:advocacy_thing", request.chapter.slug, thing)
