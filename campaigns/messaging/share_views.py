"""Copying a message into WhatsApp, Signal or elsewhere, with a link for each place that counts its taps."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.messaging import sharing
from campaigns.messaging.compose_views import fetch
from campaigns.messaging.models import CallToAction, ShareLink
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import Form, invalid, posted

PAGE = "campaigns/messaging/share.html"
MOST_PLACES = 20


class PlaceForm(Form):
    place = forms.CharField(
        label=gettext_lazy("Another place"),
        max_length=60,
        help_text=gettext_lazy("Like: the parents’ group, a flyer."),
    )

    def __init__(self, *args: Any, call: CallToAction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call = call

    def clean(self) -> None:
        taken = self.call.share_links
        if taken.count() >= MOST_PLACES and not taken.filter(place=self.cleaned_data.get("place", "")).exists():
            raise forms.ValidationError(_("This message has enough links. Use one of these."))


@chapter_view(Can.WRITE, "GET", "POST")
def share(request: ChapterRequest, code: str) -> HttpResponse:
    """A place gets its link by a button; the page then shows what to paste there."""
    call = fetch(request, code)
    if call.is_editable:
        return redirect("campaigns:messaging_open", request.chapter.slug, code)
    form = PlaceForm(posted(request), call=call)
    if form.is_bound and form.is_valid():
        link = link_for(call, form.cleaned_data["place"], request)
        return redirect(f"{reverse('campaigns:messaging_share', args=[request.chapter.slug, code])}#{link.code}")
    links = [(link, sharing.copies(link, call)) for link in call.share_links.order_by("pk")]
    made = {link.place for link, _copies in links}
    context = {
        "call": call,
        "form": form,
        "links": links,
        "places": [place for place in sharing.PLACES if place not in made],
        "taps": sum(link.taps for link, _copies in links),
        "is_public": getattr(call.event, "is_public", True) and getattr(call.action, "is_open", True),
    }
    return invalid(request, PAGE, context) if form.is_bound else render(request, PAGE, context)


def link_for(call: CallToAction, place: str, request: ChapterRequest) -> ShareLink:
    """One link a place: asking twice gives the same."""
    link, _is_new = call.share_links.get_or_create(
        place=" ".join(place.split()), defaults={"chapter": call.chapter, "created_by": request.user}
    )
    return link
