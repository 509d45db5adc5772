"""What a lead fills in to run a campaign: the fight, the points of its demand, and the moments of its story."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.forms import TextForm
from campaigns.models import Campaign, CampaignText, Demand, DemandText, Moment, MomentText
from chapters import dates
from chapters.forms import ModelForm
from chapters.models import Chapter


class CampaignTextForm(TextForm):
    class Meta:
        model = CampaignText
        fields = ("name", "demand", "why")
        widgets = {"why": forms.Textarea({"rows": 5})}
        labels = {
            "name": gettext_lazy("Name"),
            "demand": gettext_lazy("What we demand, in one sentence"),
            "why": gettext_lazy("Why"),
        }
        help_texts = {"demand": ""}


class CampaignForm(ModelForm):
    """Without an address of its own it gets one from its name."""

    class Meta:
        model = Campaign
        fields = ("slug", "ended_on")
        widgets = {"ended_on": forms.DateInput({"class": "auto"})}
        labels = {"slug": gettext_lazy("Last part of its web address"), "ended_on": gettext_lazy("Ended on")}
        help_texts = {
            "slug": gettext_lazy("Like: sanctuary. Old links stop working when you change it."),
            "ended_on": gettext_lazy("Only when the fight is over. The page stays."),
        }

    def __init__(self, *args: Any, chapter: Chapter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chapter = chapter
        self.fields["slug"].required = False

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
            "kind": forms.RadioSelect,
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
