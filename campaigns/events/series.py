"""Events that repeat are made ahead of time, each a full event of its own."""

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import cast

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from campaigns.events import copying, standing
from campaigns.events.event_times import by_rule, wall_minutes
from campaigns.events.models import Event, Series
from campaigns.events.rules import Rule
from chapters import audit
from chapters.models import User

AHEAD = timedelta(days=90)
log = logging.getLogger(__name__)


def rule_of(series: Series) -> Rule:
    return Rule.parse(series.rule, series.zone)


def start_of(series: Series, day: date) -> datetime:
    return by_rule(day, series.begins, series.minutes, series.zone)[0]


def slots(series: Series, *, until: date) -> Iterator[tuple[datetime, datetime]]:
    """Start and end of each event by the rule."""
    for day in rule_of(series).days(series.starts_on, until):
        yield by_rule(day, series.begins, series.minutes, series.zone)


def day_of(event: Event) -> date:
    """The day at the place: by the rule for one that has a place in it, else its own."""
    return (event.original_start or event.starts_at).astimezone(event.zone).date()


# --- the first and the last ------------------------------------------------------------------------


@transaction.atomic
def set_rule(event: Event, rule: Rule | None, *, by: User) -> Series | None:
    """Make a saved event the first of a series, give its series another rule, or with None let it stand alone. Only
    while it is the only one."""
    series = event.series
    if rule is None:
        event.series, event.original_start = None, None
        event.save(update_fields=["series", "original_start", "updated_at"])
        if series:
            series.delete()
        return None
    is_new, series = series is None, series or Series(chapter=event.chapter, created_by=by)
    take_times(series, event)
    series.rule = rule.text(series.zone)
    series.save()
    event.series, event.original_start = series, event.starts_at
    event.save(update_fields=["series", "original_start", "updated_at"])
    if is_new:
        audit.record("series_started", chapter=event.chapter, by=by, subject=series)
    return series


def take_times(series: Series, event: Event) -> None:
    """The day, hour and length of this event become those of its series."""
    local = event.starts_at.astimezone(event.zone)
    series.timezone, series.starts_on, series.begins = event.timezone, local.date(), local.time()
    series.minutes = wall_minutes(event.starts_at, event.ends_at, event.zone)


def held(series: Series) -> Series:
    """The row, locked: one at a time makes or changes dates. Taken before any of its events."""
    return Series.objects.select_for_update().get(pk=series.pk)


@transaction.atomic
def end(series: Series, *, by: User) -> bool:
    """No more dates are made; those made stay. False when it had ended."""
    series = held(series)
    if series.ended_at:
        return False
    made = [day_of(event) for event in series.events.exclude(original_start=None)]
    close(series, on=max(made, default=series.starts_on))
    audit.record("series_ended", chapter=series.chapter, by=by, subject=series)
    return True


def close(series: Series, *, on: date) -> None:
    """`on` is its last day."""
    series.rule, series.ended_at = rule_of(series).ended(on).text(series.zone), timezone.now()
    series.save(update_fields=["rule", "ended_at", "updated_at"])


# --- making the dates ------------------------------------------------------------------------------


@transaction.atomic
def make_ahead(series: Series) -> list[Event]:
    """The events of the next 90 days that are not there yet; one that was called off is there. Safe to repeat, and for
    two at once: the second waits and finds nothing to do."""
    series = held(series)
    pattern = pattern_of(series)
    if series.ended_at or pattern is None:
        return []
    until = timezone.localdate(timezone=series.zone) + AHEAD
    made, now = set(series.events.values_list("original_start", flat=True)), timezone.now()
    events = [
        make_one(series, pattern, starts_at, ends_at)
        for starts_at, ends_at in slots(series, until=until)
        if starts_at > now and starts_at not in made
    ]
    series.last_made_on = until
    series.save(update_fields=["last_made_on", "updated_at"])
    standing.seat_all(series, events)
    return events


def pattern_of(series: Series) -> Event | None:
    """The newest that was not changed on its own; None while nothing of the series is public."""
    public = series.events.published().with_words().order_by("is_apart", "-original_start", "-id")
    return public.first()


def make_one(series: Series, pattern: Event, starts_at: datetime, ends_at: datetime) -> Event:
    event = copying.twin(pattern, starts_at=starts_at, ends_at=ends_at)
    event.series, event.original_start, event.published_at = series, starts_at, timezone.now()
    copying.save_twin(event, like=pattern)
    return event


@transaction.atomic
def add_date(series: Series, starts_at: datetime, ends_at: datetime, *, by: User) -> Event:
    """One more, outside the rule: changes of the whole series leave it on its own day."""
    series = held(series)
    pattern = cast("Event", pattern_of(series))
    event = copying.twin(pattern, starts_at=starts_at, ends_at=ends_at)
    event.series, event.is_apart, event.published_at, event.created_by = series, True, timezone.now(), by
    copying.save_twin(event, like=pattern)
    standing.seat_all(series, [event])
    audit.record("event_published", chapter=series.chapter, by=by, subject=event)
    return event


@shared_task
def make_tonight() -> None:
    """Every night: new dates, and seats that a lost connection left out. One that fails keeps none of the others."""
    for series in Series.objects.running().filter(chapter__closed_at=None).order_by("id"):
        try:
            make_ahead(series)
            standing.seat_all(series, standing.coming(series))
        except Exception:
            log.exception("The dates of series %s could not be made", series.code)


def rest_of(series: Series, *, begins_on: date) -> Rule:
    """The rule of what is left of it from that day on."""
    rule = rule_of(series)
    before = sum(1 for _day in rule.days(series.starts_on, begins_on - timedelta(days=1)))
    return rule.from_the(before)


def split(series: Series, *, begins_on: date, by: User | None) -> Series:
    """The series ends before that day, and a new one, not saved, takes over the rest."""
    rule = rest_of(series, begins_on=begins_on)
    rest = Series(
        chapter=series.chapter,
        timezone=series.timezone,
        begins=series.begins,
        minutes=series.minutes,
        starts_on=begins_on,
        ended_at=series.ended_at,
        created_by=by,
    )
    rest.rule = rule.text(series.zone)
    close(series, on=begins_on - timedelta(days=1))
    return rest
