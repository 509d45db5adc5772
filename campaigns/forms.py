"""Forms of the first page and of campaigns."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from chapters.finding import Nearby, UnknownZip, near
from chapters.forms import Form


class FindForm(Form):
    """A ZIP code; cleans to the chapters near it."""

    autofill = {"zip": "postal-code"}
    zip = forms.CharField(
        label=_("Your ZIP code"),
        max_length=20,
        widget=forms.TextInput({"class": "short", "inputmode": "numeric"}),
    )

    def clean_zip(self) -> list[Nearby]:
        match = re.fullmatch(r"([0-9]{5})(-?[0-9]{4})?", self.cleaned_data["zip"])
        if not match:
            raise forms.ValidationError(_("A ZIP code has 5 digits, like 90042."))
        try:
            return near(match[1])
        except UnknownZip as error:
            raise forms.ValidationError(_("We do not know this ZIP code. Check the 5 digits.")) from error
