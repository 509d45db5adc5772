"""What hangs on one person of the team, and handing it to another. Each slice tells its own (`settings.HELD_BY`)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from chapters import audit
from chapters.models import Chapter, User

SHOWN = 20


@dataclass(frozen=True)
class Held:
    """One kind of thing: `words` over its `lines`, each (what, where to see it or ""). `rows` with the name of their
    `column` can be handed over in one go; without rows it has to be done by hand."""

    words: str
    lines: Sequence[tuple[str, str]]
    rows: QuerySet[Any] | None = None
    column: str = ""

    @property
    def count(self) -> int:
        return self.rows.count() if self.rows is not None else len(self.lines)


Provider = Callable[[Chapter, User], Iterable[Held]]


def held(chapter: Chapter, user: User) -> list[Held]:
    """What is not empty, of every slice."""
    providers: list[Provider] = [import_string(path) for path in settings.HELD_BY]
    return [found for provider in providers for found in provider(chapter, user) if found.lines]


@transaction.atomic
def hand_over(chapter: Chapter, user: User, *, to: User, by: User) -> int:
    """Everything that can be given to another person; how many things that was."""
    moved = 0
    for found in held(chapter, user):
        if found.rows is not None:
            moved += (
                type(found.rows.first())
                ._default_manager.filter(pk__in=list(found.rows.values_list("pk", flat=True)))
                .update(**{found.column: to})
            )
    audit.record("handed_over", chapter=chapter, by=by, subject=user, things=moved)
    return moved


def decisions(chapter: Chapter, user: User) -> Iterable[Held]:
    """Promises made in meetings."""
    rows = chapter.decisions.filter(who=user, done_at=None)
    lines = [(f"{one.words} ({one.due_in_words})" if one.due_on else one.words, "") for one in rows[:SHOWN]]
    yield Held(_("Promises from meetings"), lines, rows, "who")


def invitations(chapter: Chapter, user: User) -> Iterable[Held]:
    """Open ones they sent: whoever takes one up asks them first."""
    rows = chapter.invitations.filter(invited_by=user, accepted_at=None, withdrawn_at=None)
    yield Held(_("Invitations they sent"), [(one.email, "") for one in rows[:SHOWN]], rows, "invited_by")
