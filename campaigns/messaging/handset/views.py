"""The demo's phones and mailbox. Mounted with DEMO=1 only, which settings refuse anywhere but on localhost."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.csrf import csrf_exempt

from campaigns.messaging.handset import parts, phones, rest
from chapters.access import public

LONGEST = 1600
MAILS = 50
LETTERS = 8


@public()
def index(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    context = {
        "query": query,
        "phones": phones.listed(parts.store(), query),
        "mails": dated(parts.store().mails(size=LETTERS)),
        "codes": phones.codes(),
    }
    return render(request, "campaigns/messaging/handset/index.html", context)


@public()
def codes(request: HttpRequest) -> HttpResponse:
    """The part with the authenticator codes, which change every 30 seconds."""
    return render(request, "campaigns/messaging/handset/index.html#codes", {"codes": phones.codes()})


@public("GET", "POST")
def phone(request: HttpRequest, number: str) -> HttpResponse:
    """One phone: what it got, and a place to answer. htmx asks for the bubbles only."""
    if not rest.NUMBER.match(number):
        raise Http404
    owner = phones.phone_of(parts.store(), number)
    texts = parts.store().of(number)
    senders = phones.senders_for(owner, texts)
    sender = next((one for one in senders if one.code == request.GET.get("with")), senders[0] if senders else None)
    if request.method == "POST":
        body = (request.POST.get("ready") or request.POST.get("body", "")).strip()[:LONGEST]
        if body and sender:
            parts.carrier().text_us(person=number, to=sender.address, service=sender.messaging_service_sid, body=body)
        return redirect(f"{reverse('handset:phone', args=[number])}?with={sender.code if sender else ''}#end")
    context = {
        "phone": owner,
        "senders": senders,
        "sender": sender,
        "bubbles": phones.bubbles(texts, sender),
        "ready": ("VOY", "NO VOY", "SÍ", "IN", "OUT", "YES", "NO", "STOP", "START", "AYUDA"),
    }
    part = "#texts" if request.headers.get("HX-Request") else ""
    return render(request, f"campaigns/messaging/handset/phone.html{part}", context)


@public()
def mailbox(request: HttpRequest) -> HttpResponse:
    context = {"mails": dated(parts.store().mails(size=MAILS))}
    return render(request, "campaigns/messaging/handset/mailbox.html", context)


@public()
def letter(request: HttpRequest, mail_id: str) -> HttpResponse:
    mail = parts.store().mail(mail_id)
    if mail is None:
        raise Http404
    return render(request, "campaigns/messaging/handset/letter.html", {"mail": dated([mail])[0]})


def dated(mails: list[dict[str, str]]) -> list[dict[str, Any]]:
    return [mail | {"at": parse_datetime(mail["at"])} for mail in mails]


@csrf_exempt
@public("GET", "POST", "DELETE")
def twilio(request: HttpRequest, path: str) -> HttpResponse:
    """Twilio's REST API."""
    answer = parts.api().answer(
        rest.Request(
            request.method or "GET",
            f"/{path}",
            request.headers.get("Authorization", ""),
            request.GET.dict(),
            request.POST.dict(),
        )
    )
    return HttpResponse(status=204) if answer.body is None else JsonResponse(answer.body, status=answer.status)
