"""People with answers to events, also to events that take none any more."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from campaigns.models import CheckIn, Event, Rsvp
from chapters.models import Chapter, Member
from tests.factories import make_event, make_member


def make_rsvp(event: Event, member: Member | str = "Lupe Canario", *, came: int | None = None, **fields: Any) -> Rsvp:
    """A yes of this person; `came` is how many a host tapped in."""
    if isinstance(member, str):
        member = make_member(event.chapter, member)
    facts = {"state": Rsvp.State.GOING, "source": Rsvp.Source.PAGE, "language": member.language} | fields
    rsvp = Rsvp.objects.create(chapter=event.chapter, event=event, member=member, **facts)
    Event.objects.filter(pk=event.pk).update(seats_taken=event.seats_taken + rsvp.seats_held)
    event.refresh_from_db(fields=["seats_taken"])
    if came is not None:
        CheckIn.objects.create(chapter=event.chapter, event=event, rsvp=rsvp, arrived=came)
    return rsvp


def over(chapter: Chapter, title: str = "Candlelight vigil", *, days: float = 1, **fields: Any) -> Event:
    """An event that ended so many days ago, to the second."""
    ends_at = timezone.now() - timedelta(days=days)
    return make_event(chapter, title, starts_at=ends_at - timedelta(hours=2), ends_at=ends_at, **fields)
