"""How long a list on its way in is kept."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chapters.members.import_models import UNDOABLE, Import, ImportRow
from chapters.members.proof_models import AddressProof
from chapters.retention import Rule


def throw_away(rows: Any, now: datetime) -> None:
    ImportRow.objects.filter(source__in=rows).delete()
    rows.update(state=Import.State.CANCELLED, content="", lease_until=None)


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
        where=Q(source__state=Import.State.DONE, state=ImportRow.State.BAD),
        words=_("Lines of an uploaded list that had a mistake: %(days)s days."),
    ),
    Rule(
        "what lists changed",
        ImportRow,
        days=UNDOABLE.days,
        since=("source__finished_at",),
        where=Q(source__state=Import.State.DONE),
        blanks=("did",),
        words=_("What an uploaded list changed, so that it can be taken back: %(days)s days."),
    ),
    Rule(
        "links that prove an address",
        AddressProof,
        days=2,
        since=("created_at",),
        words=_("What you typed to join, if you did not confirm it: %(days)s days."),
    ),
)
