"""What the carrier says of a message, in whatever order it says it: a status only moves up.

Callbacks come late, twice, out of order, or never. Ranks as Twilio's outbound statuses; many carriers never confirm
delivery, so `sent` can be the last word.
"""

from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce, Now

from campaigns.messaging.models import Delivery

State = Delivery.State

FROM_TWILIO = {
    "accepted": State.ACCEPTED,
    "scheduled": State.ACCEPTED,
    "queued": State.ACCEPTED,
    "sending": State.ACCEPTED,
    "sent": State.SENT,
    "delivered": State.DELIVERED,
    "read": State.DELIVERED,
    "undelivered": State.UNDELIVERED,
    "failed": State.FAILED,
    "canceled": State.FAILED,
}
# Not known to have been taken. Evidence that it was ends any plan to send it again.
BELOW_ACCEPTED = (State.QUEUED, State.CLAIMED, State.SENDING, State.UNKNOWN, State.PARKED)
BELOW: dict[str, tuple[str, ...]] = {
    State.ACCEPTED: BELOW_ACCEPTED,
    State.SENT: (*BELOW_ACCEPTED, State.ACCEPTED),
}
FINAL_FROM = (*BELOW_ACCEPTED, State.ACCEPTED, State.SENT)


def climb(delivery: Delivery, state: str, *, sid: str = "", reason: str = "") -> bool:
    """Move up to a state the carrier vouches for; False when the row is there or further already."""
    below = BELOW.get(state, FINAL_FROM)
    facts: dict[str, Any] = {"state": state, "reason": reason[:60], "token": None, "lease_until": None}
    facts |= {"accepted_at": Coalesce("accepted_at", Now())} | ({"sid": sid} if sid else {})
    facts |= {} if state in BELOW else {"final_at": Now()}
    row = Delivery.objects.filter(pk=delivery.pk, state__in=below, attempts__gt=0)
    moved = row.filter(Q(sid="") | Q(sid=sid) if sid else Q()).update(**facts)
    if sid and not moved:
        Delivery.objects.filter(pk=delivery.pk, sid="", attempts__gt=0).update(sid=sid)
    return moved == 1
