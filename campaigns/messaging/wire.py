"""HTTP with a total deadline, and proof of whether anything was written.

`requests` limits the wait for a connection and for each read, but a process can be stopped between the two. Here the
deadline is looked at directly before bytes go out, and once they do, `Attempt.written` says so.
"""

import time
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


class TooLateError(Exception):
    """The deadline passed before anything was written."""


@dataclass
class Attempt:
    """One request: until when it may begin (`time.monotonic()`), and whether it has."""

    deadline: float
    written: bool = False

    @property
    def left(self) -> float:
        return self.deadline - time.monotonic()


current: ContextVar[Attempt | None] = ContextVar("attempt", default=None)


class Guarded:
    """Mixin of a connection: connects, looks at the clock, then writes."""

    sock: Any

    connect: Any

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        if attempt := current.get():
            if not attempt.written and attempt.left <= 0:
                raise TooLateError
            attempt.written = True
        super().send(data)  # type: ignore[misc]


class GuardedHTTPConnection(Guarded, HTTPConnection):
    pass


class GuardedHTTPSConnection(Guarded, HTTPSConnection):
    pass


class HTTPPool(HTTPConnectionPool):
    ConnectionCls = GuardedHTTPConnection


class HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = GuardedHTTPSConnection


POOLS = {"http": HTTPPool, "https": HTTPSPool}


class DeadlineAdapter(HTTPAdapter):
    """Never retries; waits for at most what the current attempt has left."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = POOLS
        return manager

    def send(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if attempt := current.get():
            if attempt.left <= 0:
                raise TooLateError
            kwargs["timeout"] = attempt.left
        return super().send(request, *args, **kwargs)
