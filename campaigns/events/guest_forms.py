"""A name from paper, typed in by whoever holds the event."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.events.checking import Walker
from campaigns.events.door_links import opens_at
from campaigns.events.models import Event
from campaigns.events.seats import LARGEST_PARTY
from chapters.forms import Form
from chapters.members.contacts import EmailField, PhoneField
from chapters.members.models import sorting_key

NAME = {"autofocus": True, "enterkeyhint": "done"}


class GuestForm(Form):
    """Once the door is open it also asks whether they came; after the event a sheet holds only those who did."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, widget=forms.TextInput(NAME))
    phone = PhoneField(required=False)
    email = EmailField(required=False)
    party_size = forms.IntegerField(
        label=gettext_lazy("How many"),
        min_value=1,
        max_value=LARGEST_PARTY,
        initial=1,
        widget=forms.NumberInput({"class": "short"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Reads"), choices=settings.LANGUAGES, widget=forms.Select({"class": "auto"})
    )
    may_write = forms.BooleanField(
        label=gettext_lazy("They said yes to messages about this event"), required=False, initial=True
    )
    came = forms.BooleanField(label=gettext_lazy("They came"), required=False)
    is_another = forms.BooleanField(label=gettext_lazy("Somebody else of the same name"), required=False)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.keeps_who_came = not event.keeps_no_attendance and opens_at(event) <= timezone.now()
        if event.is_over or not self.keeps_who_came:
            del self.fields["came"]
        if event.is_over:
            del self.fields["may_write"]
        self.asks_another = "is_another" in self.data

    def clean(self) -> None:
        said = self.cleaned_data
        if said.get("name") and not (self.data.get("phone") or self.data.get("email") or said.get("is_another")):
            self.check_name(said["name"])
        if said.get("may_write") and not (self.data.get("phone") or self.data.get("email")):
            said["may_write"] = False

    def check_name(self, name: str) -> None:
        """Without a phone or an email nothing tells two people of one name apart."""
        same = self.event.rsvps.holding_a_seat().filter(member__sort_name=sorting_key(" ".join(name.split())))
        if same.exists():
            self.asks_another = True
            words = _("%(name)s is on the list already. Somebody else of the same name? Tick the box below.")
            self.add_error("name", words % {"name": name})

    @property
    def has_come(self) -> bool:
        return self.keeps_who_came and (self.event.is_over or bool(self.cleaned_data.get("came")))

    @property
    def walker(self) -> Walker:
        given = self.cleaned_data
        return Walker(**{name: given[name] for name in ("name", "phone", "email", "language", "party_size")})

    @property
    def channel(self) -> str:
        """How this person hears about the event: "" for not at all."""
        if not self.cleaned_data.get("may_write"):
            return ""
        return "text" if self.cleaned_data["phone"] else "email"
