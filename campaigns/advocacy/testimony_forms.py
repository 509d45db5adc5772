"""A story as somebody told it to us, with the words in which they agreed."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.advocacy import testimonies
from campaigns.advocacy.shelf_models import Testimony
from chapters.forms import ModelForm
from chapters.members.careful import Careful
from chapters.members.contacts import read_email, read_phone, shown_phone


class TestimonyForm(Careful, ModelForm):
    __test__ = False
    watched = ("words",)
    contact = forms.CharField(
        label=gettext_lazy("Their phone or email"),
        help_text=gettext_lazy("So that we can ask them again, and take it back when they say so."),
        required=False,
        max_length=254,
    )

    class Meta:
        model = Testimony
        fields = (
            *("name", "contact", "language", "words", "scope", "first_name", "consent_words", "consent_on"),
            "is_public",
        )
        widgets = {
            "name": forms.TextInput,
            "first_name": forms.TextInput({"class": "auto"}),
            "language": forms.RadioSelect,
            "words": forms.Textarea({"rows": 9}),
            "scope": forms.RadioSelect,
            "consent_words": forms.Textarea({"rows": 3}),
            "consent_on": forms.DateInput({"class": "auto"}),
        }
        labels = {
            "name": gettext_lazy("Whose story is it?"),
            "language": gettext_lazy("In which language?"),
            "words": gettext_lazy("Their story, in their words"),
            "scope": gettext_lazy("What did they allow?"),
            "first_name": gettext_lazy("First name that may be shown"),
            "consent_words": gettext_lazy("The exact words they agreed to"),
            "consent_on": gettext_lazy("When did they agree?"),
            "is_public": gettext_lazy("Show it on the public page now"),
        }
        help_texts = {
            "name": gettext_lazy("Only those who run campaigns see this."),
            "words": gettext_lazy("Leave out where they were born, their status and where they live."),
            "first_name": gettext_lazy("Or another name they chose. Not needed without a name."),
            "consent_words": gettext_lazy("Like: You may print my story with my first name until I say stop."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("language", settings.LANGUAGES), ("scope", Testimony.Scope.choices)):
            self.fields[name].choices = [(value, capfirst(str(words))) for value, words in choices]  # type: ignore[attr-defined]
        for name in ("name", "words", "consent_words"):
            self.fields[name].required = True
        self.initial["contact"] = shown_phone(self.instance.contact)

    def clean_contact(self) -> str:
        given = self.cleaned_data["contact"].strip()
        if not given:
            return ""
        return read_email(given) if "@" in given else read_phone(given)

    def clean(self) -> None:
        super().clean()
        scope = self.cleaned_data.get("scope")
        if scope == Testimony.Scope.INTERNAL:
            self.cleaned_data["is_public"] = False
        if scope in Testimony.NAMED and not self.cleaned_data.get("first_name"):
            self.add_error("first_name", ValidationError(_("Which name may we show?")))

    def save(self, commit: bool = True) -> Testimony:  # noqa: FBT001, FBT002  Django's signature
        self.instance.member = testimonies.whose(self.instance.chapter, self.cleaned_data["contact"])
        saved: Testimony = super().save(commit)
        return saved
