"""An event that somebody else holds: who, and where people sign up with them."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.events.models import Event
from chapters.coalitions.partner_forms import PickMixin


class TheirsMixin(PickMixin):
    """Mixin for the form of an event. Call `add_theirs` once `self.chapter` is known, `clean_theirs` from `clean` and
    `keep_theirs` from `save`."""

    instance: Event

    def add_theirs(self) -> None:
        self.add_picks(blank=_("We hold it ourselves"), chosen=self.instance.partner)
        self.fields["partner"].label = gettext_lazy("Who holds it?")
        self.fields["their_url"] = forms.URLField(
            label=gettext_lazy("Their page"),
            help_text=gettext_lazy("Where people sign up with them."),
            required=False,
            assume_scheme="https",
            widget=forms.URLInput({"class": "in", "autocomplete": "off"}),
        )
        self.initial["their_url"] = self.instance.their_url

    @property
    def is_theirs(self) -> bool:
        return any(self[name].value() or self[name].errors for name in ("partner", "new_partner", "their_url"))

    def clean_theirs(self) -> None:
        if self.cleaned_data.get("partner") and self.cleaned_data.get("new_partner"):
            self.add_error("new_partner", ValidationError(_("Choose one at a time.")))
        elif self.cleaned_data.get("their_url") and not self.has_picked and "partner" not in self.errors:
            self.add_error("partner", ValidationError(_("Say who holds it.")))

    def keep_theirs(self) -> None:
        """A form without these fields leaves the event as it is."""
        if "their_url" in self.fields:
            self.instance.partner = self.picked()
            self.instance.their_url = self.cleaned_data["their_url"] if self.instance.partner else ""
