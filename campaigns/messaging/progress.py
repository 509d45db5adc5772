"""Where a message stands while it goes out: how long it still takes, what people answer, and what failed."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.messaging import numbers, outbox, troubles
from campaigns.messaging.conversation_models import Reply
from campaigns.messaging.delivery_models import Delivery
from campaigns.messaging.models import CallToAction
from campaigns.messaging.numbers import FAILED, WAITING, Numbers
from chapters import dates

State = Delivery.State
FAILURES_SHOWN = 50
BUCKETS = 8
CHART = (440, 140)  # units of the drawing: width, height of the tallest bar's ground

STOPPED_TEXTING = gettext_lazy("We stopped texting it")
ASK_FOR_ANOTHER = gettext_lazy("Ask for another number")
NOTHING = gettext_lazy("Nothing to do")
LEFT_IT = gettext_lazy("Left it. Each person gets a message once")
# Reason -> (what we did, what you can do). Codes are the carrier's: see troubles.REASONS.
DONE: dict[str, tuple[Any, Any]] = {
    **dict.fromkeys(("21211", "21614", "21635", "30005", "30006"), (STOPPED_TEXTING, ASK_FOR_ANOTHER)),
    **dict.fromkeys(("21610", "30004"), (gettext_lazy("Took them off texts"), NOTHING)),
    "email_refused": (gettext_lazy("We stopped writing to it"), gettext_lazy("Ask for another email")),
    "30003": (LEFT_IT, gettext_lazy("Call them if it matters")),
    "30007": (LEFT_IT, gettext_lazy("Use other words, and only our own link")),
    **dict.fromkeys(("30032", "30034"), (gettext_lazy("Paused the message"), gettext_lazy("Register the number"))),
}
OTHERWISE = (LEFT_IT, gettext_lazy("Call them if it matters"))
UNSURE = (gettext_lazy("Did not send it again, so that nobody gets it twice"), gettext_lazy("Ask them if it came"))


@dataclass(frozen=True)
class Progress(Numbers):
    """`waits_until`: when the next message may go, if nobody's hours are open now."""

    minutes_left: int = 1
    waits_until: datetime | None = None


def of(call: CallToAction) -> Progress:
    lines = numbers.of([call])[call.pk].lines
    waiting = [line for line in lines if line.state in WAITING]
    parts = sum(line.segments for line in waiting if line.channel == "text")
    sender = outbox.sender_for(call.chapter, "text")
    minutes = max(1, round(parts / sender.segments_per_second / 60)) if sender else 1
    later = min((line.opens_at for line in waiting if line.opens_at), default=timezone.now())
    return Progress(lines, minutes, later if later > timezone.now() else None)


@dataclass(frozen=True)
class Answers:
    """What people wrote back: kind -> how many, and since when, in bars."""

    kinds: Counter[str]
    bars: list["Bar"]

    @property
    def questions(self) -> int:
        return self.kinds[Reply.Kind.WORDS] + self.kinds[Reply.Kind.HELP] + self.kinds[Reply.Kind.EMERGENCY]

    @property
    def total(self) -> int:
        return self.kinds.total()


@dataclass(frozen=True)
class Bar:
    at: str
    n: int
    x: int
    y: int
    height: int

    @property
    def middle(self) -> int:
        return self.x + 21

    @property
    def over(self) -> int:
        return self.y - 6


def answers(call: CallToAction) -> Answers:
    rows = (
        Reply.objects.filter(delivery__call_to_action=call).order_by("received_at").values_list("kind", "received_at")
    )
    found = [*rows]
    return Answers(Counter(kind for kind, _at in found), bars([at for _kind, at in found], call))


def bars(times: list[datetime], call: CallToAction) -> list[Bar]:
    """Answers in 8 equal spans from the first text on; the span is a round number of minutes."""
    if not times:
        return []
    start = (call.starts_sending_at or times[0]).replace(second=0, microsecond=0)
    minutes = max(1, -(-int((times[-1] - start).total_seconds() // 60 + 1) // BUCKETS))
    minutes = next((step for step in (1, 2, 5, 10, 15, 30, 60, 120, 240, 480) if step >= minutes), minutes)
    filled = Counter(min(BUCKETS - 1, max(0, int((at - start).total_seconds() // 60 // minutes))) for at in times)
    width, ground = CHART
    found = []
    for index in range(BUCKETS):
        height = round((ground - 24) * filled[index] / max(filled.values()))
        at = dates.clock(start + timedelta(minutes=minutes * index), call.chapter.zone, half=False)
        found.append(Bar(at, filled[index], index * width // BUCKETS + 6, ground - height, height))
    return found


@dataclass(frozen=True)
class Failure:
    delivery: Delivery
    happened: str
    we_did: Any
    you_can: Any


def failures(call: CallToAction) -> list[Failure]:
    """The newest, each in words with what follows from it."""
    rows = (
        call.deliveries.filter(state__in=(*FAILED, State.PARKED)).select_related("member").order_by("-final_at", "-pk")
    )
    found = []
    for row in rows[:FAILURES_SHOWN]:
        we_did, you_can = UNSURE if row.state == State.PARKED else DONE.get(row.reason, OTHERWISE)
        found.append(Failure(row, troubles.words(row.reason) or _("It did not arrive."), we_did, you_can))
    return found
