"""A worker's plug-in for the positive control: whatever has no answer is sent again at once, as most programs do.

The same storm must then text people twice, or the harness could not see it. Only `Worker(plugin=…)` imports this.
"""

from django.db.models import F
from django.db.models.functions import Now

from campaigns.messaging import outcomes, sweep
from campaigns.messaging.models import Delivery


def send_again() -> int:
    """In place of what makes the rows of a dead worker unknown."""
    left = Delivery.objects.filter(state=Delivery.State.SENDING, attempted_at__lt=Now() - sweep.seconds(1))
    waiting = Delivery.objects.filter(state=Delivery.State.UNKNOWN)
    fields = {"state": Delivery.State.QUEUED, "token": None, "lease_until": None, "attempts": F("attempts") * 0 + 1}
    return left.update(**fields) + waiting.update(**fields)


assert callable(outcomes.unknown)
assert callable(sweep.doubt_left_behind), "the guard has another name now: switch it off here"
outcomes.unknown = outcomes.not_taken
sweep.doubt_left_behind = send_again
