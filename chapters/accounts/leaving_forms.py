"""To whom things go when somebody leaves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chapters.forms import Form
from chapters.models import Chapter, User


class SuccessorForm(Form):
    """One of the others of the team."""

    to = forms.ModelChoiceField(label=_("Who takes it over?"), queryset=User.objects.none(), empty_label=None)

    def __init__(self, *args: Any, chapter: Chapter, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = chapter.roles.current().exclude(user=user).filter(user__is_active=True)
        self.others = User.objects.filter(roles__in=roles).order_by("name", "email")
        self.fields["to"].queryset = self.others  # type: ignore[attr-defined]
