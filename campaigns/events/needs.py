"""Needs beside offers: who could drive, mind children or interpret for whom, near first; and one tap that joins them.

Seats in a car are never given twice: a match locks both answers before it counts.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.events import care
from campaigns.events.models import Event, NeedMatch, Rsvp
from campaigns.events.turnout import children_words, language_words
from chapters import audit
from chapters.finding import miles_between
from chapters.models import User, Zip

What = NeedMatch.What
NEAR = 6  # offers shown beside a need


class NotNow(Exception):
    """The two cannot be joined; the message says why."""


@dataclass(frozen=True)
class Offer:
    """`left`: places in the car, None where nothing is counted. `miles`: None when a ZIP code is not known."""

    rsvp: Rsvp
    left: int | None = None
    miles: float | None = None

    @property
    def miles_shown(self) -> int | None:
        return None if self.miles is None else max(1, round(self.miles))


@dataclass(frozen=True)
class Need:
    """`words` say what is needed; `offers` could meet it, near first."""

    rsvp: Rsvp
    what: str
    words: str
    offers: Sequence[Offer] = field(default_factory=list)

    @property
    def key(self) -> tuple[int, str]:
        return self.rsvp.pk, self.what


@dataclass(frozen=True)
class Spoken:
    """One language for all who need it: whoever interprets does it for everyone. `offers` could."""

    code: str
    words: str
    people: Sequence[Rsvp]
    offers: Sequence[Offer]


@dataclass(frozen=True)
class Board:
    """Everything about one event. `matches` are those that hold, with why they should be looked at ("" for well)."""

    needs: Sequence[Need]
    languages: Sequence[Spoken]
    matches: Sequence[tuple[NeedMatch, str]]
    unused: Sequence[tuple[Rsvp, str]]

    @property
    def open(self) -> int:
        return len(self.needs) + len(self.languages)


def board(event: Event) -> Board:
    people = list(event.rsvps.going().select_related("member").order_by("id"))
    matches = list(event.need_matches.select_related("need__member", "offer__member"))
    met = {(match.need_id, match.what) for match in matches}
    zips = Zip.objects.in_bulk({rsvp.member.zip for rsvp in people if rsvp.member.zip})
    given = given_seats(matches)
    needs = [
        Need(need.rsvp, need.what, need.words, offers_for(need, people, given, zips)[:NEAR])
        for rsvp in people
        for need in needs_of(rsvp)
        if need.key not in met and need.what != What.LANGUAGE
    ]
    needs.sort(key=lambda need: (list(What).index(What(need.what)), nearest(need)))
    spoken = languages_of(event, [rsvp for rsvp in people if (rsvp.pk, What.LANGUAGE) not in met], people)
    used = {(match.offer_id, match.what) for match in matches}
    unused = [(rsvp, words) for rsvp in people if (words := offer_words(rsvp, used, given.get(rsvp.pk, 0)))]
    return Board(needs, spoken, [(match, trouble(match, given)) for match in matches], unused)


def languages_of(event: Event, waiting: Sequence[Rsvp], people: Sequence[Rsvp]) -> list[Spoken]:
    """Languages that somebody waits for, most people first."""
    by_code: dict[str, list[Rsvp]] = defaultdict(list)
    for rsvp in waiting:
        if rsvp.needs_language and not is_spoken(event, rsvp.needs_language):
            by_code[rsvp.needs_language].append(rsvp)
    found = [
        Spoken(code, interpretation_words(code), rsvps, [Offer(one) for one in people if one.offers_language == code])
        for code, rsvps in by_code.items()
    ]
    return sorted(found, key=lambda one: (-len(one.people), one.code))


def is_spoken(event: Event, code: str) -> bool:
    """The event is held in this language anyway."""
    return event.has_asl if code == "asl" else code in event.interpretation


def interpretation_words(code: str) -> str:
    return _("interpretation into %(language)s") % {"language": language_words(code)}


def needs_of(rsvp: Rsvp) -> Iterator[Need]:
    if rsvp.needs_ride:
        yield Need(rsvp, What.RIDE, _("a ride"))
    if rsvp.children:
        yield Need(rsvp, What.CHILDCARE, children_words(rsvp.children))
    if rsvp.needs_language:
        yield Need(rsvp, What.LANGUAGE, interpretation_words(rsvp.needs_language))


def places_words(n: int) -> str:
    return ngettext("%(n)s place in the car", "%(n)s places in the car", n) % {"n": n}


def offer_words(rsvp: Rsvp, used: set[tuple[int, str]], given: int) -> str:
    """What of their offers nobody uses yet; of a car the places that are left."""
    left = max(0, rsvp.offers_ride - given)
    minds = rsvp.can_mind_children and (rsvp.pk, What.CHILDCARE) not in used
    speaks = rsvp.offers_language if (rsvp.pk, What.LANGUAGE) not in used else ""
    said = [
        (left, places_words(left)),
        (minds, _("looks after children")),
        (speaks, _("interprets into %(language)s") % {"language": language_words(speaks)}),
    ]
    return ", ".join(words for offered, words in said if offered)


def given_seats(matches: Sequence[NeedMatch]) -> dict[int, int]:
    """Driver -> how many people ride with them already."""
    given: dict[int, int] = defaultdict(int)
    for match in matches:
        if match.what == What.RIDE:
            given[match.offer_id] += match.need.party_size
    return given


def offers_for(need: Need, people: Sequence[Rsvp], given: dict[int, int], zips: dict[str, Zip]) -> list[Offer]:
    fits = [rsvp for rsvp in people if rsvp.pk != need.rsvp.pk and offered(need, rsvp)]
    if need.what != What.RIDE:
        return [Offer(rsvp) for rsvp in fits]
    home = zips.get(need.rsvp.member.zip)
    offers = [
        Offer(rsvp, rsvp.offers_ride - given.get(rsvp.pk, 0), miles_between(home, zips.get(rsvp.member.zip)))
        for rsvp in fits
    ]
    roomy = [offer for offer in offers if (offer.left or 0) >= need.rsvp.party_size]
    return sorted(roomy, key=lambda offer: (offer.miles is None, offer.miles or 0, offer.rsvp.pk))


def offered(need: Need, rsvp: Rsvp) -> bool:
    if need.what == What.RIDE:
        return rsvp.offers_ride > 0
    if need.what == What.CHILDCARE:
        return rsvp.can_mind_children
    return rsvp.offers_language == need.rsvp.needs_language


def nearest(need: Need) -> tuple[bool, bool, float, int]:
    first = need.offers[0] if need.offers else None
    return (first is None, first is None or first.miles is None, (first and first.miles) or 0, need.rsvp.pk)


def trouble(match: NeedMatch, given: dict[int, int]) -> str:
    """Why a match should be looked at: things changed since, or somebody could not be told."""
    if match.what not in {need.what for need in needs_of(match.need)}:
        return _("This is not needed any more.")
    if match.what == What.RIDE and given[match.offer_id] > match.offer.offers_ride:
        return _("More people than places in the car.")
    if match.told_at is None:
        return _("We could not write to both. Please call them.")
    if not (match.need.has_shared_contact or match.offer.has_shared_contact):
        return _("Neither of them shares a number. Help them find each other.")
    return ""


# --- joining and parting ---------------------------------------------------------------------------


@transaction.atomic
def join(event: Event, what: str, *, need: str, offer: str, by: User) -> NeedMatch:
    """Bring the two answers of these codes together, and write to both. Raises NotNow."""
    pair = {rsvp.code: rsvp for rsvp in locked(event, need, offer)}
    if need not in pair or offer not in pair or need == offer:
        raise NotNow(_("One of them does not come any more."))
    wanted = next((one for one in needs_of(pair[need]) if one.what == what), None)
    if wanted is None:
        raise NotNow(_("This is not needed any more."))
    if event.need_matches.filter(need=pair[need], what=what).exists():
        raise NotNow(_("Somebody helps them already."))
    given = given_seats(list(event.need_matches.filter(offer=pair[offer]).select_related("need")))
    if not offers_for(wanted, [pair[offer]], given, {}):
        raise NotNow(_("This offer does not fit any more. Choose another."))
    match = NeedMatch.objects.create(
        chapter_id=event.chapter_id, event=event, what=what, need=pair[need], offer=pair[offer], made_by=by
    )
    if care.tell(match):
        match.told_at = timezone.now()
        match.save(update_fields=["told_at", "updated_at"])
    audit.record("need_met", chapter=event.chapter, by=by, subject=match)
    return match


@transaction.atomic
def interpret(event: Event, language: str, *, offer: str, by: User) -> list[NeedMatch]:
    """One person interprets for everyone who waits for this language: they read it once, each of the others too.
    Raises NotNow."""
    waiting = event.rsvps.going().filter(needs_language=language).exclude(code=offer)
    waiting = waiting.exclude(needs_met__what=What.LANGUAGE)
    people = {rsvp.code: rsvp for rsvp in locked(event, offer, *waiting.values_list("code", flat=True))}
    helper = people.pop(offer, None)
    if helper is None or not language or helper.offers_language != language:
        raise NotNow(_("This offer does not fit any more. Choose another."))
    made = [
        NeedMatch.objects.create(
            chapter_id=event.chapter_id, event=event, what=What.LANGUAGE, need=rsvp, offer=helper, made_by=by
        )
        for rsvp in people.values()
    ]
    if not made:
        raise NotNow(_("This is not needed any more."))
    told = care.tell_all(made)
    NeedMatch.objects.filter(pk__in=told).update(told_at=timezone.now())
    audit.record("need_met", chapter=event.chapter, by=by, subject=made[0])
    return made


def locked(event: Event, *codes: str) -> list[Rsvp]:
    """In the order of their ids, so that two leads never wait for each other."""
    rows = event.rsvps.going().filter(code__in=codes).select_related("member").order_by("pk")
    found = list(rows.select_for_update(of=("self",)))
    for rsvp in found:
        rsvp.event = event
    return found


@transaction.atomic
def part(match: NeedMatch, *, by: User) -> None:
    """The undo of `join`. Who has read about it hears that it is off."""
    audit.record("need_unmet", chapter=match.event.chapter, by=by, subject=match)
    care.end(match, (match.need, match.offer))
