"""Does it repeat, how far does a change reach, and one more date."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.events import rules, series
from campaigns.events.event_times import LONGEST, at, local_times
from campaigns.events.forms import EventForm
from campaigns.events.models import Event, Scope, Series
from campaigns.events.rules import Rule
from chapters.forms import Form, Picks

NO, WEEKLY, MONTHLY, LAST = "", "weekly", "monthly", "last"
MOST_TIMES = 200


class RepeatForm(Form):
    """Cleans to `rule`, None when it does not repeat. The weekday of a month follows from the first day."""

    repeats = forms.ChoiceField(
        label=gettext_lazy("Does it repeat?"),
        choices=[
            (NO, gettext_lazy("No, once")),
            (WEEKLY, gettext_lazy("Every week, or every few weeks")),
            (MONTHLY, gettext_lazy("Every month on the same weekday, such as the first Monday")),
            (LAST, gettext_lazy("Every month on the last such weekday, such as the last Saturday")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On which days of the week?"),
        choices=[(day, capfirst(name)) for day, name in WEEKDAYS.items()],
        coerce=int,
        required=False,
        widget=Picks,
        help_text=gettext_lazy("Leave all blank for the weekday of the first day."),
    )
    every = forms.IntegerField(
        label=gettext_lazy("Every how many weeks?"),
        min_value=1,
        max_value=12,
        initial=1,
        required=False,
        widget=forms.NumberInput({"class": "short"}),
    )
    stops = forms.ChoiceField(
        label=gettext_lazy("When does it end?"),
        choices=[
            (NO, gettext_lazy("It goes on")),
            ("on", gettext_lazy("On a date")),
            ("after", gettext_lazy("After a number of times")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    stops_on = forms.DateField(
        label=gettext_lazy("Last date"), required=False, widget=forms.DateInput({"class": "auto"})
    )
    stops_after = forms.IntegerField(
        label=gettext_lazy("How many times"),
        min_value=1,
        max_value=MOST_TIMES,
        required=False,
        widget=forms.NumberInput({"class": "short"}),
    )

    def __init__(self, *args: Any, event_form: EventForm, **kwargs: Any) -> None:
        super().__init__(*args, initial=asked_of(event_form.instance.series), **kwargs)
        self.event_form = event_form
        self.rule: Rule | None = None
        weekdays: Any = self.fields["weekdays"]
        weekdays.choices = [(day, capfirst(str(name))) for day, name in WEEKDAYS.items()]

    def clean(self) -> None:
        first = self.event_form.cleaned_data.get("day") if self.event_form.is_valid() else None
        repeats = self.cleaned_data.get("repeats")
        if not repeats or not first or self.errors:
            return
        until, count = self.end_of(first)
        if self.errors:
            return
        weekdays, nth = self.days_of(repeats, first)
        every = (self.cleaned_data.get("every") or 1) if repeats == WEEKLY else 1
        self.rule = Rule(weekdays=weekdays, every=every, nth=nth, until=until, count=count)

    def days_of(self, repeats: str, first: date) -> tuple[tuple[int, ...], int]:
        weekday, name = first.weekday(), WEEKDAYS[first.weekday()]
        if repeats == WEEKLY:
            picked = tuple(sorted(self.cleaned_data["weekdays"])) or (weekday,)
            if weekday not in picked:
                self.add_error(
                    "weekdays", _("The first day is a %(day)s. Check it too, or change the first day.") % {"day": name}
                )
            return picked, 0
        if repeats == LAST:
            if not rules.is_last_of(first):
                self.add_error("repeats", _("The first day is not the last %(day)s of its month.") % {"day": name})
            return (weekday,), rules.LAST
        if rules.nth_of(first) > 4:
            words = _("Not every month has a fifth %(day)s. Choose the last one instead.")
            self.add_error("repeats", words % {"day": name})
        return (weekday,), rules.nth_of(first)

    def end_of(self, first: date) -> tuple[date | None, int | None]:
        said = self.cleaned_data
        if said.get("stops") == "on":
            if not said.get("stops_on"):
                self.add_error("stops_on", _("Choose the last date."))
            elif said["stops_on"] < first:
                self.add_error("stops_on", _("This is before the first day. Check both."))
            return said.get("stops_on"), None
        if said.get("stops") == "after":
            if not said.get("stops_after"):
                self.add_error("stops_after", _("Write how many times, like 6."))
            return None, said.get("stops_after")
        return None, None


def asked_of(one: Series | None) -> dict[str, Any]:
    """The answers that give the rule of a series."""
    if one is None:
        return {}
    rule = series.rule_of(one)
    repeats = (LAST if rule.nth == rules.LAST else MONTHLY) if rule.nth else WEEKLY
    stops = "after" if rule.count else "on" if rule.until else NO
    picked = list(rule.weekdays) if repeats == WEEKLY else []
    ends = {"stops": stops, "stops_on": rule.until, "stops_after": rule.count}
    return {"repeats": repeats, "weekdays": picked, "every": rule.every} | ends


class ScopeForm(Form):
    """Asked when a date of a series is changed."""

    scope = forms.ChoiceField(
        label=gettext_lazy("Which dates do you change?"),
        choices=Scope,
        initial=Scope.ONE,
        required=False,
        widget=forms.RadioSelect,
    )
    also_apart = forms.BooleanField(label=gettext_lazy("Also the ones changed on their own"), required=False)

    def clean_scope(self) -> str:
        return self.cleaned_data["scope"] or Scope.ONE

    @property
    def chosen(self) -> str:
        return str(self.cleaned_data["scope"])

    @property
    def also(self) -> bool:
        return bool(self.cleaned_data["also_apart"])


class DateForm(Form):
    """One more date of a series, at the hours that it usually has."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput({"class": "auto"}))
    begins = forms.TimeField(label=gettext_lazy("Begins"), widget=forms.TimeInput({"class": "auto"}))
    ends = forms.TimeField(label=gettext_lazy("Ends"), widget=forms.TimeInput({"class": "auto"}))

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        times = local_times(event)
        super().__init__(*args, initial={name: times[name] for name in ("begins", "ends")}, **kwargs)
        self.event = event
        self.starts_at = self.ends_at = timezone.now()

    def clean(self) -> None:
        said, zone = self.cleaned_data, self.event.zone
        if self.errors:
            return
        try:
            self.starts_at, self.ends_at = (at(said["day"], said[name], zone) for name in ("begins", "ends"))
        except ValidationError as error:
            self.add_error("begins", error)
            return
        if self.ends_at <= self.starts_at or self.ends_at - self.starts_at > LONGEST:
            self.add_error("ends", _("It ends before it begins. Check both times."))
        elif self.ends_at <= timezone.now():
            self.add_error("day", _("This is over already. Check the day."))
        elif self.event.series and self.event.series.events.filter(starts_at=self.starts_at).exists():
            self.add_error("day", _("The series has this date already."))
