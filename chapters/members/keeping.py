"""How long a list on its way in is kept."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chapters.members.double_models import UNDOABLE as UNDOABLE_MERGE
from chapters.members.double_models import Merge
from chapters.members.import_models import UNDOABLE, Import, ImportRow
from chapters.members.models import Note
from chapters.members.proof_models import AddressProof
from chapters.members.todo_models import CallList, Task
from chapters.retention import Rule


def throw_away(rows: Any, now: datetime) -> None:
    ImportRow.objects.filter(source__in=rows).delete()
    rows.update(state=Import.State.CANCELLED, content="", lease_until=None)


CAME_IN = (Import.State.DONE, Import.State.UNDONE)
RULES = (
    Rule(
        "lists that nobody brought in",
        Import,
        days=7,
        since=("updated_at",),
        where=Q(state__in=(Import.State.UPLOADED, Import.State.MAPPED)),
        act=throw_away,
        words=_("A list that a lead uploaded and did not use: %(days)s days."),
    ),
    Rule(
        "rows of lists that came in",
        ImportRow,
        days=30,
        since=("source__finished_at",),
        where=Q(source__state__in=CAME_IN, state=ImportRow.State.BAD),
        words=_("Lines of an uploaded list that had a mistake: %(days)s days."),
    ),
    Rule(
        "what lists changed",
        ImportRow,
        days=UNDOABLE.days,
        since=("source__finished_at",),
        where=Q(source__state__in=CAME_IN),
        blanks=("did",),
        words=_("What an uploaded list changed, so that it can be taken back: %(days)s days."),
    ),
    Rule(
        "entries that were made one",
        Merge,
        days=UNDOABLE_MERGE.days,
        since=("merged_at",),
        words=_("What two entries of one person held, so that they can be parted again: %(days)s days."),
    ),
    Rule(
        "things that were done",
        Task,
        days=90,
        since=("done_at",),
        where=Q(done_at__isnull=False),
        words=_("What somebody did for a person: %(days)s days after it was done."),
    ),
    Rule(
        "lists to call through",
        CallList,
        days=90,
        since=("closed_at", "created_at"),
        words=_("Lists to call through, and what came of each call: %(days)s days."),
    ),
    Rule(
        "lists",
        Import,
        days=400,
        since=("finished_at", "updated_at"),
        where=Q(state__in=(Import.State.DONE, Import.State.UNDONE, Import.State.CANCELLED)),
        words=_("That you came to us on a list, and which one: %(days)s days."),
    ),
    Rule(
        "notes",
        Note,
        days=365,
        since=("created_at",),
        words=_("What a lead wrote down about you: %(days)s days."),
    ),
    Rule(
        "links that prove an address",
        AddressProof,
        days=2,
        since=("created_at",),
        words=_("What you typed to join, if you did not confirm it: %(days)s days."),
    ),
)
