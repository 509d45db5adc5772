"""The list of one event in the hands of whoever holds it: names from paper, and names taken off."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.events import public, seats
from campaigns.events.forms import GuestForm
from campaigns.events.models import Event, Rsvp
from chapters import audit
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid, posted
from chapters.members.matching import remember

ADD = "campaigns/events/add.html"


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def add(request: ChapterRequest, code: str) -> HttpResponse:
    """One name after the other: the page comes back empty and says who was added."""
    event: Event = get_object_or_404(request.chapter.events.with_words(), code=code)
    form = GuestForm(posted(request), initial={"language": request.chapter.languages[0], "party_size": 1})
    context = {"event": event, "form": form}
    if request.method == "POST" and form.is_valid() and (rsvp := typed_in(event, form)):
        messages.success(request, added_words(rsvp))
        return redirect("campaigns:events_add", request.chapter.slug, code)
    return invalid(request, ADD, context) if form.is_bound else render(request, ADD, context)


def typed_in(event: Event, form: GuestForm) -> Rsvp | None:
    """None when it was refused; the form then says why."""
    given = form.cleaned_data
    contact = {name: given[name] for name in ("name", "phone", "email", "language")}
    try:
        with transaction.atomic():
            return seats.save(
                event,
                member=remember(event.chapter, **contact),
                party_size=given["party_size"],
                source=Rsvp.Source.HOST,
                channel=form.channel,
                language=given["language"],
                confirm=False,
            )
    except seats.NotEnough as error:
        form.add_error("party_size", public.not_enough_words(error.left))
    except seats.Closed:
        form.add_error(None, _("This event takes no names: it is a draft, over, or called off."))
    return None


def added_words(rsvp: Rsvp) -> str:
    if rsvp.state == Rsvp.State.WAITLISTED:
        return _("%(name)s is on the waiting list: all seats are taken.") % {"name": rsvp.member.name}
    return _("%(name)s is on the list.") % {"name": rsvp.member.name}


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
        messages.success(request, added_words(seats.change(rsvp, party_size=rsvp.party_size, by=request.user)))
    except (seats.Closed, seats.NotEnough):
        messages.error(request, _("This event takes no names: it is a draft, over, or called off."))
    return redirect("campaigns:events_show", request.chapter.slug, code)


def fetch(request: ChapterRequest, code: str, seat: str) -> Rsvp:
    ours = request.chapter.rsvps.select_related("event__chapter", "member")
    rsvp: Rsvp = get_object_or_404(ours, code=seat, event__code=code)
    return rsvp
