"""What we write to the person who hosts an event, in their language: short for a text, with a subject for an email."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from campaigns.events.models import Event, HostLink
from campaigns.events.words import Note, facts_of
from campaigns.messaging import outbox
from campaigns.messaging.models import Delivery
from chapters.models import Channel, Chapter, Member


def link_of(link: HostLink) -> str:
    return settings.PUBLIC_URL + reverse("campaigns:events_enter", args=[link.secret])


def facts(event: Event, host: Member) -> dict[str, str]:
    found = facts_of(event, host.language)
    at = ", ".join(filter(None, (found["when"], found["place"])))
    return found | {"at": at, "name": host.first_name}


def proposed(event: Event, host: Member) -> Note:
    with translation.override(host.language):
        body = _("%(chapter)s: Thank you, %(name)s. We read your plan for %(event)s, %(at)s, and answer within 2 days.")
        return Note(_("We read it: %(event)s") % facts(event, host), body % facts(event, host))


def agreed(link: HostLink, host: Member) -> Note:
    """Also for somebody who gets the keys without having asked."""
    with translation.override(host.language):
        about = facts(link.event, host)
        if link.event.proposed_at:
            subject = _("Yes, we hold it: %(event)s")
            body = _("%(chapter)s: Yes, %(name)s. %(event)s, %(at)s, is public now. Run it from this page: %(link)s")
        else:
            subject = _("You host %(event)s")
            body = _("%(chapter)s: %(name)s, you host %(event)s, %(at)s. Run it from this page: %(link)s")
        return Note(subject % about, body % (about | {"link": link_of(link)}))


def turned_down(event: Event, host: Member, why: str) -> Note:
    with translation.override(host.language):
        body = _("%(chapter)s: Thank you, %(name)s. We can't hold %(event)s this time. %(why)s")
        return Note(_("About your plan: %(event)s") % facts(event, host), body % (facts(event, host) | {"why": why}))


def write(
    chapter: Chapter, host: Member, key: str, purpose: str, note: Note, *, first: str = Channel.TEXT
) -> Delivery | None:
    """To the first of their addresses that takes it, once; None when there is none. The message names no event: a YES
    to it is no seat."""
    if before := Delivery.objects.filter(key=key).first():
        return before
    for channel in sorted(Channel, key=lambda one: one != first):
        delivery = outbox.queue(
            key=key,
            chapter=chapter,
            purpose=purpose,
            channel=channel,
            member=host,
            address=host.address_on(channel),
            language=host.language,
            subject=note.subject,
            body=note.body + stop_words(channel, host.language),
        )
        if delivery:
            return delivery
    return None


def stop_words(channel: str, language: str) -> str:
    with translation.override(language):
        return " " + _("Reply STOP to end texts.") if channel == Channel.TEXT else ""
