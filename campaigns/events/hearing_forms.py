"""What a lead fills in about a hearing: where it is, its rules, its day, who speaks with which words, how it ended."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.events.event_times import at, local_times
from campaigns.events.models import Event, Hearing, HearingText, SpeakingSlot, TalkingPointText
from campaigns.events.undated_forms import USUAL
from campaigns.forms import TextForm
from campaigns.models import MeasureStage
from chapters import dates
from chapters.dates import NOT_SET
from chapters.forms import Form, ModelForm


class HearingTextForm(TextForm):
    class Meta:
        model = HearingText
        fields = ("rules", "language_help")
        widgets = {"rules": forms.Textarea({"rows": 4})}
        labels = {
            "rules": gettext_lazy("How public comment works there"),
            "language_help": gettext_lazy("Help with language"),
        }
        help_texts = {
            "rules": gettext_lazy("Such as: fill in a card at the door, wait for your number, say your name."),
            "language_help": gettext_lazy("Such as: ask for an interpreter 24 hours before."),
        }


class HearingForm(ModelForm):
    url = forms.URLField(label=gettext_lazy("Their page"), required=False, assume_scheme="https", max_length=400)
    sign_up_until = forms.DateTimeField(
        label=gettext_lazy("Sign up to speak by"),
        required=False,
        widget=forms.DateTimeInput({"class": "auto"}),
        help_text=gettext_lazy("Only if people must put their name down there before."),
    )

    class Meta:
        model = Hearing
        fields = ("body", "agenda_item", "measure", "file_number", "url", "sign_up_until", "minutes_each")
        widgets = {"minutes_each": forms.NumberInput({"class": "short"})}
        labels = {
            "body": gettext_lazy("Before whom?"),
            "measure": gettext_lazy("Which bill or law?"),
            "minutes_each": gettext_lazy("How many minutes has each speaker?"),
        }

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        measure: Any = self.fields["measure"]
        measure.queryset = event.chapter.measures.filter(campaign=event.campaign_id)
        measure.to_field_name, measure.empty_label = "code", _("None of ours")
        self.initial["measure"] = self.instance.measure
        if self.instance.sign_up_until:
            self.initial["sign_up_until"] = dates.local(self.instance.sign_up_until, event.zone).replace(tzinfo=None)

    def clean_sign_up_until(self) -> datetime | None:
        """Typed by the clock of the place, whatever zone the server thinks in."""
        typed: datetime | None = self.cleaned_data["sign_up_until"]
        if typed is None:
            return None
        local = timezone.make_naive(typed) if timezone.is_aware(typed) else typed
        return at(local.date(), local.time(), self.event.zone)


class DateForm(Form):
    """Another day, or none. Cleans to `starts_at` and `ends_at` (UTC)."""

    is_undated = forms.BooleanField(label=gettext_lazy("The new date is not set yet"), required=False)
    day = forms.DateField(label=gettext_lazy("Day"), required=False, widget=forms.DateInput({"class": "auto"}))
    begins = forms.TimeField(label=gettext_lazy("Begins"), required=False, widget=forms.TimeInput({"class": "auto"}))
    ends = forms.TimeField(label=gettext_lazy("Ends"), required=False, widget=forms.TimeInput({"class": "auto"}))

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, initial=local_times(event), **kwargs)
        self.event = event
        self.starts_at, self.ends_at = NOT_SET, NOT_SET + USUAL

    def clean(self) -> None:
        super().clean()
        said = self.cleaned_data
        if said.get("is_undated"):
            for name in ("day", "begins", "ends"):
                self.errors.pop(name, None)
            return
        for name in ("day", "begins", "ends"):
            if not said.get(name) and name not in self.errors:
                self.add_error(name, _("Please fill this in."))
        if not self.errors:
            self.check_times(said)

    def check_times(self, said: dict[str, Any]) -> None:
        for name, attribute in (("begins", "starts_at"), ("ends", "ends_at")):
            try:
                setattr(self, attribute, at(said["day"], said[name], self.event.zone))
            except ValidationError as error:
                self.add_error(name, error)
        if self.errors:
            return
        if self.ends_at <= self.starts_at:
            self.add_error("ends", _("It ends before it begins. Check both times."))
        elif self.ends_at <= timezone.now():
            self.add_error("day", _("This is over already. Check the day."))


class PointForm(TextForm):
    class Meta:
        model = TalkingPointText
        fields = ("title", "body")
        widgets = {"body": forms.Textarea({"rows": 4})}
        labels = {"title": gettext_lazy("The point in a few words"), "body": gettext_lazy("What to say")}


class SlotForm(ModelForm):
    class Meta:
        model = SpeakingSlot
        fields = ("minutes", "point")
        widgets = {"minutes": forms.NumberInput({"class": "short"})}
        labels = {"point": gettext_lazy("What do they say?")}
        help_texts = {"minutes": gettext_lazy("Leave blank for what the rules give each speaker.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        point: Any = self.fields["point"]
        points = self.instance.event.talking_points.select_related("chapter").prefetch_related("texts")
        point.queryset, point.to_field_name, point.empty_label = points, "code", _("No point yet")
        self.initial["point"] = self.instance.point


class EndedForm(Form):
    outcome = forms.ChoiceField(label=gettext_lazy("How did it end?"), widget=forms.RadioSelect)
    outcome_on = forms.DateField(label=gettext_lazy("On which day?"), widget=forms.DateInput({"class": "auto"}))
    stage = forms.ChoiceField(
        label=gettext_lazy("Where is the bill now?"),
        required=False,
        help_text=gettext_lazy("Adds a step to the bill. Leave it if nothing changed."),
    )

    def __init__(self, *args: Any, hearing: Hearing, **kwargs: Any) -> None:
        event, today = hearing.event, timezone.localdate(timezone=hearing.event.zone)
        held_on = dates.local(event.starts_at, event.zone).date() if event.has_date else today
        initial = {"outcome": hearing.outcome, "outcome_on": hearing.outcome_on or min(held_on, today)}
        super().__init__(*args, initial=initial, **kwargs)
        self.today = today
        choices: Any = self.fields["outcome"]
        choices.choices = [(value, capfirst(str(words))) for value, words in Hearing.Outcome.choices]
        stage: Any = self.fields["stage"]
        stage.choices = [("", _("As it was")), *((value, words) for value, words in MeasureStage.Kind.choices)]
        if hearing.measure is None:
            del self.fields["stage"]

    def clean_outcome_on(self) -> Any:
        on = self.cleaned_data["outcome_on"]
        if on > self.today:
            raise ValidationError(_("This day is still to come. Check the date."))
        return on
