"""Token buckets in PostgreSQL: how often one source may do one thing."""

from django.db import connection

TAKE = """
INSERT INTO chapters_tokenbucket AS bucket (key, tokens, filled_at) VALUES (%(key)s, %(size)s - 1, now())
ON CONFLICT (key) DO UPDATE SET
    tokens = LEAST(%(size)s, bucket.tokens + extract(epoch FROM now() - bucket.filled_at) * %(rate)s) - 1,
    filled_at = now()
WHERE LEAST(%(size)s, bucket.tokens + extract(epoch FROM now() - bucket.filled_at) * %(rate)s) >= 1
"""


def take(key: str, *, size: int, per_seconds: float) -> bool:
    """Take one token from a bucket of `size` that refills once in `per_seconds`; False when it is empty."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"key": key[:120], "size": size, "rate": size / per_seconds})
        taken: bool = cursor.rowcount == 1
        return taken
