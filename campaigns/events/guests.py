"""Who opens a page of an event: anyone, the person a link was made for, or the one who just saved a seat."""

from django.core import signing
from django.http import Http404, HttpRequest

from campaigns.events.models import Event, Rsvp
from chapters.access import Can, may
from chapters.languages import in_language
from chapters.models import Role

__all__ = ["event_for", "in_language", "is_insider", "seat_of", "ticket"]

TICKET_SECONDS = 2 * 3600
ticket_signer = signing.TimestampSigner(salt="a seat was saved here")


def ticket(rsvp: Rsvp) -> str:
    """What the browser that saved the seat holds: it opens the same page for a while, without earlier answers.

    So nobody learns by typing a neighbor's name and number whether, or with what needs, that neighbor is coming.
    """
    return ticket_signer.sign(rsvp.code)


def seat_of(token: str) -> tuple[Rsvp, bool]:
    """The seat a token opens, and whether it is the person's own secret. Raises Http404."""
    rows = Rsvp.objects.select_related("event__chapter", "event__campaign", "member", "chapter")
    rows = rows.prefetch_related("event__texts").filter(chapter__closed_at=None)
    if rsvp := rows.filter(secret=token).first():
        return rsvp, True
    try:
        code = ticket_signer.unsign(token, max_age=TICKET_SECONDS)
    except signing.BadSignature as error:
        raise Http404 from error
    if rsvp := rows.filter(code=code).first():
        return rsvp, False
    raise Http404


def event_for(request: HttpRequest, code: str) -> Event:
    """An event this visitor may open: a public one, or any of a chapter in which they hold a role that sees events.

    Raises Http404, the same for a hidden event as for none.
    """
    event = Event.objects.with_campaign().filter(code=code, chapter__closed_at=None).first()
    if event is None or not (event.is_public or is_insider(request, event)):
        raise Http404
    return event


def is_insider(request: HttpRequest, event: Event) -> bool:
    if not request.user.is_authenticated:
        return False
    role = Role.objects.current().filter(user=request.user, chapter=event.chapter_id).first()
    return role is not None and may(role.kind, Can.SEE_EVENTS)
