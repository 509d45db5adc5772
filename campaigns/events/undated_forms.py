"""A hearing whose day the officials have not named yet."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from campaigns.events.event_times import zone_for
from campaigns.events.models import Event
from chapters.dates import NOT_SET
from chapters.models import Chapter

USUAL = timedelta(hours=2)
TIMES = ("day", "begins", "ends", "last_day")


class UndatedMixin(forms.BaseForm):
    """Mixin for the form of an event. Call `add_undated` once `self.chapter` is known, and `clean_undated` from
    `clean`: True when the form says that there is no date."""

    chapter: Chapter
    instance: Event

    def add_undated(self) -> None:
        self.fields["is_undated"] = forms.BooleanField(
            label=gettext_lazy("The date is not set yet"),
            help_text=gettext_lazy("Only for a public hearing. People can say that they will come, and hear the date."),
            required=False,
        )
        if self.instance.pk and not self.instance.has_date:
            self.initial.update(dict.fromkeys(TIMES), is_undated=True)

    def clean_undated(self, said: dict[str, Any]) -> bool:
        if not said.get("is_undated") or said.get("kind", self.instance.kind) != Event.Kind.HEARING:
            return False
        for name in TIMES:
            self.errors.pop(name, None)
            said[name] = None
        set_open(self.instance, zone=str(zone_for(said.get("zip", ""), self.chapter)))
        return True


def set_open(event: Event, *, zone: str = "") -> None:
    """Take the date off, without saving."""
    event.starts_at, event.ends_at = NOT_SET, NOT_SET + USUAL
    event.timezone = zone or event.timezone
