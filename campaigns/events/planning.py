"""Holding an event: made public, changed, called off, and who must hear of it."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.events import copying, proposals, reminders, seats
from campaigns.events.forms import EventForm
from campaigns.events.models import Event
from campaigns.events.reminders import Told
from campaigns.forms import Texts
from campaigns.messaging import calling
from chapters import audit
from chapters.dates import NOT_SET
from chapters.models import User

Plan = tuple[Any, ...]


@dataclass(frozen=True)
class Kept:
    """What saving did. `told` is None when nobody had to hear of it."""

    event: Event
    is_moved: bool = False
    is_now_public: bool = False
    told: Told | None = None


def when_and_where(event: Event) -> Plan:
    """What people plan their evening by."""
    return (event.starts_at, event.ends_at, event.place, event.address, event.online_url)


@transaction.atomic
def keep(
    form: EventForm, texts: Texts, before: Plan | None, *, by: User | None, publish: bool, tell: bool = True
) -> Kept:
    """Save a new or changed event; `before` is its plan as it was, None for a new one. The row is locked. Without
    `tell` somebody else tells the people what moved."""
    event: Event = form.save(commit=False)
    is_new, was_public = event.pk is None, event.is_published
    is_moved = not is_new and was_public and event.is_open and when_and_where(event) != before
    if is_new:
        event.chapter, event.created_by = form.chapter, by
    if publish and not was_public:
        event.published_at = timezone.now()
    event.sequence += is_moved
    event.save()
    if before and isinstance(before[0], datetime):
        copying.move_shifts(event, began=before[0])
    texts.save(event)
    event = Event.objects.with_words().get(pk=event.pk)
    told = None
    if is_moved:
        told = tell_moved(event, before or (), tell=tell and bool(form.cleaned_data.get("tell")))
    if not is_moved and "is_silent" in form.changed_data:
        reminders.replan(event)
    if not is_new:
        seats.fill(event)
    if event.is_published and not was_public:
        audit.record("event_published", chapter=event.chapter, by=by, subject=event)
        proposals.welcome(event, by=by)
    if is_moved:
        audit.record("event_moved", chapter=event.chapter, by=by, subject=event, told=told.count if told else 0)
    return Kept(event, is_moved=is_moved, is_now_public=event.is_published and not was_public, told=told)


def tell_moved(event: Event, before: Plan, *, tell: bool) -> Told | None:
    reminders.renew(event)
    if not tell:
        return None
    is_first_date = event.has_date and NOT_SET in before
    return reminders.tell_new_date(event) if is_first_date else reminders.tell_changed(event)


@transaction.atomic
def move(event: Event, starts_at: datetime, ends_at: datetime, *, by: User, tell: bool) -> Told | None:
    """Another day, or none yet (`NOT_SET`); also of an event that is over, when it goes on that day. None when it is
    on that day already, which two leads at once also find, or when nobody is to be told."""
    event = Event.objects.with_words().select_for_update(of=("self",), no_key=True).get(pk=event.pk)
    before = when_and_where(event)
    event.starts_at, event.ends_at = starts_at, ends_at
    if when_and_where(event) == before:
        return None
    was_open = event.is_published and event.cancelled_at is None
    event.sequence += was_open
    event.is_apart = event.is_apart or event.series_id is not None
    event.save()
    copying.move_shifts(event, began=before[0])
    told = tell_moved(event, before, tell=tell) if was_open else None
    seats.fill(event)
    audit.record("event_moved", chapter=event.chapter, by=by, subject=event, told=told.count if told else 0)
    return told


@transaction.atomic
def call_off(event: Event, *, by: User | None, tell: bool) -> Told | None:
    """For good: nobody is asked or reminded any more. None when it was called off before."""
    rows = Event.objects.filter(pk=event.pk, cancelled_at=None)
    if not rows.update(cancelled_at=timezone.now(), sequence=event.sequence + 1, updated_at=timezone.now()):
        return None
    event.refresh_from_db(fields=["cancelled_at", "sequence", "updated_at"])
    reminders.withdraw_all(event, "called_off")
    for call in event.calls_to_action.under_way():
        with suppress(calling.NotNow):  # it ended by itself a moment ago
            calling.stop(call, by=by)
    told = reminders.tell_called_off(event) if tell else Told(0, 0)
    audit.record("event_called_off", chapter=event.chapter, by=by, subject=event, told=told.count)
    return told
