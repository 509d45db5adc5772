"""What somebody may ask for who looks for an event. Everything lives in the address."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns.events import finding
from campaigns.events.models import Event
from chapters.finding import UnknownZip
from chapters.forms import Form, Picks
from chapters.members.contacts import ZipField
from chapters.models import Chapter

MILES, USUAL_MILES = (5, 10, 25, 50, 100), "25"
DAYS = (
    ("", gettext_lazy("Any day")),
    ("week", gettext_lazy("This week")),
    ("weekend", gettext_lazy("This weekend")),
    ("month", gettext_lazy("This month")),
)
ACCESS = (
    ("step_free", gettext_lazy("No steps to get in")),
    ("asl", gettext_lazy("Sign language (ASL)")),
    ("childcare", gettext_lazy("Free childcare")),
    ("masks", gettext_lazy("People wear masks")),
    ("transit", gettext_lazy("Near a bus or train")),
)
WHERE = (
    ("", gettext_lazy("In person or online")),
    ("here", gettext_lazy("In person")),
    ("online", gettext_lazy("Online")),
)
REFUSED = {
    "invalid_choice": gettext_lazy("This is not one of the choices."),
    "invalid": gettext_lazy("Write a day like 2026-12-01."),
}


def day_field(label: Any) -> forms.DateField:
    far = gettext_lazy("Choose a day between 2017 and 2099.")
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput,
        error_messages=REFUSED,
        validators=[MinValueValidator(date(2017, 1, 1), far), MaxValueValidator(date(2099, 12, 31), far)],
    )


class FindForm(Form):
    autofill = {"zip": "postal-code"}
    zip = ZipField(required=False, label=gettext_lazy("Your ZIP code"))
    miles = forms.TypedChoiceField(label=gettext_lazy("How far"), coerce=int, required=False, error_messages=REFUSED)
    when = forms.ChoiceField(label=gettext_lazy("When"), choices=DAYS, required=False, error_messages=REFUSED)
    since = day_field(gettext_lazy("From"))
    until = day_field(pgettext_lazy("the last day", "To"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False, error_messages=REFUSED)
    language = forms.ChoiceField(label=gettext_lazy("Language spoken"), required=False, error_messages=REFUSED)
    access = forms.MultipleChoiceField(
        label=gettext_lazy("What you need"), choices=ACCESS, required=False, widget=Picks, error_messages=REFUSED
    )
    where = forms.ChoiceField(label=gettext_lazy("Where"), choices=WHERE, required=False, error_messages=REFUSED)
    q = forms.CharField(label=gettext_lazy("Words in the title"), max_length=60, required=False)
    chapter = forms.ModelChoiceField(
        Chapter.objects.none(), required=False, to_field_name="slug", widget=forms.HiddenInput, error_messages=REFUSED
    )

    def __init__(self, query: QueryDict) -> None:
        asked = query.copy()
        if not asked.get("miles"):
            asked["miles"] = USUAL_MILES
        super().__init__(asked)
        fields: dict[str, Any] = self.fields
        fields["miles"].choices = [(str(n), _("%(n)s miles") % {"n": n}) for n in MILES]
        fields["kind"].choices = [("", _("Any kind")), *((value, capfirst(word)) for value, word in Event.Kind.choices)]
        fields["language"].choices = [("", _("Any language")), *settings.LANGUAGES]
        fields["chapter"].queryset = Chapter.objects.open().prefetch_related("texts")

    @property
    def has_more(self) -> bool:
        """Is one of the choices that are folded away at first in use, or refused?"""
        more = ("since", "until", "kind", "language", "access", "where", "q")
        return any(self.data.get(name) for name in more)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("zip") and said.get("miles"):
            try:
                said["around"] = finding.around(said["zip"], said["miles"])
            except UnknownZip:
                self.add_error("zip", _("We do not know this ZIP code. Check the 5 digits."))
        if said.get("since") and said.get("until") and said["until"] < said["since"]:
            self.add_error("until", _("The last day comes before the first. Check both."))
        return said
