"""What each purpose of a message needs, keeps to and may take: the one table."""

from dataclasses import dataclass
from datetime import timedelta

from campaigns.messaging.delivery_models import Delivery

Purpose, Queue = Delivery.Purpose, Delivery.Queue

# One ask in this time to one address, over all chapters of the instance.
BUDGET = timedelta(hours=48)


@dataclass(frozen=True)
class Policy:
    """`life` counts from the opening of the person's next window. Without `needs_consent` the person just wrote,
    acted, or saved a seat: a stop still holds."""

    needs_consent: bool
    keeps_hours: bool
    spends_budget: bool
    life: timedelta
    queue: Delivery.Queue


_ASK = Policy(needs_consent=True, keeps_hours=True, spends_budget=True, life=timedelta(hours=4), queue=Queue.BULK)
_ABOUT_EVENT = Policy(
    needs_consent=False, keeps_hours=True, spends_budget=False, life=timedelta(hours=24), queue=Queue.DEFAULT
)
_AT_ONCE = Policy(
    needs_consent=False, keeps_hours=False, spends_budget=False, life=timedelta(minutes=15), queue=Queue.URGENT
)
_ALARM = Policy(
    needs_consent=False, keeps_hours=False, spends_budget=False, life=timedelta(minutes=30), queue=Queue.URGENT
)

POLICY: dict[str, Policy] = {
    Purpose.ASK: _ASK,
    Purpose.FOLLOW_UP: _ASK,
    Purpose.REMINDER: _ABOUT_EVENT,
    Purpose.NOTICE: _ABOUT_EVENT,
    Purpose.ANSWER: _AT_ONCE,
    Purpose.CONFIRM: _AT_ONCE,
    Purpose.ALERT: _ALARM,
}
SPENDS_BUDGET = tuple(purpose for purpose, policy in POLICY.items() if policy.spends_budget)
