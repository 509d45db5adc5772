"""What became of everyone a call was for: the rows of the database held against what really went out."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import Error, connection

from campaigns.models import CallToAction, Delivery
from tests.faults.people import MARK
from tests.faults.standin import StandIn

State = Delivery.State
OPEN = (State.QUEUED, State.CLAIMED, State.SENDING, State.UNKNOWN)
SAYS_NOT_SENT = (State.SKIPPED, State.REFUSED, State.FAILED, State.EXPIRED, State.CANCELLED)
LEFT_TO_PEOPLE_PERCENT = 1


@dataclass
class Verdict:
    """One line of the report. `wrong` holds what should not be: empty when the run held."""

    run: str
    recipients: int = 0
    kills: int = 0
    twice: int = 0
    never: int = 0
    parked: int = 0
    seconds: float = 0.0
    states: dict[str, int] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def as_row(self) -> dict[str, Any]:
        return asdict(self) | {"ok": not self.wrong}

    def hold(self, claim: object, what: str) -> None:
        if not claim:
            self.wrong.append(what)


def sent_texts(standin: StandIn) -> list[dict[str, Any]]:
    """The texts of calls that the stand-in accepted: no confirmations, no answers."""
    return [text for text in standin.sent() if MARK in text["body"]]


def is_over(call: CallToAction) -> bool:
    """No row left that may still move by itself; False as well while the database is away."""
    try:
        waiting = call.deliveries.filter(state__in=OPEN).exists()
        call.refresh_from_db()
    except Error:
        connection.close()
        return False
    return not waiting and call.state in (CallToAction.State.DONE, CallToAction.State.STOPPED)


def judge(name: str, call: CallToAction, standin: StandIn, *, people: int, started: float) -> Verdict:
    """Everyone exactly once, or in an end that is true, or shown to a person."""
    texts = sent_texts(standin)
    times = Counter(text["to"] for text in texts)
    rows = list(call.deliveries.select_related("member"))
    states = Counter(str(row.state) for row in rows)
    verdict = Verdict(
        run=name,
        recipients=people,
        twice=sum(count > 1 for count in times.values()),
        never=sum(is_never(row, times) for row in rows),
        parked=states[State.PARKED],
        seconds=round(time.monotonic() - started, 1),
        states=dict(states),
    )
    verdict.hold(not verdict.twice, f"{verdict.twice} people got it twice")
    verdict.hold(not verdict.never, f"{verdict.never} people never got it, and their rows do not say so")
    verdict.hold(len(rows) == people, f"{len(rows)} rows for {people} people")
    for problem in untruths(rows, texts, standin.refused()):
        verdict.wrong.append(problem)
    left = verdict.parked + states[State.FAILED]
    most = max(1, people * LEFT_TO_PEOPLE_PERCENT // 100)
    verdict.hold(left <= most, f"{left} left to people, more than {most}")
    return verdict


def is_never(row: Delivery, times: Counter[str]) -> bool:
    return row.state not in (*SAYS_NOT_SENT, State.PARKED) and not times[phone_of(row)]


def phone_of(row: Delivery) -> str:
    return row.member.phone if row.member else row.address


def untruths(rows: Sequence[Delivery], texts: Sequence[dict[str, Any]], refused: set[str]) -> list[str]:
    """Rows that say something else than what happened."""
    got = {text["to"] for text in texts}
    sid_of = {text["sid"]: text["to"] for text in texts}
    found = {
        "not ended": [row for row in rows if row.state in OPEN],
        "said not to be sent, but were": [row for row in rows if row.state in SAYS_NOT_SENT and phone_of(row) in got],
        "said to be refused, but were not": [
            row for row in rows if row.state == State.REFUSED and phone_of(row) not in refused
        ],
        "with another text's id": [
            row for row in rows if row.sid and row.sid in sid_of and sid_of[row.sid] != phone_of(row)
        ],
        "with an id the carrier does not know": [row for row in rows if row.sid and row.sid not in sid_of],
    }
    return [f"{len(some)} rows {what}" for what, some in found.items() if some]
