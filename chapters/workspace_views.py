"""Around the work of a chapter: which one, how it is set up, and who did what in it."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from chapters.access import Can, ChapterRequest, chapter_view, signed_in
from chapters.audit_words import told
from chapters.forms import invalid
from chapters.models import Role
from chapters.setup import all_steps
from chapters.setup_forms import SetUpForm, words_forms

PAGE = 50


@signed_in()
def switch(request: ChapterRequest) -> HttpResponse:
    """The chapters a person has a role in; whoever has one goes straight to its Today."""
    held = Role.objects.current().filter(user=request.user)
    roles = list(held.select_related("chapter").order_by("chapter__name"))
    if len(roles) == 1:
        return redirect("campaigns:today", roles[0].chapter.slug)
    return render(request, "chapters/switch.html", {"roles": roles})


@chapter_view(Can.SET_UP, "GET", "POST", fresh=True)
def setup(request: ChapterRequest) -> HttpResponse:
    chapter = copy(request.chapter)  # a refused form changes it, and the page around shows the saved one
    form = SetUpForm(request.POST or None, instance=chapter)
    words = words_forms(chapter, request.POST or None)
    if request.method == "POST" and form.is_valid() and all(text.is_valid() for text in words):
        form.save(by=request.user)
        for text in words:
            text.save()
        messages.success(request, _("Saved."))
        return redirect("chapters:setup", chapter.slug)
    context: dict[str, Any] = {"form": form, "words": words, "steps": all_steps(request.chapter)}
    if form.is_bound:
        return invalid(request, "chapters/setup.html", context)
    return render(request, "chapters/setup.html", context)


@chapter_view(Can.SEE_AUDIT)
def audit(request: ChapterRequest) -> HttpResponse:
    """Newest first, 50 a page; `before` is the seal of the last entry of the page before."""
    entries = request.chapter.audit_entries.select_related("user").order_by("-id")
    last = request.chapter.audit_entries.filter(seal=request.GET.get("before", "")).first()
    shown = list(entries.filter(pk__lt=last.pk)[: PAGE + 1] if last else entries[: PAGE + 1])
    context = {
        "lines": [(entry, told(entry)) for entry in shown[:PAGE]],
        "older": shown[PAGE - 1].seal if len(shown) > PAGE else "",
    }
    return render(request, "chapters/audit.html", context)
