"""Bringing a list in, in batches, by a Celery task. Each batch and its progress are one transaction, held under a
lease: a killed worker loses at most its batch, and the next one goes on from there."""

import logging
from datetime import datetime, timedelta

from celery import shared_task
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone, translation
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from chapters import audit
from chapters.members import sheets
from chapters.members.arriving import Arrivals
from chapters.members.consent_models import OptOut
from chapters.members.import_models import Import, ImportRow
from chapters.members.staging import Person, Sorter, batches

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
BATCH = 1000
UNDER_WAY = (Import.State.READING, Import.State.RUNNING)

FINISH_ROWS = """
UPDATE chapters_importrow AS staged SET state = 'done', cells = '', member_id = found.member
FROM unnest(%s::bigint[], %s::bigint[]) AS found (row, member) WHERE staged.id = found.row
"""


class LeaseLost(Exception):
    """Another worker took over, or the list was thrown away: this batch must not count."""


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
    """Read or bring in one list, whichever is due. Does nothing while another worker holds it."""
    incoming = taken(import_id)
    if incoming is None:
        return
    with translation.override(language or incoming.chapter.languages[0]):
        try:
            (read_rows if incoming.state == Import.State.READING else bring_in)(incoming)
        except LeaseLost:
            log.info("Import %s went on without us.", import_id)


@shared_task
def resume_stalled() -> None:
    """Take up what a dead worker or a lost nudge left behind."""
    idle = Q(lease_until=None) | Q(lease_until__lt=timezone.now())
    for import_id in Import.objects.filter(idle, state__in=UNDER_WAY).values_list("pk", flat=True):
        nudge(import_id)


# --- the lease ---------------------------------------------------------------------------------


def taken(import_id: int) -> Import | None:
    idle = Q(lease_until=None) | Q(lease_until__lt=timezone.now())
    free = Import.objects.filter(idle, pk=import_id, state__in=UNDER_WAY)
    if not free.update(lease_until=timezone.now() + LEASE):
        return None
    return Import.objects.select_related("chapter", "uploaded_by").get(pk=import_id)


def keep(incoming: Import, *, until: datetime | None, **changes: object) -> None:
    """Renew or give up the lease and write `changes`; raises LeaseLost when it is no longer ours."""
    mine = Import.objects.filter(pk=incoming.pk, state=incoming.state, lease_until=incoming.lease_until)
    if not mine.update(lease_until=until, **changes):
        raise LeaseLost
    incoming.lease_until = until


def renewed() -> datetime:
    return timezone.now() + LEASE


# --- reading: the file becomes staged rows --------------------------------------------------------


def read_rows(incoming: Import) -> None:
    """Starts over after a break: nothing but staged rows comes of it."""
    with transaction.atomic():
        keep(incoming, until=renewed(), row_count=0, bad_count=0, done_count=0, stopped_count=0)
        incoming.rows.all().delete()
    sorter = Sorter(incoming)
    for batch in batches(sheets.table(incoming.content), BATCH):
        with transaction.atomic():
            rows = sorter.stage(batch)
            ImportRow.objects.bulk_create(rows)
            bad = sum(row.state == ImportRow.State.BAD for row in rows)
            stopped = count_stopped(incoming, rows)
            keep(
                incoming,
                until=renewed(),
                row_count=F("row_count") + len(rows),
                bad_count=F("bad_count") + bad,
                stopped_count=F("stopped_count") + stopped,
            )
    keep(incoming, until=None, state=Import.State.MAPPED)


def count_stopped(incoming: Import, rows: list[ImportRow]) -> int:
    """How many of these rows hold an address that said stop to this chapter or to all."""
    people = [Person.from_cells(row.cells) for row in rows if row.state != ImportRow.State.BAD]
    indexes = [index for person in people for index in (person.phone_index, person.email_index) if index]
    binding = Q(chapter=None) | Q(chapter_id=incoming.chapter_id)
    out = set(OptOut.objects.filter(binding, address_index__in=indexes).values_list("address_index", flat=True))
    return sum(person.phone_index in out or person.email_index in out for person in people)


# --- bringing in: staged rows become people -------------------------------------------------------


def bring_in(incoming: Import) -> None:
    last = 0
    while rows := list(waiting(incoming, after=last)[:BATCH]):
        last = rows[-1].number
        with transaction.atomic():
            people = [Person.from_cells(row.cells) for row in rows]
            arrivals = Arrivals(incoming, people)
            arrivals.save()
            with connection.cursor() as cursor:
                cursor.execute(FINISH_ROWS, [[row.pk for row in rows], [member.pk for member in arrivals.members]])
            keep(
                incoming,
                until=renewed(),
                done_count=F("done_count") + len(rows),
                made_count=F("made_count") + len(arrivals.made),
                changed_count=F("changed_count") + len(arrivals.changed),
            )
    finish(incoming)


def waiting(incoming: Import, *, after: int) -> QuerySet[ImportRow]:
    settled = (ImportRow.State.DONE, ImportRow.State.BAD)
    return incoming.rows.filter(number__gt=after).exclude(state__in=settled).order_by("number")


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
