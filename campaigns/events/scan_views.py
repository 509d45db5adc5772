"""The code on a guest's phone. It opens nothing by itself: only a phone that went through the door sees whose it is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from campaigns.events import door_links
from campaigns.events.models import Rsvp
from chapters.access import by_link


@by_link("code of a seat")
def scan(request: HttpRequest, code: str) -> HttpResponse:
    """To the person's line for a host. Anyone else finds nothing here, the same for a code that names nobody."""
    rsvp = Rsvp.objects.select_related("event").filter(code=code).first()
    link = door_links.of_phone(request, rsvp.event) if rsvp else None
    if rsvp is None or link is None:
        return render(request, "campaigns/events/scan.html", status=404)
    door = reverse("campaigns:events_door", args=[link.secret])
    return redirect(door if rsvp.event.keeps_no_attendance else f"{door}#s-{rsvp.code}")
