"""The order of rows below one event: parts of a program, speakers, talking points."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet

from campaigns.events.models import Event


def hold(event: Event) -> None:
    """Whoever changes the order or deals out waits here for whoever does so now."""
    Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)


def next_place(rows: QuerySet[Any]) -> int:
    return (rows.aggregate(last=Max("order"))["last"] or 0) + 1


@transaction.atomic
def move(event: Event, rows: QuerySet[Any], code: str, *, earlier: bool) -> None:
    """One place up or down among `rows`, which are in order. The first stays first, the last last."""
    hold(event)
    found: Sequence[Any] = list(rows)
    at = next((place for place, row in enumerate(found) if row.code == code), None)
    to = -1 if at is None else at - 1 if earlier else at + 1
    order = list(range(len(found)))
    if at is not None and 0 <= to < len(found):
        order[at], order[to] = order[to], order[at]
    for row, place in zip(found, order, strict=True):
        if row.order != place + 1:
            type(row).objects.filter(pk=row.pk).update(order=place + 1)
