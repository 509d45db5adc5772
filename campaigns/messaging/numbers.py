"""What a call came to, counted in one way for every page: by the rows that are still there, and by the counts that
took the place of forgotten ones."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Sum

from campaigns.messaging import counting
from campaigns.messaging.conversation_models import Reply
from campaigns.messaging.delivery_models import Delivery, DeliveryCount
from campaigns.messaging.models import CallToAction
from chapters.members.consent_models import Channel, Consent, OptOut

State = Delivery.State
FAILED = (State.REFUSED, State.UNDELIVERED, State.FAILED)
WAITING = (State.QUEUED, State.CLAIMED)
ON_THE_WAY = (State.SENDING, State.UNKNOWN, State.ACCEPTED, State.SENT)
LEFT_OUT = (State.SKIPPED, State.CANCELLED, State.EXPIRED)
SAME = ("channel", "language", "state", "reason")
SUMS = ("messages", "segments", "opened", "answered", "stopped")
# An email has no thread: a stop within this time of it counts as one because of it.
STOPS_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Line:
    """Messages of one call that share the first four. `opens_at`: when the first may go; `forgotten_on`: the day their
    rows were forgotten, None while they are there."""

    channel: str
    language: str
    state: str
    reason: str
    messages: int
    segments: int = 0
    opened: int = 0
    answered: int = 0
    stopped: int = 0
    opens_at: datetime | None = None
    forgotten_on: date | None = None


@dataclass(frozen=True)
class Numbers:
    """Counts of messages; a person who gets a text and an email counts for each."""

    lines: tuple[Line, ...] = ()

    def of(self, states: Sequence[str]) -> int:
        return sum(line.messages for line in self.lines if line.state in states)

    def where(self, **wanted: str) -> "Numbers":
        """Those of one channel or language."""
        return Numbers(tuple(line for line in self.lines if all(getattr(line, k) == v for k, v in wanted.items())))

    def reasons(self, states: Sequence[str]) -> Counter[str]:
        found: Counter[str] = Counter()
        for line in self.lines:
            if line.state in states:
                found[line.reason] += line.messages
        return found

    @property
    def total(self) -> int:
        return sum(line.messages for line in self.lines)

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
        return self.of((State.DELIVERED,))

    @property
    def on_the_way(self) -> int:
        return self.of(ON_THE_WAY)

    @property
    def failed(self) -> int:
        return self.of(FAILED)

    @property
    def unsure(self) -> int:
        return self.of((State.PARKED,))

    @property
    def troubled(self) -> int:
        return self.failed + self.unsure

    @property
    def late(self) -> int:
        return self.of((State.EXPIRED,))

    @property
    def passed_over(self) -> int:
        return self.of((State.SKIPPED, State.CANCELLED))

    @property
    def opened(self) -> int:
        return sum(line.opened for line in self.lines)

    @property
    def answered(self) -> int:
        """Wrote back, or answered on the page of their link."""
        return sum(line.answered for line in self.lines)

    @property
    def stopped(self) -> int:
        return sum(line.stopped for line in self.lines)

    @property
    def texts(self) -> int:
        """What the texts that went out count as at the phone companies."""
        gone = (line for line in self.lines if line.channel == Channel.TEXT and line.state in Delivery.WENT_OUT)
        return sum(line.segments for line in gone)

    @property
    def dollars(self) -> str:
        """As written in the US in any language: "3.41"."""
        return str(counting.cost(self.texts))

    @property
    def forgotten_on(self) -> date | None:
        """The last day on which rows were forgotten."""
        return max((line.forgotten_on for line in self.lines if line.forgotten_on), default=None)

    @property
    def has_people(self) -> bool:
        """Rows of people are still there."""
        return any(line.forgotten_on is None for line in self.lines)


def of(calls: Iterable[CallToAction]) -> dict[int, Numbers]:
    """The numbers of each call by its id, in four queries for all of them."""
    ids = [call.pk for call in calls]
    found: dict[int, list[Line]] = {pk: [] for pk in ids}
    if ids:
        for row in [*tallied({"call_to_action__in": ids}, ("call_to_action", *SAME)), *counts_of(ids)]:
            found[row.pop("call_to_action")].append(Line(**row))
    return {pk: Numbers(tuple(lines)) for pk, lines in found.items()}


def counts_of(ids: list[int]) -> Iterator[dict[str, Any]]:
    rows = DeliveryCount.objects.filter(call_to_action__in=ids).order_by().values("call_to_action", *SAME)
    totals = {name: Sum(name) for name in SUMS}
    yield from rows.annotate(**totals, forgotten_on=Max("forgotten_on"))


def tallied(which: Mapping[str, Any], keys: Sequence[str], **made: Callable[[str], Any]) -> list[dict[str, Any]]:
    """Deliveries that fit `which`, counted by `keys`: on a page, and when rows are forgotten. `made` are further keys:
    name -> expression, given the path to the delivery's columns. Each row has the keys, `SUMS` and `opens_at`."""
    made = {key: partial(path_to, key) for key in keys} | made
    found = grouped(
        Delivery.objects.filter(**which),
        {name: make("") for name, make in made.items()},
        messages=Count("pk"),
        segments=Sum("segments"),
        opened=Count("opened_at"),
        answered=Count("answered_at"),
        opens_at=Min("not_before"),
    )
    # Far fewer wrote than got it: asked of the replies, this takes a fraction of the time.
    wrote = grouped(
        Reply.objects.filter(**{f"delivery__{name}": value for name, value in which.items()}),
        {name: make("delivery__") for name, make in made.items()},
        answered=Count("delivery", distinct=True, filter=Q(delivery__answered_at=None)),
        stopped=Count("delivery", distinct=True, filter=Q(kind=Reply.Kind.STOP)),
    )
    by_link = grouped(
        Delivery.objects.filter(stopped_by_link(), **which),
        {name: make("") for name, make in made.items()},
        stopped=Count("pk"),
    )
    for key, row in found.items():
        row["answered"] += wrote.get(key, {}).get("answered", 0)
        row["stopped"] = wrote.get(key, {}).get("stopped", 0) + by_link.get(key, {}).get("stopped", 0)
    return [dict(zip(made, key, strict=True)) | row for key, row in found.items()]


def path_to(column: str, path: str) -> F:
    return F(f"{path}{column}")


def grouped(rows: QuerySet[Any], by: Mapping[str, Any], **counts: Any) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Values of `by` -> the counts of the rows that share them."""
    named = {f"by_{name}": expression for name, expression in by.items()}
    found = rows.order_by().values(**named).annotate(**counts)
    return {tuple(row.pop(name) for name in named): row for row in found}


def has_answered() -> Q:
    """Of one delivery: what `answered` counts."""
    return Q(answered_at__isnull=False) | Q(Exists(Reply.objects.filter(delivery=OuterRef("pk"))))


def stopped_by_link() -> Q:
    stops = OptOut.objects.filter(
        channel=Channel.EMAIL,
        address_index=OuterRef("address_index"),
        source=Consent.Source.UNSUBSCRIBE,
        at__gte=OuterRef("attempted_at"),
        at__lt=OuterRef("attempted_at") + STOPS_FOR,
    )
    return Q(Exists(stops), channel=Channel.EMAIL)
