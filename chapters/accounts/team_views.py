"""The team of a chapter: roles and open invitations. Everything here asks for the factor again."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from chapters.access import Can, ChapterRequest, chapter_view
from chapters.accounts import factors, roles
from chapters.accounts.team_forms import InviteForm, RoleForm
from chapters.forms import invalid
from chapters.models import Chapter, Invitation, Role


@chapter_view(Can.GRANT, "GET", "POST", fresh=True)
def team(request: ChapterRequest) -> HttpResponse:
    form = InviteForm(request.POST or None, chapter=request.chapter, initial={"kind": Role.Kind.ORGANIZER})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        roles.invite(request.chapter, email=given["email"], kind=given["kind"], until=given["until"], by=request.user)
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": given["email"]})
        return redirect("chapters:accounts_team", request.chapter.slug)
    context = {"form": form, **who_is_here(request.chapter)}
    if form.is_bound:
        return invalid(request, "chapters/accounts/team.html", context)
    return render(request, "chapters/accounts/team.html", context)


def who_is_here(chapter: Chapter) -> dict[str, Any]:
    held = chapter.roles.current().select_related("user").order_by("kind", "user__name", "user__email")
    invitations = chapter.invitations.filter(accepted_at=None, withdrawn_at=None).order_by("-created_at")
    return {
        "roles": held,
        "protected": factors.protected({role.user_id for role in held}),
        "leads": sum(role.kind == Role.Kind.LEAD for role in held),
        "invitations": [(one, Role.Kind(one.kind).label, link_of(one)) for one in invitations],
    }


def link_of(invitation: Invitation) -> str:
    return f"{settings.PUBLIC_URL}{reverse('chapters:accounts_join', args=[invitation.secret])}"


@chapter_view(Can.GRANT, "GET", "POST", fresh=True)
def role(request: ChapterRequest, code: str) -> HttpResponse:
    held = get_object_or_404(request.chapter.roles.current().select_related("user"), user__code=code)
    until = held.expires_at and held.expires_at.astimezone(request.chapter.zone).date()
    form = RoleForm(request.POST or None, chapter=request.chapter, initial={"kind": held.kind, "until": until})
    if request.method == "POST" and form.is_valid():
        try:
            roles.change(held, kind=form.cleaned_data["kind"], until=form.cleaned_data["until"], by=request.user)
        except ValidationError as refused:
            form.add_error("kind", refused)
        else:
            messages.success(request, _("%(name)s: the role is changed.") % {"name": held.user})
            return redirect("chapters:accounts_team", request.chapter.slug)
    context = {"form": form, "held": held}
    if form.is_bound:
        return invalid(request, "chapters/accounts/role.html", context)
    return render(request, "chapters/accounts/role.html", context)


@chapter_view(Can.GRANT, "POST", fresh=True)
def role_end(request: ChapterRequest, code: str) -> HttpResponse:
    held = get_object_or_404(request.chapter.roles.current().select_related("user"), user__code=code)
    try:
        roles.end(held, by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
        return redirect("chapters:accounts_role", request.chapter.slug, code)
    messages.success(request, _("%(name)s is no longer on the team.") % {"name": held.user})
    return redirect("chapters:switch" if held.user == request.user else team_page(request))


def team_page(request: ChapterRequest) -> str:
    return reverse("chapters:accounts_team", args=[request.chapter.slug])


@chapter_view(Can.GRANT, "POST", fresh=True)
def withdraw(request: ChapterRequest, code: str) -> HttpResponse:
    roles.withdraw(get_object_or_404(request.chapter.invitations, code=code), by=request.user)
    messages.success(request, _("The invitation is taken back. Its link no longer works."))
    return redirect(team_page(request))
