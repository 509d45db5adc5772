"""A vote ahead: who decides, when, with how many votes, and which of our targets have one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.advocacy.models import ComingVote, ComingVoter
from chapters.forms import ModelForm, Picks


class MeasureField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic while it runs
    def label_from_instance(self, measure: Any) -> str:
        return str(measure.name)


class VoteForm(ModelForm):
    measure = MeasureField(
        label=gettext_lazy("About which bill?"),
        queryset=None,
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("None of these"),
    )
    voters: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Who of our targets has a vote?"),
        queryset=None,
        required=False,
        to_field_name="code",
        widget=Picks,
    )

    class Meta:
        model = ComingVote
        fields = ("body", "what", "measure", "decides_on", "needed", "outcome")
        labels = {
            "body": gettext_lazy("Who decides?"),
            "what": gettext_lazy("About what?"),
            "decides_on": gettext_lazy("On which day?"),
            "needed": gettext_lazy("How many votes does it take?"),
            "outcome": gettext_lazy("How did it end?"),
        }
        help_texts = {
            "decides_on": gettext_lazy("Leave blank if nobody knows yet."),
            "needed": gettext_lazy("Like: 8 of 15"),
        }
        widgets = {
            "decides_on": forms.DateInput({"class": "auto"}),
            "needed": forms.NumberInput({"class": "short", "min": "1"}),
            "outcome": forms.RadioSelect,
        }
        error_messages = {"needed": {"min_value": gettext_lazy("It takes at least one vote.")}}

    field_order = ("body", "what", "measure", "decides_on", "needed", "voters", "outcome")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campaign = self.instance.campaign
        self.fields["measure"].queryset = campaign.measures.with_words()  # type: ignore[attr-defined]
        targets = campaign.targets.select_related("official")
        self.fields["voters"].queryset = targets  # type: ignore[attr-defined]
        self.initial["measure"] = self.instance.measure
        if not targets:
            del self.fields["voters"]
        if not self.instance.pk:
            del self.fields["outcome"]
        else:
            self.initial["voters"] = list(targets.filter(coming_votes__vote=self.instance))
            self.fields["outcome"].choices = ComingVote.Outcome.choices  # type: ignore[attr-defined]

    def clean_needed(self) -> int:
        needed: int = self.cleaned_data["needed"]
        if needed < 1:
            raise ValidationError(_("It takes at least one vote."))
        return needed

    def save(self, commit: bool = True) -> ComingVote:  # noqa: FBT001, FBT002  # as Django declares it
        vote: ComingVote = super().save(commit=commit)
        chosen = list(self.cleaned_data.get("voters", []))
        vote.voters.exclude(target__in=chosen).delete()
        there = set(vote.voters.values_list("target_id", flat=True))
        ComingVoter.objects.bulk_create(
            ComingVoter(chapter=vote.chapter, vote=vote, target=target) for target in chosen if target.pk not in there
        )
        return vote
