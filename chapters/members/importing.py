"""Bringing a list in, in batches, by a Celery task. Each batch and its progress are one transaction, held under a
lease: a killed worker loses at most its batch, and the next one goes on from there."""

import itertools
import logging

from celery import shared_task
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone, translation
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from chapters import audit
from chapters.copying import copy_in, look_anew, update_in
from chapters.members import sheets, undoing
from chapters.members.arriving import Arrivals
from chapters.members.cells import Person
from chapters.members.consent_models import Consent
from chapters.members.import_models import Import, ImportRow
from chapters.members.leasing import UNDER_WAY, LeaseLost, idle, keep, renewed, taken
from chapters.members.models import Member, MemberTag
from chapters.members.staging import Sorter, batches

log = logging.getLogger(__name__)

BATCH = 1000
COUNTS = ("row_count", "bad_count", "done_count", "stopped_count", "filled_count", "differing_count")
State = ImportRow.State


def begin(incoming: Import) -> None:
    """Hand an import that is `reading` or `running` to a worker as soon as the transaction is through. Problems are
    worded in the language that is active now."""
    language = translation.get_language() or ""
    transaction.on_commit(lambda: nudge(incoming.pk, language))


def nudge(import_id: int, language: str = "") -> None:
    try:
        run.apply_async((import_id, language), queue="default", retry=False)
    except (OperationalError, RedisError, OSError):
        log.warning("No broker: import %s waits for resume_stalled.", import_id)


@shared_task
def run(import_id: int, language: str = "") -> None:
    """Read, bring in or take back one list, whichever is due. Does nothing while another worker holds it."""
    incoming = taken(import_id)
    if incoming is None:
        return
    with translation.override(language or incoming.chapter.languages[0]):
        try:
            WORK[incoming.state](incoming)
        except LeaseLost:
            log.info("Import %s went on without us.", import_id)


@shared_task
def resume_stalled() -> None:
    """Take up what a dead worker or a lost nudge left behind."""
    for import_id in Import.objects.filter(idle(), state__in=UNDER_WAY).values_list("pk", flat=True):
        nudge(import_id)


# --- reading: the file becomes staged rows --------------------------------------------------------


def read_rows(incoming: Import) -> None:
    """Starts over after a break: nothing but staged rows comes of it."""
    with transaction.atomic():
        keep(incoming, until=renewed(), **dict.fromkeys(COUNTS, 0))
        incoming.rows.all().delete()
    sorter, content = Sorter(incoming), incoming.content
    incoming.content = ""  # one copy is enough
    for count, batch in enumerate(batches(sheets.table(content, incoming.delimiter), BATCH), start=1):
        with transaction.atomic():
            staged = sorter.stage(batch)
            copy_in(ImportRow, staged.rows)
            changes = {f"{name}_count": F(f"{name}_count") + number for name, number in staged.tally.items()}
            keep(incoming, until=renewed(), row_count=F("row_count") + len(staged.rows), **changes)
        look_now_and_then(count)
    keep(incoming, until=None, state=Import.State.MAPPED)


def look_now_and_then(count: int) -> None:
    """After 1, 4, 16, 64 … batches: each time the tables are a few times as big as PostgreSQL thinks."""
    if count.bit_count() == 1 and count.bit_length() % 2:
        look_anew(ImportRow, Member, Consent, MemberTag)


# --- bringing in: staged rows become people -------------------------------------------------------


def bring_in(incoming: Import) -> None:
    last = 0
    for count in itertools.count(1):
        rows = list(waiting(incoming, after=last)[:BATCH])
        if not rows:
            break
        last = rows[-1].number
        with transaction.atomic():
            bring_in_batch(incoming, rows)
        look_now_and_then(count)
    finish(incoming)


def bring_in_batch(incoming: Import, rows: list[ImportRow]) -> None:
    arrivals = Arrivals(incoming, [Person.from_cells(row.cells) for row in rows])
    arrivals.save()
    settled = zip(rows, arrivals.members, arrivals.traces, strict=True)
    update_in(
        ImportRow,
        ["state", "cells", "did", "member"],
        [
            {"id": row.pk, "state": State.DONE.value, "cells": "", "did": trace.as_text(), "member_id": member.pk}
            for row, member, trace in settled
        ],
    )
    keep(
        incoming,
        until=renewed(),
        done_count=F("done_count") + len(rows),
        made_count=F("made_count") + len(arrivals.made),
        changed_count=F("changed_count") + len(arrivals.changed),
    )


def waiting(incoming: Import, *, after: int) -> QuerySet[ImportRow]:
    settled = (State.DONE, State.BAD)
    rows = incoming.rows.filter(number__gt=after).exclude(state__in=settled).order_by("number")
    return rows.only("source", "number", "cells")


@transaction.atomic
def finish(incoming: Import) -> None:
    keep(incoming, until=None, state=Import.State.DONE, finished_at=timezone.now(), content="")
    incoming.refresh_from_db()
    audit.record(
        "list_brought_in",
        chapter=incoming.chapter,
        by=incoming.uploaded_by,
        subject=incoming,
        made=incoming.made_count,
        changed=incoming.changed_count,
        bad=incoming.bad_count,
    )


WORK = {
    str(Import.State.READING): read_rows,
    str(Import.State.RUNNING): bring_in,
    str(Import.State.UNDOING): undoing.take_back,
}
