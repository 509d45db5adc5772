"""What a program may ask of the list of events, in Mobilize's words: `timeslot_start=gte_1790000000`, `lt_now`."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.events import finding
from chapters.finding import UnknownZip
from chapters.members.contacts import ZipField

COMPARED = re.compile(r"(gte|gt|lte|lt)_(now|\d{1,10})")
# All that Mobilize knows; some of them never fit one of ours.
TYPES = """
ADVOCACY_CALL AUTOMATED_PHONE_BANK BARNSTORM CANVASS CARPOOL COMMUNITY COMMUNITY_CANVASS DEBATE_WATCH_PARTY
FRIEND_TO_FRIEND_OUTREACH FUNDRAISER HOUSE_PARTY LETTER_WRITING LITERATURE_DROP_OFF MEETING MEET_GREET
OFFICE_OPENING OTHER PETITION PHONE_BANK RALLY SIGNATURE_GATHERING SOCIAL_MEDIA_CAMPAIGN SOLIDARITY_EVENT TEXT_BANK
TOWN_HALL TRAINING VISIBILITY_EVENT VOTER_REG WORKSHOP
""".split()  # noqa: SIM905  a list of 29 quoted words hides the words
TRUTHS = {"true": True, "1": True, "false": False, "0": False}


class Repeated(forms.Widget):
    """Every value of a name that is given several times."""

    def value_from_datadict(self, data: Any, files: MultiValueDict[str, Any], name: str) -> list[str]:
        found: list[str] = data.getlist(name)
        return found


class ComparisonsField(forms.Field):
    """Cleans to (comparison, time) pairs: ("gte", 2026-12-01 18:00 UTC)."""

    widget = Repeated

    def clean(self, value: Sequence[str]) -> list[tuple[str, datetime]]:
        return [self.read(each) for each in value]

    def read(self, value: str) -> tuple[str, datetime]:
        found = COMPARED.fullmatch(value)
        if not found:
            raise ValidationError(_("Give gte_, gt_, lte_ or lt_ and seconds since 1970, or now: gte_1790000000."))
        at = timezone.now() if found[2] == "now" else datetime.fromtimestamp(int(found[2]), UTC)
        return found[1], at


class TypesField(forms.Field):
    widget = Repeated

    def clean(self, value: Sequence[str]) -> list[str]:
        if unknown := [each for each in value if each not in TYPES]:
            raise ValidationError(_("There is no type %(type)s.") % {"type": unknown[0][:40]})
        return [*value]


class TruthField(forms.CharField):
    """Cleans to True, False, or None where nothing was said."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value).lower()
        if text and text not in TRUTHS:
            raise ValidationError(_("Give true or false."))
        return TRUTHS.get(text)


def number(most: int) -> forms.IntegerField:
    words = gettext_lazy("Give a whole number from 1.")
    limits = [MinValueValidator(1, words), MaxValueValidator(most, gettext_lazy("Give %(limit_value)s at most."))]
    return forms.IntegerField(required=False, validators=limits, error_messages={"invalid": words})


class ListForm(forms.Form):
    zipcode = ZipField(required=False)
    max_dist = number(500)
    timeslot_start = ComparisonsField(required=False)
    timeslot_end = ComparisonsField(required=False)
    event_types = TypesField(required=False)
    is_virtual = TruthField(required=False)
    exclude_full = TruthField(required=False)
    updated_since = number(9_999_999_999)
    per_page = number(100)
    page = number(100_000)
    cursor = number(100_000)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("zipcode") and "max_dist" in said:
            try:
                said["around"] = finding.around(said["zipcode"], said["max_dist"] or 500)
            except UnknownZip:
                self.add_error("zipcode", _("We do not know this ZIP code. Check the 5 digits."))
        return said

    @property
    def page_number(self) -> int:
        return int(self.cleaned_data["page"] or self.cleaned_data["cursor"] or 1)

    @property
    def page_size(self) -> int:
        return int(self.cleaned_data["per_page"] or 25)


def times(said: dict[str, Any]) -> Q:
    found = Q()
    for field, column in (("timeslot_start", "starts_at"), ("timeslot_end", "ends_at")):
        for comparison, at in said[field]:
            found &= Q(**{f"{column}__{comparison}": at})
    return found
