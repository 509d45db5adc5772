"""Who did what: one sealed entry per act, chained to the one before it. No personal data.

Each seal is keyed with `INDEX_KEY`, which is not in the database: whoever can only write to the database cannot
forge a chain that holds.
"""

import json
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from chapters.encryption import blind_index
from chapters.models import AuditEntry, Chapter, User

CHAIN_LOCK = 0x6F7267  # one writer at a time; released when the transaction ends


def record(
    act: str, *, chapter: Chapter | None, by: User | None, subject: models.Model | None = None, **facts: int | str
) -> AuditEntry:
    """Add one entry. `act` is a stable word like "call_approved"; `facts` are numbers and words of ours, never a name
    or an address. Call it last in a transaction: other writers wait until that ends."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
        before = AuditEntry.objects.order_by("-id").values_list("seal", flat=True).first() or ""
        entry = AuditEntry(
            chapter=chapter,
            user=by,
            act=act,
            at=timezone.now(),
            subject=named(subject),
            facts=facts | ({"by": by.code} if by else {}),
            before=before,
        )
        entry.seal = seal_of(entry)
        entry.save(force_insert=True)
    return entry


def named(subject: models.Model | None) -> str:
    """'member 7kf2c9wq3d': the kind of a row and its code, or its id where it has none."""
    if subject is None:
        return ""
    return f"{subject._meta.model_name} {getattr(subject, 'code', subject.pk)}"


def seal_of(entry: AuditEntry) -> str:
    """The keyed hash over everything the entry says. The user is in it by code, so that erasing a person's account
    leaves the chain whole."""
    said = [entry.before, entry.at.isoformat(), entry.chapter_id, entry.act, entry.subject, entry.facts]
    return blind_index("audit", json.dumps(said, sort_keys=True))


def broken_link() -> tuple[AuditEntry | None, int]:
    """The first entry that does not hold (None when all do) and how many were looked at."""
    before: str | None = None
    looked_at = 0
    entries: Any = AuditEntry.objects.order_by("id").select_related("user")
    for entry in entries.iterator(chunk_size=2000):
        looked_at += 1
        if entry.seal != seal_of(entry) or before not in (None, entry.before) or not is_by_who_it_says(entry):
            return entry, looked_at
        before = entry.seal
    return None, looked_at


def is_by_who_it_says(entry: AuditEntry) -> bool:
    return entry.user is None or entry.facts.get("by") == entry.user.code
