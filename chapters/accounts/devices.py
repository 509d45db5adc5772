"""On which phones and computers a person is signed in, without keeping an address or the name of a browser."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from chapters import audit
from chapters.accounts import factors, letters
from chapters.bases import new_secret
from chapters.encryption import blind_index
from chapters.models import Device, User

COOKIE = "__Host-device" if settings.SECURE else "device"
COOKIE_LIFE = 400 * 24 * 3600  # as long as a browser keeps one
HERE = "device"  # in the session: [code of the device, hour it was last written down, key of the session then]
Kind = Device.Kind


def kind_of(agent: str) -> Kind:
    """What a browser says it runs on, in one word of ours; the rest of what it says is dropped."""
    if any(word in agent for word in ("iPad", "Tablet")):
        return Kind.TABLET
    return Kind.PHONE if any(word in agent for word in ("Mobi", "iPhone", "Android")) else Kind.COMPUTER


def this_hour() -> datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def remember(request: HttpRequest, response: HttpResponse, user: User) -> Device:
    """Write down the device that just signed in. Of a new one, after others, the person hears, and so do the leads."""
    secret = request.COOKIES.get(COOKIE) or new_secret()
    had_others = user.devices.exists()
    seen = {"kind": kind_of(request.headers.get("User-Agent", "")), "seen_at": this_hour()}
    with transaction.atomic():
        device, is_new = user.devices.update_or_create(
            mark=blind_index("device", secret), defaults=seen | {"session_key": request.session.session_key or ""}
        )
        if is_new and had_others:
            tell(user)
    request.session[HERE] = stamp(device, request)
    response.set_cookie(
        COOKIE, secret, max_age=COOKIE_LIFE, secure=settings.SECURE, httponly=True, samesite="Lax", path="/"
    )
    return device


def stamp(device: Device, request: HttpRequest) -> list[str]:
    return [device.code, this_hour().isoformat(), request.session.session_key or ""]


def tell(user: User) -> None:
    letters.post("new_device_of_yours", to=user.email, user=user)
    factors.tell_leads(user, letter="new_device")
    audit.record("new_device", chapter=None, by=user)


def current(request: Any) -> Device | None:
    code, *_rest = request.session.get(HERE) or [""]
    device: Device | None = request.user.devices.filter(code=code).first()
    return device


@transaction.atomic
def end_others(request: Any) -> None:
    """Every session of the person ends but this one."""
    here = current(request)
    others = request.user.devices.exclude(pk=here.pk if here else None)
    Session.objects.filter(session_key__in=others.values("session_key")).delete()
    others.update(session_key="")
    request.user.end_sessions()
    update_session_auth_hash(request, request.user)
    audit.record("signed_out_everywhere", chapter=None, by=request.user)


@transaction.atomic
def end(device: Device, *, by: User) -> None:
    device.end()
    audit.record("device_signed_out", chapter=None, by=by, subject=device)


class SeenMiddleware:
    """Once an hour, and when the key of a session changes: the device is here. No request writes more than that."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        held = request.session.get(HERE) if request.user.is_authenticated else None
        if held and held[1:] != [this_hour().isoformat(), request.session.session_key]:
            key = request.session.session_key or ""
            Device.objects.filter(code=held[0], user=request.user.pk).update(seen_at=this_hour(), session_key=key)
            request.session[HERE] = [held[0], this_hour().isoformat(), key]
        return response
