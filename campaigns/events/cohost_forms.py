"""Asking others to hold an event with us, and what they shall see of it."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.events.models import CoHost, Event
from chapters.coalitions.partner_forms import PickMixin
from chapters.forms import Form
from chapters.models import Chapter


class SharedForm(Form):
    """What they see and how many they bring; of a sensitive event nobody sees anything."""

    sees = forms.ChoiceField(
        label=gettext_lazy("What do they see?"),
        help_text=gettext_lazy("Numbers at most, never people. The page of the event says it."),
        widget=forms.RadioSelect,
        initial=CoHost.Sees.OWN,
    )
    pledge = forms.IntegerField(
        label=gettext_lazy("How many people do they bring?"),
        min_value=1,
        max_value=9999,
        required=False,
        widget=forms.NumberInput({"class": "short"}),
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        choices = [(value, capfirst(str(words))) for value, words in CoHost.Sees.choices]
        self.fields["sees"].choices = choices  # type: ignore[attr-defined]
        if event.keeps_no_attendance:
            del self.fields["sees"]

    @property
    def what_they_see(self) -> str:
        return str(self.cleaned_data.get("sees") or CoHost.Sees.NOTHING)


class AskForm(PickMixin, SharedForm):
    """A partner from the list, a new one, or another chapter: one of them."""

    other_chapter = forms.ModelChoiceField(
        Chapter.objects.none(),
        label=gettext_lazy("Or another chapter"),
        to_field_name="slug",
        required=False,
        empty_label=gettext_lazy("No chapter"),
        widget=forms.Select({"class": "auto"}),
    )
    has_agreed = forms.BooleanField(
        label=gettext_lazy("They said yes already"),
        help_text=gettext_lazy("A chapter says yes or no on its own pages. A partner gets a link for it."),
        required=False,
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, event=event, **kwargs)
        self.chapter = event.chapter
        self.add_picks(blank=_("No partner"))
        others: Any = self.fields["other_chapter"]
        others.queryset = Chapter.objects.open().exclude(pk=self.chapter.pk)

    def clean(self) -> None:
        super().clean()
        other = self.cleaned_data.get("other_chapter")
        chosen = [name for name in ("partner", "new_partner", "other_chapter") if self.cleaned_data.get(name)]
        if not chosen and not self.errors:
            self.add_error("partner", _("Choose a partner or a chapter."))
        elif len(chosen) > 1:
            self.add_error(chosen[1], _("Choose one at a time."))
        elif self.is_asked(other):
            self.add_error(chosen[0], _("They are asked already."))

    def is_asked(self, other: Chapter | None) -> bool:
        asked = self.event.co_hosts
        if other:
            return asked.filter(other_chapter=other).exists()
        if partner := self.cleaned_data.get("partner"):
            return asked.filter(partner=partner).exists()
        name = " ".join(self.cleaned_data.get("new_partner", "").split())
        return bool(name) and asked.filter(partner__name__iexact=name).exists()


class ChangeForm(SharedForm):
    """Somebody who was asked."""

    ask_again = forms.BooleanField(label=gettext_lazy("Ask them once more"), required=False)

    def __init__(self, *args: Any, co_host: CoHost, **kwargs: Any) -> None:
        initial = {"sees": co_host.sees, "pledge": co_host.pledge}
        super().__init__(*args, event=co_host.event, initial=initial, **kwargs)
        self.co_host = co_host
        if co_host.state != CoHost.State.NO:
            del self.fields["ask_again"]

    def save(self) -> CoHost:
        if "sees" in self.fields:
            self.co_host.sees = self.what_they_see
        self.co_host.pledge = self.cleaned_data["pledge"]
        if self.cleaned_data.get("ask_again"):
            self.co_host.state = CoHost.State.ASKED
        self.co_host.save(update_fields=["sees", "pledge", "state", "updated_at"])
        return self.co_host
