"""Two entries side by side: what each says, and which of the two stays."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chapters.forms import Form
from chapters.members.contacts import shown_phone
from chapters.members.matching import is_nameless
from chapters.members.merging import CHOSEN, FOLLOWS
from chapters.members.models import Member
from chapters.members.moving import movers

LABELS = {
    "name": _("Name"),
    "first_name": _("What we call them"),
    "pronouns": _("Pronouns"),
    "phone": _("Phone"),
    "email": _("Email"),
    "zip": _("ZIP code"),
    "language": _("Reads"),
    "access_needs": _("Access needs"),
}
HIDDEN = {"Merge", "NotSame", "ImportRow", "MemberTag", "Consent"}


@dataclass(frozen=True)
class Row:
    """One line of the table. `bound` is the choice where both say something, and not the same."""

    label: Any
    ours: str
    theirs: str
    bound: forms.BoundField | None

    @property
    def is_same(self) -> bool:
        return self.ours == self.theirs


class MergeForm(Form):
    """`one` is the older entry. Where only one of the two says something, that stays."""

    def __init__(self, *args: Any, one: Member, other: Member, **kwargs: Any) -> None:
        self.one, self.other = one, other
        super().__init__(*args, **kwargs)
        for name in CHOSEN:
            if self.is_choice(name):
                answers = [("ours", said(one, name)), ("theirs", said(other, name))]
                field = forms.ChoiceField(label=LABELS[name], choices=answers, widget=forms.RadioSelect)
                field.error_messages["required"] = _("Choose which of the two stays.")
                self.fields[name] = field
                self.initial[name] = "theirs" if self.is_better_there(name) else "ours"

    def is_choice(self, name: str) -> bool:
        ours, theirs = getattr(self.one, name), getattr(self.other, name)
        return bool(ours and theirs and ours != theirs)

    def is_better_there(self, name: str) -> bool:
        trouble = FOLLOWS.get(name)
        if trouble:
            return bool(getattr(self.one, trouble) and not getattr(self.other, trouble))
        return name in {"name", "first_name"} and is_nameless(getattr(self.one, name))

    @property
    def theirs(self) -> set[str]:
        """The fields whose value comes from the newer entry."""
        chosen = {name for name, answer in self.cleaned_data.items() if answer == "theirs"}
        return chosen | {name for name in CHOSEN if not getattr(self.one, name) and getattr(self.other, name)}

    @property
    def rows(self) -> list[Row]:
        return [
            Row(LABELS[name], said(self.one, name), said(self.other, name), self[name] if name in self.fields else None)
            for name in CHOSEN
            if said(self.one, name) or said(self.other, name)
        ]


def said(member: Member, name: str) -> str:
    if name == "language":
        return str(member.get_language_display())
    value = str(getattr(member, name))
    return shown_phone(value) if name == "phone" and value else value


def hangs_on(member: Member) -> list[tuple[str, int]]:
    """What goes along: ("seats", 3). Nothing that is only ours to know."""
    moved = frozenset().union(*(mover.columns for mover in movers().values()))
    found = []
    for relation in Member._meta.related_objects:
        model: Any = relation.related_model
        name = f"{model.__name__}.{relation.field.name}"
        if name in moved and model.__name__ not in HIDDEN:
            n = model.objects.filter(**{relation.field.name: member}).count()
            found += [(str(model._meta.verbose_name_plural), n)] if n else []
    return found
