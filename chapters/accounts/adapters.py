"""How allauth behaves here."""

import logging
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from chapters.accounts import devices, factors, letters
from chapters.encryption import decrypt, encrypt
from chapters.models import User

logger = logging.getLogger(__name__)
MFA_CONTEXT = "mfa"
# What the page already says.
NEEDS_NO_MESSAGE = ("logged_in", "logged_out", "login_code_sent", "email_confirmed")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _("This is not the code we sent. Look at the newest email and type it again."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes, then ask for a new code."),
        "rate_limited": _("Too many tries. Wait a few minutes."),
    }

    def is_open_for_signup(self, request: object) -> bool:
        """People come by invitation; nobody signs up on their own."""
        return False

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """The first is offered, the others are a link: a passkey before a code, of which everyone has some."""
        methods = super().get_reauthentication_methods(user)
        return sorted(methods, key=lambda method: method["id"] != "mfa_reauthenticate:webauthn")

    def format_email_subject(self, subject: str) -> str:
        return subject

    def add_message(self, request: Any, level: int, message_template: str | None = None, *args: Any, **kw: Any) -> None:
        if not message_template or not message_template.endswith(tuple(f"/{name}.txt" for name in NEEDS_NO_MESSAGE)):
            super().add_message(request, level, message_template, *args, **kw)

    def post_login(self, request: Any, user: User, **kwargs: Any) -> Any:
        """Once every proof was given."""
        response = super().post_login(request, user, **kwargs)
        devices.remember(request, response, user)
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of the person. A sign-in code that cannot be sent is said so on the page."""
        try:
            with letters.in_language_of(User.objects.filter(email__iexact=email).first()):
                super().send_mail(template_prefix, email, context)
        except OSError as error:
            logger.exception("An email to someone who signs in could not be sent")
            if template_prefix.startswith("account/email/"):
                page = render(self.request, "account/email_failed.html", status=503)
                raise ImmediateHttpResponse(page) from error

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Allauth calls this right after a factor was added or removed."""
        super().send_notification_mail(template_prefix, user, context, email)
        change = template_prefix.rpartition("/")[2]
        factors.changed(change, by=user)
        if change in factors.ADDED:
            # They have just proved that they hold it: do not ask again to show the recovery codes.
            record_authentication(self.request, user, "mfa", reauthenticated=True)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right, or it was used before. Wait for the next one and type it."),
    }

    def encrypt(self, text: str) -> str:
        """Secrets of the second factors are encrypted like contacts."""
        return encrypt(text, context=MFA_CONTEXT)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text, context=MFA_CONTEXT)

    def build_totp_svg(self, url: str) -> SafeString:
        """A drawing that stands in the page itself: the policy of our pages allows no picture from a data address."""
        return SafeString(segno.make(url).svg_inline(scale=6, border=3, light="#fff"))

    def generate_authenticator_name(self, user: User, type: object) -> str:  # noqa: A002  allauth's name
        return ""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": settings.PUBLIC_HOST, "name": settings.MFA_TOTP_ISSUER}
