"""Where a message stands while it goes out: how long it still takes, what people answer, and what failed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from campaigns.messaging import failures as why
from campaigns.messaging import numbers
from campaigns.messaging.conversation_models import Reply
from campaigns.messaging.delivery_models import Delivery
from campaigns.messaging.estimating import Estimate, Load, estimate
from campaigns.messaging.models import CallToAction
from campaigns.messaging.numbers import FAILED, WAITING, Line, Numbers
from chapters import dates

State = Delivery.State
FAILURES_SHOWN = 50
BUCKETS = 8
CHART = (440, 140)  # units of the drawing: width, height of the tallest bar's ground


@dataclass(frozen=True)
class Progress(Numbers):
    """`waits_until`: when the next message may go, if nobody's hours are open now."""

    left: Estimate = field(default_factory=lambda: Estimate(0))
    waits_until: datetime | None = None


def of(call: CallToAction) -> Progress:
    lines = numbers.of([call])[call.pk].lines
    waiting = [line for line in lines if line.state in WAITING]
    later = min((line.opens_at for line in waiting if line.opens_at), default=timezone.now())
    return Progress(lines, what_is_left(call, waiting, later), later if later > timezone.now() else None)


def what_is_left(call: CallToAction, waiting: Sequence[Line], at: datetime) -> Estimate:
    texts = [line for line in waiting if line.channel == "text"]
    people, total = sum(line.messages for line in texts), sum(line.messages for line in waiting)
    load = Load(people, sum(line.segments for line in texts), total - people)
    return estimate(call.chapter, load, at=at) if waiting else Estimate(0)


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
        here = dates.local(start + timedelta(minutes=minutes * index), call.chapter.zone)
        at = f"{here.hour % 12 or 12}:{here.minute:02}"
        found.append(Bar(at, filled[index], index * width // BUCKETS + 6, ground - height, height))
    return found


@dataclass(frozen=True)
class Failure:
    delivery: Delivery
    happened: Any
    we_did: Any
    you_can: Any


def failures(call: CallToAction) -> list[Failure]:
    """The newest, each in words with what follows from it."""
    rows = (
        call.deliveries.filter(state__in=(*FAILED, State.PARKED)).select_related("member").order_by("-final_at", "-pk")
    )
    return [in_words(row) for row in rows[:FAILURES_SHOWN]]


def in_words(row: Delivery) -> Failure:
    cause = why.of("no_proof" if row.state == State.PARKED else row.reason)
    return Failure(row, cause.words, cause.we_did, cause.you_can)
