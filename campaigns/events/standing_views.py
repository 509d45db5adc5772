"""Coming every time, from the page of one seat."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.events import guests, standing
from campaigns.events.models import Rsvp
from chapters.access import by_link


@by_link("seat", "POST")
def seat_every_time(request: HttpRequest, token: str) -> HttpResponse:
    """A seat on every date of the series, or with `stop` on none but those saved one by one."""
    rsvp, _is_own = guests.seat_of(token)
    with guests.in_language(request, rsvp.language):
        messages.success(request, stop(rsvp, token) if "stop" in request.POST else start(rsvp, token))
    return redirect("campaigns:events_seat", token)


def start(rsvp: Rsvp, token: str) -> str:
    if not standing.may_ask(rsvp, token):
        raise Http404
    standing.join_all(rsvp)
    return _("You come every time. You have a seat or wait for one on each date.")


def stop(rsvp: Rsvp, token: str) -> str:
    """Also from a date that is over or called off by now."""
    own = rsvp.member.standing_rsvps.filter(series=rsvp.event.series_id, ended_at=None).select_related("series").first()
    if token != rsvp.secret or own is None:
        raise Http404
    given_back = standing.leave_all(own)
    said = _("You do not come every time any more.")
    if given_back:
        said += " " + ngettext("We gave back %(n)s seat.", "We gave back the seats of %(n)s days.", given_back) % {
            "n": given_back
        }
    return said
