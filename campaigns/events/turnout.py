"""Who is coming: the numbers a lead watches, and the list as far as a role may see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.events.models import Event, Rsvp, turnout_of
from chapters.access import Can, may
from chapters.members.filters import language_name
from chapters.models import Role

PAGE = 100
State = Rsvp.State
HOLDING = Q(state__in=Rsvp.HOLDS_SEAT)
WAITING = Q(state=State.WAITLISTED)


@dataclass(frozen=True)
class Numbers:
    """`sure` and `maybe` (not confirmed yet) count seats, as on every page of a chapter; `people` both, or what is left
    of them once the answers are gone; `answers` counts who answered; `needs` and `languages` are (words, how many)."""

    people: int
    sure: int
    maybe: int
    answers: int
    waiting: int
    said_no: int
    new: int
    seen: str
    needs: Sequence[tuple[str, int]]
    languages: Sequence[tuple[str, int]]


def numbers(event: Event, seen: str = "") -> Numbers:
    """`seen` is that of the page that asks: `new` is how many answered since."""
    sums = event.rsvps.aggregate(
        **turnout_of(""),
        answers=Count("id", filter=HOLDING),
        waiting=Coalesce(Sum("party_size", filter=WAITING), 0),
        said_no=Count("id", filter=Q(state__in=(State.DECLINED, State.CANCELLED))),
        children=Coalesce(Sum("children", filter=HOLDING), 0),
        rides=Count("id", filter=HOLDING & Q(needs_ride=True)),
        step_free=Count("id", filter=HOLDING & Q(needs_step_free=True)),
        newest=Max("id"),
    )
    newest = str(sums["newest"] or 0)
    since = int(seen) if seen.isdecimal() and len(seen) < 19 else int(newest)
    return Numbers(
        people=event.seats_taken if event.is_over else sums["sure"] + sums["maybe"],
        sure=sums["sure"],
        maybe=sums["maybe"],
        answers=sums["answers"],
        waiting=sums["waiting"],
        said_no=sums["said_no"],
        new=event.rsvps.filter(HOLDING | WAITING, id__gt=since).count(),
        seen=seen or newest,
        needs=needs_of(event, sums),
        languages=by(event, "language"),
    )


def needs_of(event: Event, sums: dict[str, int]) -> list[tuple[str, int]]:
    asked = [
        (_("children to look after"), sums["children"]),
        (_("need a ride"), sums["rides"]),
        (_("need a way in without steps"), sums["step_free"]),
        *((_("need %(language)s") % {"language": name}, n) for name, n in by(event, "needs_language")),
    ]
    return [(words, n) for words, n in asked if n]


def by(event: Event, field: str) -> list[tuple[str, int]]:
    """How many people with a seat per language, biggest first."""
    rows = event.rsvps.filter(HOLDING).exclude(**{field: ""}).values_list(field).annotate(n=Count("id"))
    return [(language_words(code), n) for code, n in rows.order_by("-n", field)]


def language_words(code: str) -> str:
    """As it stands in a sentence: "Spanish", "sign language"."""
    return _("sign language") if code == "asl" else language_name(code) if code else ""


@dataclass(frozen=True)
class Guest:
    """One line of the list. What it holds follows the role: whoever does not reach people sees a short name only."""

    rsvp: Rsvp
    name: str
    member_code: str
    seats: str
    needs: str

    @property
    def unsure(self) -> str:
        """Why a seat they hold is not theirs for sure yet."""
        return "" if self.rsvp.is_sure or not self.rsvp.holds_seat else self.rsvp.get_state_display()


def may_see_list(event: Event, role: Role) -> bool:
    """Of a kind that keeps no attendance only those who reach people anyway see who comes."""
    return may(role.kind, Can.SEE_PEOPLE if event.keeps_no_attendance else Can.SEE_NAMES)


def coming(event: Event, role: Role, after: str = "") -> tuple[list[Guest], str]:
    """One page of who has a seat, by name, and the code that the next page starts after ("" for none)."""
    rows = (
        event.rsvps.holding_a_seat()
        .filter(doubt="")
        .select_related("member")
        .order_by("member__sort_name", "member_id")
    )
    if last := event.rsvps.filter(code=after).select_related("member").first():
        name, pk = last.member.sort_name, last.member_id
        rows = rows.filter(Q(member__sort_name__gt=name) | Q(member__sort_name=name, member_id__gt=pk))
    page = list(rows[: PAGE + 1])
    return [guest(rsvp, role) for rsvp in page[:PAGE]], page[PAGE - 1].code if len(page) > PAGE else ""


def waiting(event: Event, role: Role) -> list[Guest]:
    return [guest(rsvp, role) for rsvp in event.rsvps.waiting().select_related("member")[:PAGE]]


def asking(event: Event, role: Role) -> list[Guest]:
    return [guest(rsvp, role) for rsvp in event.rsvps.asking().select_related("member")[:PAGE]]


def doubtful(event: Event, role: Role) -> list[Guest]:
    """Answers that look odd, shown apart until somebody looked at them."""
    rows = event.rsvps.doubtful().select_related("member").order_by("id")[:PAGE]
    return [guest(rsvp, role) for rsvp in rows]


def guest(rsvp: Rsvp, role: Role) -> Guest:
    sees_people = may(role.kind, Can.SEE_PEOPLE)
    return Guest(
        rsvp,
        rsvp.member.name if sees_people else rsvp.member.short_name,
        rsvp.member.code if sees_people else "",
        ngettext("%(n)s seat", "%(n)s seats", rsvp.party_size) % {"n": rsvp.party_size},
        ", ".join(needs_words(rsvp)) if sees_people else "",
    )


def children_words(n: int) -> str:
    return ngettext("childcare for %(n)s child", "childcare for %(n)s children", n) % {"n": n}


def needs_words(rsvp: Rsvp) -> list[str]:
    said = [
        (rsvp.children, children_words(rsvp.children)),
        (rsvp.needs_language, language_words(rsvp.needs_language)),
        (rsvp.needs_ride, _("a ride")),
        (rsvp.needs_step_free, _("no steps")),
    ]
    return [words for needed, words in said if needed]
