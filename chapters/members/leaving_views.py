"""A long list on its way out: one lead asks, another says yes or no, and the first takes it within the hour."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from chapters import exports
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.audit_words import in_words
from chapters.models import LeavingList

PAGE = "chapters/members/leaving.html"


@chapter_view(Can.EXPORT, "GET", "POST", fresh=True)
def leaving(request: ChapterRequest, code: str) -> HttpResponseBase:
    """What, how many, who asked; and what can be done about it now."""
    found = get_object_or_404(request.chapter.leaving_lists.select_related("asked_by", "approved_by"), code=code)
    if request.method == "GET":
        return shown(request, found, status=200)
    act = request.POST.get("act", "")
    if act == "take" and (response := exports.take_out(found, request)):
        return response
    if act == "yes" and exports.approve(found, by=request.user):
        messages.success(request, _("You said yes. They have one hour to take the list."))
    elif act == "no" and exports.refuse(found, by=request.user):
        messages.success(request, _("The list stays here."))
    else:
        return shown(request, found, status=422)
    return redirect("chapters:members_leaving", request.chapter.slug, code)


def shown(request: ChapterRequest, found: LeavingList, *, status: int) -> HttpResponse:
    """Read anew: it may have changed a moment ago. A refused act says why through the state that is shown."""
    context = {
        "leaving": found,
        "what": in_words(found.what),
        "is_mine": found.asked_by == request.user,
        "is_refused": status != 200,
    }
    return render(request, PAGE, context, status=status)
