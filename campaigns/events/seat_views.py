"""What a person does with their own seat beyond changing it: confirm, say they run late, take a job."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from campaigns.events import guests, public, seats, shifting
from campaigns.events.models import Rsvp, Shift
from chapters import dates
from chapters.access import by_link


def own_seat(token: str) -> Rsvp:
    """The seat of somebody who proves by their own link that the address is theirs. Raises Http404."""
    rsvp, is_own = guests.seat_of(token)
    if not is_own:
        raise Http404
    return rsvp


@by_link("seat", "POST")
def seat_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Yes, it is me and I come: for a held seat, an offer, a reminder, or one more try after the clock ran out."""
    rsvp = own_seat(token)
    with guests.in_language(request, rsvp.language):
        try:
            rsvp = seats.confirm(rsvp)
        except seats.Closed:
            messages.error(request, _("This event does not take names any more."))
        except seats.NotEnough as error:
            messages.error(request, public.not_enough_words(error))
        else:
            messages.success(request, confirmed_words(rsvp))
        return redirect("campaigns:events_seat", token)


def confirmed_words(rsvp: Rsvp) -> str:
    if rsvp.state == Rsvp.State.WAITLISTED:
        return _("All seats are taken right now. You are on the waiting list.")
    if rsvp.state == Rsvp.State.ASKED:
        return _("Thank you. We answer you soon.")
    return _("Thank you. We count on you.")


@by_link("seat", "POST")
def seat_late(request: HttpRequest, token: str) -> HttpResponse:
    rsvp = own_seat(token)
    with guests.in_language(request, rsvp.language):
        seats.say_late(rsvp)
        messages.success(request, _("Thank you for telling us. The door knows you come later."))
        return redirect("campaigns:events_seat", token)


@by_link("seat", "POST")
def seat_job(request: HttpRequest, token: str, shift: str) -> HttpResponse:
    """Take a job at the event."""
    return about_job(request, token, shift, joined)


@by_link("seat", "POST")
def seat_job_leave(request: HttpRequest, token: str, shift: str) -> HttpResponse:
    return about_job(request, token, shift, left)


def about_job(
    request: HttpRequest, token: str, code: str, act: Callable[[HttpRequest, Rsvp, Shift], None]
) -> HttpResponse:
    rsvp, _is_own = guests.seat_of(token)
    shift: Shift = get_object_or_404(rsvp.event.shifts, code=code)
    with guests.in_language(request, rsvp.language):
        if rsvp.event.is_open:
            act(request, rsvp, shift)
        else:
            messages.error(request, _("This event does not take names any more."))
        return redirect(f"{public.seat_url(token)}#jobs")


def joined(request: HttpRequest, rsvp: Rsvp, shift: Shift) -> None:
    try:
        shifting.join(rsvp, shift)
    except shifting.Full:
        messages.error(request, _("Enough people do this already. Is there another job you like?"))
    except shifting.NoSeat:
        messages.error(request, _("Save a seat first, then choose a job."))
    except shifting.Clash as error:
        messages.error(request, clash_words(error.other, rsvp))
    else:
        messages.success(request, _("Thank you. You help with: %(job)s.") % {"job": shift})


def clash_words(other: Shift, rsvp: Rsvp) -> str:
    hours = dates.hours(other.starts_at, other.ends_at, rsvp.event.zone)
    return _("At that time you help with: %(job)s, %(hours)s. Leave that job first.") % {"job": other, "hours": hours}


def left(request: HttpRequest, rsvp: Rsvp, shift: Shift) -> None:
    if shifting.leave(rsvp, shift):
        messages.success(request, _("You are off this job. You keep your seat."))
