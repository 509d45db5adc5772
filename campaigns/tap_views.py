"""Where a personal short link leads. Opening it changes nothing about the person; a button does."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.events import asks, guests, public, seats
from campaigns.events.models import Event, Rsvp
from campaigns.events.seat_forms import PartyForm
from campaigns.events.traps import may_try, slow_down
from campaigns.messaging.asks import target
from campaigns.messaging.models import Delivery
from chapters.access import by_link
from chapters.forms import posted

# As long as a message to one person is kept.
LIVES = timedelta(days=90)


@by_link("delivery", "GET", "POST")
def tap(request: HttpRequest, code: str) -> HttpResponse:
    """`/t/<code>/` of one message to one person: the page it asks about, which knows who taps."""
    if not may_try(request, "tap"):
        return slow_down(request)
    delivery = delivery_of(code)
    if delivery is None:
        return render(request, "campaigns/tap_gone.html", status=404)
    with guests.in_language(request, delivery.language):
        if request.method == "GET":
            Delivery.objects.filter(pk=delivery.pk, opened_at=None).update(opened_at=timezone.now())
        event = asks.event_of(delivery)
        if event is None or delivery.member is None:
            return redirect(target(delivery) or f"/{delivery.chapter.slug}/")
        return ask_person(request, delivery, event)


def delivery_of(code: str) -> Delivery | None:
    rows = Delivery.objects.select_related("member", "chapter", "call_to_action")
    return rows.filter(link_code=code, created_at__gt=timezone.now() - LIVES, chapter__closed_at=None).first()


def ask_person(request: HttpRequest, delivery: Delivery, event: Event) -> HttpResponse:
    form = PartyForm(posted(request), initial={"party_size": 1})
    if request.method == "POST" and event.is_open:
        if "no" in request.POST:
            return say_no(request, delivery, event)
        if form.is_valid() and (rsvp := say_yes(delivery, event, form)):
            return redirect("campaigns:events_seat", guests.ticket(rsvp))
    context = page_context(delivery, event) | {"form": form}
    return render(request, public.PAGE, context, status=422 if form.is_bound else 200)


@transaction.atomic
def say_yes(delivery: Delivery, event: Event, form: PartyForm) -> Rsvp | None:
    """None when there are not enough seats; the form then says so."""
    try:
        with transaction.atomic():
            rsvp = seats.save(
                event,
                member=delivery.member,  # type: ignore[arg-type]  # a link without a person never gets here
                party_size=form.cleaned_data["party_size"],
                source=Rsvp.Source.LINK,
                call=delivery.call_to_action,
                channel=delivery.channel,
                language=delivery.language,
            )
    except seats.NotEnough as error:
        form.add_error("party_size", public.not_enough_words(error.left))
        return None
    asks.mark_answered(delivery)
    return rsvp


def say_no(request: HttpRequest, delivery: Delivery, event: Event) -> HttpResponse:
    with transaction.atomic():
        seats.decline(event, member=delivery.member, source=Rsvp.Source.LINK, call=delivery.call_to_action)  # type: ignore[arg-type]
        asks.mark_answered(delivery)
    messages.success(request, _("Thank you for telling us. If that changes, come back here."))
    return redirect("campaigns:tap", delivery.link_code)


def page_context(delivery: Delivery, event: Event) -> dict[str, Any]:
    """The event page with a first name on it, and nothing else about the person."""
    return public.page_context(event) | {"guest": delivery.member, "link_code": delivery.link_code}
