"""The page of an event as the public will see it, before anyone can."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from campaigns.events import hearings, program, public
from campaigns.events.models import Event
from campaigns.events.seat_forms import SeatForm
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.languages import offered


@chapter_view(Can.SEE_EVENTS, "GET", "POST")
def preview(request: ChapterRequest, code: str) -> HttpResponse:
    """In the language of `?in=`, which is not remembered. A seat cannot be saved here."""
    event: Event = get_object_or_404(request.chapter.events.with_campaign(), code=code)
    if request.method == "POST":
        messages.info(request, _("This is a preview. No seat was saved."))
        return redirect(request.get_full_path())
    event.published_at = event.published_at or timezone.now()  # on this page only; it is never saved
    with translation.override(offered(request.GET.get("in")) or translation.get_language()):
        form = SeatForm(None, event=event, by_email=request.GET.get("by") == "email", initial={"party_size": 1})
        context = public.page_context(event) | program.shown(event) | hearings.shown(event)
        return render(request, "campaigns/events/page.html", context | {"form": form, "preview": True})
