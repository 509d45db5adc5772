"""How a first call went, and who makes it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chapters.forms import Form
from chapters.members import welcoming
from chapters.members.forms import NoteForm
from chapters.members.welcome_models import Welcome
from chapters.models import Chapter, User


class OutcomeForm(NoteForm):
    """A button for each outcome, and what they said, which becomes a note."""

    outcome = forms.ChoiceField(choices=Welcome.Outcome.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].required = False
        self.fields["body"].label = _("What did they say?")


class CallerForm(Form):
    caller = forms.ModelChoiceField(label=_("Who calls?"), queryset=User.objects.none(), empty_label=None)

    def __init__(self, *args: Any, chapter: Chapter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = [user.pk for user in welcoming.callers(chapter)]
        self.fields["caller"].queryset = User.objects.filter(pk__in=team).order_by("name")  # type: ignore[attr-defined]
