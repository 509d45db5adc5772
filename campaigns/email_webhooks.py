"""What comes from outside about email: the reports of a service that sends for us, and unsubscribing."""

from datetime import datetime, timedelta
from typing import Any

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from campaigns.events import guests
from campaigns.messaging import email_events, letters
from campaigns.messaging.models import Delivery
from campaigns.webhooks import at_most, small
from chapters.access import by_link, webhook
from chapters.encryption import masked
from chapters.members import consenting
from chapters.models import Channel, Consent, OptOut

LARGEST = 2**20  # bytes: services post many reports at once
UNDO_FOR = timedelta(hours=1)
undo_signer = TimestampSigner(salt="unsubscribe undo")


def from_email_service(request: HttpRequest) -> bool:
    """Signed, or with the secret in its address, as anymail's settings for this service say."""
    reader = email_events.reader(request.resolver_match.kwargs["service"]) if request.resolver_match else None
    return reader is not None and email_events.is_genuine(reader, request)


@at_most(LARGEST)
@webhook(from_email_service)
def email_report(request: HttpRequest, service: str) -> HttpResponse:
    """How our emails fare, as a service posts it. Of messages we do not know: 200 as well."""
    try:
        events = email_events.read(email_events.reader(service), request)
    except email_events.Unreadable:
        return HttpResponse("This is not a report we can read.", "text/plain", 400)
    email_events.follow(events)
    return HttpResponse(status=200)


@csrf_exempt
@small
@by_link("unsubscribe", "GET", "POST")
def unsubscribe(request: HttpRequest, code: str) -> HttpResponse:
    """Opening the link changes nothing; the mail program's one click (RFC 8058) or a button here stops email."""
    delivery = letters.delivery_of(code)
    if delivery is None:
        return render(request, "campaigns/unsubscribe.html", {"delivery": None}, status=404)
    with guests.in_language(request, delivery.language):
        return answer(request, delivery)


def answer(request: HttpRequest, delivery: Delivery) -> HttpResponse:
    only_here = request.POST.get("scope") == "chapter"
    context: dict[str, Any] = {
        "delivery": delivery,
        "chapter": delivery.chapter,
        "address": masked(delivery.address) or _("you"),
        "only_here": only_here,
    }
    if "undo" in request.POST:
        context["is_undone"] = undo(delivery, request.POST["undo"])
        context["is_too_late"] = not context["is_undone"]
    elif request.method == "POST":
        context |= {"is_done": True, "undo": stop(delivery, only_here=only_here)}
    return render(request, "campaigns/unsubscribe.html", context)


def stop(delivery: Delivery, *, only_here: bool) -> str:
    """Stops email, and returns what a click on "I did not mean it" has to bring back."""
    began = timezone.now()
    scope = delivery.chapter if only_here else None
    consenting.stop_index(Channel.EMAIL, delivery.address_index, source=Consent.Source.UNSUBSCRIBE, chapter=scope)
    return undo_signer.sign(f"{delivery.code} {began.isoformat()}")


def undo(delivery: Delivery, signed: str) -> bool:
    """False for a click that is too late or about another message. Nothing to undo, as after a second click: True."""
    if not OptOut.objects.against(Channel.EMAIL, delivery.address_index, delivery.chapter_id).exists():
        return True
    try:
        code, _, began = undo_signer.unsign(signed, max_age=UNDO_FOR).partition(" ")
    except BadSignature:
        return False
    since: datetime | None = parse_datetime(began)
    return code == delivery.code and since is not None and consenting.undo_stop(delivery.address_index, since=since)
