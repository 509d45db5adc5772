"""What a lead fills in to run a campaign: the fight, the points of its demand, and the moments of its story."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.forms import TextForm
from campaigns.models import Campaign, CampaignPartner, CampaignText, Demand, DemandText, Moment, MomentText
from chapters import dates
from chapters.coalitions.partner_forms import PickMixin
from chapters.forms import ModelForm
from chapters.models import Chapter


class CampaignTextForm(TextForm):
    class Meta:
        model = CampaignText
        fields = ("name", "demand", "why", "goal")
        widgets = {"why": forms.Textarea({"rows": 5})}
        labels = {
            "name": gettext_lazy("Name"),
            "demand": gettext_lazy("What we demand, in one sentence"),
            "why": gettext_lazy("Why"),
            "goal": gettext_lazy("The goal, in words"),
        }
        help_texts = {"demand": ""}


class CampaignForm(ModelForm):
    """Without an address of its own it gets one from its name. A working group is chosen, or named and founded."""

    new_group = forms.CharField(label=gettext_lazy("Not on the list? Its name"), required=False, max_length=80)

    class Meta:
        model = Campaign
        fields = ("slug", "stage", "working_group", "goal_kind", "goal_number", "goal_reached")
        widgets = {
            "stage": forms.RadioSelect,
            "goal_kind": forms.RadioSelect,
            "goal_number": forms.NumberInput({"class": "short", "min": "1"}),
            "goal_reached": forms.NumberInput({"class": "short", "min": "0"}),
        }
        labels = {
            "slug": gettext_lazy("Last part of its web address"),
            "stage": gettext_lazy("Where are you in this fight?"),
            "goal_kind": gettext_lazy("What do you count?"),
            "goal_number": gettext_lazy("How many do you want?"),
            "goal_reached": gettext_lazy("How many do you have?"),
        }
        help_texts = {
            "slug": gettext_lazy("Like: sanctuary. Old links stop working when you change it."),
            "goal_reached": gettext_lazy("Only when you type the number yourself. We count the rest."),
        }

    def __init__(self, *args: Any, chapter: Chapter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chapter = chapter
        self.fields["slug"].required = self.fields["stage"].required = False
        self.fields["stage"].choices = Campaign.Stage.choices  # type: ignore[attr-defined]
        self.fields["goal_kind"].choices = [  # type: ignore[attr-defined]
            ("", _("Nothing")),
            *((value, capfirst(words)) for value, words in Campaign.Goal.choices),
        ]
        self.fields["working_group"] = forms.ModelChoiceField(
            self.chapter.working_groups.all(),
            label=gettext_lazy("Which working group runs it?"),
            required=False,
            to_field_name="code",
            empty_label=gettext_lazy("The whole chapter"),
            widget=forms.Select({"class": "in auto", "autocomplete": "off"}),
        )
        self.initial["working_group"] = self.instance.working_group

    def clean_stage(self) -> str:
        stage: str = self.cleaned_data["stage"] or self.instance.stage
        return stage

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("goal_kind") and not given.get("goal_number") and "goal_number" not in self.errors:
            self.add_error("goal_number", _("Say how many you want, or count nothing."))
        return given

    def save(self, commit: bool = True) -> Campaign:  # noqa: FBT001, FBT002 - as Django calls it
        if name := " ".join(self.cleaned_data["new_group"].split()):
            same = self.chapter.working_groups.filter(name__iexact=name).first()
            self.instance.working_group = same or self.chapter.working_groups.create(name=name)
        saved: Campaign = super().save(commit=commit)
        return saved

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"].lower() or self.instance.slug or self.slug_of_name()
        if self.chapter.campaigns.filter(slug=slug).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Another campaign here has this address. Choose another."))
        return slug

    def slug_of_name(self) -> str:
        """From the first name typed; a number follows when it is taken."""
        names = [str(self.data.get(f"{language}-name", "")) for language in self.chapter.languages]
        base = next(filter(None, map(slugify, names)), "campaign")[:50]
        taken = set(self.chapter.campaigns.filter(slug__startswith=base).values_list("slug", flat=True))
        return next(slug for n in range(len(taken) + 1) if (slug := f"{base}-{n + 1}" if n else base) not in taken)


class EndingTextForm(TextForm):
    """What comes next, beside the other words of the campaign: blank words take nothing else away."""

    is_blank = False

    class Meta:
        model = CampaignText
        fields = ("what_next",)
        widgets = {"what_next": forms.Textarea({"rows": 4})}
        labels = {"what_next": gettext_lazy("What comes next?")}
        help_texts = {"what_next": gettext_lazy("Who keeps watch, what you do now, when people hear from you.")}


class EndingForm(ModelForm):
    class Meta:
        model = Campaign
        fields = ("outcome", "ended_on")
        widgets = {"outcome": forms.RadioSelect, "ended_on": forms.DateInput({"class": "auto"})}
        labels = {"outcome": gettext_lazy("How did it end?"), "ended_on": gettext_lazy("On which day?")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("outcome", "ended_on"):
            self.fields[name].required = True
        self.fields["outcome"].choices = Campaign.Outcome.choices  # type: ignore[attr-defined]


class CampaignPartnerForm(PickMixin, ModelForm):
    """One of the chapter's partners, or the name of a new one; each is in a campaign once."""

    class Meta:
        model = CampaignPartner
        fields = ("role", "is_public")
        widgets = {"role": forms.RadioSelect}
        labels = {
            "role": gettext_lazy("As what?"),
            "is_public": gettext_lazy("They agree to be named on the public page"),
        }

    def __init__(self, *args: Any, chapter: Chapter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chapter = chapter
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (value, capfirst(words)) for value, words in CampaignPartner.As.choices
        ]
        if not self.instance.pk:
            self.add_picks(blank=gettext_lazy("Choose one"))
            self.order_fields(["partner", "new_partner"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if self.instance.pk or self.errors:
            return given
        if not self.has_picked:
            self.add_error("partner", _("Choose one, or type the name of a new one."))
        there = self.instance.campaign.campaign_partners
        name = " ".join(given.get("new_partner", "").split())
        same = there.filter(partner__name__iexact=name) if name else there.filter(partner=given.get("partner"))
        if same.exists():
            self.add_error("new_partner" if name else "partner", _("They are in this campaign already."))
        return given

    def save(self, commit: bool = True) -> CampaignPartner:  # noqa: FBT001, FBT002 - as Django calls it
        if not self.instance.pk and (partner := self.picked()):
            self.instance.partner = partner
        saved: CampaignPartner = super().save(commit=commit)
        return saved


class DemandTextForm(TextForm):
    class Meta:
        model = DemandText
        fields = ("sentence",)
        labels = {"sentence": gettext_lazy("What the law must say")}


class DemandForm(ModelForm):
    class Meta:
        model = Demand
        fields = ("position",)
        widgets = {"position": forms.NumberInput({"class": "short", "min": "1"})}
        labels = {"position": gettext_lazy("Place in the list")}


class MomentTextForm(TextForm):
    class Meta:
        model = MomentText
        fields = ("title", "body")
        widgets = {"body": forms.Textarea({"rows": 4})}
        labels = {"title": gettext_lazy("What happened"), "body": gettext_lazy("In a few sentences")}


class EventChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic while it runs
    def label_from_instance(self, event: Any) -> str:
        return f"{event}, {dates.short(event.starts_at, event.zone)}"


class MomentForm(ModelForm):
    event = EventChoiceField(
        label=gettext_lazy("Which event was it?"),
        queryset=None,
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("No event"),
    )

    class Meta:
        model = Moment
        fields = ("kind", "happened_on", "precision", "event", "is_public")
        widgets = {
            "kind": forms.Select({"class": "auto"}),
            "happened_on": forms.DateInput({"class": "auto"}),
            "precision": forms.RadioSelect,
        }
        labels = {
            "kind": gettext_lazy("What was it?"),
            "precision": gettext_lazy("How exact is the date?"),
            "is_public": gettext_lazy("Show it on the public page"),
        }
        help_texts = {"happened_on": gettext_lazy("Leave blank if the date is not set yet.")}

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        events = campaign.events.order_by("-starts_at").with_words()
        self.fields["event"].queryset = events  # type: ignore[attr-defined]
        self.initial["event"] = self.instance.event
        kinds = [(value, capfirst(words)) for value, words in Moment.Kind.choices]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["precision"].choices = [  # type: ignore[attr-defined]
            (Moment.Precision.DAY, _("To the day")),
            (Moment.Precision.MONTH, _("To the month")),
        ]
