"""One change for several dates of a series: each takes it at its own day; rows, codes and seats stay."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.events import copying, planning, reminders, rules, seats, series, standing
from campaigns.events.event_times import by_rule, local_times, wall_minutes
from campaigns.events.forms import EventForm
from campaigns.events.models import Event, Rsvp, Scope, Series
from campaigns.events.planning import Plan
from campaigns.events.reminders import Told
from campaigns.forms import TextForm, Texts
from chapters import audit, dates
from chapters.models import User


@dataclass(frozen=True)
class Before:
    """An event of a series as it was before its form was read into it."""

    starts_at: datetime
    ends_at: datetime
    zone: str
    day: date
    slot: date | None
    facts: dict[str, Any]

    @classmethod
    def of(cls, event: Event) -> "Before":
        slot = series.day_of(event) if event.original_start else None
        here = event.starts_at.astimezone(event.zone).date()
        return cls(event.starts_at, event.ends_at, event.timezone, here, slot, copying.facts_of(event))


def within(event: Event, scope: str, *, began: datetime | None = None) -> list[Event]:
    """The others of its series that the scope reaches, soonest first: still ahead, called off or not, locked."""
    if scope == Scope.ONE or event.series is None:
        return []
    rows = event.series.events.upcoming().exclude(pk=event.pk).order_by("id")
    others = list(rows.with_words().select_for_update(of=("self",), no_key=True))
    first = event.original_start or began or event.starts_at
    return sorted(
        (one for one in others if scope == Scope.ALL or (one.original_start or one.starts_at) > first),
        key=lambda one: (one.original_start or one.starts_at, one.pk),
    )


def takes(event: Event, *, also_apart: bool) -> bool:
    """Does a change of the series reach this one?"""
    return event.cancelled_at is None and (also_apart or not event.is_apart)


# --- what each date becomes ------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """How the time of the edited event changed: `move` takes a day by the rule to its new one."""

    rule: rules.Rule
    move: rules.Move
    begins: time
    minutes: int
    is_new_hour: bool
    is_new_length: bool
    is_new_day: bool

    @property
    def is_any(self) -> bool:
        return self.is_new_hour or self.is_new_length or self.is_new_day


def step_of(event: Event, before: Before, first: date) -> Step:
    """From the edited event, with its new times, and the first day that the change reaches."""
    here, was = event.starts_at.astimezone(event.zone), before.starts_at.astimezone(event.zone)
    move: rules.Move = same_day
    rule = series.rest_of(series_of(event), begins_on=first)
    is_new_day = before.slot is not None and here.date() != before.day
    if before.slot and is_new_day:
        rule, move = rules.moved(rule, before.slot, here.date())
    minutes = wall_minutes(event.starts_at, event.ends_at, event.zone)
    return Step(
        rule=rule,
        move=move,
        begins=here.time(),
        minutes=minutes,
        is_new_hour=here.time() != was.time() or event.timezone != before.zone,
        is_new_length=minutes != wall_minutes(before.starts_at, before.ends_at, event.zone),
        is_new_day=is_new_day,
    )


def same_day(day: date) -> date:
    return day


def series_of(event: Event) -> Series:
    return cast("Series", event.series)


def times_of(other: Event, event: Event, step: Step) -> tuple[datetime, datetime]:
    """When another date is after the step. With a new day it goes to where the rule puts it."""
    own: dict[str, Any] = local_times(other)
    zone = event.zone if step.is_new_hour else other.zone
    day = own["day"]
    if step.is_new_day and other.original_start:
        day = step.move(series.day_of(other))
    begins = step.begins if step.is_new_hour else own["begins"]
    minutes = step.minutes if step.is_new_length else wall_minutes(other.starts_at, other.ends_at, other.zone)
    return by_rule(day, begins, minutes, zone)


# --- refusals --------------------------------------------------------------------------------------


def refuse(form: EventForm, before: Before, scope: str, *, also_apart: bool) -> None:
    """Add to the form why its change cannot be made for all of these dates. The rows are locked from here on."""
    event = form.instance
    reached = [one for one in within(event, scope, began=before.starts_at) if takes(one, also_apart=also_apart)]
    if not reached or form.errors:
        return
    capacity = form.cleaned_data.get("capacity")
    full = [one for one in reached if capacity is not None and one.seats_taken > capacity]
    if full and "capacity" in form.changed_data:
        words = _("On %(day)s, %(n)s seats are taken already. Choose %(n)s or more.")
        form.add_error("capacity", words % {"day": spoken_day(full[0]), "n": full[0].seats_taken})
    refuse_days(form, before, reached)


def refuse_days(form: EventForm, before: Before, reached: list[Event]) -> None:
    event, first = form.instance, min(filter(None, [before.slot or before.day, *map(series.day_of, reached)]))
    step = step_of(event, before, first)
    if step.is_new_day and len(step.rule.weekdays) < len(series.rule_of(series_of(event)).weekdays):
        form.add_error("day", _("The series meets on that weekday already. Choose another day."))
        return
    for one in reached if step.is_any else ():
        _starts_at, ends_at = times_of(one, event, step)
        if ends_at <= timezone.now():
            words = _("%(day)s would move to a day that is over. Change this and the following instead.")
            form.add_error("day", words % {"day": spoken_day(one)})
            return


def spoken_day(event: Event) -> str:
    return dates.day(event.starts_at, event.zone)


# --- the change ------------------------------------------------------------------------------------


@dataclass
class Spread:
    """What was done beside the edited event: how many dates changed, and which of them moved."""

    count: int = 0
    moved: list[Event] = field(default_factory=list)


@transaction.atomic
def spread(form: EventForm, texts: Texts, before: Before, scope: str, *, also_apart: bool, by: User) -> Spread:
    """After the edited event was saved: the same change for the others, and for the rule."""
    event: Event = Event.objects.with_words().get(pk=form.instance.pk)
    others = within(event, scope, began=before.starts_at)
    first = first_day(event, before, others)
    step, done = step_of(event, before, first), Spread()
    change = change_of(event, before, texts)
    for other in others:
        if takes(other, also_apart=also_apart):
            done.count += 1
            done.moved += apply(other, event, step, change)
    series.make_ahead(pair(event, before, others, step, scope=scope, first=first, by=by))
    audit.record("series_changed", chapter=event.chapter, by=by, subject=event, dates=done.count + 1)
    return done


def first_day(event: Event, before: Before, others: Iterable[Event]) -> date:
    days = [before.slot or before.day, *(series.day_of(one) for one in others if one.original_start)]
    return min(days)


Change = Callable[[Event], None]


def change_of(event: Event, before: Before, texts: Texts) -> Change:
    """Only what is not as it was before: what differs from date to date otherwise stays."""
    now = copying.facts_of(event)
    facts = {name: value for name, value in now.items() if value != before.facts[name] and name != "timezone"}
    words = [(text.language, text.is_blank, changed_words(text)) for text in texts if text.changed_data]

    def change(other: Event) -> None:
        for name, value in facts.items():
            setattr(other, name, value)
        for language, is_blank, said in words:
            if is_blank:
                other.texts.filter(language=language).delete()
            else:
                other.texts.update_or_create(language=language, defaults=said)

    return change


def changed_words(text: TextForm) -> dict[str, str]:
    return {name: getattr(text.instance, name) for name in text.changed_data if name in copying.WORDS}


def apply(other: Event, event: Event, step: Step, change: Change) -> list[Event]:
    """The change on one date; the date itself if people must hear that it moved."""
    plan: Plan = planning.when_and_where(other)
    began = other.starts_at
    if step.is_any:
        other.starts_at, other.ends_at = times_of(other, event, step)
        other.timezone = event.timezone if step.is_new_hour else other.timezone
    change(other)
    is_moved = other.is_open and planning.when_and_where(other) != plan
    other.sequence += is_moved
    other.save()
    copying.move_shifts(other, began=began)
    other = Event.objects.with_words().get(pk=other.pk)
    if is_moved:
        reminders.renew(other)
    seats.fill(other)
    return [other] if is_moved else []


# --- the rule --------------------------------------------------------------------------------------


def pair(event: Event, before: Before, others: list[Event], step: Step, *, scope: str, first: date, by: User) -> Series:
    """Give the rule its new day and hour, and each date its new place in it, in the same order. From a date in the
    middle on it becomes a series of its own."""
    old = series.held(series_of(event))
    cut = scope == Scope.FOLLOWING and old.events.exclude(pk__in=[event.pk, *(one.pk for one in others)]).exists()
    if not (step.is_any or cut):
        return old
    target = series.split(old, begins_on=first, by=by) if cut else old
    was = {one.pk: series.day_of(one) for one in others if one.original_start}
    if before.slot:
        was[event.pk] = before.slot
    slots = {pk: step.move(day) for pk, day in was.items()}
    retime(target, event, step, days=[*slots.values()] or [first])
    if cut:
        standing.carry_over(old, target)
    moving = Event.objects.filter(pk__in=[event.pk, *(one.pk for one in others)])
    moving.update(series=target, original_start=None)  # so that no two are in one place on the way
    for pk, day in slots.items():
        Event.objects.filter(pk=pk).update(original_start=series.start_of(target, day))
    return target


def retime(target: Series, event: Event, step: Step, *, days: list[date]) -> None:
    if step.is_new_hour:
        target.timezone, target.begins = event.timezone, step.begins
    if step.is_new_length:
        target.minutes = step.minutes
    target.starts_on = min(days)
    rule = replace(step.rule, until=max(step.rule.until, *days)) if step.rule.until else step.rule
    target.rule = rule.text(target.zone)
    target.save()


# --- calling off -----------------------------------------------------------------------------------


@transaction.atomic
def call_off(event: Event, scope: str, *, by: User, tell: bool) -> tuple[int, Told] | None:
    """How many dates, and who is told; with more than this one the series ends. None when nothing was left to do."""
    if event.series:
        series.held(event.series)
    reached = [event, *(one for one in within(event, scope) if one.cancelled_at is None)]
    if len(reached) == 1:
        heard = planning.call_off(event, by=by, tell=tell)
        off, told = ([event], heard) if heard else ([], Told(0, 0))
    else:
        off, told = call_off_each(reached, by=by, tell=tell)
    if scope != Scope.ONE and event.series:
        series.end(event.series, by=by)
    return (len(off), told) if off else None


def call_off_each(reached: Iterable[Event], *, by: User, tell: bool) -> tuple[list[Event], Told]:
    """Which of them were called off now; each person hears of all of theirs at once."""
    off = [
        one for one in sorted(reached, key=lambda one: one.pk) if planning.call_off(one, by=by, tell=False) is not None
    ]
    return off, reminders.tell_called_off(*off) if tell else Told(0, 0)


def reach(event: Event) -> list[tuple[str, int, int]]:
    """For the question how far: each scope, how many dates and how many people who count on one of them."""
    counted = []
    for scope in Scope:
        dates_ahead = [event.pk, *(one.pk for one in ahead(event, scope))]
        people = Rsvp.objects.filter(event__in=dates_ahead).to_be_told().values("member").distinct().count()
        counted.append((scope.value, len(dates_ahead), people))
    return counted


def ahead(event: Event, scope: str) -> list[Event]:
    """As `within`, only looked at, without those called off."""
    if scope == Scope.ONE or event.series is None:
        return []
    first = event.original_start or event.starts_at
    rows = event.series.events.ahead().exclude(pk=event.pk)
    return [one for one in rows if scope == Scope.ALL or (one.original_start or one.starts_at) > first]


def apart_count(event: Event) -> int:
    return event.series.events.ahead().exclude(pk=event.pk).filter(is_apart=True).count() if event.series else 0
