"""Links for the people at the door: made, shown again, and taken back by whoever holds the event."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.events import checking, door_links
from campaigns.events.door_forms import LinkForm
from campaigns.events.models import Event, HostLink
from chapters import audit, dates
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid, posted

PAGE = "campaigns/events/at_the_door.html"


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def at_the_door(request: ChapterRequest, code: str) -> HttpResponse:
    """A link with a name on it. `?show=` shows one again: to copy, to send, to scan."""
    event = fetch(request, code)
    form = LinkForm(posted(request), event=event)
    if request.method == "POST" and form.is_valid():
        link = door_links.make(event, label=form.cleaned_data["label"], by=request.user)
        audit.record("door_link_made", chapter=request.chapter, by=request.user, subject=event)
        here = reverse("campaigns:events_at_the_door", args=[request.chapter.slug, code])
        return redirect(f"{here}?show={link.code}#show")
    links = event.host_links.filter(kind=HostLink.Kind.DOOR)
    shown = links.working().filter(code=request.GET.get("show", "")).first()
    context = page(event) | {"form": form, "links": links, "shown": shown} | (sharing(shown) if shown else {})
    return invalid(request, PAGE, context) if form.is_bound else render(request, PAGE, context)


def page(event: Event) -> dict[str, Any]:
    return {
        "event": event,
        "opens_at": door_links.opens_at(event),
        "closes_at": door_links.closes_at(event),
        "is_open": door_links.opens_at(event) <= timezone.now() < door_links.closes_at(event),
        "found": checking.count(event),
    }


def sharing(link: HostLink) -> dict[str, str]:
    url = door_links.address(link)
    event = link.event
    words = _("%(event)s, %(when)s: check people in here. Please do not pass this link on.") % {
        "event": event,
        "when": dates.spoken(event.starts_at, event.zone),
    }
    return {"url": url, "whatsapp": f"https://wa.me/?text={quote(f'{words} {url}')}"}


@chapter_view(Can.HOLD_EVENTS, "POST")
def door_open(request: ChapterRequest, code: str) -> HttpResponse:
    """The same page for whoever is signed in: a link of their own, so that it works without a signal too."""
    event = fetch(request, code)
    link, is_new = door_links.own(event, request.user)
    if is_new:
        audit.record("door_link_made", chapter=request.chapter, by=request.user, subject=event)
    return redirect("campaigns:events_door", link.secret)


@chapter_view(Can.HOLD_EVENTS, "POST")
def door_take_back(request: ChapterRequest, code: str, link: str) -> HttpResponse:
    event = fetch(request, code)
    held: HostLink = get_object_or_404(event.host_links.filter(kind=HostLink.Kind.DOOR), code=link)
    if held.revoke():
        audit.record("door_link_taken_back", chapter=request.chapter, by=request.user, subject=event)
    messages.success(request, _("The link for %(label)s does not work any more.") % {"label": held.label})
    return redirect("campaigns:events_at_the_door", request.chapter.slug, code)


def fetch(request: ChapterRequest, code: str) -> Event:
    event: Event = get_object_or_404(request.chapter.events.with_words(), code=code)
    return event
