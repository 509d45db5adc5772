"""Where a message stands: rows by state that always add up to the audience, what people did, and what failed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, Sum
from django.utils import timezone

from campaigns.messaging import failures as why
from campaigns.messaging.conversation_models import Reply
from campaigns.messaging.delivery_models import Delivery
from campaigns.messaging.estimating import Estimate, Load, estimate
from campaigns.messaging.models import CallToAction
from chapters import dates

State = Delivery.State
FAILED = (State.REFUSED, State.UNDELIVERED, State.FAILED)
WAITING = (State.QUEUED, State.CLAIMED)
ON_THE_WAY = (State.SENDING, State.UNKNOWN, State.ACCEPTED, State.SENT)
LEFT_OUT = (State.SKIPPED, State.CANCELLED, State.EXPIRED)
FAILURES_SHOWN = 50
BUCKETS = 8
CHART = (440, 140)  # units of the drawing: width, height of the tallest bar's ground


@dataclass(frozen=True)
class Progress:
    """Counts of messages; a person who gets a text and an email counts for each. `waits_until`: when the next may go,
    if nobody's hours are open now."""

    states: Counter[str]
    left: Estimate
    waits_until: datetime | None = None

    def of(self, states: Sequence[str]) -> int:
        return sum(self.states[state] for state in states)

    @property
    def total(self) -> int:
        return self.states.total()

    @property
    def waiting(self) -> int:
        return self.of(WAITING)

    @property
    def left_out(self) -> int:
        return self.of(LEFT_OUT)

    @property
    def out(self) -> int:
        """No longer ours to send: gone, failed, or being checked."""
        return self.total - self.waiting - self.left_out

    @property
    def delivered(self) -> int:
        return self.states[State.DELIVERED]

    @property
    def on_the_way(self) -> int:
        return self.of(ON_THE_WAY)

    @property
    def failed(self) -> int:
        return self.of(FAILED)

    @property
    def unsure(self) -> int:
        return self.states[State.PARKED]

    @property
    def troubled(self) -> int:
        return self.failed + self.unsure

    @property
    def late(self) -> int:
        return self.states[State.EXPIRED]

    @property
    def passed_over(self) -> int:
        return self.states[State.SKIPPED] + self.states[State.CANCELLED]


def of(call: CallToAction) -> Progress:
    groups = call.deliveries.order_by().values("state", "channel")
    rows = groups.annotate(n=Count("pk"), parts=Sum("segments"), opens_at=Min("not_before"))
    states: Counter[str] = Counter()
    for row in rows:
        states[row["state"]] += row["n"]
    waiting = [row for row in rows if row["state"] in WAITING]
    later = min((row["opens_at"] for row in waiting), default=timezone.now())
    return Progress(states, what_is_left(call, waiting, later), later if later > timezone.now() else None)


def what_is_left(call: CallToAction, waiting: Sequence[Mapping[str, Any]], at: datetime) -> Estimate:
    texts = [row for row in waiting if row["channel"] == "text"]
    people, total = sum(row["n"] for row in texts), sum(row["n"] for row in waiting)
    load = Load(people, sum(row["parts"] for row in texts), total - people)
    return estimate(call.chapter, load, at=at) if waiting else Estimate(0)


@dataclass(frozen=True)
class Answers:
    """What people wrote back: kind -> how many, and since when, in bars. `people` also counts those who answered on
    the page of their link."""

    kinds: Counter[str]
    bars: list["Bar"]
    people: int

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
    wrote = Q(Exists(Reply.objects.filter(delivery=OuterRef("pk"))))
    people = call.deliveries.filter(Q(answered_at__isnull=False) | wrote).count()
    return Answers(Counter(kind for kind, _at in found), bars([at for _kind, at in found], call), people)


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
