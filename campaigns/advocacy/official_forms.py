"""What a lead writes down about an official: the person, the seat, the offices, who works there."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.advocacy import published
from campaigns.advocacy.models import Official, OfficialOffice, OfficialTerm, StaffContact
from campaigns.advocacy.seats import seat_of, today_in
from chapters.forms import Form, ModelForm
from chapters.members.careful import Careful
from chapters.members.contacts import EmailField, read_phone, shown_phone
from chapters.members.models import sorting_key
from chapters.models import Chapter

WHEN = forms.DateInput({"class": "auto"})


class CallableField(forms.CharField):
    """A number that can be called, with an extension if it has one; cleans to ('+12135550142', '12')."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel"})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return ("", "")
        found = published.phone(text)
        if not found[0]:
            read_phone(text)  # says what is wrong with it
            raise ValidationError(_("No phone has this number. Please check each digit."))
        return found

    def prepare_value(self, value: Any) -> Any:
        return shown_phone(value) if isinstance(value, str) and value.startswith("+") else value


class OfficialForm(ModelForm):
    """`also_written` is one name a line. What a person changes here no file changes any more."""

    also_written = forms.CharField(
        label=gettext_lazy("Other ways to write the name"),
        help_text=gettext_lazy("One on each line. Like: C. de León"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )
    url = forms.URLField(label=gettext_lazy("Web page"), required=False, max_length=400, assume_scheme="https")
    contact_form = forms.URLField(
        label=gettext_lazy("Web form to write to them"), required=False, max_length=400, assume_scheme="https"
    )

    class Meta:
        model = Official
        fields = ("name", "family_name", "party", "email", "url", "contact_form")
        labels = {
            "name": gettext_lazy("Name"),
            "family_name": gettext_lazy("Last name"),
            "party": gettext_lazy("Party"),
            "email": gettext_lazy("Email"),
        }
        help_texts = {"family_name": gettext_lazy("So that the list is in the right order: “de León”.")}

    def __init__(self, *args: Any, chapter: Chapter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chapter = chapter
        self.instance.chapter = chapter
        self.initial["also_written"] = "\n".join(self.instance.other_names)
        if self.instance.pk is None:
            self.fields["is_another"] = forms.BooleanField(
                label=gettext_lazy("It is somebody else with the same name"), required=False
            )

    def clean_name(self) -> str:
        name: str = " ".join(self.cleaned_data["name"].split())
        return name

    def clean_also_written(self) -> list[str]:
        names = [" ".join(line.split()) for line in self.cleaned_data["also_written"].splitlines()]
        if any(len(name) > 160 for name in names):
            raise ValidationError(_("One of these names is longer than 160 letters."))
        return published.distinct(names, but="")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        family, name = data.get("family_name", ""), data.get("name", "")
        if name and family.casefold() not in name.casefold():
            self.add_error("family_name", _("This is no part of the name above."))
        self.check_twin(name)
        return data

    def check_twin(self, name: str) -> None:
        """Two may share a name, but nobody is typed in twice by mistake."""
        if self.instance.pk or not name or self.cleaned_data.get("is_another"):
            return
        family = name.rsplit(maxsplit=1)[-1]
        alike = self.chapter.officials.filter(name__iendswith=family).prefetch_related("terms")
        twin = next((one for one in alike if sorting_key(one.name) == sorting_key(name)), None)
        if twin:
            seat = seat_of(twin, today_in(self.chapter))
            words = _("%(name)s, %(seat)s, is on your list already. Somebody else? Then tick the box below.")
            self.add_error("name", words % {"name": twin.name, "seat": seat})

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002
        official = super().save(commit=False)
        official.other_names = self.cleaned_data["also_written"]
        changed = ["other_names" if name == "also_written" else name for name in self.changed_data]
        official.mark_edited(name for name in changed if name != "is_another")
        official.save()
        return official


class TermForm(ModelForm):
    class Meta:
        model = OfficialTerm
        fields = ("kind", "body", "district", "starts_on", "ends_on", "division")
        widgets = {"starts_on": WHEN, "ends_on": WHEN, "district": forms.TextInput({"class": "auto"})}
        labels = {
            "kind": gettext_lazy("What seat is it?"),
            "body": gettext_lazy("Of which body or place?"),
            "district": gettext_lazy("District"),
            "starts_on": gettext_lazy("From"),
            "ends_on": gettext_lazy("Until"),
            "division": gettext_lazy("Division, as published files name it"),
        }
        help_texts = {
            "body": gettext_lazy(
                "Like: Los Angeles City Council. For a mayor or governor only the place: Los Angeles."
            ),
            "district": gettext_lazy("Like: 14"),
            "ends_on": gettext_lazy("Leave blank if you do not know."),
            "division": gettext_lazy("Only if you know it, like: ocd-division/country:us/state:ca/place:los_angeles"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [("", _("Choose one")), *((value, capfirst(str(words))) for value, words in OfficialTerm.Kind.choices)]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def clean_district(self) -> str:
        return re.sub(r"^(district|distrito)\s+", "", self.cleaned_data["district"].strip(), flags=re.IGNORECASE)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("This is before the day it begins."))
        return data


class OfficeForm(ModelForm):
    phone = CallableField(
        label=gettext_lazy("Phone"), help_text=gettext_lazy("Like: 213 555 0142 x12"), required=False, max_length=60
    )
    fax = CallableField(label=gettext_lazy("Fax"), required=False, max_length=60)

    class Meta:
        model = OfficialOffice
        fields = ("kind", "place", "address", "phone", "fax", "hours")
        widgets = {"kind": forms.RadioSelect}
        labels = {
            "kind": gettext_lazy("Which office is it?"),
            "place": gettext_lazy("City"),
            "address": gettext_lazy("Address"),
            "hours": gettext_lazy("Open hours"),
        }
        help_texts = {"hours": gettext_lazy("Like: Monday to Friday, 9 am to 5 pm")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (value, capfirst(str(words))) for value, words in OfficialOffice.Kind.choices
        ]
        if self.instance.extension:
            self.initial["phone"] = f"{shown_phone(self.instance.phone)} x{self.instance.extension}"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (
            not self.errors
            and not any(data.get(name) for name in ("address", "place", "hours"))
            and not data["phone"][0]
        ):
            self.add_error("phone", _("Give a phone or an address."))
        return data

    def clean_fax(self) -> str:
        number: str = self.cleaned_data["fax"][0]
        return number

    def _post_clean(self) -> None:
        """The model holds number and extension apart."""
        if "phone" in self.cleaned_data:
            number, self.instance.extension = self.cleaned_data["phone"]
            self.cleaned_data["phone"] = number
        super()._post_clean()  # type: ignore[misc]  # not in the stubs


class StaffForm(Careful, ModelForm):
    """People who work there; what we know of them is for leads and organizers only."""

    watched = ("note",)
    phone = CallableField(label=gettext_lazy("Phone"), required=False, max_length=60)
    email = EmailField(required=False)

    class Meta:
        model = StaffContact
        fields = ("name", "job", "phone", "email", "note")
        widgets = {"name": forms.TextInput, "note": forms.Textarea({"rows": 3})}
        labels = {
            "name": gettext_lazy("Name"),
            "job": gettext_lazy("What they do there"),
            "note": gettext_lazy("Note"),
        }
        help_texts = {"job": gettext_lazy("Like: immigration deputy")}

    def clean_phone(self) -> str:
        number, extension = self.cleaned_data["phone"]
        return f"{shown_phone(number)} x{extension}" if extension else number


class FollowForm(Form):
    """Who takes over a seat, which is copied from the term before; somebody on the list is known by the whole name."""

    name = forms.CharField(
        label=gettext_lazy("Who follows?"),
        max_length=160,
        help_text=gettext_lazy("Somebody on your list already? Write the name as it stands there."),
    )
    party = forms.CharField(label=gettext_lazy("Party"), max_length=60, required=False)
    starts_on = forms.DateField(label=gettext_lazy("From"), widget=WHEN)
    ends_on = forms.DateField(
        label=gettext_lazy("Until"),
        widget=WHEN,
        required=False,
        help_text=gettext_lazy("Leave blank if you do not know."),
    )
    is_target = forms.BooleanField(
        label=gettext_lazy("Make them a target of the same campaigns"), required=False, initial=True
    )

    def __init__(self, *args: Any, term: OfficialTerm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.term = term
        self.known: Official | None = None

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        near = self.term.chapter.officials.filter(name__iendswith=name.rsplit(maxsplit=1)[-1])
        same = [one for one in near if sorting_key(one.name) == sorting_key(name)]
        if len(same) > 1:
            raise ValidationError(
                _("Two people on your list have this name. Add the term on the page of the right one.")
            )
        self.known = same[0] if same else None
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if starts_on and self.term.starts_on and starts_on <= self.term.starts_on:
            self.add_error("starts_on", _("This is before the seat was taken by the one before."))
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("This is before the day it begins."))
        return data
