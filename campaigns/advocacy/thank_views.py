"""The official moved: see who made it happen, and begin the message that thanks them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from campaigns import moved
from campaigns.advocacy import thanking
from campaigns.advocacy.shelf import done
from campaigns.models import Position
from chapters.access import Can, ChapterRequest, chapter_view


@chapter_view(Can.WRITE, "GET", "POST")
def thank(request: ChapterRequest, position: str) -> HttpResponse:
    """POST writes the draft, or finds the one that is there, and leads to it. Nothing goes out from here."""
    rows = request.chapter.positions.select_related("chapter", "target__official", "target__campaign__chapter")
    found: Position = get_object_or_404(rows.prefetch_related("target__campaign__texts"), code=position)
    move = moved.of(found)
    if request.method == "POST" and move and move.people:
        call = thanking.draft(found, by=request.user)
        if call.is_editable:
            words = _("A draft is written. Read it, change it, then ask for a yes.")
            return done(request, words, thanking_page(request, call.code))
        return redirect("campaigns:messaging_open", request.chapter.slug, call.code)
    context = {"position": found, "target": found.target, "moved": move}
    return render(request, "campaigns/advocacy/thank.html", context, status=200 if request.method == "GET" else 409)


def thanking_page(request: ChapterRequest, code: str) -> str:
    return redirect("campaigns:messaging_compose", request.chapter.slug, code).url
