"""Further parts of the page of a seat: what somebody offers, whom we call for them, and words for those who come."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns import district_turnout
from campaigns.events import speaking
from campaigns.events.models import DistrictPick, Event, Rsvp
from campaigns.events.program_forms import PickForm
from chapters.forms import Form, ModelForm

MOST_PLACES = 8


def opens_details(rsvp: Rsvp, *, is_own: bool) -> bool:
    """What only people with a seat may read: the street, the online link, words for guests. A direct action tells them
    only by the link it sent: not to whoever typed a name."""
    return rsvp.is_sure and (is_own or not rsvp.event.is_direct_action)


def details(event: Event) -> str:
    """The words for guests in the page's language, else in any that has some."""
    texts = [event.text, *event.texts.all()]
    return next((text.for_guests for text in texts if text and text.for_guests), "")


def context(rsvp: Rsvp, *, is_own: bool) -> dict[str, Any]:
    opens = opens_details(rsvp, is_own=is_own)
    whom_to_call = EmergencyForm(initial={"emergency_contact": rsvp.emergency_contact})
    return {
        "offers": OffersForm(instance=rsvp, known=is_own),
        "emergency": whom_to_call if opens and rsvp.event.is_direct_action else None,
        "details": details(rsvp.event) if opens else "",
        "waits_for_details": not opens and rsvp.event.is_direct_action,
        "sees_place": opens,
    }


def hearing_context(rsvp: Rsvp, *, is_own: bool) -> dict[str, Any]:
    """Do they speak, with which point, and in which district do they live? Earlier answers and the ZIP code show only
    by the person's own link."""
    asks = speaking.takes_speakers(rsvp.event)
    slot = speaking.slot_of(rsvp) if asks and is_own else None
    return {
        "asks_speakers": asks,
        "speaking": slot,
        "speaking_minutes": speaking.minutes_of(slot) if slot else None,
        "pick": pick_form(rsvp, is_own=is_own),
    }


def pick_form(rsvp: Rsvp, *, is_own: bool) -> PickForm | None:
    """None where the ZIP code says it, or nobody asks."""
    districts = district_turnout.candidates(rsvp.event, rsvp.member.zip if is_own else "")
    if len(districts) < 2:
        return None
    pick = DistrictPick.objects.filter(rsvp=rsvp).select_related("district").first() if is_own else None
    return PickForm(districts=districts, initial={"district": pick.district.code if pick else ""})


def places_words(n: int) -> str:
    return ngettext("%(n)s person", "%(n)s people", n) % {"n": n} if n else _("No")


class OffersForm(ModelForm):
    """What somebody offers to others. `known` shows what they said before: never to whoever just typed a name."""

    offers_ride = forms.TypedChoiceField(label=gettext_lazy("I can drive"), coerce=int, required=False)
    offers_language = forms.ChoiceField(label=gettext_lazy("I can interpret into"), required=False)

    class Meta:
        model = Rsvp
        fields = ("offers_ride", "can_mind_children", "offers_language", "has_shared_contact")
        labels = {
            "can_mind_children": gettext_lazy("I can look after children"),
            "has_shared_contact": gettext_lazy("You may give my number to the neighbor I help, or who helps me"),
        }
        help_texts = {"has_shared_contact": gettext_lazy("To that one person, and nobody else.")}

    def __init__(self, data: QueryDict | None = None, *, known: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.known = known
        most = max(MOST_PLACES, self.instance.offers_ride if known else 0)
        self.fields["offers_ride"].choices = [(n, places_words(n)) for n in range(most + 1)]  # type: ignore[attr-defined]
        self.fields["offers_language"].choices = [  # type: ignore[attr-defined]
            ("", _("No")),
            *((code, str(name)) for code, name in settings.LANGUAGES),
            ("asl", _("Sign language (ASL)")),
        ]
        if not known:
            self.initial = {}

    def clean_offers_ride(self) -> int:
        return self.cleaned_data["offers_ride"] or 0

    def changed_offers(self) -> list[str]:
        """The fields to write: all of them, or only those filled in when earlier answers were not shown."""
        names = list(self.Meta.fields)
        return names if self.known else [name for name in names if self.cleaned_data[name]]


class EmergencyForm(Form):
    emergency_contact = forms.CharField(
        label=gettext_lazy("Whom should we call for you?"),
        help_text=gettext_lazy(
            "A name and a number. We call them only if you are taken. Only leads see it. It is deleted the day after."
        ),
        required=False,
        max_length=200,
    )
