"""Everything a chapter knows about one official, gathered for their page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.advocacy import standing
from campaigns.advocacy.models import Action, ActionTaken, Commitment, Official, OfficialTerm
from campaigns.advocacy.seats import seat_of, today_in
from campaigns.models import Campaign
from chapters.access import Can, may
from chapters.models import Chapter, Role

SHOWN = 25
SOON = timedelta(days=45)
LONG_AGO = timedelta(days=400)
TWINS = 5


@dataclass(frozen=True)
class Promise:
    """A promise and how its days stand today."""

    row: Commitment
    today: date

    @property
    def is_open(self) -> bool:
        return self.row.state == Commitment.State.OPEN

    @property
    def is_late(self) -> bool:
        return self.is_open and self.row.due_on is not None and self.row.due_on < self.today

    @property
    def since(self) -> str:
        """ "20 days since the promise"."""
        n = (self.today - self.row.promised_on).days
        return ngettext("%(n)s day since the promise", "%(n)s days since the promise", n) % {"n": n}

    @property
    def due(self) -> str:
        """ "due in 5 days", "due today", "3 days late"; '' without a day."""
        return due_words(self.row.due_on, self.today) if self.row.due_on else ""


def due_words(due_on: date, today: date) -> str:
    days = (due_on - today).days
    if days == 0:
        return _("due today")
    if days > 0:
        return ngettext("due in %(n)s day", "due in %(n)s days", days) % {"n": days}
    return ngettext("%(n)s day late", "%(n)s days late", -days) % {"n": -days}


@dataclass(frozen=True)
class Ending:
    """A seat whose term ends soon, or has ended by its date, while nobody is known to follow."""

    term: OfficialTerm
    days: int

    @property
    def words(self) -> str:
        name = {"name": self.term.official.name}
        if self.days < 0:
            return _("The term of %(name)s has ended: who follows?") % name
        if self.days == 0:
            return _("The term of %(name)s ends today: who follows?") % name
        if self.days == 1:
            return _("The term of %(name)s ends tomorrow: who follows?") % name
        words = ngettext(
            "The term of %(name)s ends in %(n)s day: who follows?",
            "The term of %(name)s ends in %(n)s days: who follows?",
            self.days,
        )
        return words % (name | {"n": self.days})


def ending(officials: Iterable[Official], chapter: Chapter) -> list[Ending]:
    """Soonest first; from prefetched `terms`. A later term in the same seat, of anyone, answers the question."""
    today = today_in(chapter)
    found = []
    for official in officials:
        term = seat_of(official, today).term
        if term and term.ends_on and today - LONG_AGO <= term.ends_on <= today + SOON:
            found.append(term)
    later = OfficialTerm.objects.filter(chapter=chapter, body__in={term.body for term in found})
    followed = {(row.kind, row.body, row.district, row.ends_on) for row in later}
    seats = [
        Ending(term, (term.ends_on - today).days) for term in found if term.ends_on and not is_followed(term, followed)
    ]
    return sorted(seats, key=lambda one: one.days)


def is_followed(term: OfficialTerm, known: set[tuple[str, str, str, date | None]]) -> bool:
    seat = term.kind, term.body, term.district
    ends = [end for *other, end in known if tuple(other) == seat]
    return any(end is None or (term.ends_on is not None and end > term.ends_on) for end in ends)


@dataclass(frozen=True)
class Deeds:
    """What our people did about an official through one action: how often it went how."""

    action: Action
    total: int
    last_on: date
    outcomes: list[tuple[str, int]]


def deeds(official: Official) -> list[Deeds]:
    """Newest action first. Two queries and those of the words."""
    rows: Any = (
        official.actions_taken.order_by().values("action", "outcome").annotate(n=Count("id"), last=Max("taken_at"))
    )
    by_action: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        by_action.setdefault(row["action"], []).append(row)
    zone, words = official.chapter.zone, dict(ActionTaken.Outcome.choices)
    found = []
    for action in Action.objects.filter(pk__in=by_action).with_words():
        counted = sorted(by_action[action.pk], key=lambda row: -row["n"])
        outcomes = [(capfirst(str(words[row["outcome"]])), row["n"]) for row in counted]
        last = max(row["last"] for row in counted).astimezone(zone).date()
        found.append(Deeds(action, sum(n for _word, n in outcomes), last, outcomes))
    return sorted(found, key=lambda one: one.last_on, reverse=True)


def about(official: Official, role: Role, *, everything: bool = False) -> dict[str, Any]:
    """The page of an official; what we talked about only for those who run campaigns."""
    today = today_in(official.chapter)
    offices = list(official.offices.all())
    context = {
        "official": official,
        "seat": seat_of(official, today),
        "today": today,
        "offices": offices,
        "has_phone": any(office.phone for office in offices),
        "ending": next(iter(ending([official], official.chapter)), None),
        "twins": twins(official, today),
        "standings": standings(official),
    }
    if may(role.kind, Can.RUN_CAMPAIGNS):
        log = official.contact_entries.select_related("campaign__chapter", "event", "logged_by")
        log = log.prefetch_related("campaign__texts", "event__texts")
        context |= {
            "staff": official.staff.all(),
            "log": log if everything else log[:SHOWN],
            "log_total": official.contact_entries.count(),
            "deeds": deeds(official),
            "promises": promises(official, today),
        }
    return context


def promises(official: Official, today: date) -> list[Promise]:
    """Open ones first, by the day they are due."""
    rows = official.commitments.select_related("campaign__chapter").prefetch_related("campaign__texts")
    return [Promise(row, today) for row in sorted(rows, key=lambda row: row.state != Commitment.State.OPEN)]


def twins(official: Official, today: date) -> list[str]:
    """Others of the same last name, with their seats, so that nobody takes one for the other."""
    if not official.family_name:
        return []
    alike = official.chapter.officials.filter(family_name__iexact=official.family_name).exclude(pk=official.pk)
    return [f"{one}, {seat_of(one, today)}" for one in alike.prefetch_related("terms")[:TWINS]]


def standings(official: Official) -> list[tuple[Campaign, standing.Row]]:
    """Where they stand in each campaign that has them as a target."""
    targets = official.targets.select_related("chapter", "campaign__chapter").prefetch_related("campaign__texts")
    return [(target.campaign, standing.of(target)) for target in standing.with_path(targets)]
