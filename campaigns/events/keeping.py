"""How long it is kept who said yes, who came and what they needed. Numbers stay, people go.

Of kinds that keep no attendance everything about a person is gone 3 days after the end. How many came is saved on the
event in the same transaction that deletes.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.events import after, seats
from campaigns.events.models import (
    DoorTap,
    Event,
    EventText,
    HostLink,
    ProgramItem,
    Rsvp,
    Speaker,
    StandingRsvp,
    SupportCase,
    without_attendance,
)
from campaigns.messaging.keeping import OVER, count_and_delete
from campaigns.messaging.models import Delivery
from chapters.retention import Rule

KEPT, KEPT_QUIET = 30, 3
QUIET, LOUD = without_attendance("event__"), ~without_attendance("event__")
DIRECT = Q(kind=Event.Kind.DIRECT_ACTION)
HAS_ENDED = ("event__ends_at",)
NEIGHBOR = Q(official=None)


def save_counts(events: Iterable[Event]) -> None:
    """How many came, where no lead wrote it down."""
    for event in events:
        if event.came is None and (n := after.counted(event)) is not None:
            Event.objects.filter(pk=event.pk, came=None).update(came=n)


def events_of(rows: Any) -> Iterable[Event]:
    return Event.objects.filter(pk__in=rows.order_by().values("event"))


def count_and_forget(rows: Any, now: datetime) -> None:
    """The event keeps how many came; how often a person came was counted at the door."""
    save_counts(events_of(rows))
    rows.only("pk").delete()


def let_go_of_unconfirmed(rows: Any, now: datetime) -> None:
    """Seats that such an answer still holds are given back first, where the event is yet to come."""
    for rsvp in rows.select_related("event__chapter", "member"):
        if rsvp.holds_seat and not rsvp.event.is_over:
            seats.cancel(rsvp)
    rows.only("pk").delete()


RULES = (
    Rule(
        "answers that nobody confirmed",
        Rsvp,
        days=7,
        since=("created_at",),
        where=Q(state=Rsvp.State.UNCONFIRMED),
        act=let_go_of_unconfirmed,
        words=_("A seat that you asked for and did not confirm: %(days)s days."),
    ),
    Rule(
        "whom to call for people at events",
        Rsvp,
        days=1,
        since=HAS_ENDED,
        blanks=("emergency_contact",),
        words=_("Whom we should call for you at a direct action: %(days)s day after it."),
    ),
    Rule(
        "seats at events without attendance",
        Rsvp,
        days=KEPT_QUIET,
        since=HAS_ENDED,
        where=QUIET,
        act=count_and_forget,
        words=_(
            "That you had a seat at a know-your-rights workshop, in court, at a direct action or at another event "
            "marked as private: %(days)s days after it. Who came is never kept."
        ),
    ),
    Rule(
        "seats",
        Rsvp,
        days=KEPT,
        since=HAS_ENDED,
        where=LOUD,
        act=count_and_forget,
        words=_(
            "That you said yes to an event, that you came, and what you needed or offered: %(days)s days after it. "
            "After that only counts are left, and how often and when last you came if you said yes to hearing from us."
        ),
    ),
    Rule("door taps without attendance", DoorTap, days=KEPT_QUIET, since=HAS_ENDED, where=QUIET, act=count_and_forget),
    Rule("door taps", DoorTap, days=KEPT, since=HAS_ENDED, where=LOUD, act=count_and_forget),
    Rule(
        "seats every time that ended",
        StandingRsvp,
        days=KEPT,
        since=("ended_at",),
        where=Q(ended_at__isnull=False),
        words=_("That you came every time, after you ended it: %(days)s days."),
    ),
    Rule("links for hosts without attendance", HostLink, days=KEPT_QUIET, since=HAS_ENDED, where=QUIET),
    Rule("links for hosts", HostLink, days=KEPT, since=HAS_ENDED, where=LOUD),
    Rule(
        "people who are out",
        SupportCase,
        days=7,
        since=("out_at",),
        where=Q(state=SupportCase.State.OUT, out_at__isnull=False),
        words=_("That you were taken at an action and we waited for you: %(days)s days after you are out."),
    ),
    Rule("people to wait for", SupportCase, days=KEPT, since=("created_at",)),
    Rule("notes for who runs a program", ProgramItem, days=KEPT, since=HAS_ENDED, blanks=("note",)),
    Rule("speakers without attendance", Speaker, days=KEPT_QUIET, since=HAS_ENDED, where=QUIET & NEIGHBOR),
    Rule(
        "speakers",
        Speaker,
        days=KEPT,
        since=HAS_ENDED,
        where=LOUD & NEIGHBOR,
        words=_("That we asked you to speak at an event, and that you did: %(days)s days after it."),
    ),
    Rule(
        "details of direct actions",
        EventText,
        days=KEPT_QUIET,
        since=("parent__ends_at",),
        where=Q(parent__kind=Event.Kind.DIRECT_ACTION),
        blanks=("for_guests",),
    ),
    Rule("words for guests", EventText, days=KEPT, since=("parent__ends_at",), blanks=("for_guests",)),
    Rule(
        "places of direct actions",
        Event,
        days=KEPT_QUIET,
        since=("ends_at",),
        where=DIRECT & ~Q(address_shown=Event.AddressShown.ALL),
        blanks=("address", "online_url"),
    ),
    Rule(
        "notes about events without attendance",
        Event,
        days=KEPT,
        since=("ends_at",),
        where=without_attendance(),
        blanks=("after_note",),
    ),
    Rule(
        "messages about seats without attendance",
        Delivery,
        days=KEPT_QUIET,
        since=HAS_ENDED,
        where=QUIET & OVER & Q(call_to_action=None),
        act=count_and_delete,
    ),
)
