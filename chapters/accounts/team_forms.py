"""Offering a role and changing one."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chapters.forms import Form
from chapters.models import Chapter, Role

Kind = Role.Kind
OFFERED = {
    Kind.LEAD: gettext_lazy("Lead: everything, also sending, taking lists out, and this page"),
    Kind.ORGANIZER: gettext_lazy("Organizer: campaigns, events, people, writing messages for a lead to approve"),
    Kind.TEXTER: gettext_lazy("Texter: answers people who text back"),
    Kind.VOLUNTEER: gettext_lazy("Volunteer: helps at events, sees first names only"),
    Kind.LIAISON: gettext_lazy("Liaison: sees events, speaks for us with partners"),
}


class RoleForm(Form):
    kind = forms.ChoiceField(label=gettext_lazy("What they may do"), widget=forms.RadioSelect, choices=OFFERED.items)
    until = forms.DateField(
        label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Empty: until someone ends it.")
    )

    def __init__(self, *args: Any, chapter: Chapter, **kwargs: Any) -> None:
        self.chapter = chapter
        super().__init__(*args, **kwargs)
        self.fields["until"].widget.attrs["class"] = "in auto"

    def clean_until(self) -> datetime | None:
        """The end of that day where the chapter is."""
        day: date | None = self.cleaned_data["until"]
        if day is None:
            return None
        if day < timezone.localdate(timezone=self.chapter.zone):
            raise ValidationError(_("This day is over. Choose a later one, or leave it empty."))
        return datetime.combine(day, time(23, 59, 59), tzinfo=self.chapter.zone)


class InviteForm(RoleForm):
    email = forms.EmailField(label=gettext_lazy("Their email"), max_length=254)
    field_order = ("email", "kind", "until")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        if self.chapter.roles.current().filter(user__email__iexact=email).exists():
            raise ValidationError(_("This person is on the team already. Change their role in the list above."))
        return email
