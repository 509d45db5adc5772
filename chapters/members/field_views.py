"""The chapter's own fields: which there are, in which order, and one of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from chapters import audit
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid, posted
from chapters.members.field_forms import OwnFieldForm
from chapters.members.field_models import CustomField

EDIT = "chapters/members/field_edit.html"


@chapter_view(Can.SET_UP)
def fields(request: ChapterRequest) -> HttpResponse:
    every = request.chapter.custom_fields.with_words()
    context = {
        "fields": [field for field in every if not field.archived_at],
        "archived": [field for field in every if field.archived_at],
    }
    return render(request, "chapters/members/fields.html", context)


@chapter_view(Can.SET_UP, "GET", "POST", fresh=True)
def field_add(request: ChapterRequest) -> HttpResponse:
    return write(request, OwnFieldForm(posted(request), chapter=request.chapter))


@chapter_view(Can.SET_UP, "GET", "POST", fresh=True)
def field_edit(request: ChapterRequest, code: str) -> HttpResponse:
    return write(request, OwnFieldForm(posted(request), instance=fetch(request, code), chapter=request.chapter))


def fetch(request: ChapterRequest, code: str) -> CustomField:
    found: CustomField = get_object_or_404(request.chapter.custom_fields.with_words(), code=code)
    return found


def write(request: ChapterRequest, form: OwnFieldForm) -> HttpResponse:
    is_new = form.instance.pk is None
    context: dict[str, Any] = {"form": form, "field": form.instance}
    if not form.is_bound:
        return render(request, EDIT, context)
    if not form.is_valid():
        return invalid(request, EDIT, context)
    saved = form.save()
    audit.record("field_added" if is_new else "field_changed", chapter=request.chapter, by=request.user, subject=saved)
    messages.success(request, _("Saved."))
    return redirect("chapters:members_fields", request.chapter.slug)


@chapter_view(Can.SET_UP, "POST")
def field_move(request: ChapterRequest, code: str) -> HttpResponse:
    """One place up."""
    get_object_or_404(request.chapter.custom_fields.in_use(), code=code).move_up()
    return redirect("chapters:members_fields", request.chapter.slug)


@chapter_view(Can.SET_UP, "POST", fresh=True)
def field_put_away(request: ChapterRequest, code: str) -> HttpResponse:
    """Out of the pages, with all that it holds; or back again (`back` = 1)."""
    field = fetch(request, code)
    is_back = request.POST.get("back") == "1"
    if is_back:
        field.bring_back()
    else:
        field.put_away()
    act = "field_brought_back" if is_back else "field_put_away"
    audit.record(act, chapter=request.chapter, by=request.user, subject=field)
    messages.success(request, _("It is back.") if is_back else _("It is put away. What it holds stays."))
    return redirect("chapters:members_fields", request.chapter.slug)
