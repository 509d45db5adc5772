"""A thing or place, and handing it over in one form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.advocacy import things
from campaigns.advocacy.case_forms import CampaignChoiceField, offer_campaigns
from campaigns.advocacy.shelf_models import Thing, ThingHold
from chapters.coalitions.partner_forms import PickMixin
from chapters.forms import Form, ModelForm, Tiles
from chapters.members.careful import Careful


class ThingForm(ModelForm):
    campaign = CampaignChoiceField()

    class Meta:
        model = Thing
        fields = ("kind", "name", "note", "campaign")
        widgets = {"kind": Tiles}
        labels = {
            "kind": gettext_lazy("What is it?"),
            "name": gettext_lazy("Name"),
            "note": gettext_lazy("Good to know"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_campaigns(self, self.instance.chapter)
        kinds = [(value, capfirst(str(words))) for value, words in Thing.Kind.choices]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        others = self.instance.chapter.things.exclude(pk=self.instance.pk)
        if others.filter(name__iexact=name).exists():
            raise ValidationError(_("This one is on your list already."))
        return name


class HandForm(PickMixin, Careful, Form):
    """To a partner, or to a person by name; since when, until when, and where it is."""

    watched = ("place",)
    name = forms.CharField(
        label=gettext_lazy("Or a person"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("The name as it is on our list, if they are on it."),
    )
    place = forms.CharField(
        label=gettext_lazy("Where is it?"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Like: the window on York Boulevard. No home address."),
    )
    since_on = forms.DateField(label=gettext_lazy("Since"), widget=forms.DateInput({"class": "auto"}))
    until_on = forms.DateField(label=gettext_lazy("Until"), required=False, widget=forms.DateInput({"class": "auto"}))

    def __init__(self, *args: Any, thing: Thing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.thing, self.chapter = thing, thing.chapter
        self.add_picks(blank=gettext_lazy("No partner"))
        self.order_fields(["partner", "new_partner", "name", "place", "since_on", "until_on"])
        self.initial["since_on"] = timezone.localdate(timezone=self.chapter.zone)

    def clean(self) -> None:
        super().clean()
        given = self.cleaned_data
        chosen = [name for name in ("partner", "new_partner", "name") if given.get(name)]
        if not chosen and not self.errors:
            self.add_error("name", ValidationError(_("Who has it now?")))
        elif len(chosen) > 1:
            self.add_error(chosen[1], ValidationError(_("Choose one at a time.")))
        since, until = given.get("since_on"), given.get("until_on")
        if since and until and until < since:
            self.add_error("until_on", ValidationError(_("This day is before the first one.")))
        if since and since > timezone.localdate(timezone=self.chapter.zone):
            self.add_error(
                "since_on", ValidationError(_("This day is still ahead. Write it down when it is handed over."))
            )

    def hold(self) -> ThingHold:
        """Not saved yet."""
        given = self.cleaned_data
        name = " ".join(given["name"].split())
        member = things.person_called(self.chapter, name)
        return ThingHold(
            partner=self.picked(),
            member=member,
            name="" if member else name,
            place=given["place"],
            since_on=given["since_on"],
            until_on=given["until_on"],
        )
