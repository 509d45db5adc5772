"""The message on the day after: did you come, thank you, and what comes next. Only where the chapter wants it."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from campaigns.events import reminders, timetable, words
from campaigns.events.models import Event, Rsvp
from campaigns.messaging.delivery_models import Delivery

WORTH_SAYING = timedelta(hours=10)  # from ten in the morning; a night later nobody wants to hear it


@shared_task
def write_due() -> None:
    """Every few minutes: the events whose morning after has come."""
    now = timezone.now()
    over = Event.objects.published().filter(cancelled_at=None, ends_at__lt=now, ends_at__gt=now - timedelta(days=3))
    for event in over.filter(is_silent=False, chapter__timetable__has_day_after=True).with_words():
        at = timetable.day_after(event)
        if at <= now < at + WORTH_SAYING and timetable.writes_after(event):
            tell(event)


def tell(event: Event) -> int:
    """Everyone who had a seat, each once; how many messages were written."""
    coming = next_event(event)
    ends_at, written = timetable.day_after(event) + WORTH_SAYING, 0
    seats = event.rsvps.filter(state=Rsvp.State.GOING, doubt="").to_be_told()
    for rsvp in seats.select_related("member", "check_in").order_by("id"):
        rsvp.event = event
        check_in = getattr(rsvp, "check_in", None)
        came = check_in.arrived > 0 if check_in else None
        note = words.day_after(rsvp, came=came, next_event=coming)
        key = f"rsvp:{rsvp.pk}:day_after"
        written += reminders.write(rsvp, key, Delivery.Purpose.REMINDER, note, expires_at=ends_at) is not None
    return written


def next_event(event: Event) -> Event | None:
    """The next public one of the same campaign, else of the chapter."""
    ahead = event.chapter.events.public().upcoming().with_words()
    same = ahead.filter(campaign=event.campaign_id).first() if event.campaign_id else None
    return same or ahead.first()
