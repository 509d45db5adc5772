"""What a lead fills in to hold an event."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.events import kinds
from campaigns.events.event_times import LONGEST, at, comes_twice, is_unknown_zip, local_times, zone_for, zone_words
from campaigns.events.models import Event, EventText, Scope
from campaigns.events.theirs_forms import TheirsMixin
from campaigns.forms import TextForm
from chapters import dates
from chapters.forms import Form, ModelForm, Picks
from chapters.members.contacts import ZipField
from chapters.models import Chapter

TOO_LONG = gettext_lazy("Use %(limit_value)d letters or fewer. These are %(show_value)d.")
A_NUMBER = gettext_lazy("Write a number, like 40.")
AT_LEAST_ONE = gettext_lazy("Write 1 or more, or leave it blank.")


class EventTextForm(TextForm):
    class Meta:
        model = EventText
        fields = ("title", "summary", "body", "for_guests")
        widgets = {"body": forms.Textarea({"rows": 5}), "for_guests": forms.Textarea({"rows": 3})}
        labels = {
            "title": gettext_lazy("Title"),
            "summary": gettext_lazy("Why come, in one sentence"),
            "body": gettext_lazy("More words"),
            "for_guests": gettext_lazy("Details for people with a seat"),
        }
        help_texts = {"for_guests": gettext_lazy("Only people with a seat see this.")}
        error_messages = {"title": {"max_length": TOO_LONG}, "summary": {"max_length": TOO_LONG}}


class EventForm(TheirsMixin, ModelForm):
    """Day and times are those of the place: its zone follows from the ZIP code, else from the chapter."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput({"class": "auto"}))
    begins = forms.TimeField(label=gettext_lazy("Begins"), widget=forms.TimeInput({"class": "auto"}))
    ends = forms.TimeField(label=gettext_lazy("Ends"), widget=forms.TimeInput({"class": "auto"}))
    last_day = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Only if it ends on another day."),
        widget=forms.DateInput({"class": "auto"}),
    )
    zip = ZipField(required=False, help_text=gettext_lazy("The times are those of this place."))
    online_url = forms.URLField(
        label=gettext_lazy("Online link"),
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Only people with a seat see it."),
    )
    interpretation = forms.MultipleChoiceField(
        label=gettext_lazy("Languages spoken"), choices=settings.LANGUAGES, required=False, widget=Picks
    )
    tell = forms.BooleanField(
        label=gettext_lazy("Tell the people who are coming, if the time or the place changes"),
        required=False,
        initial=True,
    )

    # As on the page, so that the list of what needs fixing reads from top to bottom.
    field_order: tuple[str, ...] = (
        *("kind", "campaign", "day", "begins", "ends", "last_day", "place", "address", "zip", "address_shown"),
        *("online_url", "is_step_free", "has_childcare", "has_asl", "asks_masks", "transit", "interpretation"),
        *("audience", "asks_approval", "is_marked_sensitive", "is_silent", "goal", "capacity"),
    )

    class Meta:
        model = Event
        fields = (
            *("kind", "audience", "campaign", "place", "address", "zip", "address_shown", "online_url", "transit"),
            *("is_step_free", "has_childcare", "has_asl", "asks_masks", "interpretation", "capacity", "goal"),
            *("asks_approval", "is_marked_sensitive", "is_silent"),
        )
        widgets = {
            "audience": forms.RadioSelect,
            "address_shown": forms.RadioSelect,
            "capacity": forms.NumberInput({"class": "short"}),
            "goal": forms.NumberInput({"class": "short"}),
        }
        labels = {
            "kind": gettext_lazy("What kind?"),
            "campaign": gettext_lazy("Campaign"),
            "address_shown": gettext_lazy("Who sees the street address?"),
            "asks_approval": gettext_lazy("Each person needs a yes from us"),
            "is_marked_sensitive": gettext_lazy("Keep no list of who came"),
            "is_silent": gettext_lazy("Send no reminders"),
        }
        help_texts = {
            "capacity": gettext_lazy("Leave blank if there is room for everyone."),
            "is_marked_sensitive": gettext_lazy("No sign-in sheet. Who comes is nobody’s business."),
            "transit": gettext_lazy("Such as: Gold Line, Highland Park station."),
        }
        error_messages = {
            name: {
                "max_length": TOO_LONG,
                "min_value": AT_LEAST_ONE,
                "invalid": gettext_lazy("Write a number, like 40."),
            }
            for name in ("place", "address", "transit", "capacity", "goal")
        }

    def __init__(self, *args: Any, chapter: Chapter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chapter = chapter
        self.notes: list[str] = []  # what was decided for them, to be said once it is saved
        self.was_over = bool(self.instance.pk) and self.instance.is_over
        campaign: Any = self.fields["campaign"]
        mine = Q(ended_on=None) | Q(pk=self.instance.campaign_id)
        campaign.queryset = chapter.campaigns.filter(mine).with_words()
        campaign.to_field_name, campaign.empty_label = "code", _("No campaign")
        self.initial["campaign"] = self.instance.campaign
        if self.instance.pk:
            self.initial.update(local_times(self.instance))
        for name in ("kind", "audience", "address_shown"):
            choices: Any = self.fields[name]
            choices.choices = [(value, capfirst(words)) for value, words in choices.choices if value]
        if not (self.instance.pk and self.instance.is_published):
            del self.fields["tell"]
        self.add_theirs()

    @property
    def zone(self) -> ZoneInfo:
        """Of the place as it is filled in now."""
        typed = self["zip"].value() or ""
        return zone_for(typed if len(typed) == 5 else "", self.chapter)

    @property
    def zone_words(self) -> str:
        """Whose hours the form means, and that they are not the chapter's own where that is so."""
        return hours_words(self.zone, self.chapter)

    @property
    def kinds(self) -> dict[str, str]:
        return kinds.spoken()

    @property
    def is_online_first(self) -> bool:
        return self["kind"].value() in kinds.ONLINE_FIRST

    def clean_zip(self) -> str:
        code: str = self.cleaned_data["zip"]
        if code and is_unknown_zip(code, self.chapter):
            raise ValidationError(_("We do not know this ZIP code. Check the 5 digits."))
        return code

    def clean_goal(self) -> int | None:
        goal: int | None = self.cleaned_data["goal"]
        if goal == 0:
            raise ValidationError(AT_LEAST_ONE)
        return goal

    def clean_capacity(self) -> int | None:
        seats: int | None = self.cleaned_data["capacity"]
        if seats is not None and seats < self.instance.seats_taken:
            raise ValidationError(
                _("%(n)s seats are taken already. Choose %(n)s or more.") % {"n": self.instance.seats_taken}
            )
        return seats

    def clean(self) -> None:
        super().clean()
        said = self.cleaned_data
        if dropped := kinds.settle(said):
            labels = ", ".join(str(self.fields[name].label) for name in dropped)
            self.notes.append(
                _("Not kept, because this kind of event does not need it: %(fields)s.") % {"fields": labels}
            )
        for name in kinds.not_asked(said.get("kind", "")):
            self.errors.pop(name, None)
        self.check_place()
        if said.get("address_shown") == Event.AddressShown.APPROVED and not said.get("asks_approval"):
            self.add_error("asks_approval", _("Check this too, if only people you said yes to may see the street."))
        if self.tells_all(said):
            self.add_error("address_shown", _("Of a direct action, choose who sees the street: not everyone."))
        if not {"day", "begins", "ends", "last_day"} & set(self.errors):
            self.check_times()
        self.clean_theirs()

    def save(self, commit: bool = True) -> Event:  # noqa: FBT001, FBT002  # as Django declares it
        self.keep_theirs()
        saved: Event = super().save(commit=commit)
        return saved

    def tells_all(self, said: dict[str, Any]) -> bool:
        is_open = said.get("address_shown") == Event.AddressShown.ALL and bool(said.get("address"))
        return said.get("kind") == Event.Kind.DIRECT_ACTION and is_open

    def check_place(self) -> None:
        said = self.cleaned_data
        if said.get("place") or said.get("address") or {"place", "address", "online_url"} & set(self.errors):
            return
        if said.get("kind") in kinds.IN_PERSON:
            self.add_error("place", _("Say where people meet."))
        elif not said.get("online_url"):
            name = "online_url" if said.get("kind") in kinds.ONLINE_FIRST else "place"
            self.add_error(name, _("Say where: a place, an address or an online link."))

    def check_times(self) -> None:
        said, zone = self.cleaned_data, zone_for(self.cleaned_data.get("zip", ""), self.chapter)
        first, last = said["day"], said.get("last_day") or said["day"]
        ends: dict[str, datetime] = {}
        for name, day in (("begins", first), ("ends", last)):
            try:
                ends[name] = at(day, said[name], zone)
            except ValidationError as error:
                self.add_error(name, error)
        if len(ends) < 2:
            return
        self.instance.starts_at, self.instance.ends_at, self.instance.timezone = ends["begins"], ends["ends"], str(zone)
        self.check_order()
        if not self.errors:
            self.note_times(zone)

    def check_order(self) -> None:
        said, starts_at, ends_at = self.cleaned_data, self.instance.starts_at, self.instance.ends_at
        if said.get("last_day") and said["last_day"] < said["day"]:
            self.add_error("last_day", _("The last day is before the first. Check both days."))
        elif ends_at <= starts_at:
            self.add_error("ends", _("It ends before it begins. Check both times."))
        elif ends_at - starts_at > LONGEST:
            self.add_error("last_day", _("An event may last 14 days at most. Make several events instead."))
        elif ends_at <= timezone.now() and not self.was_over:
            self.add_error("day", _("This is over already. Check the day."))

    def note_times(self, zone: ZoneInfo) -> None:
        said = self.cleaned_data
        for name, day in (("begins", said["day"]), ("ends", said.get("last_day") or said["day"])):
            if comes_twice(day, said[name], zone):
                hour = dates.clock(at(day, said[name], zone), zone)
                self.notes.append(
                    _("The clocks go back that night, so %(hour)s comes twice. We took the first.") % {"hour": hour}
                )
        if zone_words(zone) != zone_words(self.chapter.zone):
            self.notes.append(hours_words(zone, self.chapter))


def hours_words(zone: ZoneInfo, chapter: Chapter) -> str:
    here, there = zone_words(zone), zone_words(chapter.zone)
    if here == there:
        return _("The times are %(zone)s.") % {"zone": here}
    return _("The times are %(zone)s, as this ZIP code has it. The chapter is on %(other)s.") % {
        "zone": here,
        "other": there,
    }


class CallOffForm(Form):
    """`scope` only of an event that repeats."""

    scope = forms.ChoiceField(choices=Scope, required=False)
    tell = forms.TypedChoiceField(choices=[("1", "1"), ("0", "0")], coerce=lambda value: value == "1")
