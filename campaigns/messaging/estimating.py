"""How long a message takes, and who would not get it today: pace, caps and quiet hours, reckoned before it goes."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import ngettext

from campaigns.messaging import caps, hours, outbox
from campaigns.messaging.models import Delivery, Sender
from campaigns.messaging.policy import POLICY
from chapters import dates
from chapters.models import Channel, Chapter

Purpose, Queue = Delivery.Purpose, Delivery.Queue


@dataclass(frozen=True)
class Load:
    """What is to go out: people by text, the texts their messages count as, and emails."""

    people: int
    texts: int
    emails: int = 0


@dataclass(frozen=True)
class Estimate:
    """`seconds` of what goes today; `waits`, people over today's limit of `room` messages; `late`, people whose turn
    would come after `closes_at`, which is `closes` as a clock says it."""

    seconds: float
    waits: int = 0
    room: int = 0
    late: int = 0
    closes: str = ""

    @property
    def minutes(self) -> int:
        return max(1, round(self.seconds / 60))

    @property
    def duration(self) -> str:
        """ "about 44 minutes", "about 3 hours"."""
        if self.minutes <= 90:
            return ngettext("about %(n)s minute", "about %(n)s minutes", self.minutes) % {"n": self.minutes}
        n = round(self.minutes / 60)
        return ngettext("about %(n)s hour", "about %(n)s hours", n) % {"n": n}

    @property
    def warnings(self) -> list[str]:
        found = []
        if self.late:
            words = ngettext(
                "Ends after %(closes)s for %(n)s person: they would not get it.",
                "Ends after %(closes)s for %(n)s people: they would not get it.",
                self.late,
            )
            found.append(words % {"closes": self.closes, "n": f"{self.late:,}"})
        if self.waits:
            words = ngettext(
                "More than today’s limit: %(room)s may still go. %(n)s person waits for a yes tomorrow.",
                "More than today’s limit: %(room)s may still go. %(n)s people wait for a yes tomorrow.",
                self.waits,
            )
            found.append(words % {"room": f"{self.room:,}", "n": f"{self.waits:,}"})
        return found


def estimate(chapter: Chapter, load: Load, *, at: datetime | None = None, purpose: str = Purpose.ASK) -> Estimate:
    """Of a message that begins now, or at `at` if that is later. The chapter's own hours stand for everybody's."""
    starts = max(filter(None, (at, timezone.now())))
    emails = by_email(chapter, load.emails, starts)
    if not load.people:
        return emails
    sender = sender_of(chapter, Channel.TEXT)
    if sender is None:
        return emails
    texts = by_text(sender, load, starts, purpose)
    return Estimate(
        max(texts.seconds, emails.seconds),
        texts.waits + emails.waits,
        texts.room or emails.room,
        texts.late,
        texts.closes,
    )


def by_text(sender: Sender, load: Load, starts: datetime, purpose: str) -> Estimate:
    chapter, each = sender.chapter, max(1.0, load.texts / load.people)
    opens, closes = hours.window(chapter.zip, chapter, "", after=starts)
    closes = min(closes, opens + POLICY[purpose].life)
    room = room_for(sender, opens, each)
    goes = min(load.people, room)
    fits = int((closes - opens).total_seconds() * sender.segments_per_second / each)
    seconds = min(goes, fits) * each / sender.segments_per_second
    waits, late = load.people - goes, max(0, goes - fits)
    return Estimate(seconds, waits, room if waits else 0, late, dates.clock(closes, chapter.zone))


def room_for(sender: Sender, on: datetime, each: float) -> int:
    """How many people may still get a message of so many texts on that day."""
    left = min(caps.chapter_room(sender, on), int(caps.carrier_room(sender, on) / each))
    return max(0, left)


def by_email(chapter: Chapter, emails: int, starts: datetime) -> Estimate:
    """No hours are quiet for email."""
    sender = sender_of(chapter, Channel.EMAIL) if emails else None
    if sender is None:
        return Estimate(0)
    room = room_for(sender, starts, 1)
    goes = min(emails, room)
    return Estimate(goes / sender.segments_per_second, emails - goes, room if emails > goes else 0)


def sender_of(chapter: Chapter, channel: str) -> Sender | None:
    """The one that would be used, with what its limits hang on."""
    found = outbox.sender_for(chapter, channel)
    return found and Sender.objects.select_related("chapter", "brand").get(pk=found.pk)
