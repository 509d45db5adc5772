"""The first call to a new person: who waits, who calls, how it went."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid, posted
from chapters.members import welcoming
from chapters.members.contacts import shown_phone
from chapters.members.welcome_forms import CallerForm, OutcomeForm
from chapters.members.welcome_models import Welcome

PAGE = 50
WELCOME = "chapters/members/welcome.html"


@chapter_view(Can.SEE_PEOPLE)
def welcomes(request: ChapterRequest) -> HttpResponse:
    """Everyone who joined and was not called yet, the longest wait first."""
    waiting = request.chapter.welcomes.waiting().select_related("member", "caller")[:PAGE]
    return render(request, "chapters/members/welcomes.html", {"waiting": waiting})


def fetch(request: ChapterRequest, code: str) -> Welcome:
    """One whose member said no in the meantime is not found any more."""
    waiting = request.chapter.welcomes.waiting().select_related("member", "caller")
    found: Welcome = get_object_or_404(waiting, code=code)
    return found


@chapter_view(Can.EDIT_PEOPLE, "GET", "POST")
def welcome(request: ChapterRequest, code: str) -> HttpResponse:
    """The number to call, and a button for each way it can go. What was heard becomes a note."""
    found = fetch(request, code)
    form = OutcomeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            if form.cleaned_data["body"]:
                form.save(found.member, by=request.user)
            welcoming.went(found, form.cleaned_data["outcome"], by=request.user)
        messages.success(request, _("Written down."))
        return redirect("chapters:members_welcomes", request.chapter.slug)
    context = about(found, form, CallerForm(chapter=request.chapter, initial={"caller": found.caller_id}))
    return invalid(request, WELCOME, context) if form.is_bound else render(request, WELCOME, context)


def about(welcome: Welcome, form: OutcomeForm, give: CallerForm) -> dict[str, Any]:
    return {"found": welcome, "form": form, "give": give, "phone": shown_phone(welcome.member.phone)}


@chapter_view(Can.EDIT_PEOPLE, "POST")
def welcome_give(request: ChapterRequest, code: str) -> HttpResponse:
    """A lead picks who calls."""
    found = fetch(request, code)
    form = CallerForm(request.POST, chapter=request.chapter)
    if not form.is_valid():
        return invalid(request, WELCOME, about(found, OutcomeForm(), form))
    to = form.cleaned_data["caller"]
    welcoming.give(found, to=to, by=request.user)
    messages.success(request, _("%(caller)s calls %(name)s.") % {"caller": to, "name": found.member.name})
    return redirect("chapters:members_welcomes", request.chapter.slug)
