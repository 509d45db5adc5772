"""What is written down about one person or family: sealed words, and the yes to public ones."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.advocacy.shelf_models import Case, CaseDate, CaseText
from campaigns.forms import TextForm
from chapters.forms import ModelForm
from chapters.members.careful import Careful
from chapters.members.contacts import EmailField, PhoneField
from chapters.models import Chapter


class CampaignChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic while it runs
    """The chapter's own campaigns, by code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=None,
            to_field_name="code",
            required=False,
            label=gettext_lazy("Campaign"),
            empty_label=gettext_lazy("No campaign"),
            **kwargs,
        )


def offer_campaigns(form: Any, chapter: Chapter) -> None:
    form.fields["campaign"].queryset = chapter.campaigns.with_words()
    form.initial["campaign"] = form.instance.campaign


class CaseForm(Careful, ModelForm):
    watched = ("story", "agreed")
    campaign = CampaignChoiceField()
    partner: Any = forms.ModelChoiceField(
        None,
        label=gettext_lazy("Partner who works on it"),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("No partner"),
        widget=forms.Select({"class": "auto"}),
    )
    lawyer_phone = PhoneField(label=gettext_lazy("Phone of the lawyer"), required=False)
    lawyer_email = EmailField(label=gettext_lazy("Email of the lawyer"), required=False)

    class Meta:
        model = Case
        fields = (*("inner_name", "campaign", "story", "agreed", "partner", "lawyer", "lawyer_phone", "lawyer_email"),)
        widgets = {
            "inner_name": forms.TextInput,
            "lawyer": forms.TextInput,
            "story": forms.Textarea({"rows": 6}),
            "agreed": forms.Textarea({"rows": 4}),
        }
        labels = {
            "inner_name": gettext_lazy("What we call it among us"),
            "story": gettext_lazy("What happened"),
            "agreed": gettext_lazy("What the lawyers and the partner agreed to"),
            "lawyer": gettext_lazy("Lawyer"),
        }
        help_texts = {
            "inner_name": gettext_lazy("Better not the name. Like: the family from the school."),
            "story": gettext_lazy("Only what the next person needs to know."),
            "agreed": gettext_lazy("Like: no press before the hearing; the partner speaks for the family."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chapter = self.instance.chapter
        offer_campaigns(self, chapter)
        self.fields["partner"].queryset = chapter.partners.all()  # type: ignore[attr-defined]
        self.initial["partner"] = self.instance.partner
        self.fields["inner_name"].required = True


class ConsentForm(ModelForm):
    """The family's yes. Saving it makes the page public: nothing is public without every line of it."""

    class Meta:
        model = Case
        fields = ("public_name", "consent_by", "consent_on", "consent_scope", "consent_words")
        widgets = {
            "public_name": forms.TextInput,
            "consent_by": forms.TextInput,
            "consent_on": forms.DateInput({"class": "auto"}),
            "consent_scope": forms.Textarea({"rows": 2}),
            "consent_words": forms.Textarea({"rows": 3}),
        }
        labels = {
            "public_name": gettext_lazy("Name that may be said in public"),
            "consent_by": gettext_lazy("Who said yes?"),
            "consent_on": gettext_lazy("When?"),
            "consent_scope": gettext_lazy("What exactly may be public?"),
            "consent_words": gettext_lazy("The exact words they agreed to"),
        }
        help_texts = {
            "consent_by": gettext_lazy("Like: his wife, on the phone, with the lawyer."),
            "consent_scope": gettext_lazy("Like: his name and what happened. Not the children, not the court date."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True

    def clean_consent_on(self) -> Any:
        day = self.cleaned_data["consent_on"]
        if day > timezone.localdate(timezone=self.instance.chapter.zone):
            raise ValidationError(_("This day is still ahead. First the yes, then the page."))
        return day


class CaseTextForm(Careful, TextForm):
    watched = ("words",)

    class Meta:
        model = CaseText
        fields = ("words",)
        widgets = {"words": forms.Textarea({"rows": 7})}
        labels = {"words": gettext_lazy("What people may read")}


class CaseDateForm(Careful, ModelForm):
    watched = ("note",)

    class Meta:
        model = CaseDate
        fields = ("kind", "starts_at", "place", "note", "needs_company")
        widgets = {
            "kind": forms.RadioSelect,
            "starts_at": forms.DateTimeInput({"class": "auto"}),
            "place": forms.TextInput,
            "note": forms.Textarea({"rows": 3}),
        }
        labels = {
            "kind": gettext_lazy("What is it?"),
            "starts_at": gettext_lazy("When?"),
            "place": gettext_lazy("Where?"),
            "note": gettext_lazy("Good to know"),
            "needs_company": gettext_lazy("The family wants people to come along"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(value, capfirst(str(words))) for value, words in CaseDate.Kind.choices]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        if self.instance.pk:
            local = timezone.localtime(self.instance.starts_at, self.instance.chapter.zone)
            self.initial["starts_at"] = local.replace(tzinfo=None)

    def clean_starts_at(self) -> datetime:
        """What was typed is the time on the wall of the chapter's place."""
        typed: datetime = self.cleaned_data["starts_at"]
        return typed.replace(tzinfo=self.instance.chapter.zone)
