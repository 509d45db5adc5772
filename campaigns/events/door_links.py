"""What a host holds instead of an account: a secret link, good for one event and only around its hours."""

from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from campaigns.events.models import Event, HostLink
from chapters.models import User

OPENS_BEFORE = timedelta(hours=2)
CLOSES_AFTER = timedelta(hours=3)
# What a phone counted without a signal is still taken when it comes home.
LATE_TAPS = timedelta(hours=72)
USED_APART = timedelta(minutes=1)
# Where `/h/<token>/` leads, by the kind of link.
TARGETS: dict[str, str] = {HostLink.Kind.DOOR: "campaigns:events_door", HostLink.Kind.HOST: "campaigns:events_host"}
COOKIE_PATH = "/d/"
signer = signing.Signer(salt="this phone opened a door")


class Standing(StrEnum):
    OPEN = "open"
    EARLY = "early"
    OVER = "over"
    OFF = "off"
    TAKEN_BACK = "taken back"


def find(token: str) -> HostLink:
    """The link behind a secret, also one that was taken back. Raises Http404."""
    rows = HostLink.objects.select_related("event__chapter", "chapter").prefetch_related("event__texts")
    link = rows.filter(secret=token, chapter__closed_at=None).first()
    if link is None:
        raise Http404
    return link


def opens_at(event: Event) -> datetime:
    return event.starts_at - OPENS_BEFORE


def closes_at(event: Event) -> datetime:
    return event.ends_at + CLOSES_AFTER


def standing(link: HostLink) -> Standing:
    """What the link opens now."""
    event, now = link.event, timezone.now()
    if link.revoked_at:
        return Standing.TAKEN_BACK
    if event.cancelled_at:
        return Standing.OFF
    if now < opens_at(event):
        return Standing.EARLY
    return Standing.OPEN if now < closes_at(event) else Standing.OVER


def takes_taps(link: HostLink) -> bool:
    """Taps made at the door may arrive long after it closed, never after the link was taken back."""
    now = timezone.now()
    return link.revoked_at is None and opens_at(link.event) <= now < closes_at(link.event) + LATE_TAPS


def note_use(link: HostLink) -> None:
    """At most once a minute: a busy door writes enough."""
    now = timezone.now()
    if link.used_at is None or now - link.used_at >= USED_APART:
        HostLink.objects.filter(pk=link.pk).update(used_at=now)


def make(event: Event, *, label: str, by: User) -> HostLink:
    return event.host_links.create(chapter=event.chapter, label=label, created_by=by)


def own(event: Event, user: User) -> tuple[HostLink, bool]:
    """The link of somebody who is signed in, for the phone in their hand, and whether it is new."""
    label = user.get_short_name()[:60]
    mine = event.host_links.working().filter(kind=HostLink.Kind.DOOR, created_by=user, label=label)
    link = mine.first()
    return (link, False) if link else (make(event, label=label, by=user), True)


def address(link: HostLink) -> str:
    """As a host opens it, with the name of the site."""
    return settings.PUBLIC_URL + reverse("campaigns:events_enter", args=[link.secret])


# --- the phone that opened a door -----------------------------------------------------------------


def cookie_name(event: Event) -> str:
    return f"door-{event.code}"


def mark_phone(response: HttpResponse, link: HostLink) -> None:
    """Lets the camera of this phone lead from a guest's code to their line, until the door closes."""
    response.set_cookie(
        cookie_name(link.event),
        signer.sign(link.code),
        expires=closes_at(link.event),
        path=COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def of_phone(request: HttpRequest, event: Event) -> HostLink | None:
    """The open door of this event that this phone went through before."""
    try:
        code = signer.unsign(request.COOKIES.get(cookie_name(event), ""))
    except signing.BadSignature:
        return None
    link = HostLink.objects.select_related("event").filter(code=code, event=event, chapter__closed_at=None).first()
    return link if link and standing(link) == Standing.OPEN else None
