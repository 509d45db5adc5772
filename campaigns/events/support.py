"""Direct action: who takes which job, and who was taken and is waited for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import phonenumbers
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.events.models import Event, Rsvp, Shift, SupportCase
from chapters.forms import Form, ModelForm
from chapters.members.careful import Careful
from chapters.members.contacts import shown_phone

Job = Shift.Job
NOBODY = {
    Job.MARSHAL: gettext_lazy("Nobody is a marshal yet"),
    Job.LEGAL_OBSERVER: gettext_lazy("Nobody is a legal observer yet"),
    Job.POLICE_LIAISON: gettext_lazy("Nobody talks to the police yet"),
    Job.MEDIC: gettext_lazy("Nobody gives first aid yet"),
    Job.JAIL_SUPPORT: gettext_lazy("Nobody waits outside the jail yet"),
}


@dataclass(frozen=True)
class Role:
    """A job that a direct action should not be without, and who has it."""

    job: str
    words: str
    people: Sequence[str]
    nobody: str


def roles(event: Event) -> list[Role]:
    rows = event.shifts.filter(job__in=list(NOBODY)).values_list("job", "seats__rsvp__member__name")
    named = rows.filter(seats__rsvp__state=Rsvp.State.GOING).order_by("seats__rsvp__member__sort_name")
    people: dict[str, list[str]] = {job: [] for job in NOBODY}
    for job, name in named:
        people[job] += [] if name in people[job] else [name]
    return [Role(job, capfirst(str(Job(job).label)), people[job], str(words)) for job, words in NOBODY.items()]


@dataclass(frozen=True)
class Number:
    """A phone number in what somebody wrote: to tap, and to read."""

    e164: str
    shown: str


def numbers_in(text: str) -> list[Number]:
    found = phonenumbers.PhoneNumberMatcher(text, "US")
    written = [phonenumbers.format_number(one.number, phonenumbers.PhoneNumberFormat.E164) for one in found]
    return [Number(number, shown_phone(number)) for number in dict.fromkeys(written)]


def cases(event: Event) -> list[tuple[SupportCase, list[Number]]]:
    """Who is still in first; each with the numbers to call."""
    rows = event.support_cases.order_by("-state", "id")
    return [(case, numbers_in(case.contact)) for case in rows]


def people_of(event: Event) -> QuerySet[Rsvp]:
    return event.rsvps.going().select_related("member").order_by("member__sort_name")


class CaseForm(Careful, Form):
    """Somebody from the list, whose own words then fill in what is left blank; or anybody by the name they want."""

    watched = ("contact", "note")
    rsvp = forms.ChoiceField(label=gettext_lazy("From our list"), required=False)
    name = forms.CharField(
        label=gettext_lazy("Name"), help_text=gettext_lazy("As they want to be called."), required=False, max_length=120
    )
    contact = forms.CharField(label=gettext_lazy("Whom to call for them"), required=False, max_length=200)
    note = forms.CharField(
        label=gettext_lazy("Where they are, and what they need"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.people = {rsvp.code: rsvp for rsvp in people_of(event)}
        choices = [("", _("Somebody else")), *((code, rsvp.member.name) for code, rsvp in self.people.items())]
        self.fields["rsvp"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> None:
        rsvp = self.people.get(self.cleaned_data.get("rsvp", ""))
        if rsvp is None and not self.cleaned_data.get("name") and "name" not in self.errors:
            self.add_error("name", _("Choose somebody from the list, or write a name."))

    def save(self) -> SupportCase:
        given = self.cleaned_data
        rsvp = self.people.get(given["rsvp"])
        return SupportCase.objects.create(
            chapter_id=self.event.chapter_id,
            event=self.event,
            rsvp=rsvp,
            name=given["name"] or (rsvp.member.first_name if rsvp else ""),
            contact=given["contact"] or (rsvp.emergency_contact if rsvp else ""),
            note=given["note"],
        )


class CaseChangeForm(Careful, ModelForm):
    watched = ("contact", "note")

    class Meta:
        model = SupportCase
        fields = ("contact", "note")
        widgets = {"contact": forms.TextInput, "note": forms.Textarea({"rows": 3})}
        labels = {
            "contact": gettext_lazy("Whom to call for them"),
            "note": gettext_lazy("Where they are, and what they need"),
        }


def set_state(case: SupportCase, state: str) -> None:
    """Out, or taken again after a wrong tap. The clock of deletion starts when somebody is out."""
    case.state = state
    case.out_at = timezone.now() if state == SupportCase.State.OUT else None
    case.save(update_fields=["state", "out_at", "updated_at"])
