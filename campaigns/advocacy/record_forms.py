"""What a lead writes down about what an official does: where they stand, what they promised, when we talked."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.advocacy.models import Commitment, ContactEntry, Position, Target
from campaigns.advocacy.seats import today_in
from chapters import dates
from chapters.forms import ModelForm
from chapters.members.careful import Careful
from chapters.models import Chapter

WHEN = forms.DateInput({"class": "auto"})


def with_capitals(choices: Any) -> list[tuple[Any, str]]:
    return [(value, capfirst(str(words))) for value, words in choices]


def not_ahead(on: date, chapter: Chapter) -> date:
    if on > today_in(chapter):
        raise ValidationError(_("This day is still to come. Write it down once it happened."))
    return on


class EventField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic while it runs
    def label_from_instance(self, event: Any) -> str:
        return f"{event}, {dates.short(event.starts_at, event.zone)}"


class PositionForm(ModelForm):
    source_url = forms.URLField(label=gettext_lazy("Link"), required=False, max_length=400, assume_scheme="https")

    class Meta:
        model = Position
        fields = ("stand", "taken_on", "source", "source_words", "source_url", "is_public")
        widgets = {"stand": forms.RadioSelect, "taken_on": WHEN, "source_words": forms.Textarea({"rows": 2})}
        labels = {
            "stand": gettext_lazy("Where do they stand?"),
            "taken_on": gettext_lazy("Since when?"),
            "source": gettext_lazy("How do we know?"),
            "source_words": gettext_lazy("In their words"),
            "is_public": gettext_lazy("Show it on the public page"),
        }
        help_texts = {"source_words": gettext_lazy("What they said, as exactly as you can.")}

    def __init__(self, *args: Any, chapter: Chapter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chapter = chapter
        self.fields["stand"].choices = with_capitals(Position.Stand.choices)  # type: ignore[attr-defined]
        self.fields["source"].choices = [("", _("Choose one")), *with_capitals(Position.Source.choices)]  # type: ignore[attr-defined]

    def clean_taken_on(self) -> date:
        return not_ahead(self.cleaned_data["taken_on"], self.chapter)


class TargetForm(ModelForm):
    class Meta:
        model = Target
        fields = ("about", "order", "is_public")
        widgets = {"order": forms.NumberInput({"class": "short", "min": "0"})}
        labels = {
            "about": gettext_lazy("Why this one?"),
            "order": gettext_lazy("Place in the list"),
            "is_public": gettext_lazy("Show them on the public page"),
        }


class OfCampaign(ModelForm):
    """About an official, and one of the chapter's campaigns or none."""

    campaign: Any = forms.ModelChoiceField(
        label=gettext_lazy("For which campaign?"),
        queryset=None,
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("No campaign"),
    )

    def __init__(self, *args: Any, chapter: Chapter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chapter = chapter
        self.fields["campaign"].queryset = chapter.campaigns.with_words()  # type: ignore[attr-defined]
        self.initial["campaign"] = self.instance.campaign


class ContactForm(Careful, OfCampaign):
    watched = ("note",)
    event = EventField(
        label=gettext_lazy("Was it at one of our events?"),
        queryset=None,
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("No event"),
    )

    class Meta:
        model = ContactEntry
        fields = ("kind", "happened_on", "with_whom", "note", "campaign", "event")
        widgets = {"kind": forms.RadioSelect, "happened_on": WHEN, "note": forms.Textarea({"rows": 4})}
        labels = {
            "kind": gettext_lazy("How?"),
            "happened_on": gettext_lazy("When?"),
            "with_whom": gettext_lazy("With whom there?"),
            "note": gettext_lazy("What was said?"),
        }
        help_texts = {"note": gettext_lazy("For leads and organizers only.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = with_capitals(ContactEntry.Kind.choices)  # type: ignore[attr-defined]
        events = self.chapter.events.past().order_by("-starts_at").with_words()
        self.fields["event"].queryset = events  # type: ignore[attr-defined]
        self.initial["event"] = self.instance.event

    def clean_happened_on(self) -> date:
        return not_ahead(self.cleaned_data["happened_on"], self.chapter)


class PromiseForm(OfCampaign):
    source_url = forms.URLField(label=gettext_lazy("Link"), required=False, max_length=400, assume_scheme="https")

    class Meta:
        model = Commitment
        fields = ("words", "promised_on", "due_on", "source_words", "source_url", "campaign", "is_public")
        widgets = {"words": forms.Textarea({"rows": 2}), "promised_on": WHEN, "due_on": WHEN}
        labels = {
            "words": gettext_lazy("What did they promise?"),
            "promised_on": gettext_lazy("When did they promise it?"),
            "due_on": gettext_lazy("By when?"),
            "source_words": gettext_lazy("To whom, and where?"),
            "is_public": gettext_lazy("Show it on the public page"),
        }
        help_texts = {
            "words": gettext_lazy("Like: bring the motion to the committee."),
            "due_on": gettext_lazy("We remind you on Today. Leave blank if no day was named."),
        }

    def clean_promised_on(self) -> date:
        return not_ahead(self.cleaned_data["promised_on"], self.chapter)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("due_on") and data.get("promised_on") and data["due_on"] < data["promised_on"]:
            self.add_error("due_on", _("This is before the day they promised it."))
        return data
