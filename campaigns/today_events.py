"""What events need a person for today."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Rsvp
from campaigns.today_tasks import EACH, Task, link
from chapters.dates import ago, spoken
from chapters.members.filters import language_name
from chapters.models import Role

LOOK_AHEAD = timedelta(days=60)
JOBS_MATTER = timedelta(days=3)
TO_WRITE_DOWN = timedelta(days=7)  # after the end of an event


def people_asking(role: Role) -> Iterator[Task]:
    """Where each person needs a yes from the hosts."""
    asked = Count("rsvps", filter=Q(rsvps__state="asked"))
    coming: Any = role.chapter.events.published().upcoming().filter(cancelled_at=None).annotate(asked=asked)
    for event in coming.filter(asked__gt=0).with_words()[:EACH]:
        words = ngettext("%(n)s person asks to come to %(event)s", "%(n)s people ask to come to %(event)s", event.asked)
        url = link("campaigns:events_show", role, event.code) + "#asking"
        reason = _("They wait for your yes or no.")
        yield Task(words % {"n": event.asked, "event": event}, reason, _("Answer them"), url, "people")


def odd_answers(role: Role) -> Iterator[Task]:
    odd = Count("rsvps", filter=~Q(rsvps__doubt="") & ~Q(rsvps__state__in=Rsvp.ENDED))
    coming: Any = role.chapter.events.published().upcoming().filter(cancelled_at=None).annotate(odd=odd)
    for event in coming.filter(odd__gt=0).with_words()[:EACH]:
        words = ngettext("%(n)s answer to %(event)s looks odd", "%(n)s answers to %(event)s look odd", event.odd)
        url = link("campaigns:events_show", role, event.code) + "#odd"
        reason = _("Somebody may be filling your seats by machine.")
        yield Task(words % {"n": event.odd, "event": event}, reason, _("Look at them"), url, "alert")


def jobs_without_people(role: Role) -> Iterator[Task]:
    """Three days before an event, what still lacks hands."""
    soon = timezone.now() + JOBS_MATTER
    shifts = role.chapter.shifts.with_room().exclude(capacity=None)
    shifts = shifts.filter(event__starts_at__range=(timezone.now(), soon), event__cancelled_at=None)
    for row in shifts.values("event").annotate(n=Sum(F("capacity") - F("taken"))).order_by("event__starts_at")[:EACH]:
        event = role.chapter.events.with_words().get(pk=row["event"])
        words = ngettext("%(event)s lacks %(n)s helper", "%(event)s lacks %(n)s helpers", row["n"])
        reason = _("%(when)s. Ask someone, or take it yourself.") % {"when": spoken(event.starts_at, event.zone)}
        url = link("campaigns:events_shifts", role, event.code)
        yield Task(words % {"n": row["n"], "event": event}, reason, _("See the jobs"), url, "people")


def events_to_write_down(role: Role) -> Iterator[Task]:
    """Over, and nobody wrote down yet how it went."""
    over = role.chapter.events.published().past().filter(cancelled_at=None, closed_out_at=None)
    for event in over.filter(ends_at__gt=timezone.now() - TO_WRITE_DOWN).with_words()[:EACH]:
        words = _("“%(title)s” is over: write down how it went") % {"title": event}
        reason = _("How many came, and what it moved. It takes two minutes.")
        yield Task(words, reason, _("Write it down"), link("campaigns:events_after", role, event.code), "pen")


def events_proposed(role: Role) -> Iterator[Task]:
    """Offered by volunteers, who were promised an answer within 2 days; the longest wait first."""
    waiting = role.chapter.events.proposed()
    first = waiting.with_words().select_related("host").first()
    if first is None or first.proposed_at is None:
        return
    n = waiting.count()
    words = ngettext("%(n)s event waits for your yes", "%(n)s events wait for your yes", n) % {"n": n}
    reason = _("%(name)s offered “%(title)s” %(ago)s.") % {
        "name": first.host.short_name if first.host else _("Somebody"),
        "title": first,
        "ago": ago(first.proposed_at),
    }
    yield Task(words, reason, _("Read it"), link("campaigns:events_proposal", role, first.code), "cal")


def co_hosts_asked(role: Role) -> Iterator[Task]:
    """Other chapters ask ours to hold an event with them."""
    asked = role.chapter.co_hosted.filter(state="asked", chapter__closed_at=None)
    coming = asked.filter(event__ends_at__gt=timezone.now(), event__cancelled_at=None)
    for co_host in coming.select_related("event__chapter").prefetch_related("event__texts")[:EACH]:
        event = co_host.event
        words = _("%(chapter)s asks: hold an event together?") % {"chapter": event.chapter}
        reason = f"{event}, {spoken(event.starts_at, event.zone)}."
        yield Task(words, reason, _("Answer them"), link("campaigns:events_with_us", role, co_host.code), "people")


def events_without_words(role: Role) -> Iterator[Task]:
    """Public events that some of our readers would meet in another language."""
    soon = (
        role.chapter.events.published().upcoming().filter(cancelled_at=None, starts_at__lt=timezone.now() + LOOK_AHEAD)
    )
    missing = [
        (event, code) for event in soon.with_words() for code in role.chapter.languages if not event.text_in(code)
    ]
    for event, code in missing[:EACH]:
        words = _("Write “%(title)s” in %(language)s") % {"title": event, "language": language_name(code)}
        reason = _("%(when)s. The event page has no %(language)s yet.")
        reason %= {"when": spoken(event.starts_at, event.zone), "language": language_name(code)}
        yield Task(words, reason, _("Write it"), link("campaigns:events_edit", role, event.code), "pen")
