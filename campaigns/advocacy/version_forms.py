"""What a lead fills in about one version of a bill: its words, our stance, and point by point what it meets."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.advocacy.measure_forms import link_field
from campaigns.advocacy.measure_models import LONGEST_TEXT
from campaigns.advocacy.models import DemandScore, MeasureVersion, MeasureVersionText
from campaigns.forms import TextForm
from campaigns.models import Demand
from chapters.forms import Form, ModelForm, Tiles

TOO_LONG = gettext_lazy("This is %(mb)s MB. At most 2 MB fit: keep the parts that changed, or save only the link.")
NO_TEXT = gettext_lazy("This file holds no plain text. Open it, copy the words, and paste them in the box.")


class VersionTextForm(TextForm):
    class Meta:
        model = MeasureVersionText
        fields = ("what_changed", "left_out", "reasons")
        widgets = {name: forms.Textarea({"rows": 3}) for name in ("what_changed", "left_out", "reasons")}
        labels = {
            "what_changed": gettext_lazy("What changed"),
            "left_out": gettext_lazy("Who is left out now"),
            "reasons": gettext_lazy("Why we say so"),
        }


class VersionForm(ModelForm):
    """The words of the bill are pasted, or come from a file; a file wins."""

    url = link_field(gettext_lazy("Link to the text"))
    source_text = forms.CharField(
        label=gettext_lazy("The words of the bill"),
        required=False,
        help_text=gettext_lazy("Paste them here, up to 2 MB. With two versions, the page marks what changed."),
        widget=forms.Textarea({"rows": 10}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a text file of them"),
        required=False,
        help_text=gettext_lazy("A .txt file, up to 2 MB. It takes the place of what is in the box."),
        widget=forms.FileInput({"accept": ".txt,text/plain"}),
        error_messages={"empty": gettext_lazy("This file is empty.")},
    )

    class Meta:
        model = MeasureVersion
        fields = ("label", "dated_on", "stance", "url", "source_text", "is_public")
        widgets = {"dated_on": forms.DateInput({"class": "auto"}), "stance": forms.RadioSelect}
        labels = {
            "label": gettext_lazy("Which version is it?"),
            "dated_on": gettext_lazy("Of which day?"),
            "stance": gettext_lazy("What do we say to it?"),
            "is_public": gettext_lazy("Show it on the public page"),
        }
        help_texts = {"dated_on": gettext_lazy("Leave blank if it has no date yet: then it counts as the newest.")}

    field_order = ("label", "dated_on", "url", "source_text", "file", "stance", "is_public")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stance"].choices = [  # type: ignore[attr-defined]
            (value, capfirst(words)) for value, words in MeasureVersion.Stance.choices
        ]

    def clean_source_text(self) -> str:
        text: str = self.cleaned_data["source_text"].replace("\r\n", "\n")
        check_length(len(text))
        return text

    def clean_file(self) -> File[bytes] | None:
        file: File[bytes] | None = self.cleaned_data["file"]
        if file:
            check_length(file.size or 0)
            self.from_file = decoded(file.read())
        return file

    def clean(self) -> None:
        super().clean()
        said = self.cleaned_data
        if said.get("file"):
            said["source_text"] = self.from_file
        same = self.instance.measure.versions.exclude(pk=self.instance.pk).filter(
            Q(dated_on=said.get("dated_on")), label__iexact=said.get("label", "")
        )
        if "label" not in self.errors and "dated_on" not in self.errors and same.exists():
            self.add_error("label", _("This bill has a version of this name and day already. Name it otherwise."))


def check_length(length: int) -> None:
    if length > LONGEST_TEXT:
        raise ValidationError(TOO_LONG % {"mb": f"{length / 1_000_000:.1f}"})


def decoded(content: bytes) -> str:
    """The words of a text file as browsers and word processors save it. Raises ValidationError for anything else."""
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and not content.startswith((b"%PDF", b"PK", b"{\\rtf")):
            return text.replace("\r\n", "\n").replace("\r", "\n").strip()
    raise ValidationError(NO_TEXT)


class ScoresForm(Form):
    """Each point of the demand, with an answer and where it stands. What is left open stays unscored."""

    def __init__(self, version: MeasureVersion, demands: list[Demand], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.version, self.demands = version, demands
        self.saved = {score.demand_id: score for score in version.scores.all()}
        for demand in demands:
            score = self.saved.get(demand.pk)
            self.fields[demand.code] = forms.ChoiceField(
                label=str(demand),
                choices=[(value, capfirst(words)) for value, words in DemandScore.Score.choices],
                widget=Tiles,
                required=False,
                initial=score.score if score else None,
            )
            self.fields[f"{demand.code}-note"] = forms.CharField(
                label=_("Where in the text"),
                max_length=200,
                required=False,
                widget=forms.TextInput({"class": "in", "autocomplete": "off"}),
                initial=score.note if score else "",
            )

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        return [(self[demand.code], self[f"{demand.code}-note"]) for demand in self.demands]

    def save(self) -> None:
        for demand in self.demands:
            score, note = self.cleaned_data[demand.code], self.cleaned_data[f"{demand.code}-note"]
            if score:
                self.version.scores.update_or_create(
                    demand=demand, defaults={"chapter": self.version.chapter, "score": score, "note": note}
                )

    def clean(self) -> None:
        super().clean()
        for demand in self.demands:
            if self.cleaned_data.get(f"{demand.code}-note") and not self.cleaned_data.get(demand.code):
                self.add_error(demand.code, _("Choose yes, partly or no for what you wrote."))
