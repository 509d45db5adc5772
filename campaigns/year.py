"""The numbers of events and messages in the report of a year."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from campaigns.models import Collected, Delivery
from chapters.models import Chapter
from chapters.year import Figure, Group, by_month, monthly, months_of, span

State = Delivery.State
WENT_OUT = (State.ACCEPTED, State.SENT, State.DELIVERED, State.UNDELIVERED)


def events(chapter: Chapter, year: int) -> Iterator[Figure]:
    since, until = span(chapter, year)
    held: Any = chapter.events.published().past().filter(cancelled_at=None, starts_at__gte=since, starts_at__lt=until)
    yield monthly("events", Group.EVENTS, _("Events held"), by_month(held, "starts_at", chapter=chapter))
    came = by_month(held, "starts_at", chapter=chapter, value=Sum("came"))
    yield monthly("came", Group.EVENTS, _("People who came, each time counted"), came)
    off = chapter.events.exclude(cancelled_at=None).filter(starts_at__gte=since, starts_at__lt=until)
    yield Figure("called_off", Group.EVENTS, _("Events called off"), off.count())


def messages(chapter: Chapter, year: int) -> Iterator[Figure]:
    for channel, words in (("text", _("Texts sent")), ("email", _("Emails sent"))):
        yield monthly(f"{channel}s_sent", Group.MESSAGES, words, sent(chapter, year, Q(channel=channel)))
    answers = sent(chapter, year, Q(purpose=Delivery.Purpose.ANSWER))
    yield monthly("replies_answered", Group.MESSAGES, _("Replies answered"), answers)


def sent(chapter: Chapter, year: int, which: Q) -> tuple[int, ...]:
    """By month: rows that are still there, and the counts that took the place of forgotten ones."""
    since, until = span(chapter, year)
    rows = chapter.deliveries.filter(which, state__in=WENT_OUT).alias(went_at=Coalesce("accepted_at", "created_at"))
    there = by_month(rows.filter(went_at__gte=since, went_at__lt=until), "went_at", chapter=chapter)
    counts = chapter.delivery_counts.filter(which, state__in=WENT_OUT, month_on__year=year)
    gone = months_of(counts.order_by().values_list("month_on__month").annotate(n=Sum("messages")))
    return tuple(map(sum, zip(there, gone, strict=True)))


def collected(chapter: Chapter, year: int) -> Iterator[Figure]:
    """Postcards, signatures, calls: what people brought from events, added up."""
    since, until = span(chapter, year)
    rows = chapter.collected.filter(event__starts_at__gte=since, event__starts_at__lt=until)
    sums = rows.order_by().values(kind=F("what")).annotate(n=Sum("count")).order_by("-n")
    for row in sums:
        words = str(dict(Collected.What.choices)[row["kind"]]).capitalize()
        yield Figure(f"collected_{row['kind']}", Group.COLLECTED, words, row["n"])
