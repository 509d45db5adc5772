"""Taking up an invitation. Opening the link changes nothing; only the person of that email can accept."""

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chapters.access import by_link
from chapters.accounts import roles
from chapters.limits import take
from chapters.models import Invitation, Role, User


@by_link("invitation", "GET", "POST")
def join(request: HttpRequest, secret: str) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.select_related("chapter", "invited_by"), secret=secret)
    if request.user.is_authenticated and invitation.accepted_by == request.user:
        return redirect("campaigns:today", invitation.chapter.slug)
    is_mine = request.user.is_authenticated and invitation.is_for(request.user)
    kind = Role.Kind(invitation.kind).label
    context = {"invitation": invitation, "chapter": invitation.chapter, "kind": kind, "is_mine": is_mine}
    if not invitation.is_open or invitation.chapter.closed_at:
        return render(request, "chapters/accounts/join.html", context | {"is_over": True}, status=410)
    if request.method == "GET":
        return render(request, "chapters/accounts/join.html", context)
    if not request.user.is_authenticated:
        return sign_in_to(invitation, request)
    if not is_mine:
        return render(request, "chapters/accounts/join.html", context, status=403)
    if roles.accept(invitation, by=request.user) is None:
        return redirect(request.path)
    messages.success(request, _("Welcome to %(chapter)s.") % {"chapter": invitation.chapter})
    return redirect("campaigns:today", invitation.chapter.slug)


def sign_in_to(invitation: Invitation, request: HttpRequest) -> HttpResponse:
    """A code to the invited address; typing it proves that the address is theirs, and leads back to the link."""
    if not take(f"join:{invitation.code}", size=5, per_seconds=900):
        return render(request, "429.html", status=429)
    user = User.objects.filter(email__iexact=invitation.email).first()
    user = user or User.objects.create_user(invitation.email, language=get_language() or "")
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True})
    if user.is_active:
        LoginCodeVerificationProcess.initiate(request=request, user=user, email=user.email)
    back = urlencode({REDIRECT_FIELD_NAME: reverse("chapters:accounts_join", args=[invitation.secret])})
    return redirect(f"{reverse('account_confirm_login_code' if user.is_active else 'account_inactive')}?{back}")
