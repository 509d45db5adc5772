"""What Twilio posts to us: how our texts fare, and what people text us. For email see `email_webhooks.py`."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from twilio.request_validator import RequestValidator

from campaigns.messaging import conversations, statuses, sweep
from campaigns.messaging.models import Sender
from chapters.access import webhook

logger = logging.getLogger(__name__)
LARGEST = 64_000  # bytes; Twilio's own are under 10,000
DIGITS = 15  # more make Python refuse to read the number
LONGEST_SID = 40
LONGEST_ADDRESS = 100
EMPTY_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


def at_most(size: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """413 before anything of a body of more bytes is read, 400 where its length is no number."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            length = request.headers.get("Content-Length") or "0"
            if not (length.isascii() and length.isdigit()):
                return HttpResponse("Content-Length is not a number.", "text/plain", 400)
            if len(length) > DIGITS or int(length) > size:
                return HttpResponse("Too large.", "text/plain", 413)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


small = at_most(LARGEST)


def from_twilio(request: HttpRequest) -> bool:
    """Signed with one of our tokens over the exact public address and every field (twilio.com/docs/usage/security)."""
    url = settings.PUBLIC_URL + request.get_full_path()
    signature = request.headers.get("X-Twilio-Signature", "")
    signed = (RequestValidator(token).compute_signature(url, request.POST) for token in settings.TWILIO_AUTH_TOKENS)
    return any(constant_time_compare(signature, one) for one in signed)


def said(request: HttpRequest, name: str, longest: int = LARGEST) -> str:
    """One field, without the NUL that PostgreSQL cannot store."""
    return str(request.POST.get(name, "")).replace("\x00", "")[:longest]


@small
@webhook(from_twilio)
def status(request: HttpRequest, code: str) -> HttpResponse:
    """How one of our texts fares. Comes late, twice, out of order or never; of one we do not know: 200 as well."""
    if state := statuses.FROM_TWILIO.get(said(request, "MessageStatus")):
        sid, reason = (said(request, name, LONGEST_SID) for name in ("MessageSid", "ErrorCode"))
        sweep.heard(code, state, sid=sid, reason=reason)
    return HttpResponse(status=200)


@small
@webhook(from_twilio)
def inbound(request: HttpRequest) -> HttpResponse:
    """Somebody texted one of our numbers. Answers go out as messages of their own, never in this response."""
    sender = sender_of(said(request, "MessagingServiceSid"), said(request, "To"))
    sid, address = said(request, "MessageSid", LONGEST_SID), said(request, "From", LONGEST_ADDRESS).strip()
    if sender and sid and address:
        body = said(request, "Body") or ("[picture]" if said(request, "NumMedia") not in {"", "0"} else "")
        kind = said(request, "OptOutType")
        conversations.receive(sender=sender, address=address, body=body, sid=sid, opt_out_type=kind)
    return HttpResponse(EMPTY_TWIML, "text/xml")


def sender_of(service: str, number: str) -> Sender | None:
    """By Messaging Service first: its pool may answer from a number we never stored."""
    ours = Sender.objects.select_related("chapter__parent").exclude(kind=Sender.Kind.EMAIL)
    by_service = ours.filter(~Q(messaging_service_sid=""), messaging_service_sid=service).first() if service else None
    return by_service or ours.filter(address=number).first()
