"""A letter as a lead writes it, and the line that an organization puts under it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.advocacy.shelf_models import SignOnLetter, SignOnLetterText
from campaigns.forms import TextForm
from chapters.forms import Form, ModelForm
from chapters.members.contacts import EmailField
from chapters.traps import ADVERTISEMENT, TrapMixin


class LetterForm(ModelForm):
    class Meta:
        model = SignOnLetter
        fields = ("closes_on",)
        widgets = {"closes_on": forms.DateInput({"class": "auto"})}
        labels = {"closes_on": gettext_lazy("Last day to sign")}
        help_texts = {"closes_on": gettext_lazy("Until the end of that day.")}


class LetterTextForm(TextForm):
    class Meta:
        model = SignOnLetterText
        fields = ("title", "addressed_to", "body")
        widgets = {"body": forms.Textarea({"rows": 12})}
        labels = {
            "title": gettext_lazy("Title"),
            "addressed_to": gettext_lazy("To whom?"),
            "body": gettext_lazy("Letter"),
        }
        help_texts = {
            "addressed_to": gettext_lazy("Like: Council Member Gloria Cedros and the Los Angeles City Council")
        }


class OrganizationMixin(forms.BaseForm):
    """Mixin: the name of an organization on one line."""

    cleaned_data: dict[str, Any]

    def clean_organization(self) -> str:
        name = " ".join(self.cleaned_data["organization"].split())
        if not any(letter.isalpha() for letter in name):
            raise ValidationError(_("Please write the name of your organization."))
        if ADVERTISEMENT.search(name):
            raise ValidationError(_("Only the name, please, without a link or a number."))
        return name


class SignForm(OrganizationMixin, TrapMixin, Form):
    """On the public page."""

    autofill = {"organization": "organization", "signer_name": "name", "email": "email"}
    organization = forms.CharField(
        label=gettext_lazy("Name of your organization"),
        max_length=120,
        help_text=gettext_lazy("This is public once it is confirmed."),
    )
    signer_name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        help_text=gettext_lazy("It stands on the letter that we hand over, not on this page."),
    )
    signer_title = forms.CharField(label=gettext_lazy("What you do there"), max_length=120, required=False)
    email = EmailField(
        label=gettext_lazy("Your email there"),
        help_text=gettext_lazy("Only to confirm that you sign. We do not show it and do not add it to a list."),
    )

    def clean(self) -> None:
        self.check_trap()


class PaperSignForm(OrganizationMixin, Form):
    """An organization that told a lead."""

    organization = forms.CharField(label=gettext_lazy("Name of the organization"), max_length=120)
    signer_name = forms.CharField(label=gettext_lazy("Who signs for it"), max_length=120, required=False)
    signer_title = forms.CharField(label=gettext_lazy("What they do there"), max_length=120, required=False)
