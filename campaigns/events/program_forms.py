"""What a lead fills in about the program of an event, its speakers and the districts they want there."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.events.models import DistrictGoal, Event, ProgramItem, ProgramItemText, Rsvp, Speaker, SpeakerText
from campaigns.forms import TextForm
from chapters.forms import Form, ModelForm

SHOWN = 300  # people and officials to choose from
MOST_ZIPS = 200
GONE = gettext_lazy("Choose one from the list.")


class ItemTextForm(TextForm):
    class Meta:
        model = ProgramItemText
        fields = ("title",)
        labels = {"title": gettext_lazy("What happens")}


class ItemForm(ModelForm):
    class Meta:
        model = ProgramItem
        fields = ("minutes", "speaker", "note")
        widgets = {"minutes": forms.NumberInput({"class": "short"})}
        labels = {"speaker": gettext_lazy("Who speaks?"), "minutes": gettext_lazy("How many minutes?")}

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speaker: Any = self.fields["speaker"]
        speaker.queryset, speaker.to_field_name, speaker.empty_label = event.speakers.all(), "code", _("Nobody yet")
        self.initial["speaker"] = self.instance.speaker


class SpeakerTextForm(TextForm):
    class Meta:
        model = SpeakerText
        fields = ("role", "about")
        widgets = {"about": forms.Textarea({"rows": 3})}
        labels = {"role": gettext_lazy("Who they are"), "about": gettext_lazy("About them, in a few sentences")}
        help_texts = {"role": gettext_lazy("Such as: council member, District 14.")}


class SpeakerForm(ModelForm):
    """The name may be left out where it follows from the official, the partner or the member."""

    member = forms.ChoiceField(label=gettext_lazy("Somebody with a seat"), required=False)

    class Meta:
        model = Speaker
        fields = ("name", "official", "partner", "has_empty_chair")
        labels = {
            "official": gettext_lazy("An official"),
            "partner": gettext_lazy("Somebody of a partner"),
            "has_empty_chair": gettext_lazy("Keep an empty chair with their name"),
        }

    field_order = ("name", "official", "partner", "member", "has_empty_chair")

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.fields["name"].required = False
        self.fields["name"].help_text = _("Leave it blank if you choose somebody below.")
        for name, rows, blank in (
            ("official", officials(event), _("No official")),
            ("partner", event.chapter.partners.all(), _("No partner")),
        ):
            choice: Any = self.fields[name]
            choice.queryset, choice.to_field_name, choice.empty_label = rows, "code", blank
            self.initial[name] = getattr(self.instance, name)
        self.seats = {rsvp.code: rsvp for rsvp in seated(event)}
        people: Any = self.fields["member"]
        people.choices = [("", _("Nobody")), *((code, rsvp.member.name) for code, rsvp in self.seats.items())]
        mine = [code for code, rsvp in self.seats.items() if rsvp.member_id == self.instance.member_id]
        self.initial["member"] = mine[0] if mine else ""
        if self.instance.official is None or self.instance.state not in {Speaker.State.NO, Speaker.State.SILENT}:
            del self.fields["has_empty_chair"]

    def clean(self) -> None:
        super().clean()
        said = self.cleaned_data
        rsvp = self.seats.get(said.get("member", ""))
        self.instance.member = rsvp.member if rsvp else self.kept_member()
        chosen = [one for one in (said.get("official"), said.get("partner"), self.instance.member) if one]
        if len(chosen) > 1 and not (said.get("partner") and self.instance.member and not said.get("official")):
            self.add_error("official", _("Choose one: an official, a partner or somebody with a seat."))
        name = " ".join(said.get("name", "").split()) or (chosen[-1].name[:120] if chosen else "")
        if not name and "name" not in self.errors:
            self.add_error("name", _("Say who speaks: write a name, or choose somebody below."))
        said["name"] = name

    def kept_member(self) -> Any:
        """Somebody who was linked and has no seat any more stays linked."""
        was = self.instance.member
        had_seat = any(rsvp.member_id == self.instance.member_id for rsvp in self.seats.values())
        return None if had_seat else was


def officials(event: Event) -> Any:
    """Whom the campaign must move; without a campaign whomever any campaign here must."""
    targets = event.chapter.targets.all()
    targets = targets.filter(campaign=event.campaign_id) if event.campaign_id else targets
    asked = event.speakers.exclude(official=None).values("official")
    rows = event.chapter.officials.filter(pk__in=targets.values("official"))
    return (rows | event.chapter.officials.filter(pk__in=asked)).order_by("sort_name", "id")


def seated(event: Event) -> list[Rsvp]:
    rows = event.rsvps.holding_a_seat().filter(doubt="").select_related("member")
    return list(rows.order_by("member__sort_name", "id")[:SHOWN])


class ZipsField(forms.CharField):
    """ZIP codes as people write them, with commas, spaces or lines between; a list of 5 digits each."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        words = [word for word in re.split(r"[\s,;]+", super().clean(value)) if word]
        for word in words:
            if not re.fullmatch(r"\d{5}", word):
                raise ValidationError(_("“%(word)s” is no ZIP code: it has 5 digits.") % {"word": word[:20]})
        if len(words) > MOST_ZIPS:
            raise ValidationError(_("Write %(n)s ZIP codes at most.") % {"n": MOST_ZIPS})
        return sorted(set(words))


class DistrictForm(ModelForm):
    zips = ZipsField(
        label=gettext_lazy("Its ZIP codes"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("One that lies in two districts belongs into both: people there choose by themselves."),
    )

    class Meta:
        model = DistrictGoal
        fields = ("name", "goal", "zips")
        widgets = {"goal": forms.NumberInput({"class": "short"})}
        labels = {"name": gettext_lazy("District"), "goal": gettext_lazy("How many people do you want from there?")}

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if self.event.district_goals.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("This district has a goal already."))
        return name


class AnswerForm(Form):
    """What a speaker was asked or answered."""

    state = forms.ChoiceField(choices=Speaker.State)


class PickForm(Form):
    """The district that a person with a seat says they live in; blank for none of these."""

    district = forms.ChoiceField(
        label=gettext_lazy("Which district do you live in?"),
        required=False,
        error_messages={"invalid_choice": GONE},
    )

    def __init__(self, *args: Any, districts: list[DistrictGoal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["district"]
        choices.choices = [("", _("I do not know, or another one")), *((one.code, one.name) for one in districts)]
