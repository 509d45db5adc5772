"""Forms that ask back before they keep words about a person that look like something we never keep."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from chapters.members.private_words import asked_about

ASKED = "asked"


class Careful(forms.BaseForm):
    """Mixin. `watched` names the fields in which somebody writes about a person.

    The page shows the question on top (`error_strip`) with a button that posts `is_sure`: a question, not a wall.
    """

    watched: tuple[str, ...] = ()
    question = ""
    cleaned_data: dict[str, Any]

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and not self.data.get("is_sure"):
            self.ask()

    def ask(self) -> None:
        given = {name: asked_about(str(self.cleaned_data.get(name) or "")) for name in self.watched}
        for name, found in given.items():
            if found:
                words = _("Are you sure? We never keep %(what)s.") % {"what": listed(found)}
                self.add_error(name, ValidationError(words, code=ASKED))
        self.question = listed(list(dict.fromkeys(what for found in given.values() for what in found)))


def listed(found: list[str]) -> str:
    return get_text_list(found, pgettext("a list", "or"))
