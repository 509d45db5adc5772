"""A roll call from the published files, or typed in by hand."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.advocacy import roll_call_files
from campaigns.advocacy.models import Measure, RollCall, RollCallVote
from campaigns.advocacy.roll_call_files import Published, Unreadable
from campaigns.advocacy.roll_calls import keep_rows
from chapters.forms import Form, ModelForm

LARGEST_UPLOAD = 20_000_000
LONGEST_NAME = 60


class Files(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: MultiValueDict[str, Any], name: str) -> list[Any]:
        return files.getlist(name)


class FilesField(forms.FileField):
    """One or more files, as {name: content}."""

    def clean(self, data: list[Any], initial: Any = None) -> dict[str, bytes]:
        if sum(file.size or 0 for file in data) > LARGEST_UPLOAD:
            raise ValidationError(_("These files are larger than 20 MB. Roll calls of one session are smaller."))
        for file in data or [None]:
            super().clean(file, initial)
        return {file.name or "": file.read() for file in data}


class UploadForm(Form):
    """Cleans to `found`: the roll calls of the measure's number in these files."""

    published = FilesField(
        label=gettext_lazy("The published files"),
        help_text=gettext_lazy("The zip, or …desc.dat and …votes.dat together."),
        widget=Files({"accept": ".zip,.dat"}),
        error_messages={"required": gettext_lazy("Choose a file."), "empty": gettext_lazy("This file is empty.")},
    )
    bill = forms.CharField(
        label=gettext_lazy("Number of the bill in the file"),
        max_length=40,
        help_text=gettext_lazy("Like: SB 54"),
        widget=forms.TextInput({"class": "short"}),
    )
    found: list[Published]

    def clean(self) -> None:
        super().clean()
        said = self.cleaned_data
        if "published" not in said or "bill" not in said:
            return
        try:
            self.found = roll_call_files.read(*roll_call_files.unpacked(said["published"]), said["bill"])
        except Unreadable as error:
            self.add_error("published", str(error))
            return
        if not self.found:
            self.add_error("bill", _("These files hold no roll call of %(bill)s.") % {"bill": said["bill"]})


class RollCallForm(ModelForm):
    """Typed in, as for a city council. Names may be left out; those given must add up to the totals."""

    yes = forms.CharField(label=gettext_lazy("Who voted yes"), required=False, widget=forms.Textarea({"rows": 5}))
    no = forms.CharField(label=gettext_lazy("Who voted no"), required=False, widget=forms.Textarea({"rows": 3}))
    absent = forms.CharField(label=gettext_lazy("Who did not vote"), required=False, widget=forms.Textarea({"rows": 2}))
    NAMES = ("yes", "no", "absent")

    class Meta:
        model = RollCall
        fields = ("voted_on", "place", "motion", "ayes", "noes", "has_passed", "is_public")
        widgets = {
            "voted_on": forms.DateInput({"class": "auto"}),
            "ayes": forms.NumberInput({"class": "short", "min": "0"}),
            "noes": forms.NumberInput({"class": "short", "min": "0"}),
        }
        labels = {
            "voted_on": gettext_lazy("On which day?"),
            "place": gettext_lazy("Where"),
            "motion": gettext_lazy("About what"),
            "ayes": gettext_lazy("How many said yes"),
            "noes": gettext_lazy("How many said no"),
            "has_passed": gettext_lazy("It passed"),
            "is_public": gettext_lazy("Show it on the public page"),
        }
        help_texts = {"place": gettext_lazy("Like: Los Angeles City Council")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["yes"].help_text = _("One name on each line.")
        if self.instance.pk:
            rows = list(self.instance.votes.all())
            for kind in self.NAMES:
                self.initial[kind] = "\n".join(row.name for row in rows if row.vote == kind)

    def names(self, kind: str) -> list[str]:
        lines = str(self.cleaned_data.get(kind, "")).splitlines()
        return [name for line in lines if (name := " ".join(line.split()))]

    def clean(self) -> None:
        super().clean()
        lists = {kind: self.names(kind) for kind in self.NAMES}
        for kind, names in lists.items():
            if long := next((name for name in names if len(name) > LONGEST_NAME), ""):
                self.add_error(kind, _("“%(name)s…” is longer than a name. One on each line.") % {"name": long[:30]})
        everyone = [name.casefold() for names in lists.values() for name in names]
        if twice := next((name for name in everyone if everyone.count(name) > 1), ""):
            self.add_error(None, _("“%(name)s” is there twice.") % {"name": twice})
        if everyone:
            self.check_total("yes", lists["yes"], self.cleaned_data.get("ayes"))
            self.check_total("no", lists["no"], self.cleaned_data.get("noes"))

    def check_total(self, kind: str, names: list[str], total: int | None) -> None:
        if total is not None and len(names) != total:
            words = ngettext(
                "Here is %(n)s name, but the total says %(total)s.",
                "Here are %(n)s names, but the total says %(total)s.",
                len(names),
            )  # fmt: skip
            self.add_error(kind, words % {"n": len(names), "total": total})

    def save(self, commit: bool = True) -> RollCall:  # noqa: FBT001, FBT002  # as Django declares it
        call: RollCall = super().save(commit=commit)
        keep_rows(call, [(name, RollCallVote.Vote(kind)) for kind in self.NAMES for name in self.names(kind)])
        return call


def begun(measure: Measure) -> RollCall:
    return RollCall(chapter=measure.chapter, measure=measure, place=measure.body)
