"""The list of one event in the hands of whoever holds it: names from paper, and names taken off."""

from typing import cast
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from campaigns.events import checking, public, seats
from campaigns.events.guest_forms import GuestForm
from campaigns.events.models import Event, Rsvp
from chapters import audit
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid, posted
from chapters.members.matching import remember

ADD = "campaigns/events/add.html"


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def add(request: ChapterRequest, code: str) -> HttpResponse:
    """One name after the other: the page comes back empty, in the language of the name before, and says who was
    added."""
    event: Event = get_object_or_404(request.chapter.events.with_words(), code=code)
    language = request.GET.get("language") or get_language()
    form = GuestForm(posted(request), event=event, initial={"language": language, "party_size": 1})
    if request.method == "POST" and form.is_valid() and (words := typed_in(event, form)):
        messages.success(request, words)
        here = reverse("campaigns:events_add", args=[request.chapter.slug, code])
        return redirect(f"{here}?language={form.cleaned_data['language']}")
    typed = event.rsvps.filter(source__in=(Rsvp.Source.HOST, Rsvp.Source.DOOR)).count()
    context = {"event": event, "form": form, "typed": typed}
    return invalid(request, ADD, context) if form.is_bound else render(request, ADD, context)


def typed_in(event: Event, form: GuestForm, *, as_typed: bool = False) -> str:
    """What happened, in words; "" when it was refused and the form says why. `as_typed` says the name as it was typed,
    to somebody who may not learn what we knew before."""
    try:
        with transaction.atomic():
            rsvp, words = after_the_event(event, form) if event.is_over and form.has_come else a_seat(event, form)
            return words % {"name": form.cleaned_data["name"] if as_typed else rsvp.member.name, "n": rsvp.party_size}
    except seats.NotEnough as error:
        form.add_error("party_size", public.not_enough_words(error))
    except (seats.Closed, checking.NotHere):
        form.add_error(None, _("This event takes no names: it is a draft, over, or called off."))
    return ""


def a_seat(event: Event, form: GuestForm) -> tuple[Rsvp, str]:
    given = form.cleaned_data
    member = remember(event.chapter, **{name: given[name] for name in ("name", "phone", "email", "language")})
    was_there = event.rsvps.holding_a_seat().filter(member=member).exists()
    rsvp = seats.save(
        event,
        member=member,
        party_size=given["party_size"],
        source=Rsvp.Source.HOST,
        channel=form.channel,
        language=given["language"],
        confirm=False,
    )
    if form.has_come:
        checking.arrive(event, rsvp, arrived=given["party_size"], key=uuid4(), tapped_at=timezone.now(), over=True)
    return rsvp, again_words(rsvp) if was_there else added_words(rsvp)


def after_the_event(event: Event, form: GuestForm) -> tuple[Rsvp, str]:
    if event.cancelled_at or not event.is_published:
        raise seats.Closed
    rsvp = checking.walk_in(event, form.walker, key=uuid4(), tapped_at=timezone.now(), over=True)
    return cast("Rsvp", rsvp), _("Written down: %(name)s came.")


def again_words(rsvp: Rsvp) -> str:
    return ngettext(
        "%(name)s was on the list already, and has %(n)s seat now.",
        "%(name)s was on the list already, and has %(n)s seats now.",
        rsvp.party_size,
    )


def added_words(rsvp: Rsvp) -> str:
    if rsvp.state == Rsvp.State.WAITLISTED:
        return _("%(name)s is on the waiting list: all seats are taken.")
    return _("%(name)s is on the list.")


@chapter_view(Can.HOLD_EVENTS, "POST")
def remove(request: ChapterRequest, code: str, seat: str) -> HttpResponse:
    rsvp = fetch(request, code, seat)
    seats.cancel(rsvp)
    audit.record("seat_removed", chapter=request.chapter, by=request.user, subject=rsvp)
    undo = reverse("campaigns:events_restore", args=[request.chapter.slug, code, seat])
    messages.success(request, _("%(name)s is off the list.") % {"name": rsvp.member.short_name}, extra_tags=undo)
    return redirect("campaigns:events_show", request.chapter.slug, code)


@chapter_view(Can.HOLD_EVENTS, "POST")
def restore(request: ChapterRequest, code: str, seat: str) -> HttpResponse:
    """The undo of `remove`; a seat that went to somebody else meanwhile becomes a place on the waiting list."""
    rsvp = fetch(request, code, seat)
    try:
        rsvp = seats.change(rsvp, party_size=rsvp.party_size, by=request.user)
        messages.success(request, added_words(rsvp) % {"name": rsvp.member.name})
    except (seats.Closed, seats.NotEnough):
        messages.error(request, _("This event takes no names: it is a draft, over, or called off."))
    return redirect("campaigns:events_show", request.chapter.slug, code)


def fetch(request: ChapterRequest, code: str, seat: str) -> Rsvp:
    ours = request.chapter.rsvps.select_related("event__chapter", "member")
    rsvp: Rsvp = get_object_or_404(ours, code=seat, event__code=code)
    return rsvp
