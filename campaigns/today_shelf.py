"""What the shelf beside a campaign needs a person for today."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns import moved
from campaigns.today_tasks import EACH, Task, link
from chapters.dates import ago, on_weekday, spoken
from chapters.models import Role

DATES_AHEAD = timedelta(days=7)
CLOSES_SOON = timedelta(days=2)


def dates_of_cases(role: Role) -> Iterator[Task]:
    """By what we call the case among us: only those who run campaigns see this."""
    near = role.chapter.case_dates.upcoming().until(timezone.now() + DATES_AHEAD).select_related("case")
    for date in near[:EACH]:
        words = _("%(what)s: %(case)s") % {"what": capfirst(date.get_kind_display()), "case": date.case.inner_name}
        reason = [spoken(date.starts_at, role.chapter.timezone)]
        reason += [_("The family wants people to come along.")] if date.needs_company else []
        url = link("campaigns:advocacy_case", role, date.case.code)
        yield Task(words, ". ".join(reason), _("See it"), url, "cal")


def officials_who_moved(role: Role) -> Iterator[Task]:
    for one in islice(moved.unthanked(role.chapter), EACH):
        words = ngettext(
            "%(name)s moved. Thank the %(n)s person who called",
            "%(name)s moved. Thank the %(n)s people who called",
            one.people,
        ) % {"name": one.name, "n": one.people}
        reason = _("From “%(before)s” to “%(now)s”. People call again when they hear that it worked.") % {
            "before": one.before.get_stand_display(),
            "now": one.position.get_stand_display(),
        }
        url = link("campaigns:advocacy_thank", role, one.position.code)
        yield Task(words, reason, _("Write the thanks"), url, "send")


def statements_to_approve(role: Role) -> Iterator[Task]:
    waiting = role.chapter.press_statements.waiting().exclude(written_by=role.user).exclude(written_by=None)
    for one in waiting.select_related("written_by", "chapter").prefetch_related("texts")[:EACH]:
        words = _("Say yes or no to a statement: %(headline)s") % {"headline": one}
        reason = _("%(name)s wrote it and asked %(ago)s.") % {
            "name": one.written_by,
            "ago": ago(one.asked_at or one.updated_at),
        }
        yield Task(words, reason, _("Read it"), link("campaigns:advocacy_statement", role, one.code), "pen")


def letters_to_watch(role: Role) -> Iterator[Task]:
    """Signatures that wait for a yes, and letters whose last day is near or over."""
    today = timezone.localdate(timezone=role.chapter.zone)
    rows: Any = role.chapter.sign_on_letters.filter(state="open").with_words().with_counts()
    for letter in rows.order_by("closes_on")[: EACH * 3]:
        url = link("campaigns:advocacy_letter", role, letter.code)
        if letter.closes_on < today:
            reason = _("Its last day is over. Close it and hand it over.")
            yield Task(_("Close the letter “%(letter)s”") % {"letter": letter}, reason, _("See it"), url, "card")
        elif letter.waiting_count:
            n = {"n": letter.waiting_count, "letter": letter}
            words = ngettext(
                "%(n)s signature under “%(letter)s” waits", "%(n)s signatures under “%(letter)s” wait", n["n"]
            )
            reason = _("Last day to sign: %(day)s.") % {"day": on_weekday(letter.closes_on)}
            yield Task(words % n, reason, _("Look at them"), url, "card")


def things_overdue(role: Role) -> Iterator[Task]:
    today = timezone.localdate(timezone=role.chapter.zone)
    late = role.chapter.thing_holds.overdue(today).select_related("thing", "member", "partner")
    for hold in late.order_by("until_on")[:EACH]:
        words = _("Fetch: %(thing)s") % {"thing": hold.thing}
        reason = _("%(who)s had it until %(day)s.") % {
            "who": hold.holder or _("Somebody"),
            "day": on_weekday(hold.until_on or today),
        }
        yield Task(words, reason, _("See it"), link("campaigns:advocacy_thing", role, hold.thing.code), "flag")
