"""People who come every time: a seat on each event of a series that is public, and on each new one."""

from collections.abc import Iterable
from typing import Any, cast

from django.db.models import Sum

from campaigns.events import rules, seats
from campaigns.events.models import Event, Rsvp, Series, StandingRsvp

DATES_SHOWN = 3  # on the public page
SHOWN = 12
COUNTS = (*Rsvp.HOLDS_SEAT, Rsvp.State.WAITLISTED, Rsvp.State.ASKED)


def join_all(rsvp: Rsvp) -> StandingRsvp:
    """Whoever has this seat comes every time, as many and told as for this one. What they answered for another day
    stays as it is."""
    given = {"party_size": rsvp.party_size, "channel": rsvp.channel, "language": rsvp.language}
    standing, _is_new = StandingRsvp.objects.update_or_create(
        series=series_of(rsvp), member=rsvp.member, defaults={"chapter": rsvp.chapter, "ended_at": None, **given}
    )
    for event in coming(standing.series):
        seat(standing, event)
    return standing


def leave_all(standing: StandingRsvp) -> int:
    """Ends it and gives back the seats that came from it; one saved by hand stays. How many were given back."""
    standing.end()
    ours = Rsvp.objects.filter(member=standing.member_id, event__in=coming(standing.series), source=Rsvp.Source.SERIES)
    given_back = 0
    for rsvp in ours.filter(state__in=COUNTS).order_by("event_id"):
        seats.cancel(rsvp)
        given_back += 1
    return given_back


def seat_all(series: Series, events: Iterable[Event]) -> None:
    """Seats on these for everybody who comes every time; again is no harm."""
    events = list(events)
    for standing in series.standing_rsvps.filter(ended_at=None).select_related("member").order_by("id"):
        for event in events:
            seat(standing, event)


def seat(standing: StandingRsvp, event: Event) -> Rsvp | None:
    """None where the event takes nobody, or the person answered it before: a no for one day stays a no."""
    if event.rsvps.filter(member=standing.member_id).exists():
        return None
    try:
        return seats.save(
            event,
            member=standing.member,
            party_size=standing.party_size,
            source=Rsvp.Source.SERIES,
            channel=standing.channel,
            language=standing.language,
            confirm=False,
        )
    except (seats.Closed, seats.NotEnough):
        return None


def coming(series: Series) -> list[Event]:
    """Public ones ahead; in the order of their rows, in which everybody takes the locks of several."""
    return list(series.events.published().ahead().with_words().order_by("id"))


def carry_over(old: Series, new: Series) -> None:
    """Whoever came every time comes to the rest of it too."""
    StandingRsvp.objects.bulk_create(
        StandingRsvp(
            chapter_id=one.chapter_id,
            series=new,
            member_id=one.member_id,
            party_size=one.party_size,
            channel=one.channel,
            language=one.language,
        )
        for one in old.standing_rsvps.filter(ended_at=None)
    )


# --- on the page of a seat -------------------------------------------------------------------------


def series_of(rsvp: Rsvp) -> Series:
    return cast("Series", rsvp.event.series)


def may_ask(rsvp: Rsvp, token: str) -> bool:
    """Only by the link that we sent: nobody is signed up for a year by a number that somebody else typed. And never
    where no list of people is kept."""
    event = rsvp.event
    counts = rsvp.holds_seat or rsvp.state == Rsvp.State.WAITLISTED
    return (
        token == rsvp.secret and event.series is not None and event.is_open and counts and not event.keeps_no_attendance
    )


def section(rsvp: Rsvp, token: str) -> dict[str, Any]:
    """What `seat_series.html` shows: nothing, the offer with its days, or how to stop."""
    if not (may_ask(rsvp, token) and rsvp.event.series):
        return {}
    series = rsvp.event.series
    days = sorted(coming(series), key=lambda event: event.starts_at)
    standing = series.standing_rsvps.filter(member=rsvp.member_id, ended_at=None).first()
    if standing:
        own = Rsvp.objects.filter(member=rsvp.member_id, event__in=days, state__in=COUNTS)
        seated = set(own.values_list("event_id", flat=True))
        days = [event for event in days if event.pk in seated]
    return {
        "standing": standing,
        "series_words": rules.spoken(rules.Rule.parse(series.rule, series.zone)),
        "series_days": days[:SHOWN],
        "series_more": max(0, len(days) - SHOWN),
        "series_goes_on": series.goes_on,
    }


def again(event: Event) -> dict[str, Any]:
    """On the public page: how an event repeats, and its next other dates; {} for one that does not."""
    if event.series is None or not event.is_open:
        return {}
    others = event.series.events.public().upcoming().exclude(pk=event.pk).with_words()
    rule = rules.Rule.parse(event.series.rule, event.series.zone)
    return {"again_words": rules.spoken(rule), "again_dates": list(others[:DATES_SHOWN])}


def people(series: Series) -> int:
    """How many come every time, friends included."""
    total: int | None = series.standing_rsvps.filter(ended_at=None).aggregate(n=Sum("party_size"))["n"]
    return total or 0
