"""Answers to an event that look like a machine's or a joke: shown apart, never refused."""

from django.http import HttpRequest

from campaigns.events.models import Event, Rsvp
from chapters.models import Member
from chapters.traps import ADVERTISEMENT, may_try

UNDOUBTED = 100
HOUSEHOLD = 4  # people who share one number or email at one event


def doubt_about(request: HttpRequest, event: Event, name: str) -> str:
    """Why an answer is shown apart and must be confirmed; "" for no reason. Nobody is refused for it.

    Asked before the transaction that saves the seat: a bucket is one row, and all from one source would queue for it.
    """
    if ADVERTISEMENT.search(name):
        return Rsvp.Doubt.NAME
    return "" if may_try(request, f"doubt:{event.code}", most=UNDOUBTED) else Rsvp.Doubt.FLOOD


def is_shared(event: Event, member: Member) -> bool:
    """Many people came to this event with the same number or email."""
    same = {"member__phone_index": member.phone_index} if member.phone else {"member__email_index": member.email_index}
    others = event.rsvps.filter(**same).exclude(member=member).exclude(state=Rsvp.State.CANCELLED)
    return others.count() >= HOUSEHOLD
