"""What two neighbors hear about each other when one helps the other, and when that ends."""

from collections.abc import Iterable

from django.db.models import Q, Sum
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.events import reminders, words
from campaigns.events.models import NeedMatch, Rsvp
from campaigns.events.turnout import language_words
from campaigns.events.words import Note
from campaigns.messaging.models import Delivery
from chapters.members.contacts import shown_phone

What = NeedMatch.What


def tell(match: NeedMatch) -> bool:
    """Write to both, each in their language. False when one of them cannot be written to."""
    told = [write(match, match.need, to_the_needy(match)), write(match, match.offer, to_the_helper(match))]
    return all(told)


def tell_all(matches: list[NeedMatch]) -> list[int]:
    """Write to all whom one interpreter helps, and once to the interpreter. The ids of those where both were told."""
    first = matches[0]
    note = to_the_interpreter(first, sum(match.need.party_size for match in matches))
    if not write(first, first.offer, note, "needs"):
        return []
    return [match.pk for match in matches if write(match, match.need, to_the_needy(match))]


def write(match: NeedMatch, rsvp: Rsvp, note: Note, what: str = "need") -> bool:
    key = f"rsvp:{rsvp.pk}:{what}:{match.code}"
    return reminders.write(rsvp, key, Delivery.Purpose.NOTICE, note) is not None


def ended(rsvp: Rsvp) -> None:
    """This person does not come any more: whoever they help, or who helps them, hears of it."""
    for match in matches_of(rsvp):
        other = match.offer if match.need_id == rsvp.pk else match.need
        end(match, (other,))


def recheck(rsvp: Rsvp) -> None:
    """They changed what they need or offer: matches that do not hold any more end, the latest ones first."""
    for match in reversed(matches_of(rsvp)):
        if not still_holds(match):
            end(match, (match.need, match.offer))


def matches_of(rsvp: Rsvp) -> list[NeedMatch]:
    rows = NeedMatch.objects.select_related("event__chapter", "need__member", "offer__member").order_by("id")
    found = list(rows.filter(Q(need=rsvp) | Q(offer=rsvp)))
    for match in found:
        match.need.event = match.offer.event = match.event
    return found


def still_holds(match: NeedMatch) -> bool:
    need, offer = match.need, match.offer
    if match.what == What.RIDE:
        rides = NeedMatch.objects.filter(offer=offer, what=What.RIDE)
        return need.needs_ride and (rides.aggregate(n=Sum("need__party_size"))["n"] or 0) <= offer.offers_ride
    if match.what == What.CHILDCARE:
        return need.children > 0 and offer.can_mind_children
    return bool(need.needs_language) and need.needs_language == offer.offers_language


def end(match: NeedMatch, people: Iterable[Rsvp]) -> None:
    """Take the match away. Whoever has not been told yet never hears of it; the others hear that it is off."""
    for rsvp in people:
        key = f"rsvp:{rsvp.pk}:need:{match.code}"
        reminders.give_back_keys(Delivery.objects.filter(key=key), "not_needed")
        if Delivery.objects.filter(key=key, state__in=Delivery.WENT_OUT).exists() or (
            rsvp.pk == match.offer_id and is_last_of_all(match)
        ):
            write(match, rsvp, is_off(match, rsvp), "need_off")
    match.delete()


def is_last_of_all(match: NeedMatch) -> bool:
    """An interpreter who heard about many at once has nobody left."""
    heard = Delivery.objects.filter(key__startswith=f"rsvp:{match.offer_id}:needs:", state__in=Delivery.WENT_OUT)
    others = NeedMatch.objects.filter(offer=match.offer_id, what=match.what).exclude(pk=match.pk)
    return match.what == What.LANGUAGE and heard.exists() and not others.exists()


# --- the words -------------------------------------------------------------------------------------


def to_the_needy(match: NeedMatch) -> Note:
    with translation.override(match.need.language):
        body = {
            What.RIDE: _("%(chapter)s: %(name)s can drive you to %(event)s, %(when)s."),
            What.CHILDCARE: _("%(chapter)s: %(name)s looks after your children at %(event)s, %(when)s."),
            What.LANGUAGE: _("%(chapter)s: %(name)s interprets for you at %(event)s, %(when)s."),
        }[What(match.what)]
        facts = about(match, match.need, match.offer)
        return Note(_("Somebody helps you: %(event)s") % facts, body % facts + reach(match.offer))


def to_the_helper(match: NeedMatch) -> Note:
    need = match.need
    with translation.override(match.offer.language):
        if match.what == What.RIDE:
            body = _("%(chapter)s: %(name)s needs a ride to %(event)s, %(when)s, %(seats)s. You offered: thank you.")
        elif match.what == What.CHILDCARE:
            body = ngettext(
                "%(chapter)s: %(name)s brings %(n)s child to %(event)s, %(when)s. You offered to help: thank you.",
                "%(chapter)s: %(name)s brings %(n)s children to %(event)s, %(when)s. You offered to help: thank you.",
                need.children,
            )
        else:
            body = _("%(chapter)s: %(name)s needs %(language)s at %(event)s, %(when)s. You offered to help: thank you.")
        facts = about(match, match.offer, need)
        return Note(_("You help somebody: %(event)s") % facts, body % facts + reach(need))


def to_the_interpreter(match: NeedMatch, people: int) -> Note:
    with translation.override(match.offer.language):
        body = ngettext(
            "%(chapter)s: %(n)s person needs %(language)s at %(event)s, %(when)s. You offered to help: thank you.",
            "%(chapter)s: %(n)s people need %(language)s at %(event)s, %(when)s. You offered to help: thank you.",
            people,
        )
        facts = about(match, match.offer, match.need) | {"n": people}
        return Note(_("You interpret: %(event)s") % facts, body % facts + " " + _("Questions? Write back to us."))


def is_off(match: NeedMatch, to: Rsvp) -> Note:
    with translation.override(to.language):
        other = match.offer if to.pk == match.need_id else match.need
        if to.pk == match.need_id:
            body = _("%(chapter)s: %(name)s cannot help you at %(event)s after all. We look for somebody else.")
        else:
            body = _("%(chapter)s: %(name)s does not need your help at %(event)s any more. Thank you.")
        facts = about(match, to, other)
        return Note(_("Change of plans: %(event)s") % facts, body % facts)


def about(match: NeedMatch, to: Rsvp, other: Rsvp) -> dict[str, object]:
    party = match.need.party_size
    return words.facts_of(match.event, to.language) | {
        "name": other.member.first_name,
        "seats": ngettext("%(n)s person", "%(n)s people", party) % {"n": party},
        "n": match.need.children,
        "language": language_words(match.need.needs_language),
    }


def reach(other: Rsvp) -> str:
    """How to reach each other, if the other agreed to that; else through us."""
    way = shown_phone(other.member.phone) if other.member.phone else other.member.email
    if other.has_shared_contact and way:
        return " " + _("Reach %(name)s: %(way)s") % {"name": other.member.first_name, "way": way}
    return " " + _("Questions? Write back to us.")
