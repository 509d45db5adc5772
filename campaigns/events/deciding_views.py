"""Who may come where each person needs a yes, and answers that look odd: one tap each, by whoever holds the event."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.events import seats
from campaigns.events.guest_views import fetch
from campaigns.events.models import Event, Rsvp
from chapters import audit
from chapters.access import Can, ChapterRequest, chapter_view


def back(request: ChapterRequest, code: str) -> HttpResponse:
    return redirect("campaigns:events_show", request.chapter.slug, code)


@chapter_view(Can.HOLD_EVENTS, "POST")
def say_yes(request: ChapterRequest, code: str, seat: str) -> HttpResponse:
    rsvp = fetch(request, code, seat)
    try:
        rsvp = seats.approve(rsvp, by=request.user)
    except seats.Closed:
        messages.error(request, _("This event takes no names: it is a draft, over, or called off."))
        return back(request, code)
    audit.record("seat_approved", chapter=request.chapter, by=request.user, subject=rsvp)
    name = {"name": rsvp.member.short_name}
    if rsvp.state == Rsvp.State.WAITLISTED:
        messages.success(request, _("%(name)s is on the waiting list: all seats are taken.") % name)
    else:
        messages.success(request, _("%(name)s may come, and is told.") % name)
    return back(request, code)


@chapter_view(Can.HOLD_EVENTS, "POST")
def say_no(request: ChapterRequest, code: str, seat: str) -> HttpResponse:
    rsvp = seats.turn_down(fetch(request, code, seat), by=request.user)
    audit.record("seat_refused", chapter=request.chapter, by=request.user, subject=rsvp)
    messages.success(request, _("%(name)s gets no seat, and is told kindly.") % {"name": rsvp.member.short_name})
    return back(request, code)


@chapter_view(Can.HOLD_EVENTS, "POST")
def believe(request: ChapterRequest, code: str, seat: str) -> HttpResponse:
    """The host knows this person."""
    rsvp = fetch(request, code, seat)
    seats.believe(rsvp)
    messages.success(request, _("%(name)s is with the others now.") % {"name": rsvp.member.short_name})
    return back(request, code)


@chapter_view(Can.HOLD_EVENTS, "POST")
def clear_doubtful(request: ChapterRequest, code: str) -> HttpResponse:
    """Take all odd answers off at once; the seats go to whoever waits."""
    event: Event = get_object_or_404(request.chapter.events, code=code)
    gone = [seats.cancel(rsvp) for rsvp in event.rsvps.doubtful().select_related("event__chapter", "member")]
    if gone:
        audit.record("odd_seats_removed", chapter=request.chapter, by=request.user, subject=event, n=len(gone))
    words = ngettext("%(n)s answer is off the list.", "%(n)s answers are off the list.", len(gone))
    messages.success(request, words % {"n": len(gone)})
    return back(request, code)
