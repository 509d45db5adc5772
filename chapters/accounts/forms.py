"""Forms of the sign-in pages and of a person's own page."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.account.models import EmailAddress
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from chapters.forms import ModelForm, Spoken
from chapters.models import User


def typed(field: forms.Field, label: Any, **attrs: str) -> None:
    field.label, field.help_text = label, ""
    field.widget.attrs = {"class": "short", **attrs}


class SignInForm(Spoken, RequestLoginCodeForm):  # type: ignore[misc]
    autofill = {"email": "email"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Your email")
        self.fields["email"].widget.attrs.pop("placeholder", None)

    def clean_email(self) -> str:
        """Whoever was added in the admin or by an invitation has no address in allauth yet."""
        email: str = super().clean_email()
        if self._user:
            EmailAddress.objects.get_or_create(user=self._user, email=self._user.email, defaults={"primary": True})
        return email


class CodeField(Spoken):
    """Mixin: one code to type. `what` says which."""

    what: Any = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed(self.fields["code"], self.what, autocomplete="one-time-code", **{"class": "in short"})


class EmailCodeForm(CodeField, ConfirmLoginCodeForm):  # type: ignore[misc]
    what = _("Code from the email")


class FactorForm(CodeField, AuthenticateForm):  # type: ignore[misc]
    what = _("Code from your authenticator, or a recovery code")


class FactorAgainForm(CodeField, ReauthenticateForm):  # type: ignore[misc]
    what = _("Code from your authenticator, or a recovery code")


class AuthenticatorForm(CodeField, ActivateTOTPForm):  # type: ignore[misc]
    what = _("The 6 digits that the app shows now")


class PasskeyNameForm(Spoken, EditWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")


class PasskeyForm(Spoken, AddWebAuthnForm):  # type: ignore[misc]
    """Always one that signs in by itself: the device checks a finger, a face or a PIN."""

    passwordless = forms.BooleanField(initial=True, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.label, name.help_text = _("Name of the passkey"), _("So that you know it again: my phone.")

    def clean_name(self) -> str:
        return self.cleaned_data["name"] or str(_("Passkey"))


class AboutMeForm(ModelForm):
    autofill = {"name": "name"}

    class Meta:
        model = User
        fields = ("name", "language")
        labels = {"name": _("Your name"), "language": _("Language of this site and its emails")}
        widgets = {"language": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["language"].widget.choices = [("", _("What my browser says")), *settings.LANGUAGES]
