"""Puts the demo's events on the calendar and people on their seats."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from campaigns.demo.calendar import EVENTS, Planned
from campaigns.models import Campaign, Event, EventText, Rsvp
from chapters.models import Chapter, Member, User


def plan_events(chapters: dict[str, Chapter], campaign: Campaign, host: User) -> dict[str, Event]:
    return {planned.key: make(planned, chapters[planned.chapter], campaign, host) for planned in EVENTS}


def make(planned: Planned, chapter: Chapter, campaign: Campaign, host: User) -> Event:
    starts_at = start_of(planned, chapter)
    event = Event.objects.create(
        chapter=chapter,
        campaign=campaign if planned.in_campaign else None,
        kind=planned.kind,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=planned.hours),
        timezone=chapter.timezone,
        place=planned.place,
        zip=planned.zip,
        published_at=min(starts_at, timezone.now()) - timedelta(days=14),
        created_by=host,
        seats_taken=planned.turnout,
        **planned.fields,
    )
    words = {"en": planned.en, "es": planned.es}
    EventText.objects.bulk_create(
        EventText(parent=event, language=language, title=text[0], summary=text[1], body="".join(text[2:]))
        for language, text in words.items()
        if text
    )
    return event


def start_of(planned: Planned, chapter: Chapter) -> datetime:
    today = timezone.localdate(timezone=chapter.zone)
    day = date.fromisoformat(planned.on) if planned.on else today + timedelta(days=planned.days)
    return datetime.combine(day, time(*planned.clock), chapter.zone)


def fill(events: dict[str, Event], members: dict[str, list[Member]], random: Random) -> None:
    """Seats by the web page, from people of the chapter; the town hall gets more from the text about it."""
    for planned in EVENTS:
        crowd = [member for member in members[planned.chapter] if member.phone]
        random.shuffle(crowd)
        going, unsure = crowd[: planned.going], crowd[planned.going :][: planned.unsure]
        seats = [seat(member, events[planned.key], random) for member in going]
        seats += [
            seat(member, events[planned.key], random, state="unconfirmed", held_until=timezone.now())
            for member in unsure
        ]
        take(seats)


def seat(member: Member, event: Event, random: Random, **fields: object) -> Rsvp:
    party = random.choice([1, 1, 1, 2, 2, 3])
    given = {"state": Rsvp.State.GOING, "source": Rsvp.Source.PAGE} | fields
    return Rsvp(
        chapter=member.chapter,
        event=event,
        member=member,
        party_size=party,
        children=1 if event.has_childcare and party == 3 else 0,
        needs_language="es" if member.language == "es" and event.is_step_free else "",
        language=member.language,
        **given,
    )


def take(seats: Iterable[Rsvp]) -> None:
    """Save them, counted on their events and spread over the days since the news went out."""
    saved = Rsvp.objects.bulk_create(seats)
    for rsvp, at in zip(saved, days_back(), strict=False):
        rsvp.created_at = min(at, rsvp.event.starts_at)
    Rsvp.objects.bulk_update(saved, ["created_at"])
    for event in {rsvp.event for rsvp in saved}:
        held = sum(rsvp.party_size for rsvp in event.rsvps.holding_a_seat())
        Event.objects.filter(pk=event.pk).update(seats_taken=held)


def days_back() -> Iterator[datetime]:
    """Times that go back from now, closer together near it."""
    gap, at = timedelta(minutes=7), timezone.now()
    while True:
        at -= gap
        gap = min(gap * 1.2, timedelta(hours=9))
        yield at
