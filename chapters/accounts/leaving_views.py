"""The hand-over of a person who leaves: the keys to change, and everything that is theirs to another in one go."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chapters.access import Can, ChapterRequest, chapter_view
from chapters.accounts import leaving, roles
from chapters.accounts.leaving_forms import SuccessorForm
from chapters.forms import invalid, posted
from chapters.models import Role

PAGE = "chapters/accounts/hand_over.html"
LAST = "chapters/accounts/last_lead.html"


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


@chapter_view(Can.GRANT, "GET", "POST", fresh=True)
def last_lead(request: ChapterRequest) -> HttpResponse:
    """How the last lead goes: with somebody who follows, or by telling the body above."""
    role, is_last = request.role, roles.is_last_lead(request.role)
    if not is_last:
        return redirect("chapters:accounts_team", request.chapter.slug)
    form = SuccessorForm(posted(request), chapter=request.chapter, user=request.user)
    context = {"form": form, "above": leaving.body_leads(request.chapter)}
    if request.method == "GET":
        return render(request, LAST, context)
    try:
        if "tell_body" in request.POST:
            leaving.leave_to_body(role)
        elif form.is_valid():
            leaving.succeed(role, to=form.cleaned_data["to"])
        else:
            return invalid(request, LAST, context)
    except ValidationError as refused:
        form.add_error(None, refused)
        return invalid(request, LAST, context)
    messages.success(request, _("You left %(chapter)s.") % {"chapter": request.chapter})
    return redirect("chapters:accounts_me")
