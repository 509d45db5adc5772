"""What is written down about a pile of paper: where it comes from, how many there are, who brought it to whom."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.advocacy.models import PaperBatch
from chapters import dates
from chapters.forms import Form, ModelForm

LARGEST_PILE = 1_000_000
AHEAD = gettext_lazy("This day has not come yet.")


class EventField(forms.ModelChoiceField):  # type: ignore[type-arg]  # events are a slice above: any row with words
    def label_from_instance(self, event: Any) -> str:
        return f"{event}, {dates.short(event.starts_at, event.zone)}"


def choice(label: Any, empty: Any) -> Any:
    return forms.ModelChoiceField(label=label, queryset=None, required=False, to_field_name="code", empty_label=empty)


class BatchForm(ModelForm):
    event = EventField(
        label=gettext_lazy("At which event?"),
        queryset=None,
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("At none"),
    )
    action = choice(gettext_lazy("Which action do they count for?"), gettext_lazy("No action"))
    official = choice(gettext_lazy("To which official are they addressed?"), gettext_lazy("To none, or to several"))
    counted = forms.IntegerField(
        label=gettext_lazy("How many?"),
        min_value=0,
        max_value=LARGEST_PILE,
        widget=forms.NumberInput({"class": "short"}),
        help_text=gettext_lazy("Count twice, and write down what you counted."),
    )
    is_still_open = forms.BooleanField(label=gettext_lazy("We still collect: more will come"), required=False)
    field_order = (
        *("kind", "counted", "collected_on", "event", "place", "official", "action", "is_still_open", "is_public"),
    )

    class Meta:
        model = PaperBatch
        fields = ("kind", "collected_on", "event", "place", "official", "action", "counted", "is_public")
        widgets = {"kind": forms.RadioSelect, "collected_on": forms.DateInput({"class": "auto"})}
        labels = {
            "kind": gettext_lazy("What is it?"),
            "collected_on": gettext_lazy("Collected on"),
            "place": gettext_lazy("Or where else?"),
            "is_public": gettext_lazy("Tell it in the public story"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        batch: PaperBatch = self.instance
        chapter, campaign = batch.chapter, batch.campaign
        self.choose("event", campaign.events.filter(cancelled_at=None).order_by("-starts_at").with_words())
        self.choose("action", campaign.actions.with_words())
        self.choose("official", chapter.officials.all())
        self.fields["kind"].choices = [(kind.value, capfirst(str(kind.label))) for kind in PaperBatch.Kind]  # type: ignore[attr-defined]
        self.initial["is_still_open"] = batch.state == PaperBatch.State.OPEN
        if not batch.pk:
            self.initial.update(counted=None, collected_on=timezone.localdate(timezone=chapter.zone))
        if batch.is_delivered:
            del self.fields["is_still_open"]

    def choose(self, name: str, rows: Any) -> None:
        """A question with nothing to choose is left out."""
        self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.initial[name] = getattr(self.instance, name)
        if not rows.exists():
            del self.fields[name]

    def clean_collected_on(self) -> Any:
        return not_ahead(self.cleaned_data["collected_on"], self.instance)

    def clean(self) -> None:
        super().clean()
        if "is_still_open" in self.fields:
            is_open = self.cleaned_data.get("is_still_open")
            self.instance.state = PaperBatch.State.OPEN if is_open else PaperBatch.State.READY


class DeliveryForm(ModelForm):
    delivered_on = forms.DateField(label=gettext_lazy("Delivered on"), widget=forms.DateInput({"class": "auto"}))

    class Meta:
        model = PaperBatch
        fields = ("delivered_on", "delivered_to", "delivered_by", "is_public")
        labels = {
            "delivered_to": gettext_lazy("To whom"),
            "delivered_by": gettext_lazy("Who brought it"),
            "is_public": gettext_lazy("Tell it in the public story"),
        }
        help_texts = {
            "delivered_to": gettext_lazy("Like: Council Member Cedros’s deputy, at City Hall. The public may read it."),
            "delivered_by": gettext_lazy("Like: Marisol and six neighbors. Only your team reads it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["delivered_to"].required = True
        if not self.instance.is_delivered:
            self.initial["delivered_on"] = timezone.localdate(timezone=self.instance.chapter.zone)
            self.initial["delivered_to"] = self.instance.delivered_to or self.instance.official or ""

    def clean_delivered_on(self) -> Any:
        on = not_ahead(self.cleaned_data["delivered_on"], self.instance)
        if on < self.instance.collected_on:
            raise forms.ValidationError(_("That is before they were collected."))
        return on


def not_ahead(on: Any, batch: PaperBatch) -> Any:
    if on > timezone.localdate(timezone=batch.chapter.zone):
        raise forms.ValidationError(str(AHEAD))
    return on


class PhotoForm(Form):
    photo = forms.FileField(
        label=gettext_lazy("A photo of the sheet"),
        widget=forms.ClearableFileInput({"accept": "image/jpeg,image/png,image/webp"}),
        help_text=gettext_lazy("It shows names: only those who may see people see it, and it is forgotten on time."),
    )
