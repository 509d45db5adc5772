"""What is kept for how long: rules as data, and the nightly work that keeps them.

Each slice lists its rules in a module named in `settings.RETENTION`. Rows go in small batches, each a transaction of
its own: whoever kills the work loses at most one batch of it, and a second run finds nothing left to do.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import chain
from typing import Any

from celery import shared_task
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.module_loading import import_string

from chapters import audit

BATCH = 500
TURN_SECONDS = 20  # a worker then looks around, and goes on as a new task
Act = Callable[[Any, datetime], None]


@dataclass(frozen=True)
class Rule:
    """Rows of `model` that fit `where` go `days` after the first of the columns `since` that is set.

    They are deleted, unless `blanks` names the columns that are emptied, or `act` does something of its own with the
    locked rows. `name` stands in the record; `words` tell people, with %(days)s in them, and are "" for a rule that
    is about nobody.
    """

    name: str
    model: Any
    days: int
    since: tuple[str, ...]
    where: Q | None = None
    blanks: tuple[str, ...] = ()
    act: Act | None = None
    words: Any = ""

    @property
    def sentence(self) -> str:
        return str(self.words) % {"days": self.days} if self.words else ""

    @cached_property
    def columns(self) -> frozenset[str]:
        """'Delivery.body', …: what is gone once the rule has been kept."""
        every = [field.name for field in self.model._meta.local_fields]
        return frozenset(f"{self.model.__name__}.{name}" for name in self.blanks or every)

    def due(self, now: datetime) -> models.QuerySet[Any]:
        """The rows whose time has come and that still hold something."""
        began = Coalesce(*self.since) if len(self.since) > 1 else F(self.since[0])
        rows: models.QuerySet[Any] = self.model.objects.order_by("pk").alias(began_at=began)
        rows = rows.filter(self.where or Q(), began_at__lt=now - timedelta(days=self.days))
        return rows.exclude(**dict.fromkeys(self.blanks, "")) if self.blanks else rows

    def keep(self, now: datetime, *, until: float) -> int:
        """How many rows went. Ends early once `until` (on `time.monotonic()`) has passed."""
        done, last = 0, None
        while time.monotonic() < until and (ids := self.keep_some(now, after=last)):
            done, last = done + len(ids), ids[-1]
        return done

    @transaction.atomic
    def keep_some(self, now: datetime, *, after: Any = None) -> Sequence[Any]:
        """One batch, of rows whose key comes after `after`. What somebody else holds is left for the next night."""
        due = self.due(now) if after is None else self.due(now).filter(pk__gt=after)
        waiting = due.select_for_update(skip_locked=True, of=("self",))
        ids = list(waiting.values_list("pk", flat=True)[:BATCH])
        if ids:
            self.let_go(self.model.objects.filter(pk__in=ids), now)
        return ids

    def let_go(self, rows: Any, now: datetime) -> None:
        if self.act:
            self.act(rows, now)
        elif self.blanks:
            rows.update(**dict.fromkeys(self.blanks, ""))
        else:
            rows.only("pk").delete()


def rules() -> list[Rule]:
    lists: Iterable[Sequence[Rule]] = map(import_string, settings.RETENTION)
    return list(chain.from_iterable(lists))


def held_since() -> date | None:
    """The day since which the law makes us keep everything: no rule is kept, by night or by hand."""
    since: date | None = settings.LEGAL_HOLD
    return since


class Held(Exception):
    """A legal hold is on."""


def purge(now: datetime, *, seconds: float = float("inf")) -> Iterator[tuple[Rule, int]]:
    """Keep every rule as of `now`; each with how many rows went. Raises Held under a legal hold."""
    if since := held_since():
        raise Held(f"A legal hold is on since {since:%Y-%m-%d} (LEGAL_HOLD): everything is kept.")
    until = time.monotonic() + seconds
    for rule in rules():
        n = rule.keep(now, until=until)
        if n:
            audit.record("old_rows_gone", chapter=None, by=None, what=rule.name, rows=n)
        yield rule, n


@shared_task
def purge_tonight() -> None:
    """As much as fits in one turn, and the rest right after whatever else waits."""
    if held_since():
        return
    began = time.monotonic()
    for _rule, _n in purge(timezone.now(), seconds=TURN_SECONDS):
        pass
    if time.monotonic() - began >= TURN_SECONDS:
        purge_tonight.apply_async(queue="default", retry=False)
