"""What comes from the door: a tap, somebody who walked in, and the name of a link."""

import math
from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from campaigns.events import consents
from campaigns.events.checking import MOST_ARRIVED, Walker
from campaigns.events.consents import Question
from campaigns.events.models import Event, HostLink
from campaigns.events.seat_forms import party_words
from campaigns.events.seats import LARGEST_PARTY
from chapters.forms import Form, Tiles
from chapters.members.contacts import EmailField, PhoneField
from chapters.models import Channel, Chapter

MOST_HEADS = 50


class TapForm(forms.Form):
    """One tap as a phone sends it. `age` is how many seconds ago it was made, by the phone's own clock, which may be
    wrong as long as it runs."""

    key = forms.UUIDField()
    age = forms.FloatField(required=False, min_value=0)
    seat = forms.SlugField(required=False, max_length=32)
    arrived = forms.IntegerField(required=False, min_value=0, max_value=MOST_ARRIVED)
    late = forms.NullBooleanField()
    heads = forms.IntegerField(required=False, min_value=-MOST_HEADS, max_value=MOST_HEADS)
    over = forms.BooleanField(required=False)

    def clean_age(self) -> float:
        age: float = self.cleaned_data["age"] or 0.0
        if not math.isfinite(age):
            raise forms.ValidationError(_("This tap has no time."))
        return age


class LinkForm(Form):
    label = forms.CharField(
        label=gettext_lazy("Who gets it?"),
        max_length=60,
        help_text=gettext_lazy("So that you know which one to take back: “Rosa at the side door”."),
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event

    def clean_label(self) -> str:
        label: str = self.cleaned_data["label"]
        if self.event.host_links.working().filter(kind=HostLink.Kind.DOOR, label__iexact=label).exists():
            raise forms.ValidationError(_("A link has this name already. Add something, like “2”."))
        return label


class WalkInForm(Form):
    """A walk-in, spoken with in their language. `shown` says which version of each question stood on the page, which
    a phone may have kept for hours: "text-en-2 email-en-0"."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, widget=forms.TextInput({"autofocus": True}))
    party_size = forms.TypedChoiceField(label=gettext_lazy("How many of you?"), coerce=int, initial=1)
    language = forms.ChoiceField(label=gettext_lazy("Reads"), choices=settings.LANGUAGES, widget=Tiles)
    phone = PhoneField(required=False)
    hear_text = forms.BooleanField(required=False)
    email = EmailField(required=False)
    hear_email = forms.BooleanField(required=False)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, chapter: Chapter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chapter = chapter
        self.asked = questions(chapter)
        self.fields["party_size"].choices = [(n, party_words(n)) for n in range(1, LARGEST_PARTY + 1)]  # type: ignore[attr-defined]
        self.initial.setdefault("language", get_language() or chapter.languages[0])
        self.initial["shown"] = " ".join(f"{channel}-{code}-{one.version}" for channel, code, one in self.asked)
        for channel in Channel.values:
            self.fields[f"hear_{channel}"].label = _("They said yes to this sentence")

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not any(letter.isalpha() for letter in name):
            raise forms.ValidationError(_("Please write a name we can call them by."))
        return name

    def clean(self) -> None:
        for channel, contact in (("text", "phone"), ("email", "email")):
            if not self.cleaned_data.get(f"hear_{channel}") or contact in self.errors:
                continue
            if not self.cleaned_data.get(contact):
                self.add_error(contact, _("They said yes, so write down where to."))
            elif self.question(channel) is None:
                self.add_error(f"hear_{channel}", _("We changed this sentence a moment ago. Please read it again."))

    def question(self, channel: str) -> Question | None:
        """As it stood on the page, in the language of the person."""
        language = self.cleaned_data.get("language", "")
        for one in self.cleaned_data.get("shown", "").split():
            of_channel, code, version = (*one.split("-"), "", "")[:3]
            if (of_channel, code) == (channel, language) and version.isdecimal() and len(version) < 9:
                return consents.question_shown(self.chapter, channel, language, int(version))
        return None

    @property
    def walker(self) -> Walker:
        given = self.cleaned_data
        said = [(channel, self.question(channel)) for channel in Channel.values if given[f"hear_{channel}"]]
        return Walker(
            **{name: given[name] for name in ("name", "phone", "email", "language", "party_size")},
            agreed=tuple((channel, asked) for channel, asked in said if asked),
        )

    @property
    def text_sentences(self) -> list[tuple[str, str]]:
        return [(code, one.sentence) for channel, code, one in self.asked if channel == Channel.TEXT]

    @property
    def email_sentences(self) -> list[tuple[str, str]]:
        return [(code, one.sentence) for channel, code, one in self.asked if channel == Channel.EMAIL]


def questions(chapter: Chapter) -> list[tuple[str, str, Question]]:
    """(channel, language, question) of every question in every language: the door does not know who comes."""
    return list(each_question(chapter))


def each_question(chapter: Chapter) -> Iterator[tuple[str, str, Question]]:
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            for channel in Channel.values:
                yield channel, code, consents.question_of(chapter, channel)


def walk_in_form(event: Event, data: Any = None) -> WalkInForm:
    return WalkInForm(data, chapter=event.chapter)
