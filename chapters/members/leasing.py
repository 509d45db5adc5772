"""Who works on a list: one worker at a time, until its lease is over."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from chapters.members.import_models import Import

LEASE = timedelta(seconds=60)
UNDER_WAY = (Import.State.READING, Import.State.RUNNING, Import.State.UNDOING)


class LeaseLost(Exception):
    """Another worker took over, or the list was thrown away: this batch must not count."""


def idle() -> Q:
    return Q(lease_until=None) | Q(lease_until__lt=timezone.now())


def taken(import_id: int) -> Import | None:
    free = Import.objects.filter(idle(), pk=import_id, state__in=UNDER_WAY)
    if not free.update(lease_until=renewed()):
        return None
    return Import.objects.select_related("chapter", "uploaded_by", "undone_by").get(pk=import_id)


def keep(incoming: Import, *, until: datetime | None, **changes: object) -> None:
    """Renew or give up the lease and write `changes`; raises LeaseLost when it is no longer ours."""
    mine = Import.objects.filter(pk=incoming.pk, state=incoming.state, lease_until=incoming.lease_until)
    if not mine.update(lease_until=until, **changes):
        raise LeaseLost
    incoming.lease_until = until


def renewed() -> datetime:
    return timezone.now() + LEASE
