"""A new chapter and its first lead."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chapters.forms import Form, ModelForm
from chapters.models import Chapter


class FirstLeadForm(Form):
    lead = forms.EmailField(label=_("Email of the first lead"), max_length=254)


class ChapterForm(ModelForm):
    lead = forms.EmailField(label=_("Email of the first lead"), max_length=254)

    class Meta:
        model = Chapter
        fields = ("name", "slug", "stamp", "place", "timezone")
        labels = {"slug": _("Address of its page"), "place": _("Place")}
        help_texts = {"slug": _("Small letters and dashes: west-side.")}

    def __init__(self, *args: Any, body: Chapter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.parent, self.instance.languages = body, body.languages
        self.initial.setdefault("timezone", body.timezone)
