"""What people in power need a person for today: promises that are due, seats that change hands."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.advocacy.knowing import due_words, ending
from campaigns.advocacy.seats import today_in
from campaigns.today_tasks import EACH, Task, link
from chapters.models import Role

AHEAD = timedelta(days=3)
TO_ASK = gettext_lazy("Call and ask. Then write down whether it was kept.")
STAYS = gettext_lazy("Write down the new term, or who takes the seat. Nobody falls off your lists by a date.")


def promises_due(role: Role) -> Iterator[Task]:
    """Due within 3 days, or late; the latest first."""
    today = today_in(role.chapter)
    due = role.chapter.commitments.open().filter(due_on__lte=today + AHEAD).select_related("official")
    for row in due.order_by("due_on", "id")[:EACH]:
        words = _("%(name)s promised: %(words)s") % {"name": row.official.name, "words": row.words}
        when = due_words(row.due_on or today, today)
        url = link("campaigns:advocacy_official", role, row.official.code) + "#promises"
        yield Task(words, f"{when[:1].upper()}{when[1:]}. {TO_ASK}", _("See the promise"), url, "clock")


def terms_ending(role: Role) -> Iterator[Task]:
    """Of targets of campaigns that run."""
    aimed_at = role.chapter.officials.filter(targets__campaign__ended_on=None).distinct().prefetch_related("terms")
    for one in ending(aimed_at, role.chapter)[:EACH]:
        url = link("campaigns:advocacy_official", role, one.term.official.code)
        yield Task(one.words, str(STAYS), _("Write it down"), url, "people")
