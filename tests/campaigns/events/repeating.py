"""A weekly series for tests, made through the page."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from campaigns.models import Event, Series
from tests.cast import Cast
from tests.factories import signed_in

NEW = "/c/highland-park/events/new/"
FIRST = (timezone.now() + timedelta(days=20)).date()
WEEK = timedelta(weeks=1)


def answers(**fields: Any) -> dict[str, Any]:
    return {
        "kind": "meeting",
        "audience": "public",
        "day": FIRST.isoformat(),
        "begins": "18:30",
        "ends": "20:00",
        "place": "Avenue 56",
        "address": "5601 Figueroa St",
        "zip": "90042",
        "address_shown": "rsvp",
        "transit": "Gold Line",
        "is_step_free": "on",
        "capacity": "5",
        "interpretation": ["es"],
        "en-title": "Weekly meeting",
        "en-for_guests": "Ring twice.",
        "es-title": "Reunión semanal",
        "tell": "on",
    } | fields


def begin(cast: Cast, **fields: Any) -> Series:
    """Weekly from FIRST on, public."""
    client = signed_in(cast.lead)
    answer = client.post(NEW, answers(**({"repeats": "weekly", "publish": "1"} | fields)))
    assert answer.status_code == 302, answer.content.decode()
    return Series.objects.latest("id")


def dates_of(series: Series) -> list[Event]:
    return list(series.events.order_by("starts_at"))


def local_days(events: list[Event]) -> list[date]:
    return [here(event).date() for event in events]


def here(event: Event) -> datetime:
    return event.starts_at.astimezone(event.zone)


def change(cast: Cast, event: Event, **fields: Any) -> str:
    """What the page says after the form of one date was sent with these answers."""
    event.refresh_from_db()
    shown: dict[str, Any] = {
        "day": here(event).date().isoformat(),
        "begins": f"{here(event):%H:%M}",
        "place": event.place,
    }
    ends = event.ends_at.astimezone(event.zone)
    shown |= {
        "ends": f"{ends:%H:%M}",
        "capacity": event.capacity or "",
        "en-title": event.texts.get(language="en").title,
    }
    client = signed_in(cast.lead)
    path = f"/c/highland-park/events/{event.code}/"
    answer = client.post(f"{path}edit/", answers(**(shown | fields)))
    return answer.content.decode() if answer.status_code != 302 else client.get(path).content.decode()
