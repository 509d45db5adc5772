"""The district that a person told us, where their ZIP code lies in several."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from chapters import audit
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid
from chapters.members import districts
from chapters.members.forms import NoteForm
from chapters.members.views import SHOW, about, fetch


@chapter_view(Can.EDIT_PEOPLE, "POST")
def district(request: ChapterRequest, code: str) -> HttpResponse:
    """`district` is one of those of the ZIP code, or blank for not sure."""
    member, told = fetch(request, code), request.POST.get("district", "")
    if told and told not in districts.candidates(member.zip):
        messages.error(request, _("This district is not one of those of their ZIP code."))
        return invalid(request, SHOW, about(request, member) | {"note": NoteForm()})
    member.district = told
    member.save(update_fields=["district", "updated_at"])
    audit.record("member_changed", chapter=request.chapter, by=request.user, subject=member)
    messages.success(request, _("Saved."))
    return redirect("chapters:members_show", request.chapter.slug, code)
