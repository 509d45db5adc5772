"""Where a short link leads: a personal one, or one that was shared. Opening it changes nothing about a person; a
button does. What is counted is taps, never who a visitor is."""

import re
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Least, Now
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.events import asks, guests, public, seats
from campaigns.events.models import Event, Rsvp
from campaigns.events.seat_forms import PartyForm
from campaigns.messaging.asks import target
from campaigns.messaging.models import Delivery, ShareLink
from campaigns.permission_views import ask_permission, asks_permission
from chapters.access import by_link
from chapters.forms import posted
from chapters.traps import may_try, slow_down

# As long as a message to one person is kept.
LIVES = timedelta(days=90)
MOST_TAPS = 30_000  # as many as the column holds
# Programs that look at a link before a person does, by what they call themselves; Signal says "WhatsApp" too.
PREVIEWS = re.compile(
    r"facebookexternalhit|facebot|whatsapp/|twitterbot|telegrambot|slackbot|slack-imgproxy|discordbot|linkedinbot"
    r"|skypeuripreview|redditbot|pinterestbot|mastodon|bluesky|cardyb|iframely|embedly|googlebot|google-read-aloud"
    r"|bingbot|bingpreview|applebot|(?<!cu)bot\b|crawler|spider|preview",
    re.IGNORECASE,
)


@by_link("delivery", "GET", "POST")
def tap(request: HttpRequest, code: str) -> HttpResponse:
    """`/t/<code>/` of one message to one person: the page it asks about, which knows who taps. Of a link for a group
    chat: the public page."""
    if not may_try(request, "tap"):
        return slow_down(request)
    delivery = delivery_of(code)
    if delivery is None:
        return shared(request, code)
    if is_a_tap(request):
        count_tap(delivery)
    with guests.in_language(request, delivery.language):
        if asks_permission(delivery):
            return ask_permission(request, delivery, delivery.member)  # type: ignore[arg-type]  # it has one
        event = asks.event_of(delivery)
        if event is None or delivery.member is None:
            return redirect(target(delivery) or f"/{delivery.chapter.slug}/")
        return ask_person(request, delivery, event)


def is_a_tap(request: HttpRequest) -> bool:
    """A person's: not the look that a chat app takes for its preview."""
    return request.method == "GET" and not PREVIEWS.search(request.headers.get("User-Agent", ""))


def count_tap(delivery: Delivery) -> None:
    rows = Delivery.objects.filter(pk=delivery.pk)
    rows.update(opened_at=Coalesce("opened_at", Now()), taps=Least(F("taps") + 1, MOST_TAPS))


def shared(request: HttpRequest, code: str) -> HttpResponse:
    """A link that was shared: counted, then on to what it is about, as far as anyone may see that."""
    links = ShareLink.objects.select_related("chapter", "call_to_action__event", "call_to_action__campaign__chapter")
    link = links.filter(code=code, chapter__closed_at=None).first()
    if link is None:
        return render(request, "campaigns/tap_gone.html", status=404)
    if is_a_tap(request):
        ShareLink.objects.filter(pk=link.pk).update(taps=F("taps") + 1)
    event: Any = link.call_to_action.event
    campaign: Any = link.call_to_action.campaign
    if event and event.is_public:
        return redirect("campaigns:events_page", event.code)
    if campaign and campaign.is_public:
        return redirect("campaigns:campaign", campaign.chapter.slug, campaign.slug)
    return redirect("campaigns:chapter", link.chapter.slug)


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
        form.add_error("party_size", public.not_enough_words(error))
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
