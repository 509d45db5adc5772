"""Cases: what the family agreed to, taking it back, closing; and the dates that are near."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.advocacy.shelf_models import Case
from chapters import audit
from chapters.models import User


@transaction.atomic
def withdraw(case: Case, *, by: User) -> None:
    """The family takes it back: the name and the words are gone, and the page with them."""
    case.texts.all().delete()
    Case.objects.filter(pk=case.pk).update(public_name="", is_public=False, withdrawn_at=timezone.now())
    audit.record("case_withdrawn", chapter=case.chapter, by=by, subject=case)


@transaction.atomic
def close(case: Case, *, by: User) -> None:
    """Its sealed words go some time after (`shelf_keeping.py`)."""
    if Case.objects.filter(pk=case.pk, closed_at=None).update(closed_at=timezone.now()):
        audit.record("case_closed", chapter=case.chapter, by=by, subject=case)


@transaction.atomic
def reopen(case: Case, *, by: User) -> None:
    if Case.objects.filter(pk=case.pk).exclude(closed_at=None).update(closed_at=None):
        audit.record("case_reopened", chapter=case.chapter, by=by, subject=case)


def dates_of(case: Case) -> dict[str, Any]:
    """What is ahead, soonest first, and what is over."""
    line = timezone.now() - timedelta(hours=12)
    return {"ahead": case.dates.filter(starts_at__gte=line), "over": case.dates.filter(starts_at__lt=line)}
