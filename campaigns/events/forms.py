"""What a lead fills in to hold an event."""

from datetime import UTC, date, datetime, time
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

from campaigns.events.models import Event, EventText
from campaigns.forms import TextForm
from campaigns.messaging.hours import zone_of_zip
from chapters.forms import Form, ModelForm, Picks
from chapters.members.contacts import ZipField
from chapters.models import Chapter, known_zone


class EventTextForm(TextForm):
    class Meta:
        model = EventText
        fields = ("title", "summary", "body")
        widgets = {"body": forms.Textarea({"rows": 5})}
        labels = {
            "title": gettext_lazy("Title"),
            "summary": gettext_lazy("Why come, in one sentence"),
            "body": gettext_lazy("More words"),
        }


class EventForm(ModelForm):
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

    class Meta:
        model = Event
        fields = (
            *("kind", "audience", "campaign", "place", "address", "zip", "address_shown", "online_url"),
            *("is_step_free", "has_childcare", "has_asl", "asks_masks", "interpretation", "capacity", "goal"),
        )
        widgets = {
            "audience": forms.RadioSelect,
            "address_shown": forms.RadioSelect,
            "capacity": forms.NumberInput({"class": "short"}),
            "goal": forms.NumberInput({"class": "short"}),
        }
        labels = {"kind": gettext_lazy("What kind?"), "address_shown": gettext_lazy("Who sees the street address?")}
        help_texts = {"capacity": gettext_lazy("Leave blank if there is room for everyone.")}

    def __init__(self, *args: Any, chapter: Chapter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chapter = chapter
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
        if not (said.get("place") or said.get("address") or said.get("online_url")) and "online_url" not in self.errors:
            self.add_error("place", _("Say where: a place, an address or an online link."))
        if not {"day", "begins", "ends"} & set(self.errors):
            self.clean_times()

    def clean_times(self) -> None:
        said, zone = self.cleaned_data, zone_for(self.cleaned_data.get("zip", ""), self.chapter)
        first, last = said["day"], said.get("last_day") or said["day"]
        try:
            starts_at, ends_at = at(first, said["begins"], zone), at(last, said["ends"], zone)
        except ValidationError as error:
            self.add_error("begins", error)
            return
        self.instance.starts_at, self.instance.ends_at, self.instance.timezone = starts_at, ends_at, str(zone)
        if ends_at <= starts_at:
            self.add_error("ends", _("It ends before it begins. Check both times."))
        elif ends_at <= timezone.now() and not self.instance.pk:
            self.add_error("day", _("This is over already. Check the day."))


def local_times(event: Event) -> dict[str, date | time | None]:
    first, last = event.starts_at.astimezone(event.zone), event.ends_at.astimezone(event.zone)
    return {
        "day": first.date(),
        "begins": first.time(),
        "ends": last.time(),
        "last_day": last.date() if last.date() != first.date() else None,
    }


def zone_for(zip: str, chapter: Chapter) -> ZoneInfo:
    name = zone_of_zip(zip) or chapter.timezone
    try:
        known_zone(name)
    except ValidationError:  # the ZIP table has a few that no clock knows
        return chapter.zone
    return ZoneInfo(name)


def at(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """UTC. Raises ValidationError for an hour that the clocks of that zone skip in spring."""
    local = datetime.combine(day, hour, zone)
    if local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValidationError(_("The clocks skip this hour on that day. Choose another time."))
    return local.astimezone(UTC)


class CallOffForm(Form):
    tell = forms.TypedChoiceField(choices=[("1", "1"), ("0", "0")], coerce=lambda value: value == "1")
