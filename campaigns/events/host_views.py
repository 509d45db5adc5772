"""The page of whoever hosts one event: its numbers, its list, and what they may change. Nothing else of the chapter."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from campaigns.events import planning, public, turnout
from campaigns.events.after_forms import CameForm
from campaigns.events.forms import CallOffForm, EventTextForm
from campaigns.events.guest_forms import GuestForm
from campaigns.events.guest_views import typed_in
from campaigns.events.host_forms import HostEventForm
from campaigns.events.host_links import opened
from campaigns.events.models import Event, HostLink, Rsvp
from campaigns.events.planning import Kept
from campaigns.events.views import missed_words, told_words
from campaigns.forms import Texts
from chapters import audit
from chapters.access import by_link
from chapters.forms import invalid, posted

ADD = "campaigns/events/host_add.html"
CHANGE = "campaigns/events/host_change.html"
CALL_OFF = "campaigns/events/host_call_off.html"
MOST_SHOWN = 300


def back(link: HostLink) -> HttpResponse:
    return redirect("campaigns:events_host", link.secret)


def page_of(link: HostLink) -> dict[str, Any]:
    return {"link": link, "token": link.secret, "event": link.event, "chapter": link.chapter}


@by_link("host", "GET", "POST")
@opened
def host(request: HttpRequest, link: HostLink) -> HttpResponse:
    """Once it is over it also asks how many came, until the chapter has written that down."""
    event = link.event
    form = CameForm(posted(request), initial={"came": event.came}) if may_count(event) else None
    if request.method == "POST" and form and form.is_valid():
        keep_count(link, form.cleaned_data["came"])
        messages.success(request, _("Thank you. We wrote it down."))
        return back(link)
    context = page_of(link) | public.page_context(event) | {"numbers": turnout.numbers(event), "came_form": form}
    if not event.keeps_no_attendance:
        context["guests"] = [(rsvp.member.short_name, seats_words(rsvp)) for rsvp in coming(event)]
    return render(request, "campaigns/events/host.html", context, status=422 if form and form.is_bound else 200)


def may_count(event: Event) -> bool:
    return event.is_over and event.is_published and not event.cancelled_at and not event.closed_out_at


@transaction.atomic
def keep_count(link: HostLink, came: int) -> None:
    """What the chapter wrote down itself meanwhile holds."""
    if Event.objects.filter(pk=link.event_id, closed_out_at=None).update(came=came, updated_at=timezone.now()):
        audit.record("event_changed_by_host", chapter=link.chapter, by=None, subject=link)


def coming(event: Event) -> list[Rsvp]:
    rows = event.rsvps.holding_a_seat().select_related("member").order_by("member__first_name", "pk")
    return list(rows[:MOST_SHOWN])


def seats_words(rsvp: Rsvp) -> str:
    return ngettext("%(n)s seat", "%(n)s seats", rsvp.party_size) % {"n": rsvp.party_size}


@by_link("host", "GET", "POST")
@opened
def host_add(request: HttpRequest, link: HostLink) -> HttpResponse:
    """A name from paper. The answer says the name as it was typed: what we knew before stays with us."""
    initial = {"language": get_language(), "party_size": 1}
    form = GuestForm(posted(request), event=link.event, initial=initial)
    context = page_of(link) | {"form": form}
    if request.method == "POST" and form.is_valid() and (words := typed_in(link.event, form, as_typed=True)):
        messages.success(request, words)
        return redirect("campaigns:events_host_add", link.secret)
    return invalid(request, ADD, context) if form.is_bound else render(request, ADD, context)


def is_closed(link: HostLink) -> bool:
    return link.event.cancelled_at is not None or link.event.is_over


@by_link("host", "GET", "POST")
@opened
def host_change(request: HttpRequest, link: HostLink) -> HttpResponse:
    """Words, time and place. People are told as when a lead changes them."""
    if is_closed(link):
        return back(link)
    with transaction.atomic():
        rows = Event.objects.with_words()
        event = (rows.select_for_update(of=("self",)) if request.method == "POST" else rows).get(pk=link.event_id)
        before = planning.when_and_where(event)
        form = HostEventForm(posted(request), instance=event, chapter=link.chapter)
        texts = Texts(EventTextForm, event, link.chapter.languages, posted(request))
        if request.method == "POST" and all([form.is_valid(), texts.is_valid()]):
            kept = planning.keep(form, texts, before, by=None, publish=False)
            audit.record("event_changed_by_host", chapter=link.chapter, by=None, subject=link)
            return changed(request, link, kept)
    context = page_of(link) | {"form": form, "texts": texts, "counted_on": event.rsvps.to_be_told().count()}
    return invalid(request, CHANGE, context) if form.is_bound else render(request, CHANGE, context)


def changed(request: HttpRequest, link: HostLink, kept: Kept) -> HttpResponse:
    told = told_words(kept.told) if kept.told else _("Nobody was told about the change.") if kept.is_moved else ""
    messages.success(request, " ".join(filter(None, (_("Saved."), told))))
    if kept.told and kept.told.missed:
        messages.warning(request, missed_words(kept.told.missed))
    return back(link)


@by_link("host", "GET", "POST")
@opened
def host_call_off(request: HttpRequest, link: HostLink) -> HttpResponse:
    """One question first, with the number of people on the button."""
    if is_closed(link):
        return back(link)
    form = CallOffForm(posted(request))
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            told = planning.call_off(link.event, by=None, tell=form.cleaned_data["tell"])
            audit.record("event_called_off_by_host", chapter=link.chapter, by=None, subject=link)
        words = (_("The event is called off."), told_words(told) if told and told.count else "")
        messages.success(request, " ".join(filter(None, words)))
        return back(link)
    context = page_of(link) | {"counted_on": link.event.rsvps.to_be_told().count()}
    return render(request, CALL_OFF, context, status=422 if form.is_bound else 200)
