"""What a lead fills in about a bill or law: its number and body, its names, the steps it takes."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.advocacy.models import Measure, MeasureStage, MeasureTitle
from chapters.forms import ModelForm
from chapters.members.filters import language_name


def link_field(label: Any) -> forms.URLField:
    return forms.URLField(label=label, required=False, max_length=400, assume_scheme="https")


class MeasureForm(ModelForm):
    """A number or a name is needed. A new one is named here, in each language of the chapter; see `TitleForm`."""

    url = link_field(gettext_lazy("Its official page"))

    class Meta:
        model = Measure
        fields = ("kind", "identifier", "body", "url", "is_public")
        labels = {
            "kind": gettext_lazy("What is it?"),
            "identifier": gettext_lazy("Its number"),
            "body": gettext_lazy("Who decides about it"),
            "is_public": gettext_lazy("Show it on the public page"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (value, capfirst(words)) for value, words in Measure.Kind.choices
        ]
        self.name_fields: list[str] = []
        for code in [] if self.instance.pk else self.instance.chapter.languages:
            label = _("Its name in %(language)s") % {"language": language_name(code)}
            widget = forms.TextInput({"lang": code, "class": "in", "autocomplete": "off"})
            name = f"name_{code}"
            self.fields[name] = forms.CharField(label=label, required=False, max_length=300, widget=widget)
            self.name_fields.append(name)

    @property
    def names(self) -> list[Any]:
        return [self[name] for name in self.name_fields]

    def clean_identifier(self) -> str:
        """One campaign has a number once, however it is spaced."""
        number: str = " ".join(self.cleaned_data["identifier"].split())
        others = self.instance.campaign.measures.exclude(pk=self.instance.pk).exclude(identifier="")
        taken = {squeezed(other) for other in others.values_list("identifier", flat=True)}
        if number and squeezed(number) in taken:
            raise ValidationError(_("%(number)s is in this campaign already.") % {"number": number})
        return number

    def clean(self) -> None:
        super().clean()
        said = self.cleaned_data
        named = any(said.get(name) for name in self.name_fields) or (self.instance.pk and self.instance.titles.exists())
        if not named and not said.get("identifier") and "identifier" not in self.errors:
            self.add_error("identifier", _("Give it a number or a name, so that people can tell it apart."))

    def save(self, commit: bool = True) -> Measure:  # noqa: FBT001, FBT002  # as Django declares it
        measure: Measure = super().save(commit=commit)
        for name in self.name_fields:
            if self.cleaned_data[name]:
                measure.titles.create(
                    chapter=measure.chapter, language=name.removeprefix("name_"), title=self.cleaned_data[name]
                )
        return measure


def squeezed(number: str) -> str:
    return "".join(number.split()).casefold()


class TitleForm(ModelForm):
    class Meta:
        model = MeasureTitle
        fields = ("title", "language", "since_on")
        labels = {
            "title": gettext_lazy("Name"),
            "language": gettext_lazy("In which language?"),
            "since_on": gettext_lazy("It has had this name since"),
        }
        help_texts = {"since_on": gettext_lazy("Leave blank for its first name.")}
        widgets = {"language": forms.Select, "since_on": forms.DateInput({"class": "auto"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(
            label=self.fields["language"].label,
            choices=[(code, language_name(code)) for code, _name in settings.LANGUAGES],
            widget=forms.Select({"class": "in auto"}),
        )


class StageForm(ModelForm):
    class Meta:
        model = MeasureStage
        fields = ("kind", "reached_on", "words", "is_public")
        labels = {
            "kind": gettext_lazy("Which step?"),
            "reached_on": gettext_lazy("On which day?"),
            "words": gettext_lazy("Where, and what happened"),
            "is_public": gettext_lazy("Show it on the public page"),
        }
        help_texts = {
            "reached_on": gettext_lazy("Leave blank if nobody knows yet: then it is expected."),
            "words": gettext_lazy("Like: Senate floor, 27 to 12."),
        }
        widgets = {"reached_on": forms.DateInput({"class": "auto"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (value, capfirst(words)) for value, words in MeasureStage.Kind.choices
        ]
