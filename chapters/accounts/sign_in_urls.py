"""The pages of allauth that we keep. There is no password and nobody signs up, so those addresses do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from chapters.accounts.views import to_me

View = Callable[..., HttpResponse]


def refusing(view: View) -> View:
    """Allauth shows a refused form with status 200; here that is 422 everywhere."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method == "POST" and response.status_code == 200:
            response.status_code = 422
        return response

    return answer


# Allauth leads people to these names; here each of them is the page where one gets a code by email.
SIGN_IN = ("account_login", "account_request_login_code", "account_signup")
# And these are all one page about you.
ABOUT_ME = {"": "account_email", "2fa/": "mfa_index", "2fa/webauthn/": "mfa_list_webauthn"}

urlpatterns: list[URLPattern] = [
    *(path("login/", refusing(account.request_login_code), name=name) for name in SIGN_IN),
    path("login/code/", refusing(account.confirm_login_code), name="account_confirm_login_code"),
    path("login/passkey/", refusing(passkey.login_webauthn), name="mfa_login_webauthn"),
    path("login/factor/", refusing(factor.authenticate), name="mfa_authenticate"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    *(path(route, to_me, name=name) for route, name in ABOUT_ME.items()),
    path("again/", refusing(factor.reauthenticate), name="mfa_reauthenticate"),
    path("again/passkey/", refusing(passkey.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("authenticator/add/", refusing(totp.activate_totp), name="mfa_activate_totp"),
    path("authenticator/remove/", refusing(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("passkeys/add/", refusing(passkey.add_webauthn), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/name/", refusing(passkey.edit_webauthn), name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", refusing(passkey.remove_webauthn), name="mfa_remove_webauthn"),
    path("recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", refusing(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("recovery-codes/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
]
