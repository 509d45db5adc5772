"""SMTP with a total deadline, and proof of whether the words of a message began to go out.

Until DATA the mail server has nothing of a message: whatever breaks before, it was not taken. `smtplib` limits each
wait for the server; here all of them together end with the current attempt.
"""

import smtplib
import socket
from typing import Any

from django.core.mail.backends.smtp import EmailBackend as DjangoBackend
from urllib3.util import wait_for_read

from campaigns.messaging.wire import Attempt, TooLateError, current

SHORTEST_WAIT = 0.001  # seconds; 0 would mean not to wait at all


def patience(usual: float | None, attempt: Attempt | None) -> float | None:
    """Seconds to wait for the server: no longer than the attempt has left."""
    if attempt is None:
        return usual
    left = max(SHORTEST_WAIT, attempt.left)
    return left if usual is None else min(usual, left)


class Guarded:
    """Mixin of a connection: every wait ends with the attempt, and `data` says that the words go out."""

    sock: Any
    timeout: Any
    close: Any
    putcmd: Any

    def _get_socket(self, host: str, port: int, timeout: float | None) -> socket.socket:
        return super()._get_socket(host, port, patience(timeout, current.get()))  # type: ignore[misc,no-any-return]

    def send(self, s: Any) -> None:
        self.hurry()
        super().send(s)  # type: ignore[misc]

    def getreply(self) -> tuple[int, bytes]:
        self.hurry()
        return super().getreply()  # type: ignore[misc,no-any-return]

    def hurry(self) -> None:
        if self.sock is not None:
            self.sock.settimeout(patience(self.timeout, current.get()))

    def data(self, msg: Any) -> tuple[int, bytes]:
        if attempt := current.get():
            if attempt.left <= 0:
                raise TooLateError
            attempt.written = True
        return super().data(msg)  # type: ignore[misc,no-any-return]

    def quit(self) -> tuple[int, bytes]:
        """Says so and goes: nothing depends on the answer."""
        try:
            self.putcmd("quit")
        finally:
            self.close()
        return 221, b""


class GuardedSMTP(Guarded, smtplib.SMTP):
    pass


class GuardedSMTPOverTLS(Guarded, smtplib.SMTP_SSL):
    pass


class EmailBackend(DjangoBackend):
    """Django's own, with guarded connections."""

    @property
    def connection_class(self) -> Any:
        return GuardedSMTPOverTLS if self.use_ssl else GuardedSMTP

    @property
    def is_quiet(self) -> bool:
        """Open, and the server has said nothing unasked: it speaks only to say that it hangs up."""
        sock = self.connection.sock if self.connection else None
        return sock is not None and not wait_for_read(sock, timeout=0)
