"""A number or an email address to send from."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Sender
from chapters.forms import ModelForm
from chapters.members.contacts import read_email, read_phone


class SenderForm(ModelForm):
    messaging_service_sid = forms.CharField(
        label=gettext_lazy("Messaging Service"),
        required=False,
        max_length=34,
        validators=[
            RegexValidator(r"^MG[0-9a-fA-F]{32}$", gettext_lazy("Twilio's id begins with MG and has 34 letters."))
        ],
        help_text=gettext_lazy("Only if you set one up at Twilio. Its id begins with MG."),
    )

    class Meta:
        model = Sender
        fields = ("kind", "address", "messaging_service_sid", "segments_per_second")
        labels = {"segments_per_second": gettext_lazy("Texts a second")}
        help_texts = {"segments_per_second": gettext_lazy("What the carriers allow this number. Leave 3 if unsure.")}
        widgets = {
            "kind": forms.RadioSelect,
            "segments_per_second": forms.NumberInput(attrs={"class": "short", "step": "0.1", "min": "0.1"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].widget.choices = Sender.Kind.choices
        self.fields["segments_per_second"].required = False

    def clean_segments_per_second(self) -> float:
        pace: float | None = self.cleaned_data["segments_per_second"]
        if pace is None:
            return 3.0
        if not 0 < pace <= 100:
            raise ValidationError(_("Between 0.1 and 100 texts a second."))
        return pace

    def clean(self) -> dict[str, Any]:
        """The address is read as what its kind says it is, so that it matches what Twilio reports."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("address") or not data.get("kind"):
            return data
        try:
            data["address"] = read_address(data["kind"], data["address"])
        except ValidationError as problem:
            self.add_error("address", problem)
        else:
            if Sender.objects.filter(address=data["address"]).exists():
                self.add_error("address", _("This is in use here already."))
        return data


def read_address(kind: str, text: str) -> str:
    """Raises ValidationError with a plain sentence."""
    if kind == Sender.Kind.EMAIL:
        return read_email(text)
    if kind != Sender.Kind.SHORT_CODE:
        return read_phone(text)
    if not (text.isdecimal() and 5 <= len(text) <= 6):
        raise ValidationError(_("A short code has 5 or 6 digits."))
    return text
