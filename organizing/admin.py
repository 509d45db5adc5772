"""The door of the admin: staff with a second factor; whoever changes something gave it in the last 5 minutes."""

from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from chapters.access import gave_factor_recently, has_factor, to_reauthenticate, turned_away


class Site(AdminSite):
    def has_permission(self, request: Any) -> bool:
        """Asked several times a page, answered from the database once."""
        if not hasattr(request, "is_staff_with_factor"):
            user = request.user
            request.is_staff_with_factor = user.is_active and user.is_staff and has_factor(user)
        return bool(request.is_staff_with_factor)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002  Django's
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and (instead := turned_away(request)):
                return instead
            if request.method == "POST" and request.user.is_authenticated and not gave_factor_recently(request):
                return to_reauthenticate(request)
            answer: HttpResponseBase = inner(request, *args, **kwargs)
            return answer

        return guarded

    @login_not_required
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one way to sign in."""
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("account_logout")
