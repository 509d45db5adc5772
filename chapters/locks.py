"""Locks that PostgreSQL holds, so that they hold for all processes and end with whoever dies."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# The namespaces of these locks among PostgreSQL's advisory locks.
ADDRESS = 7301
ACTIVITY = 7302


def hold_address(channel: str, address_index: str) -> None:
    """Only one transaction at a time writes to this address, or stops it. Call inside `transaction.atomic()`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [ADDRESS, f"{channel}:{address_index}"])


def try_to_hold_address(channel: str, address_index: str) -> bool:
    """The same lock without waiting: False when another transaction holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [ADDRESS, f"{channel}:{address_index}"])
        return bool(cursor.fetchone()[0])


@contextmanager
def only_one(activity: str) -> Iterator[bool]:
    """False while another process is at this activity: whoever gets it leaves the work to that one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [ACTIVITY, activity])
        is_mine: bool = cursor.fetchone()[0]
        try:
            yield is_mine
        finally:
            if is_mine:
                cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [ACTIVITY, activity])
