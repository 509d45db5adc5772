"""What we write to people about their seat, in their language: short for a text, with a subject for an email.

Spanish texts are worded without á, í, ó, ú where they can be: one such letter more than halves what fits in a text.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from campaigns.events.models import Event, Rsvp, Shift
from chapters import dates

DAYS_NAMED = 3  # in a text about several dates


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
    when_and_place = ", ".join(filter(None, (facts["when"], rsvp.event.where(for_guests=rsvp.is_sure))))
    seats = ngettext("%(n)s seat", "%(n)s seats", rsvp.party_size) % {"n": rsvp.party_size}
    more = {"at": when_and_place, "seats": seats, "link": link_to(rsvp), "name": rsvp.member.first_name}
    return facts | more | {"until": until(rsvp)}


def until(rsvp: Rsvp) -> str:
    """The end of the clock: the hour alone when it is today."""
    if rsvp.held_until is None:
        return ""
    zone = rsvp.event.zone
    is_today = rsvp.held_until.astimezone(zone).date() == timezone.localdate(timezone=zone)
    if is_today:
        return pgettext("a text: reply by", "%(hour)s") % {"hour": dates.clock(rsvp.held_until, zone)}
    return pgettext("a text: reply by", "%(day)s") % {"day": dates.short(rsvp.held_until, zone)}


def confirmation(rsvp: Rsvp) -> Note:
    """At once after a seat was saved on a page."""
    with translation.override(rsvp.language):
        facts = about(rsvp)
        if rsvp.state == Rsvp.State.UNCONFIRMED:
            subject = _("Please confirm your seat: %(event)s")
            body = _(
                "%(chapter)s: %(name)s, is it you who wants %(seats)s? %(event)s, %(at)s. Reply YES by %(until)s "
                "to keep it. Or here: %(link)s"
            )
        elif rsvp.state == Rsvp.State.ASKED:
            subject = _("We got your name: %(event)s")
            body = _(
                "%(chapter)s: Thank you, %(name)s. For %(event)s, %(day)s, each person needs our yes. "
                "We answer you soon. To change or cancel: %(link)s"
            )
        elif rsvp.state == Rsvp.State.WAITLISTED:
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
            body = _(
                "%(chapter)s: Tomorrow is %(event)s, %(at)s. Still coming? Reply YES. Can't come? Reply NO and "
                "another gets the seat. Late: %(link)s"
            )
        else:
            body = _(
                "%(chapter)s: Tomorrow is %(event)s, %(at)s. Still coming, running late, or can't come? "
                "Tell us here: %(link)s"
            )
        return Note(_("Tomorrow: %(event)s") % facts, body % facts)


def day_of(rsvp: Rsvp) -> Note:
    with translation.override(rsvp.language):
        facts = about(rsvp)
        body = _("%(chapter)s: Today is %(event)s, %(at)s. Running late or can't come? Tell us here: %(link)s")
        return Note(_("Today: %(event)s") % facts, body % facts)


def just_before(rsvp: Rsvp) -> Note:
    with translation.override(rsvp.language):
        facts = about(rsvp)
        body = _("%(chapter)s: In one hour: %(event)s, %(at)s. See you there. Running late? %(link)s")
        return Note(_("In one hour: %(event)s") % facts, body % facts)


REMINDERS: dict[str, Callable[[Rsvp], Note]] = {
    "day_before": day_before,
    "day_of": day_of,
    "just_before": just_before,
}


def day_after(rsvp: Rsvp, *, came: bool | None, next_event: Event | None) -> Note:
    """`came` is None when nobody wrote down who was there."""
    with translation.override(rsvp.language):
        facts = about(rsvp) | {
            "came": settings.PUBLIC_URL + reverse("campaigns:events_did_you_come", args=[rsvp.secret])
        }
        if came:
            body = _("%(chapter)s: Thank you for coming to %(event)s on %(day)s.")
        elif came is None:
            body = _("%(chapter)s: Did you come to %(event)s on %(day)s? Tell us: %(came)s")
        else:
            body = _("%(chapter)s: We missed you at %(event)s on %(day)s. Did you come after all? %(came)s")
        return Note(_("After %(event)s") % facts, body % facts + next_words(next_event, rsvp.language))


def next_words(event: Event | None, language: str) -> str:
    """What comes next, with its public page; '' when nothing is planned."""
    if event is None:
        return ""
    link = settings.PUBLIC_URL + reverse("campaigns:events_page", args=[event.code])
    return " " + _("Next: %(event)s, %(when)s. %(link)s") % (facts_of(event, language) | {"link": link})


def changed(rsvp: Rsvp, also: Sequence[Rsvp] = ()) -> Note:
    """`also` are later dates of the same person that changed with it."""
    with translation.override(rsvp.language):
        facts = about(rsvp)
        body = _("%(chapter)s: Change of plans. %(event)s is now %(at)s. If you can't come: %(link)s")
        return Note(_("Change of plans: %(event)s") % facts, body % facts + also_words(also))


def called_off(rsvp: Rsvp, also: Sequence[Rsvp] = ()) -> Note:
    with translation.override(rsvp.language):
        facts = about(rsvp)
        body = _("%(chapter)s: %(event)s on %(day)s is called off. We are sorry. Please do not come.")
        return Note(_("Called off: %(event)s") % facts, body % facts + also_words(also))


def also_words(also: Sequence[Rsvp]) -> str:
    """ " Also on Tue Oct 12, Tue Oct 19 and 3 more days."; "" for one date alone."""
    if not also:
        return ""
    days = [dates.short(rsvp.event.starts_at, rsvp.event.zone).split(",")[0] for rsvp in also]
    more = len(days) - DAYS_NAMED
    if more > 0:
        left = ngettext("%(n)s more day", "%(n)s more days", more) % {"n": more}
        days = [*days[:DAYS_NAMED], left]
    return " " + _("Also on %(days)s.") % {"days": get_text_list(days, _("and"))}


def approved(rsvp: Rsvp) -> Note:
    """The hosts said yes."""
    with translation.override(rsvp.language):
        facts = about(rsvp)
        if rsvp.state == Rsvp.State.WAITLISTED:
            body = _(
                "%(chapter)s: We said yes to you for %(event)s, %(at)s. All seats are taken right now: you are on the "
                "waiting list. %(link)s"
            )
        else:
            body = _("%(chapter)s: We said yes. You have %(seats)s for %(event)s, %(at)s. Change or cancel: %(link)s")
        return Note(_("We said yes: %(event)s") % facts, body % facts)


def turned_down(rsvp: Rsvp) -> Note:
    with translation.override(rsvp.language):
        facts = about(rsvp)
        body = _("%(chapter)s: We are sorry, we cannot give you a seat for %(event)s on %(day)s. Thank you for asking.")
        return Note(_("No seat this time: %(event)s") % facts, body % facts)


def offered(rsvp: Rsvp) -> Note:
    with translation.override(rsvp.language):
        facts = about(rsvp)
        body = _(
            "%(chapter)s: A seat opened for %(event)s, %(at)s. Reply YES by %(until)s to take it, or here: %(link)s "
            "After that it goes to the next person."
        )
        return Note(_("A seat opened: %(event)s. Please answer.") % facts, body % facts)


def on_shift(rsvp: Rsvp, shift: Shift) -> Note:
    with translation.override(rsvp.language):
        facts = about(rsvp) | shift_facts(shift, rsvp.event)
        body = _("%(chapter)s: Thank you, %(name)s. At %(event)s you help with: %(job)s, %(hours)s. Change: %(link)s")
        return Note(_("You help: %(event)s") % facts, body % facts)


def shift_gone(rsvp: Rsvp, shift: Shift) -> Note:
    with translation.override(rsvp.language):
        facts = about(rsvp) | shift_facts(shift, rsvp.event)
        body = _(
            "%(chapter)s: Change of plans for %(event)s: we do not need help with %(job)s, %(hours)s. "
            "You keep your seat. %(link)s"
        )
        return Note(_("Change of plans: %(event)s") % facts, body % facts)


def shift_facts(shift: Shift, event: Event) -> dict[str, str]:
    return {"job": str(shift), "hours": dates.hours(shift.starts_at, shift.ends_at, event.zone)}


def seat_opened(rsvp: Rsvp) -> Note:
    with translation.override(rsvp.language):
        facts = about(rsvp)
        body = _("%(chapter)s: A seat opened for %(event)s, %(at)s. It is yours. Can't come? Tell us: %(link)s")
        return Note(_("A seat opened: %(event)s") % facts, body % facts)


# --- answers to a text -----------------------------------------------------------------------------


def yes(rsvp: Rsvp) -> str:
    with translation.override(rsvp.language):
        facts = about(rsvp)
        if rsvp.state == Rsvp.State.ASKED:
            body = _("%(chapter)s: Thank you, %(name)s. For %(event)s each person needs our yes. We answer you soon.")
            return body % facts
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


def too_big(event: Event, language: str, seats: int) -> str:
    with translation.override(language):
        body = _(
            "%(chapter)s: There are only %(seats)s seats at %(event)s. Reply with a smaller number, like IN %(seats)s."
        )
        return body % (facts_of(event, language) | {"seats": seats})


def closed(event: Event, language: str) -> str:
    with translation.override(language):
        if event.cancelled_at:
            return _("%(chapter)s: %(event)s on %(day)s was called off.") % facts_of(event, language)
        return _("%(chapter)s: %(event)s on %(day)s is over. Thank you for writing.") % facts_of(event, language)
