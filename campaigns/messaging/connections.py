"""Connections to the mail server that stay open between the messages of a batch.

One belongs to one thread at a time: it is taken out of the box, used, and put back. At the end of a turn all of them
are closed. The box is copied by a fork, so a process uses only what it opened itself.
"""

import os
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from requests import Session

from campaigns.messaging import smtp
from campaigns.messaging.wire import DeadlineAdapter, TooLateError, current

IDLE_SECONDS = 30.0  # a firewall on the way may have forgotten an older one without telling us
GUARDED = {"django.core.mail.backends.smtp.EmailBackend": "campaigns.messaging.smtp.EmailBackend"}

idle: deque["Line"] = deque()


@dataclass(eq=False)
class Line:
    """An email backend of Django's and since when (`time.monotonic()`) it has nothing to do."""

    backend: Any
    pid: int = field(default_factory=os.getpid)
    idle_since: float | None = None

    @property
    def was_used(self) -> bool:
        return self.idle_since is not None

    @property
    def is_usable(self) -> bool:
        idle_for = time.monotonic() - (self.idle_since or 0)
        return idle_for < IDLE_SECONDS and getattr(self.backend, "is_quiet", True)

    def send(self, message: EmailMessage) -> None:
        """Opens the connection first if need be. Raises whatever the backend does, and `TooLateError`."""
        if self.backend.open():
            self.guard()
        attempt = current.get()
        if attempt and attempt.left <= 0:
            raise TooLateError
        if attempt and not self.tells_when_it_writes():
            attempt.written = True
        self.backend.send_messages([message])

    def guard(self) -> None:
        """A service that anymail reaches by `requests` keeps to the deadline too."""
        if self.session is not None:
            adapter = DeadlineAdapter(max_retries=0)
            for scheme in ("http://", "https://"):
                self.session.mount(scheme, adapter)

    @property
    def session(self) -> Session | None:
        return getattr(self.backend, "session", None)

    def tells_when_it_writes(self) -> bool:
        return self.session is not None or isinstance(self.backend, smtp.EmailBackend)

    def hang_up(self) -> None:
        with suppress(Exception):  # how it ends says nothing about a message
            self.backend.close()


def take() -> Line:
    """One that is open, or a new one that is not yet. Raises ImproperlyConfigured."""
    while idle:
        with suppress(IndexError):  # another thread took the last one
            line = idle.pop()
            if line.pid != os.getpid():
                continue  # the parent process speaks on it
            if line.is_usable:
                return line
            line.hang_up()
    return Line(get_connection(GUARDED.get(settings.EMAIL_BACKEND, settings.EMAIL_BACKEND)))


def put_back(line: Line) -> None:
    line.idle_since = time.monotonic()
    idle.append(line)


def hang_up() -> None:
    """Close what has nothing to do."""
    while idle:
        with suppress(IndexError):
            line = idle.popleft()
            if line.pid == os.getpid():
                line.hang_up()
