"""The first page of a link for a host."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from campaigns.events.models import HostLink
from chapters.access import by_link


@by_link("host")
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """To the page that this kind of link opens."""
    link = get_object_or_404(HostLink, secret=token, chapter__closed_at=None)
    return redirect(f"/h/{token}/{'event' if link.kind == HostLink.Kind.HOST else 'door'}/")
