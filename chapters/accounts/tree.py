"""A body and its chapters: counts go up, nothing else does, and no role goes down."""

from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from chapters import audit
from chapters.accounts import roles
from chapters.models import Chapter, Invitation, Role, User


def below(body: Chapter) -> Any:
    """The chapters of a body with `people`, `new` (this month), `leads` and `invited`."""
    now = timezone.now()
    month = timezone.localtime(now, body.zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    lead = Q(roles__kind=Role.Kind.LEAD) & (Q(roles__expires_at=None) | Q(roles__expires_at__gt=now))
    waits = Q(
        invitations__kind=Role.Kind.LEAD,
        invitations__accepted_at=None,
        invitations__withdrawn_at=None,
        invitations__expires_at__gt=now,
    )
    counted = body.children.open().annotate(
        people=Count("members", distinct=True),
        new=Count("members", filter=Q(members__created_at__gte=month), distinct=True),
        leads=Count("roles", filter=lead, distinct=True),
        invited=Count("invitations", filter=waits, distinct=True),
    )
    return counted.order_by("name")


@transaction.atomic
def begin(chapter: Chapter, *, lead: str, by: User) -> Invitation:
    """A new chapter with its first lead invited. Whoever begins it has no role in it."""
    chapter.save()
    audit.record("chapter_begun", chapter=chapter.parent, by=by, subject=chapter)
    return name_lead(chapter, lead=lead, by=by)


def name_lead(chapter: Chapter, *, lead: str, by: User) -> Invitation:
    """An invitation by the body: only where no lead is left who could do it."""
    return roles.invite(chapter, email=lead, kind=Role.Kind.LEAD, until=None, by=by)
