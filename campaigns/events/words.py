"""What we write to people about their seat, in their language: short for a text, with a subject for an email.

Spanish texts are worded without á, í, ó, ú where they can be: one such letter more than halves what fits in a text.
"""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.events.models import Event, Rsvp
from chapters import dates


@dataclass(frozen=True)
class Note:
    subject: str
    body: str


def link_to(rsvp: Rsvp) -> str:
    """The page where the person changes or cancels."""
    return settings.PUBLIC_URL + reverse("campaigns:events_seat", args=[rsvp.secret])


def title_of(event: Event, language: str) -> str:
    """The title in this language, else in the chapter's first: a name may stay in its own language."""
    text = event.text_in(language) or event.text
    return text.title if text else event.get_kind_display()


def facts_of(event: Event, language: str) -> dict[str, str]:
    """`event`, `when` and `place` for words in a language that is active."""
    return {
        "chapter": event.chapter.name,
        "event": title_of(event, language),
        "when": dates.short(event.starts_at, event.zone),
        "place": event.where(),
        "day": dates.short(event.starts_at, event.zone).split(",")[0],
    }


def about(rsvp: Rsvp) -> dict[str, str]:
    facts = facts_of(rsvp.event, rsvp.language)
    when_and_place = ", ".join(filter(None, (facts["when"], rsvp.event.where(for_guests=rsvp.holds_seat))))
    seats = ngettext("%(n)s seat", "%(n)s seats", rsvp.party_size) % {"n": rsvp.party_size}
    return facts | {"at": when_and_place, "seats": seats, "link": link_to(rsvp), "name": rsvp.member.first_name}


def confirmation(rsvp: Rsvp) -> Note:
    """At once after a seat was saved on a page."""
    with translation.override(rsvp.language):
        facts = about(rsvp)
        if rsvp.state == Rsvp.State.WAITLISTED:
            subject = _("You are on the waiting list: %(event)s")
            body = _(
                "%(chapter)s: All seats for %(event)s, %(at)s, are taken. You are on the waiting list. "
                "We write if a seat opens. To leave the list: %(link)s"
            )
        else:
            subject = _("Your seat is saved: %(event)s")
            body = _(
                "%(chapter)s: Thank you, %(name)s. You have %(seats)s. %(event)s, %(at)s. Change or cancel: %(link)s"
            )
        return Note(subject % facts, body % facts + stop_words(rsvp))


def stop_words(rsvp: Rsvp) -> str:
    return " " + _("Reply STOP to end texts.") if rsvp.channel == "text" else ""


def day_before(rsvp: Rsvp) -> Note:
    with translation.override(rsvp.language):
        facts = about(rsvp)
        if rsvp.channel == "text":
            body = _("%(chapter)s: Tomorrow is %(event)s, %(at)s. Can't come? Reply NO and another gets the seat.")
        else:
            body = _("%(chapter)s: Tomorrow is %(event)s, %(at)s. Can't come? Tell us here: %(link)s")
        return Note(_("Tomorrow: %(event)s") % facts, body % facts)


def changed(rsvp: Rsvp) -> Note:
    with translation.override(rsvp.language):
        facts = about(rsvp)
        body = _("%(chapter)s: Change of plans. %(event)s is now %(at)s. If you can't come: %(link)s")
        return Note(_("Change of plans: %(event)s") % facts, body % facts)


def called_off(rsvp: Rsvp) -> Note:
    with translation.override(rsvp.language):
        facts = about(rsvp)
        body = _("%(chapter)s: %(event)s on %(day)s is called off. We are sorry. Please do not come.")
        return Note(_("Called off: %(event)s") % facts, body % facts)


def seat_opened(rsvp: Rsvp) -> Note:
    with translation.override(rsvp.language):
        facts = about(rsvp)
        body = _("%(chapter)s: A seat opened for %(event)s, %(at)s. It is yours. Can't come? Tell us: %(link)s")
        return Note(_("A seat opened: %(event)s") % facts, body % facts)


# --- answers to a text -----------------------------------------------------------------------------


def yes(rsvp: Rsvp) -> str:
    with translation.override(rsvp.language):
        facts = about(rsvp)
        if rsvp.state == Rsvp.State.WAITLISTED:
            return (
                _(
                    "%(chapter)s: All seats for %(event)s are taken. You are on the waiting list. "
                    "We write if a seat opens. %(link)s"
                )
                % facts
            )
        body = _("%(chapter)s: Thank you, %(name)s. You have %(seats)s. %(event)s, %(at)s. Change or cancel: %(link)s")
        return body % facts


def no(event: Event, language: str) -> str:
    with translation.override(language):
        facts = facts_of(event, language)
        return _("%(chapter)s: Thanks for telling us. If you can come to %(event)s after all, reply IN.") % facts


def not_enough(event: Event, language: str, left: int) -> str:
    with translation.override(language):
        if left == 0:
            body = _("%(chapter)s: No more seats are left for %(event)s. You keep the seats you have.")
            return body % facts_of(event, language)
        body = ngettext(
            "%(chapter)s: Only %(left)s more seat is left for %(event)s. You keep the seats you have.",
            "%(chapter)s: Only %(left)s more seats are left for %(event)s. You keep the seats you have.",
            left,
        )
        return body % (facts_of(event, language) | {"left": left})


def closed(event: Event, language: str) -> str:
    with translation.override(language):
        if event.cancelled_at:
            return _("%(chapter)s: %(event)s on %(day)s was called off.") % facts_of(event, language)
        return _("%(chapter)s: %(event)s on %(day)s is over. Thank you for writing.") % facts_of(event, language)
