"""Holding an event: made public, changed, called off, and who must hear of it."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from campaigns.events import copying, proposals, reminders, seats
from campaigns.events.forms import EventForm
from campaigns.events.models import Event
from campaigns.events.reminders import Told
from campaigns.forms import Texts
from campaigns.messaging import calling
from chapters import audit
from chapters.models import User

Plan = tuple[object, ...]


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
    told = tell_moved(event, tell=tell and bool(form.cleaned_data.get("tell"))) if is_moved else None
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


def tell_moved(event: Event, *, tell: bool) -> Told | None:
    reminders.renew(event)
    return reminders.tell_changed(event) if tell else None


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
