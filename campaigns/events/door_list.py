"""What hosts see at the door: the lines of the list, the count, and what changed since they looked."""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.events import checking
from campaigns.events.door_taps import short_name
from campaigns.events.models import Event, Rsvp
from campaigns.events.turnout import children_words, language_words
from chapters import dates

MOST_LINES = 1000
State = Rsvp.State
LISTED = (*Rsvp.HOLDS_SEAT, State.WAITLISTED, State.ASKED)
# Clocks of two servers, and a change that was saved while somebody looked.
OVERLAP = timedelta(seconds=3)


@dataclass(frozen=True)
class Line:
    """One party. `arrived` of `party` are in; `group` is "seat", "waiting" or "asked"."""

    code: str
    name: str
    party: int
    arrived: int
    at: str
    is_late: bool
    needs: list[str]
    group: str

    @classmethod
    def blank(cls) -> "Line":
        """For a script that fills in who came while it looked."""
        return cls("0", "", 1, 0, "", is_late=False, needs=[], group="seat")

    @property
    def said(self) -> str:
        """How many are in, and since when."""
        return said(self.arrived, self.party, self.at)

    @property
    def less(self) -> int:
        return max(0, self.arrived - 1)

    @property
    def more(self) -> int:
        return min(checking.MOST_ARRIVED, self.arrived + 1)

    @property
    def folded(self) -> str:
        return fold(self.name)


def said(arrived: int, party: int, at: str) -> str:
    if not arrived:
        return ""
    if arrived == party == 1:
        return _("Here, %(at)s") % {"at": at}
    return _("%(n)s of %(party)s here, %(at)s") % {"n": arrived, "party": max(arrived, party), "at": at}


def lines(event: Event, *, find: str = "", show: str = "") -> tuple[list[Line], int]:
    """Those that match, by first name, and how many were left out because a page holds no more."""
    rows = of_event(event)
    if show == "here":
        rows = rows.filter(check_in__arrived__gt=0)
    elif show == "left":
        rows = rows.filter(state__in=Rsvp.HOLDS_SEAT).filter(Q(check_in=None) | Q(check_in__arrived=0))
    if find:
        found = [line(rsvp) for rsvp in rows.iterator() if fold(find) in fold(short_name(rsvp)) or find == rsvp.code]
        return found[:MOST_LINES], max(0, len(found) - MOST_LINES)
    return [line(rsvp) for rsvp in rows[:MOST_LINES]], max(0, rows.count() - MOST_LINES)


def of_event(event: Event) -> QuerySet[Rsvp]:
    rows = event.rsvps.filter(Q(state__in=LISTED) | Q(check_in__arrived__gt=0))
    return rows.select_related("member", "check_in", "event").order_by("member__first_name", "member__sort_name", "id")


def line(rsvp: Rsvp) -> Line:
    check_in = getattr(rsvp, "check_in", None)
    arrived = check_in.arrived if check_in else 0
    return Line(
        code=rsvp.code,
        name=short_name(rsvp),
        party=rsvp.party_size,
        arrived=arrived,
        at=dates.clock(check_in.tapped_at, rsvp.event.zone) if check_in else "",
        is_late=rsvp.late_at is not None and not arrived,
        needs=needs(rsvp),
        group=group(rsvp, arrived),
    )


def group(rsvp: Rsvp, arrived: int) -> str:
    if rsvp.holds_seat or arrived:
        return "seat"
    return "asked" if rsvp.state == State.ASKED else "waiting"


def needs(rsvp: Rsvp) -> list[str]:
    """What the room has to have ready for them."""
    asked = [
        (rsvp.needs_step_free, _("no steps")),
        (rsvp.needs_language, _("interpretation: %(language)s") % {"language": language_words(rsvp.needs_language)}),
        (rsvp.children, children_words(rsvp.children)),
    ]
    return [words for needed, words in asked if needed]


def fold(words: str) -> str:
    """Accents and case apart, as people type a name in a hurry."""
    apart = unicodedata.normalize("NFKD", words.casefold())
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())


def latest(event: Event, since: str = "") -> dict[str, Any]:
    """The count, and who changed after `since`, which an earlier answer gave: for phones that ask again."""
    now, found = mark(), checking.count(event)
    changed = of_event(event).filter(changed_since(since)) if not event.keeps_no_attendance else Rsvp.objects.none()
    seats = [line(rsvp) for rsvp in changed[:MOST_LINES]]
    return {
        "came": found.came,
        "expected": found.expected,
        "capacity": event.capacity,
        "words": count_words(found),
        "since": now,
        "seats": [
            {
                "code": one.code,
                "name": one.name,
                "party": one.party,
                "arrived": one.arrived,
                "at": one.at,
                "late": one.is_late,
                "group": one.group,
            }
            for one in seats
        ],
    }


def mark() -> str:
    """Now, as a page hands it back to ask for what came after."""
    return str(timezone.now().timestamp())


def changed_since(since: str) -> Q:
    try:
        at = datetime.fromtimestamp(float(since), UTC) - OVERLAP
    except (ValueError, OverflowError, OSError):
        return Q()
    return Q(updated_at__gt=at) | Q(check_in__updated_at__gt=at)


def count_words(found: checking.Count) -> str:
    return ngettext("%(n)s of %(all)s came in", "%(n)s of %(all)s came in", found.came) % {
        "n": found.came,
        "all": found.expected,
    }
