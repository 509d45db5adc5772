"""One more event like another: words in every language, facts and shifts; never seats, never its state."""

from datetime import datetime, timedelta
from typing import Any

from django.forms.models import model_to_dict
from django.utils import timezone

from campaigns.events.event_times import local_times, moved_along, wall_step
from campaigns.events.models import Event, EventText, Shift
from campaigns.forms import Texts

FACTS = (
    *("kind", "audience", "campaign", "timezone", "place", "address", "zip", "address_shown", "online_url", "transit"),
    *("is_step_free", "has_childcare", "has_asl", "asks_masks", "interpretation", "capacity", "goal"),
    *("asks_approval", "is_marked_sensitive", "is_silent", "host", "partner", "their_url"),
)
WORDS = ("title", "summary", "body", "for_guests")


def facts_of(event: Event) -> dict[str, Any]:
    """{"place": "Avenue 56", "campaign_id": 7, …}: what another event like it starts with."""
    columns = {field.name: field.attname for field in Event._meta.concrete_fields}
    return {columns[name]: getattr(event, columns[name]) for name in FACTS}


def twin(event: Event, *, starts_at: datetime, ends_at: datetime) -> Event:
    """A new row with the same facts, not saved."""
    kept = {"chapter": event.chapter, "created_by_id": event.created_by_id}
    return Event(starts_at=starts_at, ends_at=ends_at, **kept, **facts_of(event))


def save_twin(event: Event, *, like: Event) -> None:
    """With the words and the shifts of the other one."""
    event.save(force_insert=True)
    EventText.objects.bulk_create(
        EventText(parent=event, language=text.language, **{name: getattr(text, name) for name in WORDS})
        for text in like.texts.all()
    )
    copy_shifts(like, event)


def copy_shifts(source: Event, event: Event) -> None:
    """At the same hours of the clock, as far from its beginning as before."""
    step = wall_step(source.starts_at, event.starts_at, source.zone)
    Shift.objects.bulk_create(
        Shift(
            chapter_id=event.chapter_id,
            event=event,
            job=shift.job,
            label=shift.label,
            capacity=shift.capacity,
            starts_at=moved_along(shift.starts_at, event.zone, by=step),
            ends_at=moved_along(shift.ends_at, event.zone, by=step),
        )
        for shift in source.shifts.all()
    )


def move_shifts(event: Event, *, began: datetime) -> None:
    """After the event moved away from `began`: its shifts go along."""
    step = wall_step(began, event.starts_at, event.zone)
    for shift in event.shifts.all() if step else ():
        shift.starts_at = moved_along(shift.starts_at, event.zone, by=step)
        shift.ends_at = max(moved_along(shift.ends_at, event.zone, by=step), shift.starts_at + timedelta(minutes=1))
        shift.save(update_fields=["starts_at", "ends_at", "updated_at"])


# --- the form of a copy ----------------------------------------------------------------------------


def prefilled(source: Event) -> dict[str, object]:
    """What the form of a copy begins with: the same hours, the next of its weekdays that is still to come."""
    times = local_times(source)
    if not times:
        return model_to_dict(source, fields=[name for name in FACTS if name != "campaign"]) | {"is_undated": True}
    days_over = (timezone.now() - source.starts_at).days
    later: dict[str, Any] = {name: times[name] for name in ("day", "last_day") if times[name]}
    later = {name: day + timedelta(weeks=max(1, days_over // 7 + 1)) for name, day in later.items()}
    facts = model_to_dict(source, fields=[name for name in FACTS if name != "campaign"])
    return {**facts, **times, **later}


def prefill(texts: Texts, source: Event) -> None:
    saved = {text.language: text for text in source.texts.all()}
    for form in texts:
        if text := saved.get(form.language):
            form.initial.update({name: getattr(text, name) for name in WORDS})
