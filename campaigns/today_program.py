"""What programs and hearings need a person for today."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns import district_turnout
from campaigns.models import Event
from campaigns.today_tasks import EACH, Task, link
from chapters.dates import spoken, wait
from chapters.models import Role

DISTRICTS_MATTER = timedelta(days=14)


def speakers_silent(role: Role) -> Iterator[Task]:
    """Asked a week ago and not heard of; the longest wait first."""
    rows = role.chapter.speakers.overdue().filter(event__ends_at__gt=timezone.now(), event__cancelled_at=None)
    found = rows.select_related("event__chapter", "asked_by").prefetch_related("event__texts")
    for speaker in found.order_by("asked_at", "id")[:EACH]:
        waited = {"name": speaker.name, "wait": wait(timezone.now() - (speaker.asked_at or timezone.now()))}
        words = _("%(name)s has not answered for %(wait)s") % waited
        reason = _("We asked them to speak at %(event)s. Call once more, or write down what they said.")
        url = link("campaigns:events_program", role, speaker.event.code) + "#speakers"
        yield Task(words, reason % {"event": speaker.event}, _("Write it down"), url, "people")


def districts_short(role: Role) -> Iterator[Task]:
    """In the two weeks before an event: the district that lacks the most people."""
    ahead = role.chapter.events.published().ahead().filter(starts_at__lt=timezone.now() + DISTRICTS_MATTER)
    for event in ahead.exclude(district_goals=None).distinct().with_words()[:EACH]:
        furthest = max(district_turnout.count(event).lines, key=lambda line: line.missing)
        if not furthest.missing:
            continue
        facts = {"district": furthest.district.name, "n": furthest.sure, "goal": furthest.district.goal}
        words = _("%(district)s: %(n)s of %(goal)s") % facts
        reason = _("%(event)s, %(when)s. Ask people from there.")
        reason %= {"event": event, "when": spoken(event.starts_at, event.zone)}
        url = link("campaigns:events_program", role, event.code) + "#districts"
        yield Task(words, reason, _("See the districts"), url, "people")


def speakers_without_points(role: Role) -> Iterator[Task]:
    """Somebody said they would speak, and points are written: nobody should wait for theirs."""
    hearings = role.chapter.events.published().ahead().filter(kind=Event.Kind.HEARING)
    for event in hearings.exclude(talking_points=None).distinct().with_words()[:EACH]:
        n = event.speaking_slots.standing().filter(point=None).count()
        if n:
            words = ngettext("%(n)s speaker has no talking point", "%(n)s speakers have no talking point", n) % {"n": n}
            url = link("campaigns:events_hearing", role, event.code)
            yield Task(words, str(event), _("Deal them out"), url, "people")
