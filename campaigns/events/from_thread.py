"""Events in a conversation: a seat saved or given back for whoever writes, and the next event for a ready answer."""

from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.events import public, seats, words
from campaigns.events.asks import event_of
from campaigns.events.models import Event, Rsvp
from campaigns.messaging import conversations
from campaigns.messaging.models import Conversation
from chapters import audit, dates
from chapters.forms import Form
from chapters.models import Channel, Member, User

NAME = "seat"
TEMPLATE = "campaigns/events/seat_in_thread.html"
SHOWN = 20  # of the coming events


class SeatForm(Form):
    """Which event, and yes with how many or no."""

    event = forms.ChoiceField(label=gettext_lazy("Which event?"))
    party_size = forms.IntegerField(
        label=gettext_lazy("How many come?"),
        min_value=1,
        max_value=seats.LARGEST_PARTY,
        widget=forms.NumberInput({"class": "short", "inputmode": "numeric"}),
    )
    coming = forms.ChoiceField(choices=[("yes", ""), ("no", "")])

    def __init__(self, *args: Any, events: list[Event], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.events = {event.code: event for event in events}
        choices = [(event.code, f"{event}, {dates.short(event.starts_at, event.zone)}") for event in events]
        self.fields["event"].choices = choices  # type: ignore[attr-defined]
        if self.data.get("coming") == "no":
            self.fields["party_size"].required = False


def form(conversation: Conversation, data: Any = None) -> SeatForm | None:
    """None for somebody we do not know yet, and when no event is coming."""
    if conversation.member is None:
        return None
    about, events = asked_about(conversation), coming_to(conversation)
    if not events:
        return None
    first = about if about in events else events[0]
    held = first.rsvps.filter(member=conversation.member).holding_a_seat().first()
    initial = {"event": first.code, "party_size": held.party_size if held else 1}
    return SeatForm(data, events=events, initial=initial)


def coming_to(conversation: Conversation) -> list[Event]:
    ours = conversation.chapter.events.published().upcoming().filter(cancelled_at=None)
    return list(ours.with_words()[:SHOWN])


def asked_about(conversation: Conversation) -> Event | None:
    """The event of the last message to this person."""
    last = conversations.last_message(conversation)
    return event_of(last) if last else None


def do(member: Member, form: SeatForm, *, by: User) -> str:
    """The person hears of a saved seat at once, as if they had saved it themselves."""
    given = form.cleaned_data
    event = form.events[given["event"]]
    about = {"event": event, "name": member.first_name}
    if given["coming"] == "no":
        rsvp = seats.decline(event, member=member, source=Rsvp.Source.THREAD)
        audit.record("seat_removed", chapter=event.chapter, by=by, subject=rsvp)
        return _("Written down: %(name)s does not come to %(event)s.") % about
    try:
        rsvp = seats.save(event, member=member, party_size=given["party_size"], source=Rsvp.Source.THREAD)
    except seats.NotEnough as error:
        form.add_error("party_size", public.not_enough_words(error))
        return ""
    except seats.Closed:
        form.add_error("event", _("This event takes no names: it is a draft, over, or called off."))
        return ""
    if rsvp.state == Rsvp.State.WAITLISTED:
        return _("%(name)s is on the waiting list for %(event)s: all seats are taken.") % about
    if Member.objects.filter(pk=member.pk).opted_out(Channel.TEXT).exists():
        return _("%(name)s has a seat at %(event)s. We cannot text the confirmation: tell them another way.") % about
    return _("%(name)s has a seat at %(event)s. We text the confirmation.") % about


def facts(conversation: Conversation, language: str) -> dict[str, str]:
    """`event`, `when`, `place` and `link` of the event the last message was about while it takes names, else of the
    next public one; {} when none is coming."""
    about = asked_about(conversation)
    if about is None or not about.is_open:
        about = conversation.chapter.events.public().upcoming().with_words().first()
    if about is None:
        return {}
    found = words.facts_of(about, language)
    link = settings.PUBLIC_URL + reverse("campaigns:events_page", args=[about.code])
    return {name: found[name] for name in ("event", "when", "place")} | {"link": link}
