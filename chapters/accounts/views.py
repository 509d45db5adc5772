"""A person's own account: who they are, what protects it, and getting out everywhere."""

from allauth.account.utils import get_next_redirect_url
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from chapters.access import ChapterRequest, has_factor, must_have_factor, signed_in
from chapters.accounts import devices, roles
from chapters.accounts.forms import AboutMeForm
from chapters.forms import invalid
from chapters.languages import remember
from chapters.models import Role

GO_ON = "go on after protecting"


@signed_in()
def protect(request: ChapterRequest) -> HttpResponse:
    """Why a second proof is needed, and the way to it. With one in place this leads on to where they were going."""
    wanted = get_next_redirect_url(request)
    if has_factor(request.user):
        return redirect(wanted or request.session.pop(GO_ON, None) or "chapters:accounts_me")
    if wanted:
        request.session[GO_ON] = wanted
    return render(request, "chapters/accounts/protect.html", {"is_needed": must_have_factor(request.user)})


@signed_in("GET", "POST")
def me(request: ChapterRequest) -> HttpResponse:
    form = AboutMeForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        response = redirect("chapters:accounts_me")
        if request.user.language:
            remember(response, request.user.language)
        return response
    context = {"form": form, **what_is_mine(request)}
    if form.is_bound:
        return invalid(request, "chapters/accounts/me.html", context)
    return render(request, "chapters/accounts/me.html", context)


def what_is_mine(request: ChapterRequest) -> dict[str, object]:
    held = Authenticator.objects.filter(user=request.user).order_by("created_at")
    return {
        "passkeys": [factor for factor in held if factor.type == Authenticator.Type.WEBAUTHN],
        "authenticator": next((factor for factor in held if factor.type == Authenticator.Type.TOTP), None),
        "recovery": next((factor for factor in held if factor.type == Authenticator.Type.RECOVERY_CODES), None),
        "is_needed": must_have_factor(request.user),
        "roles": Role.objects.current().filter(user=request.user).select_related("chapter").order_by("chapter__name"),
    }


@signed_in("GET", "POST")
def leave(request: ChapterRequest, slug: str) -> HttpResponse:
    """Out of one chapter, after a question."""
    held = get_object_or_404(Role.objects.current().select_related("chapter"), user=request.user, chapter__slug=slug)
    if request.method == "GET":
        return render(request, "chapters/accounts/leave.html", {"held": held, "is_last": roles.is_last_lead(held)})
    try:
        roles.end(held, by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("You left %(chapter)s.") % {"chapter": held.chapter})
    return redirect("chapters:accounts_me")


@signed_in()
def to_me(request: ChapterRequest) -> HttpResponse:
    return redirect("chapters:accounts_me")


@signed_in("POST")
def sign_out_everywhere(request: ChapterRequest) -> HttpResponse:
    """Every session of the person ends but this one."""
    devices.end_others(request)
    messages.success(request, _("You are signed out on every other phone and computer."))
    return redirect("chapters:accounts_me")
