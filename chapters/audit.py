"""Who did what: one sealed entry per act, chained to the one before it. No personal data.

Each seal is keyed with `INDEX_KEY`, which is not in the database: whoever can only write to the database cannot
forge a chain that holds.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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
        last = AuditEntry.objects.order_by("-id").only("seal", "at").first()
        entry = AuditEntry(
            chapter=chapter,
            user=by,
            act=act,
            at=max(timezone.now(), last.at) if last else timezone.now(),  # never back: what is old lies in front
            subject=named(subject),
            facts=facts | ({"by": by.code} if by else {}),
            before=last.seal if last else "",
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


@dataclass(frozen=True)
class Broken:
    """The first entry at which the chain does not hold, and what is wrong there."""

    entry: AuditEntry
    why: str


def broken_link() -> tuple[Broken | None, int]:
    """Where the chain breaks (None if it holds) and how many entries were looked at."""
    before: str | None = None
    looked_at = 0
    entries: Any = AuditEntry.objects.order_by("id").select_related("user")
    for entry in entries.iterator(chunk_size=2000):
        looked_at += 1
        if why := fault(entry, before):
            return Broken(entry, why), looked_at
        before = entry.seal
    return None, looked_at


def fault(entry: AuditEntry, before: str | None) -> str:
    """What is wrong with an entry that comes after the seal `before`, which is None for the first; "" if nothing."""
    if entry.seal != seal_of(entry) or not is_by_who_it_says(entry):
        return "was changed after it was written, or was not written by this site"
    if before is None and entry.before not in ("", anchor()):
        return "is the first, and what stood before it was removed"
    if before not in (None, entry.before):
        return "does not follow the one before it: something in between was removed or slipped in"
    return ""


def is_by_who_it_says(entry: AuditEntry) -> bool:
    return entry.user is None or entry.facts.get("by") == entry.user.code


def anchor() -> str | None:
    """The seal that stands for the beginning that was let go (`keeping.shorten`); itself sealed in a later entry."""
    cut = AuditEntry.objects.filter(act="record_shortened").order_by("-id").first()
    return str(cut.facts["anchor"]) if cut else None


@contextmanager
def history_may_go() -> Iterator[None]:
    """Within a transaction: the triggers that keep the ledgers append-only let deletions pass."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL organizing.purge = 'on'")
        yield
        cursor.execute("SET LOCAL organizing.purge = 'off'")
