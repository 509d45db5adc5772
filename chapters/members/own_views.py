"""Erasing a person who asked one of us to."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from chapters.access import Can, ChapterRequest, chapter_view
from chapters.members import erasing
from chapters.members.views import fetch


@chapter_view(Can.ERASE, "GET", "POST", fresh=True)
def erase(request: ChapterRequest, code: str) -> HttpResponse:
    """Asks first. What goes is the same as when they do it themselves."""
    member = fetch(request, code)
    if request.method == "POST":
        name = member.name
        erasing.erase(member, by=request.user)
        messages.success(request, _("%(name)s and everything about them is deleted.") % {"name": name})
        return redirect("chapters:members_list", request.chapter.slug)
    return render(request, "chapters/members/erase.html", {"member": member})
