"""Forms of the first page, and what forms of things told in several languages share."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chapters.finding import Nearby, UnknownZip, near
from chapters.forms import Form, ModelForm
from chapters.members.filters import language_name


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


class TextForm(ModelForm):
    """The words in one language, left out when nothing is typed. Subclasses name a `…Text` model."""

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, prefix=language, use_required_attribute=False, empty_permitted=True, **kwargs)
        self.language, self.language_name = language, str(dict(settings.LANGUAGES)[language])
        self.is_needed = False
        for name, field in self.fields.items():
            field.widget.attrs["lang"] = language
            field.label = gettext("%(field)s (%(language)s)") % {
                "field": field.label or name,
                "language": language_name(language),
            }

    @property
    def is_blank(self) -> bool:
        return not any(str(self.data.get(self.add_prefix(name), "")).strip() for name in self.fields)

    def has_changed(self) -> bool:
        """Blank words are no mistake, unless they are the only ones."""
        return self.is_needed or not self.is_blank


class Texts:
    """The words of one row in each language of its chapter, beside the row's own form."""

    def __init__(self, form: type[TextForm], parent: Any, languages: list[str], data: Mapping[str, Any] | None) -> None:
        saved = {text.language: text for text in parent.texts.all()} if parent.pk else {}
        self.forms = [
            form(data, language=language, instance=saved.get(language))
            for language in dict.fromkeys([*languages, *saved])
        ]
        if data is not None and all(form.is_blank for form in self.forms):
            self.forms[0].is_needed = True

    def __iter__(self) -> Iterator[TextForm]:
        return iter(self.forms)

    def is_valid(self) -> bool:
        """Every form is asked, so that all mistakes are shown at once."""
        valid = [form.is_valid() for form in self.forms]
        return all(valid)

    def save(self, parent: Any) -> None:
        """A language whose words were all taken away goes."""
        for form in self.forms:
            if not form.is_blank:
                form.instance.parent, form.instance.language = parent, form.language
                form.save()
            elif form.instance.pk:
                form.instance.delete()
