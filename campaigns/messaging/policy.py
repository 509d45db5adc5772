"""What each purpose of a message needs, keeps to and may take: the one table."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from campaigns.messaging.delivery_models import Delivery

Purpose, Queue = Delivery.Purpose, Delivery.Queue

# One ask in this time to one address, over all chapters of the instance.
BUDGET = timedelta(seconds=settings.SEND_BUDGET_SECONDS)
BUDGET_HOURS = round(settings.SEND_BUDGET_SECONDS / 3600)


@dataclass(frozen=True)
class Policy:
    """`life` counts from the opening of the person's next window. Without `needs_consent` the person just wrote,
    acted, or saved a seat: a stop still holds."""

    needs_consent: bool
    keeps_hours: bool
    spends_budget: bool
    life: timedelta
    queue: Delivery.Queue


def life(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


_ASK = Policy(
    needs_consent=True,
    keeps_hours=True,
    spends_budget=True,
    life=life(settings.SEND_ASK_LIFE_SECONDS),
    queue=Queue.BULK,
)
_ABOUT_EVENT = Policy(
    needs_consent=False,
    keeps_hours=True,
    spends_budget=False,
    life=life(settings.SEND_NOTICE_LIFE_SECONDS),
    queue=Queue.DEFAULT,
)
_AT_ONCE = Policy(
    needs_consent=False,
    keeps_hours=False,
    spends_budget=False,
    life=life(settings.SEND_ANSWER_LIFE_SECONDS),
    queue=Queue.URGENT,
)
_ALARM = Policy(
    needs_consent=False,
    keeps_hours=False,
    spends_budget=False,
    life=life(settings.SEND_ALERT_LIFE_SECONDS),
    queue=Queue.URGENT,
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
