"""Somebody did it: written down once, and the action's count goes along in the same transaction."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from campaigns.advocacy.models import Action, ActionTaken, Official
from campaigns.advocacy.visiting import Visitor
from campaigns.messaging.models import CallToAction, Delivery
from chapters.members.models import Member

Outcome = ActionTaken.Outcome


def report(action: Action, visitor: Visitor, *, outcome: str, official: Official | None = None) -> ActionTaken:
    """How it went with one official: once for each person, official and day. Saying it again corrects it."""
    on = timezone.localdate(timezone=action.chapter.zone)
    key = visitor.key(action, official.pk if official else "", on)
    return take(action, visitor, key=key, outcome=outcome, official=official)


def sign(action: Action, visitor: Visitor, member: Member, **told: Any) -> ActionTaken:
    """A name under a petition, a pledge or a comment: once for each person. `told`: place, words, is_name_public."""
    key = Visitor(visitor.path, f"member:{member.pk}").key(action)
    return take(action, visitor, key=key, outcome=Outcome.DONE, member=member, **told)


@transaction.atomic
def take(
    action: Action,
    visitor: Visitor,
    *,
    key: str,
    outcome: str,
    official: Official | None = None,
    member: Member | None = None,
    source: str = "",
    call: CallToAction | None = None,
    **told: Any,
) -> ActionTaken:
    member = member or visitor.member
    facts = {
        "chapter_id": action.chapter_id,
        "action": action,
        "official": official,
        "member": member,
        "name": member.name if member else "",
        "call_to_action": call or visitor.call,
        "outcome": outcome,
        "source": source or visitor.source,
    }
    row, is_new = ActionTaken.objects.get_or_create(key=key, defaults=facts | told)
    if is_new:
        count(action, int(outcome in ActionTaken.COUNTED))
    else:
        row = correct(action, row, outcome)
    if visitor.delivery:
        mark_answered(visitor.delivery)
    return row


def correct(action: Action, row: ActionTaken, outcome: str) -> ActionTaken:
    """The last word holds: who heard a busy line and then reached somebody counts, and only once."""
    row = ActionTaken.objects.select_for_update().get(pk=row.pk)
    if row.outcome != outcome:
        step = int(outcome in ActionTaken.COUNTED) - int(row.outcome in ActionTaken.COUNTED)
        ActionTaken.objects.filter(pk=row.pk).update(outcome=outcome)
        row.outcome = outcome
        count(action, step)
    return row


def count(action: Action, step: int) -> None:
    if step:
        Action.objects.filter(pk=action.pk).update(taken_count=F("taken_count") + step)


def mark_answered(delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk, answered_at=None).update(answered_at=timezone.now())
