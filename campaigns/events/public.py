"""What a person without an account sees: the event, the form for a seat, and the seat itself."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from campaigns.events import calendars, care, cohosts, consents, guests, seat_extras, seats, standing
from campaigns.events.models import Event, Rsvp
from campaigns.events.seat_forms import NeedsForm, PartyForm, SeatForm
from campaigns.events.traps import doubt_about, is_shared
from chapters import dates
from chapters.access import by_link, public
from chapters.forms import posted
from chapters.members.filters import language_name
from chapters.members.matching import fill, remember
from chapters.traps import may_try

PAGE = "campaigns/events/page.html"
SEAT = "campaigns/events/seat.html"
MUST_ANSWER = (Rsvp.State.UNCONFIRMED, Rsvp.State.OFFERED, Rsvp.State.LAPSED)


@public("GET", "POST")
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The event and its form. A saved seat leads to its own page."""
    event = guests.event_for(request, code)
    by_email = request.GET.get("by") == "email"
    form = SeatForm(posted(request), event=event, by_email=by_email, initial={"party_size": 1})
    if request.method == "POST" and event.is_open:
        if not may_try(request, "rsvp"):
            form.add_error(None, _("Many seats are being saved right now. Wait a minute and press the button again."))
            return render(request, PAGE, page_context(event) | {"form": form}, status=429)
        if form.is_valid() and (rsvp := save_seat(request, event, form)):
            cohosts.credit(request, rsvp)
            return redirect("campaigns:events_seat", guests.ticket(rsvp))
    context = page_context(event) | standing.again(event)
    context |= {"form": form, "jobs": event.shifts.all() if event.is_open else []}
    return render(request, PAGE, context, status=422 if form.is_bound else 200)


def save_seat(request: HttpRequest, event: Event, form: SeatForm) -> Rsvp | None:
    """None when the seat could not be saved; the form then says why."""
    given = form.cleaned_data
    language = get_language() or settings.LANGUAGE_CODE
    contact = {name: given[name] for name in ("phone", "email") if name in given}
    doubt = doubt_about(request, event, given["name"])
    try:
        with transaction.atomic():
            member = remember(event.chapter, name=given["name"], language=language, **contact)
            return seats.save(
                event,
                member=member,
                party_size=given["party_size"],
                source=Rsvp.Source.PAGE,
                channel=form.channel,
                language=language,
                proven=False,
                doubt=doubt or (Rsvp.Doubt.SHARED if is_shared(event, member) else ""),
            )
    except seats.NotEnough as error:
        form.add_error("party_size", not_enough_words(error))
    except seats.Closed:
        form.add_error(None, _("This event does not take names any more."))
    return None


def not_enough_words(error: seats.NotEnough) -> str:
    left = error.left
    if isinstance(error, seats.TooBig):
        return ngettext(
            "There is %(n)s seat in all. Please choose a smaller number.",
            "There are %(n)s seats in all. Please choose a smaller number.",
            left,
        ) % {"n": left}
    if left == 0:
        return _("No more seats are left. You keep the seats you have.")
    return ngettext(
        "Only %(n)s more seat is left. You keep the seats you have.",
        "Only %(n)s more seats are left. You keep the seats you have.",
        left,
    ) % {"n": left}


def seat_url(token: str) -> str:
    return reverse("campaigns:events_seat", args=[token])


def page_context(event: Event) -> dict[str, Any]:
    url = settings.PUBLIC_URL + reverse("campaigns:events_page", args=[event.code])
    return {
        "chapter": event.chapter,
        "event": event,
        "campaign": event.campaign if event.campaign and event.campaign.is_public else None,
        "is_full": event.seats_left is not None and event.seats_left <= 0,
        "url": url,
        "spoken_languages": spoken_languages(event),
        "held_with": cohosts.said(event),
        "share": quote(share_words(event, url)) if event.is_public else "",
    }


def spoken_languages(event: Event) -> str:
    """ "In English and Spanish"."""
    names = [language_name(code) for code, _name in settings.LANGUAGES if code in event.interpretation]
    return _("In %(languages)s") % {"languages": get_text_list(names, _("and"))}


def share_words(event: Event, url: str) -> str:
    """What a friend gets: the public page, never a personal link."""
    facts = (str(event), dates.spoken(event.starts_at, event.zone), event.where())
    return f"{', '.join(filter(None, facts))}. {url}"


@public()
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """The event for a calendar, as anyone may see it."""
    event = guests.event_for(request, code)
    return calendars.calendar_response(event, for_guests=False)


# --- one person's seat -----------------------------------------------------------------------------


@by_link("seat", "GET", "POST")
def seat(request: HttpRequest, token: str) -> HttpResponse:
    """Thanks, what would help, and may we write again."""
    rsvp, is_own = guests.seat_of(token)
    with guests.in_language(request, rsvp.language):
        form = needs_form(rsvp, is_own=is_own, data=posted(request))
        if request.method == "POST" and form.is_valid():
            save_needs(rsvp, form)
            messages.success(request, _("Thank you. We wrote it down."))
            return redirect("campaigns:events_seat", token)
        party = PartyForm(initial={"party_size": rsvp.party_size})
        return show_seat(request, token, rsvp, is_own=is_own, needs=form, party=party)


def needs_form(rsvp: Rsvp, *, is_own: bool, data: QueryDict | None = None) -> NeedsForm:
    initial = {"zip": rsvp.member.zip}
    return NeedsForm(data, instance=rsvp, initial=initial, question=consents.question(rsvp), known=is_own)


@transaction.atomic
def save_needs(rsvp: Rsvp, form: NeedsForm) -> None:
    rsvp.save(update_fields=[*form.changed_needs(), "updated_at"])
    care.recheck(rsvp)
    if form.known and form.cleaned_data["zip"]:
        rsvp.member.zip = ""
    if fill(rsvp.member, zip=form.cleaned_data["zip"]):
        rsvp.member.save(update_fields=["zip", "updated_at"])
    if form.cleaned_data["hear"] and rsvp.channel:
        consents.agree(rsvp, form.question)


@by_link("seat", "POST")
def seat_change(request: HttpRequest, token: str) -> HttpResponse:
    """Another number of people, or a yes again after a no."""
    rsvp, is_own = guests.seat_of(token)
    with guests.in_language(request, rsvp.language):
        form = PartyForm(request.POST, initial={"party_size": rsvp.party_size})
        if form.is_valid() and try_change(rsvp, form, is_own=is_own):
            messages.success(request, _("Saved."))
            return redirect("campaigns:events_seat", token)
        needs = needs_form(rsvp, is_own=is_own)
        return show_seat(request, token, rsvp, is_own=is_own, needs=needs, party=form)


def try_change(rsvp: Rsvp, form: PartyForm, *, is_own: bool) -> bool:
    try:
        care.recheck(seats.change(rsvp, party_size=form.cleaned_data["party_size"], proven=is_own))
    except seats.NotEnough as error:
        form.add_error("party_size", not_enough_words(error))
    except seats.Closed:
        form.add_error(None, _("This event does not take names any more."))
    return form.is_valid()


@by_link("seat", "GET", "POST")
def seat_cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Asks first: a link that is only opened changes nothing."""
    rsvp, _is_own = guests.seat_of(token)
    with guests.in_language(request, rsvp.language):
        if request.method == "POST":
            seats.cancel(rsvp)
            messages.success(request, _("You are off the list. Thank you for telling us."))
            return redirect("campaigns:events_seat", token)
        context = {"chapter": rsvp.chapter, "event": rsvp.event, "rsvp": rsvp, "token": token}
        return render(request, "campaigns/events/seat_cancel.html", context)


@by_link("seat")
def seat_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The event for the calendar of somebody who has a seat: with the street and the online link."""
    rsvp, _is_own = guests.seat_of(token)
    if not rsvp.is_sure:
        raise Http404
    with guests.in_language(request, rsvp.language):
        return calendars.calendar_response(rsvp.event, for_guests=True)


def show_seat(
    request: HttpRequest, token: str, rsvp: Rsvp, *, is_own: bool, needs: NeedsForm, party: PartyForm
) -> HttpResponse:
    """The page of a seat; with a refused form it is a 422 that keeps what was typed."""
    event, now = rsvp.event, timezone.now()
    mine = set(rsvp.shift_seats.values_list("shift", flat=True))
    context = page_context(event) | standing.section(rsvp, token) | seat_extras.context(rsvp, is_own=is_own)
    context |= {
        "rsvp": rsvp,
        "token": token,
        "is_own": is_own,
        "needs": needs,
        "party": party,
        "jobs": [(shift, shift.pk in mine) for shift in event.shifts.all()] if rsvp.holds_seat else [],
        "must_confirm": event.is_open and rsvp.state in MUST_ANSWER,
        "is_soon": rsvp.is_sure and event.is_open and event.starts_at - now <= seats.SAID_AGAIN,
    }
    return render(request, SEAT, context, status=422 if needs.is_bound or party.is_bound else 200)
