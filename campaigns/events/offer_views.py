"""What people add to their seat: help for others, and whom to call for them."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from campaigns.events import care, guests, seat_extras
from campaigns.events.models import Rsvp
from campaigns.events.seat_extras import EmergencyForm, OffersForm
from chapters.access import by_link


@by_link("seat", "POST")
def seat_offers(request: HttpRequest, token: str) -> HttpResponse:
    """A ride, childcare, interpretation. Whoever they help already hears if an offer is taken back."""
    rsvp, is_own = guests.seat_of(token)
    with guests.in_language(request, rsvp.language):
        form = OffersForm(request.POST, instance=rsvp, known=is_own)
        if not form.is_valid():
            context = {"chapter": rsvp.chapter, "event": rsvp.event, "token": token, "offers": form}
            return render(request, "campaigns/events/seat_offers_again.html", context, status=422)
        if not (rsvp.event.is_open and rsvp.state in (*Rsvp.HOLDS_SEAT, Rsvp.State.WAITLISTED, Rsvp.State.ASKED)):
            messages.warning(request, _("This event is over, or you are not coming. Nothing was saved."))
            return redirect("campaigns:events_seat", token)
        save(rsvp, form)
        messages.success(request, _("Thank you. We tell you if somebody needs it."))
        return redirect("campaigns:events_seat", token)


@transaction.atomic
def save(rsvp: Rsvp, form: OffersForm) -> None:
    Rsvp.objects.select_for_update().get(pk=rsvp.pk)
    rsvp.save(update_fields=[*form.changed_offers(), "updated_at"])
    care.recheck(rsvp)


@by_link("seat", "POST")
def seat_emergency(request: HttpRequest, token: str) -> HttpResponse:
    """Only on a person's own page of a direct action; blank takes it away."""
    rsvp, is_own = guests.seat_of(token)
    if not (rsvp.event.is_direct_action and seat_extras.opens_details(rsvp, is_own=is_own)):
        raise Http404
    with guests.in_language(request, rsvp.language):
        form = EmergencyForm(request.POST)
        if not form.is_valid():
            context = {"chapter": rsvp.chapter, "event": rsvp.event, "token": token, "emergency": form}
            return render(request, "campaigns/events/seat_emergency_again.html", context, status=422)
        rsvp.emergency_contact = form.cleaned_data["emergency_contact"]
        rsvp.save(update_fields=["emergency_contact", "updated_at"])
        said = _("Saved. It is deleted the day after.") if rsvp.emergency_contact else _("It is deleted.")
        messages.success(request, said)
        return redirect("campaigns:events_seat", token)
