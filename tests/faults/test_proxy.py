"""The proxy before PostgreSQL: what it breaks the server has done all the same."""

import os
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg2
import psycopg2.extensions
import pytest

from tests.faults.proxy import Proxy

URL = urlsplit(os.environ["DATABASE_URL"])
DIRECT = URL.geturl()
COUNT = "SELECT count(*) FROM pg_class WHERE relname = %s"


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    made = Proxy(str(URL.hostname), int(URL.port or 0))
    yield made
    made.stop()


def connect(proxy: Proxy) -> psycopg2.extensions.connection:
    netloc = f"{URL.username}:{URL.password}@127.0.0.1:{proxy.port}"
    return psycopg2.connect(URL._replace(netloc=netloc).geturl())


def is_there(table: str) -> bool:
    session = psycopg2.connect(DIRECT)
    session.autocommit = True
    with session.cursor() as cursor:
        cursor.execute(COUNT, [table])
        found = cursor.fetchone()
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
    session.close()
    return bool(found and found[0])


def make(session: psycopg2.extensions.connection, table: str) -> None:
    session.cursor().execute(f"CREATE TABLE {table} ()")


def test_a_swallowed_commit_was_done(proxy: Proxy) -> None:
    session = connect(proxy)
    make(session, "swallowed")
    proxy.swallowed_share, proxy.hang = 1.0, 0.2
    started = time.monotonic()
    with pytest.raises(psycopg2.OperationalError):
        session.commit()
    assert time.monotonic() - started > 0.15
    assert (is_there("swallowed"), proxy.done["swallowed"]) == (True, 1)


def test_a_delayed_reply_comes(proxy: Proxy) -> None:
    session = connect(proxy)
    make(session, "delayed")
    proxy.delayed_share, proxy.delay = 1.0, 0.3
    started = time.monotonic()
    session.commit()
    assert time.monotonic() - started > 0.25
    assert is_there("delayed")
    session.close()


def test_a_cut_line_is_noticed_and_another_can_be_had(proxy: Proxy) -> None:
    session = connect(proxy)
    make(session, "cut")
    proxy.cut()
    time.sleep(0.1)
    with pytest.raises(psycopg2.OperationalError):
        session.commit()
    assert not is_there("cut")
    connect(proxy).close()
