"""A person leaves our events: seats go back to whoever waits, and counts stay."""

from django.db.models.functions import Now

from campaigns.events import seats
from campaigns.events.keeping import save_counts
from campaigns.events.models import Event, HostLink, Rsvp, SupportCase
from chapters.members.erasing import Eraser
from chapters.models import Member


def erase(member: Member) -> None:
    """What others still need of an event stays with it, without the person: how many came, and the event itself when
    they held it."""
    member.standing_rsvps.all().delete()
    for rsvp in member.rsvps.select_related("event__chapter", "member").order_by("event_id"):
        if not rsvp.event.is_over and (rsvp.holds_seat or rsvp.state == Rsvp.State.WAITLISTED):
            seats.cancel(rsvp)
    save_counts(Event.objects.filter(pk__in=member.rsvps.values("event"), ends_at__lte=Now()))
    SupportCase.objects.filter(rsvp__member=member).delete()
    member.rsvps.all().delete()
    HostLink.objects.filter(member=member).delete()
    Event.objects.filter(host=member).update(host=None)


ERASER = Eraser(
    erase,
    frozenset(
        {
            "campaigns.Event.host",
            "campaigns.HostLink.member",
            "campaigns.Rsvp.member",
            "campaigns.StandingRsvp.member",
        }
    ),
)
