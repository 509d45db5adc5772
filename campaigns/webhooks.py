"""What Twilio posts to us: how our texts fare, and what people text us. For email see `email_webhooks.py`."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from twilio.request_validator import RequestValidator

from campaigns.messaging import conversations, statuses, sweep
from campaigns.messaging.models import Sender
from chapters.access import webhook

logger = logging.getLogger(__name__)
LARGEST = 64_000  # bytes; Twilio's own are under 10,000
EMPTY_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


def at_most(size: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """413 before anything of a body of more bytes is read."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if int(request.headers.get("Content-Length") or 0) > size:
                return HttpResponse("Too large.", "text/plain", 413)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


small = at_most(LARGEST)


def from_twilio(request: HttpRequest) -> bool:
    """Signed with one of our tokens over the exact public address and every field (twilio.com/docs/usage/security)."""
    url = settings.PUBLIC_URL + request.get_full_path()
    signature = request.headers.get("X-Twilio-Signature", "")
    return any(RequestValidator(token).validate(url, request.POST, signature) for token in settings.TWILIO_AUTH_TOKENS)


@small
@webhook(from_twilio)
def status(request: HttpRequest, code: str) -> HttpResponse:
    """How one of our texts fares. Comes late, twice, out of order or never; of one we do not know: 200 as well."""
    post = request.POST
    if state := statuses.FROM_TWILIO.get(post.get("MessageStatus", "")):
        sweep.heard(code, state, sid=post.get("MessageSid", "")[:80], reason=post.get("ErrorCode", ""))
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
