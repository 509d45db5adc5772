"""The hand-over of a person who leaves: the keys to change, and everything that is theirs to another in one go."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext

from chapters.access import Can, ChapterRequest, chapter_view
from chapters.accounts import leaving
from chapters.accounts.leaving_forms import SuccessorForm
from chapters.forms import invalid, posted
from chapters.models import Role

PAGE = "chapters/accounts/hand_over.html"


@chapter_view(Can.GRANT, "GET", "POST", fresh=True)
def hand_over(request: ChapterRequest, code: str) -> HttpResponse:
    role = get_object_or_404(request.chapter.roles.current().select_related("user"), user__code=code)
    form = SuccessorForm(posted(request), chapter=request.chapter, user=role.user)
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        n = leaving.hand_over(request.chapter, role.user, to=to, by=request.user)
        words = ngettext("%(n)s thing is now with %(name)s.", "%(n)s things are now with %(name)s.", n)
        messages.success(request, words % {"n": n, "name": to})
        return redirect("chapters:accounts_hand_over", request.chapter.slug, code)
    context = about(request, role, form)
    return invalid(request, PAGE, context) if form.is_bound else render(request, PAGE, context)


def about(request: ChapterRequest, role: Role, form: SuccessorForm) -> dict[str, Any]:
    found = leaving.held(request.chapter, role.user)
    return {
        "held": role,
        "form": form,
        "movable": [one for one in found if one.rows is not None],
        "by_hand": [one for one in found if one.rows is None],
    }
