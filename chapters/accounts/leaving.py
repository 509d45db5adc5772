"""What hangs on one person of the team, and handing it to another. Each slice tells its own (`settings.HELD_BY`)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from chapters import audit
from chapters.accounts import letters, roles
from chapters.models import Chapter, Role, User

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
            ids = list(found.rows.values_list("pk", flat=True))
            moved += found.rows.model.objects.filter(pk__in=ids).update(**{found.column: to})
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


# --- the last lead ---------------------------------------------------------------------------------------


@transaction.atomic
def succeed(role: Role, *, to: User) -> None:
    """The last lead names who leads next, hands everything over and goes."""
    chapter, user = role.chapter, role.user
    next_one = chapter.roles.current().get(user=to)
    roles.change(next_one, kind=Role.Kind.LEAD, until=None, by=user)
    hand_over(chapter, user, to=to, by=user)
    roles.end(role, by=user)


def body_leads(chapter: Chapter) -> list[User]:
    """Who above can name a lead for a chapter that has none."""
    held = Role.objects.current().leads().filter(chapter=chapter.parent_id, user__is_active=True)
    return [role.user for role in held.select_related("user")] if chapter.parent_id else []


@transaction.atomic
def leave_to_body(role: Role) -> None:
    """The last lead goes and nobody follows: the leads of the body are told, and can invite one. Raises
    ValidationError where nobody is above."""
    chapter, user = role.chapter, role.user
    above = body_leads(chapter)
    if not above:
        raise ValidationError(_("Nobody stands above this chapter. Name who leads next."))
    role.delete()
    for lead in above:
        letters.post("no_lead_left", to=lead.email, user=lead, chapter=chapter, person=user, body=chapter.parent)
    audit.record("chapter_left_alone", chapter=chapter, by=user, subject=user)
