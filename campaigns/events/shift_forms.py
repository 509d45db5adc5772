"""What a lead fills in about the jobs at an event."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.events.event_times import at
from campaigns.events.models import Event, Shift
from chapters.forms import Form, ModelForm

MARGIN = timedelta(days=3)  # people set up the evening before and clean up the next day


class ShiftForm(ModelForm):
    """Hours are those of the place, on the day of the event unless another is chosen."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput({"class": "auto"}))
    begins = forms.TimeField(label=gettext_lazy("Begins"), widget=forms.TimeInput({"class": "auto"}))
    ends = forms.TimeField(label=gettext_lazy("Ends"), widget=forms.TimeInput({"class": "auto"}))

    class Meta:
        model = Shift
        fields = ("job", "label", "capacity")
        labels = {"job": gettext_lazy("What is the job?"), "label": gettext_lazy("In your own words")}
        help_texts = {
            "capacity": gettext_lazy("Leave blank if any number may help."),
            "label": gettext_lazy("If the list does not say it well."),
        }
        widgets = {"capacity": forms.NumberInput({"class": "short"})}

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        choices: Any = self.fields["job"]
        choices.choices = [(value, capfirst(words)) for value, words in choices.choices if value]
        has_own = self.instance.pk is not None
        first = (self.instance.starts_at if has_own else event.starts_at).astimezone(event.zone)
        last = (self.instance.ends_at if has_own else event.ends_at).astimezone(event.zone)
        self.initial.update(day=first.date(), begins=first.time(), ends=last.time())

    def clean_capacity(self) -> int | None:
        needed: int | None = self.cleaned_data["capacity"]
        if needed is not None and needed < self.instance.taken:
            raise ValidationError(_("%(n)s people do it already. Choose %(n)s or more.") % {"n": self.instance.taken})
        return needed

    def clean(self) -> None:
        super().clean()
        if {"day", "begins", "ends"} & set(self.errors):
            return
        said = self.cleaned_data
        try:
            starts_at, ends_at = self.span(said["day"], said["begins"], said["ends"])
        except ValidationError as error:
            self.add_error("begins", error)
            return
        self.instance.starts_at, self.instance.ends_at = starts_at, ends_at
        if not (self.event.starts_at - MARGIN <= starts_at <= self.event.ends_at + MARGIN):
            self.add_error("day", _("This is days away from the event. Check the day."))

    def span(self, day: date, begins: time, ends: time) -> tuple[datetime, datetime]:
        """A job that ends before it begins ends on the next day."""
        last = day if ends > begins else day + timedelta(days=1)
        return at(day, begins, self.event.zone), at(last, ends, self.event.zone)


class AssignForm(Form):
    """Somebody who comes, for a job."""

    seat = forms.ChoiceField(label=gettext_lazy("Who?"))

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seat"].choices = choices  # type: ignore[attr-defined]
