"""What a lead fills in to ask for an action: the facts of its kind, whom it turns to in which order, and scripts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.advocacy.models import Action, ActionScript, ActionScriptText, ActionTarget, ActionText, Official
from campaigns.advocacy.scripts import offered as offered_fields
from campaigns.advocacy.scripts import unknown_fields
from campaigns.forms import TextForm
from chapters import dates
from chapters.forms import Form, ModelForm

Kind = Action.Kind
# Facts that only some kinds have.
FACTS: dict[str, tuple[str, ...]] = {
    Kind.CALL: ("is_by_zip",),
    Kind.LETTER: ("is_by_zip",),
    Kind.VISIT: ("is_by_zip",),
    Kind.COMMENT: ("body", "agenda_item", "url"),
    Kind.SOCIAL: ("url", "hashtags"),
}
TURNS_TO_OFFICIALS = (Kind.CALL, Kind.LETTER, Kind.VISIT)
WORDS = {
    Kind.CALL: gettext_lazy("What people say"),
    Kind.LETTER: gettext_lazy("What people write"),
    Kind.PETITION: gettext_lazy("What people sign"),
    Kind.PLEDGE: gettext_lazy("What people pledge"),
    Kind.COMMENT: gettext_lazy("Words to begin with"),
    Kind.VISIT: gettext_lazy("What people say there"),
    Kind.SOCIAL: gettext_lazy("The post"),
}
ALL_SHOWN = 30  # officials of a chapter that has no more are all offered


class ScriptedForm(TextForm):
    """Words that are read out, with fields in braces."""

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if unknown := unknown_fields(words):
            facts = {"name": unknown[0], "known": offered_fields(self.language)}
            raise forms.ValidationError(_("We do not know {%(name)s}. You can use %(known)s.") % facts)
        return words


class ActionTextForm(ScriptedForm):
    class Meta:
        model = ActionText
        fields = ("title", "why", "words", "thanks")
        widgets = {"why": forms.Textarea({"rows": 3}), "words": forms.Textarea({"rows": 7})}
        labels = {
            "title": gettext_lazy("What to do"),
            "why": gettext_lazy("Why, in a few sentences"),
            "words": gettext_lazy("The words"),
            "thanks": gettext_lazy("What we say afterwards"),
        }
        help_texts = {"title": gettext_lazy("Like: Call Council Member Cedros")}


class VersionField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic while it runs
    def label_from_instance(self, version: Any) -> str:
        return f"{version.measure}: {version.label}"


class ActionForm(ModelForm):
    """Only what its kind has. The last day counts to its end unless an hour is given."""

    opens_on = forms.DateField(
        label=gettext_lazy("Opens by itself on"),
        required=False,
        widget=forms.DateInput({"class": "auto"}),
        help_text=gettext_lazy("Blank: when you open it."),
    )
    closes_on = forms.DateField(
        label=gettext_lazy("Last day"), required=False, widget=forms.DateInput({"class": "auto"})
    )
    closes_time = forms.TimeField(
        label=gettext_lazy("Until what time"),
        required=False,
        widget=forms.TimeInput({"class": "auto"}),
        help_text=gettext_lazy("Blank: to the end of that day."),
    )
    cites = VersionField(
        label=gettext_lazy("Which version of the bill do the words speak of?"),
        queryset=None,
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("No version"),
        help_text=gettext_lazy("When a newer one comes, we remind you to look at the words again."),
    )
    url = forms.URLField(
        label=gettext_lazy("Page where it is done"), required=False, assume_scheme="https", max_length=400
    )
    field_order = (
        *("body", "agenda_item", "url", "hashtags", "is_by_zip", "goal", "opens_on", "closes_on"),
        *("closes_time", "cites"),
    )

    class Meta:
        model = Action
        fields = ("goal", "cites", "url", "hashtags", "body", "agenda_item", "is_by_zip")
        widgets = {"goal": forms.NumberInput({"class": "short", "min": "1"})}
        labels = {
            "goal": gettext_lazy("How many do we hope for?"),
            "is_by_zip": gettext_lazy("Ask for the ZIP code, and show only officials who speak for it"),
        }
        help_texts = {"hashtags": gettext_lazy("Like: #SanctuaryLA")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        action: Action = self.instance
        for name in {"is_by_zip", "body", "agenda_item", "url", "hashtags"} - set(FACTS.get(action.kind, ())):
            del self.fields[name]
        versions = action.chapter.measure_versions.filter(measure__campaign=action.campaign)
        self.fields["cites"].queryset = versions.select_related("measure")  # type: ignore[attr-defined]
        self.initial["cites"] = action.cites
        if not versions.exists():
            del self.fields["cites"]
        if action.is_published:
            del self.fields["opens_on"]
        elif action.published_at:
            self.initial["opens_on"] = dates.local(action.published_at, action.chapter.zone).date()
        if action.closes_at:
            here = dates.local(action.closes_at, action.chapter.zone)
            ends = here - timedelta(minutes=1) if here.time() == time(0) else here
            self.initial["closes_on"] = ends.date()
            self.initial["closes_time"] = None if here.time() == time(0) else here.time()

    def clean_goal(self) -> int | None:
        goal: int | None = self.cleaned_data["goal"]
        if goal == 0:
            raise forms.ValidationError(_("Write 1 or more, or leave it blank."))
        return goal

    def clean_opens_on(self) -> Any:
        day, zone = self.cleaned_data["opens_on"], self.instance.chapter.zone
        if day and day < timezone.localdate(timezone=zone):
            raise forms.ValidationError(_("This day has passed."))
        self.instance.published_at = datetime.combine(day, time(0), zone) if day else None
        return day

    def clean(self) -> None:
        super().clean()
        said = self.cleaned_data
        day, hour = said.get("closes_on"), said.get("closes_time")
        if hour and not day and "closes_on" not in self.errors:
            self.add_error("closes_on", _("Choose the day as well."))
        before, self.instance.closes_at = self.instance.closes_at, self.closing(day, hour) if day else None
        if self.instance.is_closed and self.instance.closes_at != before:
            self.add_error("closes_on", _("This day has passed."))

    def closing(self, day: Any, hour: time | None) -> datetime:
        zone = self.instance.chapter.zone
        if hour:
            return datetime.combine(day, hour, zone)
        return datetime.combine(day + timedelta(days=1), time(0), zone)


@dataclass(frozen=True)
class Choice:
    """One line of the list of officials: `field` takes the place in the line."""

    official: Official
    field: forms.BoundField


class TargetsForm(Form):
    """A number beside each official: 1 is turned to first, blank not at all."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, action: Action) -> None:
        self.action = action
        chosen = {target.official_id: place for place, target in enumerate(targets_of(action), start=1)}
        self.officials = offered(action, chosen)
        super().__init__(data, prefix="line")
        for official in self.officials:
            self.fields[official.code] = forms.IntegerField(
                label=official.name,
                required=False,
                min_value=1,
                max_value=999,
                initial=chosen.get(official.pk),
                widget=forms.NumberInput({"class": "in short", "autocomplete": "off"}),
            )

    @property
    def lines(self) -> list[Choice]:
        return [Choice(official, self[official.code]) for official in self.officials]

    @property
    def in_order(self) -> list[Official]:
        placed = [(self.cleaned_data[one.code], at, one) for at, one in enumerate(self.officials)]
        return [one for place, at, one in sorted((place, at, one) for place, at, one in placed if place)]

    @transaction.atomic
    def save(self) -> None:
        wanted = self.in_order
        self.action.action_targets.exclude(official__in=wanted).delete()
        for order, official in enumerate(wanted):
            ActionTarget.objects.update_or_create(
                action=self.action, official=official, defaults={"chapter": self.action.chapter, "order": order}
            )


def targets_of(action: Action) -> Iterator[ActionTarget]:
    yield from action.action_targets.all() if action.pk else ()


def offered(action: Action, chosen: Mapping[int, int]) -> list[Official]:
    """Those in the line first, then whom the campaign must move, then all others where they are few."""
    everyone = action.chapter.officials.prefetch_related("terms")
    first = sorted(everyone.filter(pk__in=chosen), key=lambda one: chosen[one.pk])
    of_campaign = everyone.filter(targets__campaign=action.campaign).order_by("targets__order", "sort_name")
    others = everyone if action.chapter.officials.count() <= ALL_SHOWN else everyone.none()
    return list(dict.fromkeys([*first, *of_campaign, *others]))


class ScriptForm(ModelForm):
    """For whom: one official, all who stand alike, or both."""

    official: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=gettext_lazy("For which official?"),
        queryset=None,
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("All of them"),
    )

    class Meta:
        model = ActionScript
        fields = ("official", "tone")
        widgets = {"tone": forms.RadioSelect}
        labels = {"tone": gettext_lazy("Where do they stand?")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        script: ActionScript = self.instance
        asked = Official.objects.filter(action_targets__action=script.action_id).order_by("action_targets__order")
        self.fields["official"].queryset = asked  # type: ignore[attr-defined]
        self.initial["official"] = script.official
        self.fields["tone"].required = False
        self.fields["tone"].choices = [  # type: ignore[attr-defined]
            ("", _("No matter")),
            ("persuade", _("No promise yet: persuade them")),
            ("thank", _("With us: thank them")),
            ("press", _("Against: press them")),
        ]

    def clean(self) -> None:
        super().clean()
        said = self.cleaned_data
        same = ActionScript.objects.filter(
            action=self.instance.action_id, official=said.get("official"), tone=said.get("tone", "")
        )
        if same.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There are words for exactly these already. Change those instead."))


class ScriptTextForm(ScriptedForm):
    class Meta:
        model = ActionScriptText
        fields = ("words",)
        widgets = {"words": forms.Textarea({"rows": 7})}
        labels = {"words": gettext_lazy("The words")}


def words_label(action: Action) -> str:
    return str(WORDS[Kind(action.kind)])
