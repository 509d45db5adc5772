"""Signing in to the demo."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from campaigns.demo import links
from chapters.access import by_link
from chapters.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@by_link("demo")
def sign_in(request: HttpRequest, secret: str) -> HttpResponse:
    """Signs in with both factors, once. Exists only with DEMO=1, which never runs on a public address."""
    user = links.use(secret)
    if user is None:
        return render(request, "campaigns/demo/used.html", status=404)
    login(request, user, backend=BACKEND)
    factor = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    record_authentication(request, user, method="mfa", id=factor.pk, type=factor.type)
    return redirect(first_page(user))


def first_page(user: User) -> str:
    role = user.roles.current().select_related("chapter").order_by("pk").first()
    return reverse("campaigns:today", args=[role.chapter.slug]) if role else reverse("admin:index")
