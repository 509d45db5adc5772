"""What became of one attempt to hand a message to the carrier."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    ACCEPTED = "accepted"
    REFUSED = "refused"
    NOT_TAKEN = "not_taken"  # proven: the carrier never had it
    UNKNOWN = "unknown"  # it may or may not have gone out


@dataclass(frozen=True)
class Outcome:
    """`reason` is the carrier's code or our own word, '' when accepted. With `is_setup` the fault lies in how the
    sender is set up, not in this message: the next one would fare the same."""

    kind: Kind
    sid: str = ""
    reason: str = ""
    is_setup: bool = False


def accepted(sid: str) -> Outcome:
    return Outcome(Kind.ACCEPTED, sid=sid)


def refused(reason: str, *, is_setup: bool = False) -> Outcome:
    return Outcome(Kind.REFUSED, reason=reason[:60], is_setup=is_setup)


def not_taken(reason: str) -> Outcome:
    return Outcome(Kind.NOT_TAKEN, reason=reason[:60])


def unknown(reason: str) -> Outcome:
    return Outcome(Kind.UNKNOWN, reason=reason[:60])
