"""How a statement to the press gets its yes, and goes out."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from campaigns.advocacy.shelf_models import PressStatement
from chapters import audit
from chapters.models import User

State = PressStatement.State


class Refused(Exception):
    """A statement cannot be approved like this; the word says why: "own", "changed" or "state"."""


@transaction.atomic
def ask_for_a_yes(statement: PressStatement) -> None:
    PressStatement.objects.filter(pk=statement.pk, state=State.DRAFT).update(asked_at=timezone.now())


@transaction.atomic
def approve(statement: PressStatement, *, seen: str, by: User) -> None:
    """The yes of another lead to exactly the words that they saw. Raises Refused."""
    locked = PressStatement.objects.select_for_update().get(pk=statement.pk)
    if locked.state != State.DRAFT:
        raise Refused("state")
    if locked.written_by_id in (None, by.pk):
        raise Refused("own")
    if as_seen(seen) != locked.updated_at:
        raise Refused("changed")
    locked.state, locked.approved_by, locked.approved_at = State.APPROVED, by, timezone.now()
    locked.save()
    audit.record("statement_approved", chapter=locked.chapter, by=by, subject=locked)


def as_seen(seen: str) -> datetime | None:
    try:
        return parse_datetime(seen)
    except ValueError:
        return None


@transaction.atomic
def mark_sent(statement: PressStatement, *, by: User) -> bool:
    """False unless it was approved and not yet sent."""
    rows = PressStatement.objects.filter(pk=statement.pk, state=State.APPROVED)
    done = rows.update(state=State.SENT, sent_at=timezone.now())
    if done:
        audit.record("statement_sent", chapter=statement.chapter, by=by, subject=statement)
    return bool(done)


def back_to_draft(statement: PressStatement, *, by: User) -> None:
    """Other words need a new yes, and it is not the last writer who gives it."""
    statement.state, statement.approved_by, statement.approved_at = State.DRAFT, None, None
    statement.asked_at, statement.written_by = None, by
