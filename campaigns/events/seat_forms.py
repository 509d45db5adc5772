"""The forms that people fill in about their own seat."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.events import timetable
from campaigns.events.consents import Question
from campaigns.events.event_times import is_unknown_zip
from campaigns.events.models import Event, Rsvp
from campaigns.messaging import outbox
from chapters.forms import Form, ModelForm
from chapters.members.contacts import EmailField, PhoneField, ZipField
from chapters.traps import TrapMixin

PARTIES = 10  # a bigger group writes to us
MOST_CHILDREN = 6
OLDEST = 17


def party_words(n: int) -> str:
    return _("Just me") if n == 1 else ngettext("%(n)s of us", "%(n)s of us", n) % {"n": n}


def parties(largest: int = PARTIES) -> list[tuple[int, str]]:
    return [(n, party_words(n)) for n in range(1, max(PARTIES, largest) + 1)]


class PartyForm(Form):
    """How many come; a bigger party that a lead typed in stays choosable."""

    party_size = forms.TypedChoiceField(
        label=gettext_lazy("How many of you?"),
        coerce=int,
        error_messages={"invalid_choice": gettext_lazy("Choose a number from the list.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party_size"].choices = parties(self.initial.get("party_size", 1))  # type: ignore[attr-defined]


class SeatForm(TrapMixin, PartyForm):
    """The three fields of the event page; `by_email` asks for an email instead of a number."""

    autofill = {"name": "name", "phone": "tel", "email": "email"}
    field_order = ("name", "phone", "email", "party_size")

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=120)
    phone = PhoneField()
    email = EmailField()

    def __init__(self, *args: Any, event: Event, by_email: bool = False, **kwargs: Any) -> None:
        self.channel = "email" if by_email else "text"
        super().__init__(*args, **kwargs)
        del self.fields["phone" if by_email else "email"]
        self.fields["email" if by_email else "phone"].help_text = promise(event, self.channel)

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not any(letter.isalpha() for letter in name):
            raise forms.ValidationError(_("Please write a name we can call you by."))
        return name

    def clean(self) -> None:
        self.check_trap()


def promise(event: Event, channel: str) -> str:
    """What we write about this event, and it is all; nothing while the chapter has nothing to send from."""
    if outbox.sender_for(event.chapter, channel) is None:
        return _("Only the people who hold this event see it.")
    times = {"times": timetable.promised(event)}
    if channel == "email":
        return _("We email about this event only: %(times)s.") % times
    return _("We text about this event only: %(times)s.") % times


def children_words(n: int) -> str:
    return _("None") if n == 0 else ngettext("%(n)s child", "%(n)s children", n) % {"n": n}


class AgesField(forms.CharField):
    """Years, as people write them: "3, 7", "3 y 7", "3 and a half" counts as 3. A list of at most MOST_CHILDREN."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[int]:
        ages = [int(number) for number in re.findall(r"\d{1,3}", super().clean(value))]
        if any(age > OLDEST for age in ages):
            raise forms.ValidationError(_("Please write ages up to %(n)s, like 3, 7.") % {"n": OLDEST})
        if len(ages) > MOST_CHILDREN:
            raise forms.ValidationError(_("Please write %(n)s ages at most.") % {"n": MOST_CHILDREN})
        return ages


class NeedsForm(ModelForm):
    """After the seat is saved. `known` shows what the person told us before: never to whoever just typed a name."""

    autofill = {"zip": "postal-code"}
    zip = ZipField(
        required=False, help_text=gettext_lazy("It tells us which neighborhoods come, and at what hours we may text.")
    )
    children = forms.TypedChoiceField(label=gettext_lazy("Children to look after"), coerce=int, required=False)
    children_ages = AgesField(
        label=gettext_lazy("How old are they?"),
        required=False,
        help_text=gettext_lazy("For example 3, 7. It tells us who should look after them."),
    )
    needs_language = forms.ChoiceField(label=gettext_lazy("Interpretation into"), required=False)
    hear = forms.BooleanField(required=False)

    class Meta:
        model = Rsvp
        fields = ("children", "children_ages", "needs_language", "needs_ride", "needs_step_free")
        labels = {
            "needs_ride": gettext_lazy("I need a ride"),
            "needs_step_free": gettext_lazy("I need a way in without steps"),
        }

    field_order = ("zip", "children", "children_ages", "needs_language", "needs_ride", "needs_step_free", "hear")

    def __init__(self, *args: Any, question: Question, known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question, self.known = question, known
        self.fields["children"].choices = [(n, children_words(n)) for n in range(MOST_CHILDREN + 1)]  # type: ignore[attr-defined]
        self.fields["needs_language"].choices = [  # type: ignore[attr-defined]
            ("", _("No, thank you")),
            *((code, str(name)) for code, name in settings.LANGUAGES),
            ("asl", _("Sign language (ASL)")),
        ]
        self.fields["hear"].label = question.sentence
        if not known:
            self.initial = {}

    def clean_zip(self) -> str:
        code: str = self.cleaned_data["zip"]
        if code and code != self.initial.get("zip") and is_unknown_zip(code, self.instance.chapter):
            raise forms.ValidationError(_("We do not know this ZIP code. Check the 5 digits."))
        return code

    def clean_children(self) -> int:
        return self.cleaned_data["children"] or 0

    def clean(self) -> None:
        super().clean()
        ages = self.cleaned_data.get("children_ages") or []
        if len(ages) > self.cleaned_data.get("children", 0) and "children" not in self.errors:
            self.cleaned_data["children"] = len(ages)

    def clean_hear(self) -> bool:
        agreed: bool = self.cleaned_data["hear"]
        if agreed and self.data.get("version") != str(self.question.version):
            raise forms.ValidationError(_("We changed this sentence a moment ago. Please read it again."))
        return agreed

    def changed_needs(self) -> list[str]:
        """The fields to write: all of them, or only those filled in when earlier answers were not shown."""
        names = list(self.Meta.fields)
        return names if self.known else [name for name in names if self.cleaned_data[name]]
