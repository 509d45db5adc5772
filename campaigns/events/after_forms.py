"""What a lead fills in once an event is over. Rows that are left blank count for nothing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns.events.models import Collected, Event, EventLink
from campaigns.forms import Texts
from campaigns.models import Moment
from campaigns.workspace_forms import MomentTextForm
from chapters.forms import Form
from chapters.members.careful import Careful

MOST_PEOPLE = 1_000_000
MOST_ROWS = 40
SPARE = 2  # blank rows on a page
NUMBER = {
    "invalid": gettext_lazy("Write a whole number, like 40."),
    "min_value": gettext_lazy("Write 0 or more."),
    "max_value": gettext_lazy("That is too many. Check the number."),
}
CHOICE = {"invalid_choice": gettext_lazy("Choose one from the list.")}


def choices_of(kinds: Any, blank: str = "") -> list[tuple[str, str]]:
    return [("", blank)] * bool(blank) + [(value, capfirst(words)) for value, words in kinds.choices]


class AfterForm(Careful, Form):
    """The head count, and a note."""

    watched = ("after_note",)
    came = forms.IntegerField(
        label=gettext_lazy("How many came?"),
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
        error_messages={**NUMBER},
        widget=forms.NumberInput({"class": "short", "inputmode": "numeric"}),
    )
    after_note = forms.CharField(
        label=gettext_lazy("Notes for us"),
        help_text=gettext_lazy("What went well, what to do better. Leads and organizers of this chapter read it."),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
    )


class CameForm(Form):
    """The head count alone, as a host says it."""

    came = forms.IntegerField(
        label=gettext_lazy("How many came?"),
        min_value=0,
        max_value=MOST_PEOPLE,
        error_messages={**NUMBER},
        widget=forms.NumberInput({"class": "short", "inputmode": "numeric"}),
    )


class Row(Form):
    """One line of several; blank ones are left out."""

    def has_changed(self) -> bool:
        return not self.is_blank()

    def is_blank(self) -> bool:
        return not any(str(self.data.get(self.add_prefix(name), "")).strip() for name in self.said())

    def said(self) -> list[str]:
        """The fields that a person types into; a select alone says nothing."""
        return [name for name, field in self.fields.items() if not isinstance(field, forms.ChoiceField)]


class CollectedForm(Row):
    what = forms.ChoiceField(label=gettext_lazy("What"), required=False, error_messages=CHOICE)
    count = forms.IntegerField(
        label=pgettext_lazy("things", "How many"),
        min_value=0,
        max_value=MOST_PEOPLE,
        error_messages={**NUMBER},
        widget=forms.NumberInput({"class": "short", "inputmode": "numeric"}),
    )
    label = forms.CharField(label=gettext_lazy("In your own words"), required=False, max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = choices_of(Collected.What, _("Choose"))  # type: ignore[attr-defined]

    def clean(self) -> None:
        what = self.cleaned_data.get("what")
        if not what:
            self.add_error("what", _("Say what was collected."))
        elif what == Collected.What.OTHER and not self.cleaned_data.get("label"):
            self.add_error("label", _("Say in your own words what it was."))


class LinkForm(Row):
    """A link whose kind says enough needs no name."""

    kind = forms.ChoiceField(label=gettext_lazy("What"), required=False, error_messages=CHOICE)
    label = forms.CharField(label=gettext_lazy("What it is"), max_length=120, required=False)
    url = forms.URLField(
        label=gettext_lazy("Link"),
        max_length=200,
        assume_scheme="https",
        error_messages={"invalid": gettext_lazy("This is no link. Copy the whole address, with https://")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choices_of(EventLink.Kind)  # type: ignore[attr-defined]

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if not url.startswith("https://"):
            raise ValidationError(_("The link must begin with https://"))
        return url

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or EventLink.Kind.PHOTOS


class Rows:
    """Lines of one kind with spare blank ones below; "more" adds further ones without a script."""

    def __init__(
        self, form: type[Row], prefix: str, saved: Sequence[dict[str, Any]], data: Mapping[str, Any] | None
    ) -> None:
        self.prefix = prefix
        self.count = len(saved) + SPARE if data is None else self.posted(data)
        self.forms = [
            form(data, prefix=f"{prefix}-{n}", initial=saved[n] if n < len(saved) else None, empty_permitted=True,
                 use_required_attribute=False)
            for n in range(self.count)
        ]  # fmt: skip

    def posted(self, data: Mapping[str, Any]) -> int:
        typed = str(data.get(f"{self.prefix}-rows", ""))
        rows = int(typed) if typed.isdecimal() and len(typed) < 4 else SPARE
        return min(rows + SPARE * (data.get("more") == self.prefix), MOST_ROWS)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.forms)

    def is_valid(self) -> bool:
        found = [form.is_valid() for form in self.forms if not form.is_blank()]
        self.say_twice()
        return all(found) and not any(form.errors for form in self.forms if not form.is_blank())

    def say_twice(self) -> None:
        """The same thing on two lines would be counted once."""
        seen = set()
        for form in self.forms:
            if form.is_blank() or form.errors or "count" not in form.fields:
                continue
            key = (form.cleaned_data["what"], form.cleaned_data["label"].casefold())
            if key in seen:
                form.add_error("what", _("This is on two lines. Put the numbers together."))
            seen.add(key)

    def filled(self) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self.forms if not form.is_blank()]


class StoryForm(Form):
    """What an event was in the story of its campaign."""

    kind = forms.ChoiceField(label=gettext_lazy("What was it?"), widget=forms.RadioSelect, error_messages=CHOICE)
    shown = forms.ChoiceField(
        label=gettext_lazy("Who reads it?"),
        choices=[("public", gettext_lazy("Everyone, on the campaign’s page")), ("us", gettext_lazy("Only us"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = (Moment.Kind.STEP, Moment.Kind.WIN, Moment.Kind.SETBACK)
        self.fields["kind"].choices = [(kind.value, capfirst(kind.label)) for kind in kinds]  # type: ignore[attr-defined]


def saved(rows: Any, *names: str) -> list[dict[str, Any]]:
    return list(rows.values(*names))


class Account:
    """All parts of the page at once. `story` and `texts` are None for an event outside any campaign."""

    def __init__(self, event: Event, moment: Moment, came: int | None, data: Mapping[str, Any] | None) -> None:
        initial = {"came": came if event.came is None else event.came, "after_note": event.after_note}
        self.form = AfterForm(data, initial=initial)
        self.collected = Rows(CollectedForm, "collected", saved(event.collected, "what", "label", "count"), data)
        self.links = Rows(LinkForm, "links", saved(event.links, "kind", "label", "url"), data)
        self.story: StoryForm | None = None
        self.texts: Texts | None = None
        if event.campaign_id:
            is_told = moment.pk and moment.kind in {Moment.Kind.WIN, Moment.Kind.SETBACK}
            kind = moment.kind if is_told else Moment.Kind.STEP
            self.story = StoryForm(data, initial={"kind": kind, "shown": "public" if moment.is_public else "us"})
            self.texts = Texts(MomentTextForm, moment, event.chapter.languages, data)
            self.texts.forms[0].is_needed = False

    @property
    def parts(self) -> list[Any]:
        rows = (row for one in (self.collected, self.links) for row in one)
        return [part for part in (self.form, self.story, *(self.texts or ()), *rows) if part is not None]

    def is_valid(self) -> bool:
        found = [part.is_valid() for part in (self.form, self.story, self.texts, self.collected, self.links) if part]
        return all(found)

    # Read like one form by the list of what needs fixing.

    def __iter__(self) -> Iterator[forms.BoundField]:
        return (bound for part in self.parts for bound in part)

    @property
    def errors(self) -> bool:
        return any(part.errors for part in self.parts)

    def non_field_errors(self) -> list[str]:
        return [error for part in self.parts for error in part.non_field_errors()]
