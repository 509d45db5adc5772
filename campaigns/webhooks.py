"""What comes from outside by machine: Twilio's word on our texts, what people text us, and one-click unsubscribing."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from twilio.request_validator import RequestValidator

from campaigns.messaging import conversations, email, statuses, sweep
from campaigns.messaging.models import Delivery, Sender
from chapters.access import by_link, webhook
from chapters.encryption import masked
from chapters.members import consenting
from chapters.models import Channel, Consent

logger = logging.getLogger(__name__)
LARGEST = 64_000  # bytes; Twilio's own are under 10,000
EMPTY_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


def small(view: Callable[..., Any]) -> Callable[..., Any]:
    """413 before anything of a too large body is read."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if int(request.headers.get("Content-Length") or 0) > LARGEST:
            return HttpResponse("Too large.", "text/plain", 413)
        return view(request, *args, **kwargs)

    return guarded


def from_twilio(request: HttpRequest) -> bool:
    """Signed with one of our tokens over the exact public address and every field (twilio.com/docs/usage/security)."""
    url = settings.PUBLIC_URL + request.get_full_path()
    signature = request.headers.get("X-Twilio-Signature", "")
    return any(RequestValidator(token).validate(url, request.POST, signature) for token in settings.TWILIO_AUTH_TOKENS)


@small
@webhook(from_twilio)
def status(request: HttpRequest, code: str) -> HttpResponse:
    """How one of our texts fares. Comes late, twice, out of order or never; of one we do not know: 200 as well."""
    delivery = Delivery.objects.select_related("chapter").filter(code=code).first()
    state = statuses.FROM_TWILIO.get(request.POST.get("MessageStatus", ""))
    sid = request.POST.get("MessageSid", "")
    if delivery and state:
        if delivery.sid and sid and delivery.sid != sid:
            logger.error("Delivery %s has a second message at Twilio: %s", delivery.pk, sid)
        sweep.follow(delivery, state, sid=sid, code=request.POST.get("ErrorCode", ""))
    return HttpResponse(status=200)


@small
@webhook(from_twilio)
def inbound(request: HttpRequest) -> HttpResponse:
    """Somebody texted one of our numbers. Answers go out as messages of their own, never in this response."""
    post = request.POST
    sender, sid = sender_of(post.get("MessagingServiceSid", ""), post.get("To", "")), post.get("MessageSid", "")
    if sender and sid and post.get("From"):
        body = post.get("Body", "") or ("[picture]" if post.get("NumMedia", "0") != "0" else "")
        conversations.receive(
            sender=sender, address=post["From"], body=body, sid=sid[:40], opt_out_type=post.get("OptOutType", "")
        )
    return HttpResponse(EMPTY_TWIML, "text/xml")


def sender_of(service: str, number: str) -> Sender | None:
    """By Messaging Service first: its pool may answer from a number we never stored."""
    ours = Sender.objects.select_related("chapter__parent").exclude(kind=Sender.Kind.EMAIL)
    by_service = ours.filter(~Q(messaging_service_sid=""), messaging_service_sid=service).first() if service else None
    return by_service or ours.filter(address=number).first()


@csrf_exempt
@small
@by_link("unsubscribe", "GET", "POST")
def unsubscribe(request: HttpRequest, code: str) -> HttpResponse:
    """Opening the link changes nothing; the mail program's one click (RFC 8058) or a button here stops email."""
    delivery = email.delivery_of(code)
    if delivery is None:
        return render(request, "campaigns/unsubscribe.html", {"delivery": None}, status=404)
    only_here = request.POST.get("scope") == "chapter"
    if request.method == "POST":
        scope = delivery.chapter if only_here else None
        consenting.stop_index(Channel.EMAIL, delivery.address_index, source=Consent.Source.UNSUBSCRIBE, chapter=scope)
    context = {
        "delivery": delivery,
        "chapter": delivery.chapter,
        "address": masked(delivery.address) or _("you"),
        "is_done": request.method == "POST",
        "only_here": only_here,
    }
    return render(request, "campaigns/unsubscribe.html", context)
