"""What messages ask about events: the answer by text does the thing, the short link leads to the event."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from campaigns.events import seats, words
from campaigns.events.models import Event, Rsvp
from campaigns.messaging.models import CallToAction, Delivery
from campaigns.messaging.results import Tally
from chapters.members.models import Member

State = Rsvp.State


def event_of(delivery: Delivery) -> Event | None:
    """The event a message is about, with its words."""
    call = delivery.call_to_action
    event_id = delivery.event_id or (call.event_id if call else None)
    return Event.objects.with_words().filter(pk=event_id).first() if event_id else None


@transaction.atomic
def answer(delivery: Delivery, *, coming: bool, party_size: int | None) -> str | None:
    """Save or give back the seat; the words to send back in the person's language, None when no event was asked."""
    event = event_of(delivery)
    if event is None or delivery.member is None:
        return None
    mark_answered(delivery)
    if not coming:
        seats.decline(event, member=delivery.member, source=Rsvp.Source.TEXT, call=delivery.call_to_action)
        return words.no(event, delivery.language)
    try:
        with transaction.atomic():
            rsvp = seats.save(
                event,
                member=delivery.member,
                party_size=min(party_size or held(event, delivery) or 1, seats.LARGEST_PARTY),
                source=Rsvp.Source.TEXT,
                call=delivery.call_to_action,
                channel=delivery.channel,
                language=delivery.language,
                confirm=False,
            )
    except seats.Closed:
        return words.closed(event, delivery.language)
    except seats.TooBig as error:
        return words.too_big(event, delivery.language, error.left)
    except seats.NotEnough as error:
        return words.not_enough(event, delivery.language, error.left)
    return words.yes(rsvp)


def answer_for(call: CallToAction, member: Member, *, coming: bool) -> bool | None:
    """Save or give back the seat of somebody who told us by voice. They did not agree to hear about it by text."""
    event = Event.objects.with_words().filter(pk=call.event_id).first() if call.event_id else None
    if event is None:
        return None
    if not coming:
        seats.decline(event, member=member, source=Rsvp.Source.HOST, call=call)
        return True
    try:
        with transaction.atomic():
            seats.save(event, member=member, source=Rsvp.Source.HOST, call=call, channel="", confirm=False)
    except (seats.Closed, seats.NotEnough):
        return False
    return True


def target(delivery: Delivery) -> str | None:
    """The path of the event's own page."""
    event = event_of(delivery)
    return reverse("campaigns:events_page", args=[event.code]) if event else None


def mark_answered(delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk, answered_at=None).update(answered_at=timezone.now())


def held(event: Event, delivery: Delivery) -> int:
    """The party of somebody who says yes once more: "VOY" does not make 3 seats one, nor 3 that lapsed."""
    rsvp = event.rsvps.exclude(state__in=(State.CANCELLED, State.DECLINED)).filter(member=delivery.member).first()
    return rsvp.party_size if rsvp else 0


def fact(name: str) -> Callable[[CallToAction, str], str]:
    """A merge field of the call's event: "" for a call without one."""

    def value(call: CallToAction, language: str) -> str:
        if call.event is None:
            return ""
        with translation.override(language):
            return words.facts_of(call.event, language)[name]

    return value


FIELDS: dict[str, Callable[[CallToAction, str], str]] = {name: fact(name) for name in ("event", "when", "place")}


def answered(call: CallToAction) -> Q | None:
    """Members who said yes or no already; a seat given back may be asked for again."""
    if call.event_id is None:
        return None
    said = Rsvp.objects.filter(event=call.event_id).exclude(state=Rsvp.State.CANCELLED)
    return Q(pk__in=said.values("member"))


def said_yes(call: CallToAction) -> Q | None:
    """Members who hold a seat."""
    if call.event_id is None:
        return None
    return Q(pk__in=Rsvp.objects.filter(event=call.event_id).holding_a_seat().values("member"))


def tally(call: CallToAction) -> Tally | None:
    """Who saved a seat because of this call, and how full the event is now. None once it is forgotten who had seats:
    nobody would be a wrong number."""
    event = Event.objects.with_words().filter(pk=call.event_id).first() if call.event_id else None
    if event is None or (event.is_over and event.seats_taken and not event.rsvps.exists()):
        return None
    return Tally(
        words=_("Saved a seat"),
        did=call.rsvps.holding_a_seat().count(),
        total=event.seats_taken,
        goal=event.goal,
        total_words=_("now coming to %(event)s.") % {"event": event},
        url=reverse("campaigns:events_show", args=[event.chapter.slug, event.code]),
    )
