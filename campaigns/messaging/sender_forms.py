"""A number or an email address to send from."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.messaging.senders import PACES
from campaigns.models import Sender
from chapters.forms import ModelForm
from chapters.members.contacts import read_email, read_phone

FASTEST = 225  # what Twilio gives a standard registration with the best score
MOST = 1_000_000
PHONES = (Sender.Kind.LOCAL, Sender.Kind.STANDARD, Sender.Kind.TOLL_FREE)


class SenderForm(ModelForm):
    """A new sender. Pace and cap that are left blank become what the carriers let its kind do."""

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
        fields = ("kind", "address", "messaging_service_sid", "segments_per_second", "daily_segments")
        labels = {
            "segments_per_second": gettext_lazy("Texts a second"),
            "daily_segments": gettext_lazy("Texts a day at most"),
        }
        help_texts = {
            "segments_per_second": gettext_lazy("Leave it blank for what this kind may do: see the list below."),
            "daily_segments": gettext_lazy("Leave it blank for what this kind may do."),
        }
        widgets = {
            "kind": forms.RadioSelect,
            "segments_per_second": forms.NumberInput(attrs={"class": "short", "step": "0.01", "min": "0.1"}),
            "daily_segments": forms.NumberInput(attrs={"class": "short", "min": "1"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].widget.choices = Sender.Kind.choices
        self.fields["segments_per_second"].required = False
        if not self.instance.pk:
            self.initial["segments_per_second"] = None

    def clean_segments_per_second(self) -> float | None:
        pace: float | None = self.cleaned_data["segments_per_second"]
        if pace is not None and not 0.1 <= pace <= FASTEST:
            raise ValidationError(_("Between 0.1 and %(n)s texts a second.") % {"n": FASTEST})
        return pace

    def clean_daily_segments(self) -> int | None:
        cap: int | None = self.cleaned_data["daily_segments"]
        if cap is not None and not 1 <= cap <= MOST:
            raise ValidationError(_("Between 1 and %(n)s texts a day.") % {"n": f"{MOST:,}"})
        return cap

    def clean(self) -> dict[str, Any]:
        """The address is read as what its kind says it is, so that it matches what Twilio reports."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("kind"):
            return data
        pace = PACES[data["kind"]]
        if "segments_per_second" in data and data["segments_per_second"] is None:
            data["segments_per_second"] = pace.per_second
        if "daily_segments" in data and data["daily_segments"] is None:
            data["daily_segments"] = pace.per_day
        if data.get("address"):
            self.read(data)
        return data

    def read(self, data: dict[str, Any]) -> None:
        try:
            data["address"] = read_address(data["kind"], data["address"])
        except ValidationError as problem:
            self.add_error("address", problem)
        else:
            if Sender.objects.filter(address=data["address"]).exists():
                self.add_error("address", _("This is in use here already."))


class ChangeSenderForm(SenderForm):
    """Its address stays: messages and answers hang on it. A number may get another registration."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["address"]
        kinds = PHONES if self.instance.kind in PHONES else (self.instance.kind,)
        kind = cast("forms.ChoiceField", self.fields["kind"])
        kind.choices = [(name, label) for name, label in Sender.Kind.choices if name in kinds]
        if self.instance.kind == Sender.Kind.EMAIL:
            del self.fields["messaging_service_sid"]


def read_address(kind: str, text: str) -> str:
    """Raises ValidationError with a plain sentence."""
    if kind == Sender.Kind.EMAIL:
        return read_email(text)
    if kind != Sender.Kind.SHORT_CODE:
        return read_phone(text)
    if not (text.isdecimal() and 5 <= len(text) <= 6):
        raise ValidationError(_("A short code has 5 or 6 digits."))
    return text
