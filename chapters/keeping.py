"""How long the record of who did what is kept, and what the site notes about how often somebody asked."""

from datetime import datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db.models import Q, Subquery
from django.utils.translation import gettext_lazy as _

from chapters import audit
from chapters.guarding_models import ASKED_FOR
from chapters.models import AuditEntry, LeavingList, TokenBucket
from chapters.retention import Rule

# What a purge itself writes down stays at the end until somebody does something: a second purge then does nothing.
OF_PURGES = ("record_shortened", "old_rows_gone")
ACTS = AuditEntry.objects.exclude(act__in=OF_PURGES).order_by("-pk")


def shorten(rows: Any, now: datetime) -> None:
    """The oldest go, never one from the middle (an entry is never older than the one before it), after the seal of the
    last of them was written down."""
    last, n = rows.order_by("pk").last(), rows.count()
    audit.record("record_shortened", chapter=None, by=None, anchor=last.seal, rows=n)
    with audit.history_may_go():
        AuditEntry.objects.filter(pk__lte=last.pk).delete()


RULES = (
    Rule("files of lists that leave", LeavingList, days=ASKED_FOR.days, since=("created_at",), blanks=("content",)),
    Rule("lists that left", LeavingList, days=30, since=("created_at",)),
    Rule(
        "who did what",
        AuditEntry,
        days=400,
        since=("at",),
        where=Q(pk__lte=Subquery(ACTS.values("pk")[:1])),
        act=shorten,
        words=_("What our leads did here, without names of people: %(days)s days."),
    ),
    Rule("what staff changed in the admin", LogEntry, days=400, since=("action_time",)),
    Rule("how often somebody asked", TokenBucket, days=2, since=("filled_at",)),
)
