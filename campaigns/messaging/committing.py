"""The point of no return: one UPDATE with every condition, committed before a message leaves.

Written as SQL because it runs once for each message, and as one round trip: the lock of the address is taken first, so
that the UPDATE sees every stop that was stored before it. The clock that counts is `clock_timestamp()`, read after the
lock: `now()` is when the small transaction began.
"""

from typing import Any

from django.db import connection

from campaigns.messaging.claims import Claimed
from campaigns.messaging.models import Delivery
from campaigns.messaging.policy import BUDGET, SPENDS_BUDGET
from chapters.locks import ADDRESS

# Asks of any chapter that went to the same address within the budget's time.
RECENT_ASKS = """
SELECT FROM campaigns_delivery r
WHERE r.address_index = d.address_index AND r.channel = d.channel AND r.id <> d.id
    AND r.attempted_at > statement_timestamp() - %(budget)s
    AND r.purpose = ANY(%(asks)s) AND r.state = ANY(%(went_out)s)
"""
STOPS = """
SELECT FROM chapters_optout o
WHERE o.channel = d.channel AND o.address_index = d.address_index
    AND (o.chapter_id IS NULL OR o.chapter_id = d.chapter_id)
"""
# Somebody who has answered the message that this one follows.
ANSWERED = """
SELECT FROM campaigns_calltoaction c JOIN campaigns_delivery first ON first.call_to_action_id = c.follows_id
WHERE c.id = d.call_to_action_id AND c.follow_kind = 'second_ask'
    AND first.address_index = d.address_index AND first.answered_at IS NOT NULL
"""
COMMIT = f"""
SELECT pg_advisory_xact_lock(%(space)s, hashtext(%(address)s));
UPDATE campaigns_delivery d
SET state = 'sending', attempted_at = clock_timestamp(), attempts = attempts + 1, looks = 0, looked_at = NULL
WHERE d.id = %(id)s AND d.token = %(token)s AND d.state = 'claimed'
    AND d.lease_until > clock_timestamp() AND d.not_before <= clock_timestamp() AND d.expires_at > clock_timestamp()
    AND EXISTS (SELECT FROM campaigns_sendgate g WHERE g.is_open)
    AND (d.call_to_action_id IS NULL OR EXISTS (
        SELECT FROM campaigns_calltoaction c WHERE c.id = d.call_to_action_id AND c.state = 'sending'))
    AND (d.despite_stop OR NOT EXISTS ({STOPS}))
    AND (d.purpose <> ALL(%(asks)s) OR NOT EXISTS ({RECENT_ASKS}))
    AND (d.purpose <> 'follow_up' OR NOT EXISTS ({ANSWERED}))
RETURNING nextval('campaigns_send_counter')
"""
WHY = f"""
SELECT CASE
    WHEN NOT d.despite_stop AND EXISTS ({STOPS}) THEN 'opted_out'
    WHEN EXISTS (SELECT FROM campaigns_calltoaction c WHERE c.id = d.call_to_action_id AND c.state = 'stopped')
        THEN 'stopped'
    WHEN d.purpose = ANY(%(asks)s) AND EXISTS ({RECENT_ASKS}) THEN 'asked_lately'
    WHEN d.purpose = 'follow_up' AND EXISTS ({ANSWERED}) THEN 'answered'
    WHEN d.expires_at <= clock_timestamp() THEN 'too_late'
    ELSE '' END
FROM campaigns_delivery d WHERE d.id = %(id)s
"""


def commit_to_send(claimed: Claimed) -> int | None:
    """The number of this attempt in the count of all attempts; None means: do not send."""
    found: int | None = one(COMMIT, claimed)
    return found


def why_not(claimed: Claimed) -> str:
    """The reason why it may not leave, '' when only the moment is wrong."""
    return str(one(WHY, claimed) or "")


def one(sql: str, claimed: Claimed) -> Any:
    row = claimed.delivery
    given: dict[str, Any] = {
        "id": row.pk,
        "token": claimed.token,
        "space": ADDRESS,
        "address": f"{row.channel}:{row.address_index}",
        "budget": BUDGET,
        "asks": list(SPENDS_BUDGET),
        "went_out": list(Delivery.WENT_OUT),
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        found = cursor.fetchone()
    return found[0] if found else None
