"""What the carrier says of a message, in whatever order it says it: a status only moves up.

Callbacks come late, twice, out of order, or never. Ranks as Twilio's outbound statuses; many carriers never confirm
delivery, so `sent` can be the last word.
"""

from typing import Any

from django.db import InterfaceError, OperationalError, connection

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


# `settled` says whether the state is an end. A row that was never attempted is never moved: nothing vouches for it.
CLIMB = """
UPDATE campaigns_delivery SET state = %(state)s, reason = %(reason)s, token = NULL, lease_until = NULL,
    accepted_at = COALESCE(accepted_at, statement_timestamp()),
    final_at = CASE WHEN %(settled)s THEN statement_timestamp() ELSE final_at END,
    sid = CASE WHEN %(sid)s = '' THEN sid ELSE %(sid)s END
WHERE {which} AND state = ANY(%(below)s) AND attempts > 0 AND (%(sid)s = '' OR sid = '' OR sid = %(sid)s)
"""
# What is lost with these in a crash of the database is found again by evidence, so no message waits for the disk.
SOON_DURABLE = "SET LOCAL synchronous_commit TO off;"


def climb(delivery: Delivery, state: str, *, sid: str = "", reason: str = "") -> bool:
    """Move up to a state the carrier vouches for; False when the row is there or further already."""
    moved = climbed("id = %(which)s", delivery.pk, state, sid=sid, reason=reason)
    if sid and not moved:
        Delivery.objects.filter(pk=delivery.pk, sid="", attempts__gt=0).update(sid=sid)
    return moved


def climb_by_code(code: str, state: str, *, sid: str = "", reason: str = "") -> bool:
    """The same for the row with this code, without reading it first.

    Asking whether a kept connection still answers would take as long as the statement, so it is not asked: one that
    the database has closed is opened anew. A status said twice moves nothing twice.
    """
    connection.health_check_done = True  # type: ignore[attr-defined]
    try:
        return climbed("code = %(which)s", code, state, sid=sid, reason=reason)
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        return climbed("code = %(which)s", code, state, sid=sid, reason=reason)


def climbed(which: str, value: object, state: str, *, sid: str, reason: str) -> bool:
    given: dict[str, Any] = {
        "which": value,
        "state": state,
        "reason": reason[:60],
        "sid": sid,
        "settled": state not in BELOW,
        "below": list(BELOW.get(state, FINAL_FROM)),
    }
    alone = "" if connection.in_atomic_block else SOON_DURABLE
    with connection.cursor() as cursor:
        cursor.execute(alone + CLIMB.format(which=which), given)
        moved: bool = cursor.rowcount == 1
    return moved
