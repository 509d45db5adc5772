"""Locks that PostgreSQL holds until the transaction ends: the second waits, and then sees what the first did."""

from django.db import connection

ADDRESS = 7301  # the namespace of these locks among PostgreSQL's advisory locks


def hold_address(channel: str, address_index: str) -> None:
    """Only one transaction at a time writes to this address, or stops it. Call inside `transaction.atomic()`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [ADDRESS, f"{channel}:{address_index}"])


def try_to_hold_address(channel: str, address_index: str) -> bool:
    """The same lock without waiting: False when another transaction holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [ADDRESS, f"{channel}:{address_index}"])
        return bool(cursor.fetchone()[0])
