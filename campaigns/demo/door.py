"""An evening that goes on while somebody looks at the demo: its door is open, and some are in."""

from datetime import timedelta
from random import Random
from uuid import uuid4

from django.utils import timezone

from campaigns.demo.seating import seat, take
from campaigns.events import checking
from campaigns.models import Event, EventText, Rsvp
from chapters.models import Chapter, Member, User

TITLES = {
    "en": ("Soup and stamps tonight", "We stick stamps on the signed cards while the soup is hot."),
    "es": ("Sopa y estampillas esta noche", "Pegamos estampillas en las tarjetas firmadas mientras hay sopa."),
}
GOING, WAITING, IN = 24, 2, 9
HOST = "Rosa at the side door"


def open_a_door(chapter: Chapter, members: list[Member], host: User, random: Random) -> Event:
    now = timezone.now()
    event = Event.objects.create(
        chapter=chapter,
        kind=Event.Kind.ART_BUILD,
        audience=Event.Audience.MEMBERS,
        starts_at=now - timedelta(minutes=20),
        ends_at=now + timedelta(hours=4),
        timezone=chapter.timezone,
        place="Sala San Judas, Avenue 60",
        zip=chapter.zip,
        published_at=now - timedelta(days=6),
        created_by=host,
        is_step_free=True,
        has_childcare=True,
    )
    for language, (title, summary) in TITLES.items():
        EventText.objects.create(parent=event, language=language, title=title, summary=summary)
    people = random.sample(members, GOING + WAITING)
    take(seat(member, event, random) for member in people[:GOING])
    event.refresh_from_db()
    Event.objects.filter(pk=event.pk).update(capacity=event.seats_taken)
    waiting = [seat(member, event, random, state=Rsvp.State.WAITLISTED, waitlisted_at=now) for member in people[GOING:]]
    take(waiting)
    event.host_links.create(chapter=chapter, label=HOST, created_by=host, used_at=now)
    for rsvp in event.rsvps.going()[:IN]:
        checking.arrive(event, rsvp, arrived=rsvp.party_size, key=uuid4(), tapped_at=now - timedelta(minutes=9))
    return event
