"""Open needs beside offers, joined with one tap. Only for those who see people anyway."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.events import needs as board
from campaigns.events.models import Event, NeedMatch
from chapters.access import Can, ChapterRequest, chapter_view

PAGE = "campaigns/events/needs.html"


def fetch(request: ChapterRequest, code: str) -> Event:
    event: Event = get_object_or_404(request.chapter.events.with_words(), code=code)
    return event


@chapter_view(Can.SEE_PEOPLE)
def needs(request: ChapterRequest, code: str) -> HttpResponse:
    event = fetch(request, code)
    return render(request, PAGE, {"event": event, "board": board.board(event)})


@chapter_view(Can.SEE_PEOPLE, "POST")
def needs_join(request: ChapterRequest, code: str) -> HttpResponse:
    """Both are told at once, each in their language."""
    event = fetch(request, code)
    what, need, offer = (request.POST.get(name, "") for name in ("what", "need", "offer"))
    back = redirect("campaigns:events_needs", request.chapter.slug, code)
    if not event.is_open:
        messages.warning(request, _("This event is over, called off or not public yet."))
        return back
    if language := request.POST.get("language", ""):
        interpret(request, event, language, offer)
        return back
    try:
        match = board.join(event, what, need=need, offer=offer, by=request.user)
    except board.NotNow as error:
        messages.warning(request, str(error))
        return back
    undo = reverse("campaigns:events_needs_part", args=[request.chapter.slug, code, match.code])
    names = {"need": match.need.member.first_name, "offer": match.offer.member.first_name}
    said = _("%(offer)s helps %(need)s. We write to both.") if match.told_at else _("%(offer)s helps %(need)s.")
    messages.success(request, said % names, extra_tags=undo)
    if match.told_at is None:
        messages.warning(request, _("We could not write to both. Please call them."))
    return back


def interpret(request: ChapterRequest, event: Event, language: str, offer: str) -> None:
    """One tap for everyone who waits for a language."""
    try:
        made = board.interpret(event, language[:8], offer=offer, by=request.user)
    except board.NotNow as error:
        messages.warning(request, str(error))
        return
    facts = {"name": made[0].offer.member.first_name}
    said = _("%(name)s interprets for everyone who asked. We write to them.")
    messages.success(request, said % facts)


@chapter_view(Can.SEE_PEOPLE, "POST")
def needs_part(request: ChapterRequest, code: str, match: str) -> HttpResponse:
    rows = NeedMatch.objects.select_related("event__chapter", "need__member", "offer__member")
    found: NeedMatch = get_object_or_404(rows, chapter=request.chapter, event__code=code, code=match)
    found.need.event = found.offer.event = found.event
    board.part(found, by=request.user)
    messages.success(request, _("They are apart again. Who was told hears of it."))
    return redirect("campaigns:events_needs", request.chapter.slug, code)
