"""Holding an event together: asking, being asked, and the page of a partner who has no account."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from campaigns.events import cohosts
from campaigns.events.cohost_forms import AskForm, ChangeForm
from campaigns.events.models import CoHost, Event
from chapters import audit
from chapters.access import Can, ChapterRequest, by_link, chapter_view
from chapters.forms import invalid, posted

ADD = "campaigns/events/cohost_add.html"
EDIT = "campaigns/events/cohost_edit.html"


# --- we ask ----------------------------------------------------------------------------------------


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def cohost_add(request: ChapterRequest, code: str) -> HttpResponse:
    event: Event = get_object_or_404(request.chapter.events.with_words(), code=code)
    form = AskForm(posted(request), event=event)
    if request.method == "POST" and form.is_valid():
        co_host = asked(event, form, request)
        messages.success(request, asked_words(co_host))
        if co_host.partner_id:  # where their link is, which nobody else sends them
            return redirect("campaigns:events_cohost_edit", request.chapter.slug, code, co_host.code)
        return redirect("campaigns:events_show", request.chapter.slug, code)
    context = {"event": event, "form": form}
    return invalid(request, ADD, context) if form.is_bound else render(request, ADD, context)


@transaction.atomic
def asked(event: Event, form: AskForm, request: ChapterRequest) -> CoHost:
    return cohosts.ask(
        event,
        partner=form.picked(),
        other=form.cleaned_data["other_chapter"],
        sees=form.what_they_see,
        pledge=form.cleaned_data["pledge"],
        has_agreed=form.cleaned_data["has_agreed"],
        by=request.user,
    )


def asked_words(co_host: CoHost) -> str:
    name = {"name": co_host}
    if co_host.other_chapter_id:
        return _("%(name)s sees it on its Today. The page names it after a yes.") % name
    if co_host.state == CoHost.State.YES:
        return _("%(name)s is on the page. Send them their link.") % name
    return _("%(name)s is asked. Send them their link: there they say yes or no.") % name


def ours(request: ChapterRequest, code: str, cohost: str) -> CoHost:
    rows = request.chapter.co_hosts.select_related("event__chapter", "partner", "other_chapter")
    found: CoHost = get_object_or_404(rows.prefetch_related("event__texts"), code=cohost, event__code=code)
    return found


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def cohost_edit(request: ChapterRequest, code: str, cohost: str) -> HttpResponse:
    co_host = ours(request, code, cohost)
    form = ChangeForm(posted(request), co_host=co_host)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            audit.record("co_host_changed", chapter=request.chapter, by=request.user, subject=form.save())
        messages.success(request, _("Saved."))
        return redirect("campaigns:events_show", request.chapter.slug, code)
    links = {"counted_link": cohosts.counted_link(co_host), "page_link": cohosts.page_link(co_host)}
    context = {"event": co_host.event, "co_host": co_host, "form": form} | links
    return invalid(request, EDIT, context) if form.is_bound else render(request, EDIT, context)


@chapter_view(Can.HOLD_EVENTS, "POST")
def cohost_remove(request: ChapterRequest, code: str, cohost: str) -> HttpResponse:
    co_host = ours(request, code, cohost)
    cohosts.remove(co_host, by=request.user)
    messages.success(request, _("%(name)s is off the event. Their links stopped.") % {"name": co_host})
    return redirect("campaigns:events_show", request.chapter.slug, code)


# --- we are asked ----------------------------------------------------------------------------------


def theirs(request: ChapterRequest, code: str) -> CoHost:
    """An event of another chapter, through what it asked ours."""
    rows = request.chapter.co_hosted.filter(chapter__closed_at=None)
    rows = rows.select_related("event__chapter", "other_chapter").prefetch_related("event__texts")
    found: CoHost = get_object_or_404(rows, code=code)
    return found


@chapter_view(Can.SEE_EVENTS)
def with_us(request: ChapterRequest, code: str) -> HttpResponse:
    return render(request, "campaigns/events/with_us.html", page_of(theirs(request, code)))


@chapter_view(Can.HOLD_EVENTS, "POST")
def with_us_answer(request: ChapterRequest, code: str) -> HttpResponse:
    co_host = theirs(request, code)
    agrees = request.POST.get("answer") == "yes"
    cohosts.answer(co_host, agrees=agrees, by=request.user, chapter=request.chapter)
    told = _("You hold it together. It is on your page now.") if agrees else _("They see that you said no.")
    messages.success(request, told)
    return redirect("campaigns:events_with_us", request.chapter.slug, code)


@by_link("co-host", "GET", "POST")
def cohost_page(request: HttpRequest, secret: str) -> HttpResponse:
    """What was agreed with a partner, their link and their numbers. Opening it answers nothing."""
    rows = CoHost.objects.filter(chapter__closed_at=None).exclude(partner=None)
    rows = rows.select_related("event__chapter", "partner").prefetch_related("event__texts")
    co_host = get_object_or_404(rows, secret=secret)
    if request.method == "POST":
        agrees = request.POST.get("answer") == "yes"
        cohosts.answer(co_host, agrees=agrees, by=None, chapter=co_host.event.chapter)
        messages.success(request, _("Thank you. We wrote it down."))
        return redirect("campaigns:events_cohost_page", secret)
    return render(request, "campaigns/events/cohost_page.html", page_of(co_host))


def page_of(co_host: CoHost) -> dict[str, Any]:
    return {
        "chapter": co_host.event.chapter,
        "event": co_host.event,
        "co_host": co_host,
        "sees": cohosts.YOU_SEE[CoHost.Sees(co_host.may_see)],
        "numbers": cohosts.numbers(co_host),
        "counted_link": cohosts.counted_link(co_host),
    }
