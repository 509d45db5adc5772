"""Bad signal: a way to a server that can be cut, and that can lose an answer on its way back."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit


class Signal:
    """Forwards `localhost:<port>` to a server. `cut` refuses every connection; `lose_answers` lets questions through
    and drops what comes back."""

    def __init__(self, server: str) -> None:
        parts = urlsplit(server)
        self.server = (parts.hostname or "localhost", parts.port or 80)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{self.listener.getsockname()[1]}"
        self.is_cut = False
        self.loses_answers = False
        self.lost = 0
        self.open: list[socket.socket] = []
        threading.Thread(target=self.accept, daemon=True).start()

    def cut(self) -> None:
        self.is_cut = True
        self.hang_up()

    def restore(self) -> None:
        self.is_cut = self.loses_answers = False

    def lose_answers(self) -> None:
        """Kept connections end, so that the next question comes by a new one."""
        self.hang_up()
        self.loses_answers = True

    def hang_up(self) -> None:
        for one in self.open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self.open.clear()

    def accept(self) -> None:
        with suppress(OSError):
            while True:
                phone, _address = self.listener.accept()
                if self.is_cut:
                    phone.close()
                    continue
                there = socket.create_connection(self.server)
                self.open += [phone, there]
                for pair in ((phone, there, False), (there, phone, True)):
                    threading.Thread(target=self.carry, args=pair, daemon=True).start()

    def carry(self, source: socket.socket, target: socket.socket, is_answer: bool) -> None:  # noqa: FBT001
        with suppress(OSError):
            while data := source.recv(65_536):
                if is_answer and self.loses_answers:
                    self.lost += 1
                    break
                target.sendall(data)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


@contextmanager
def signal_to(server: str) -> Iterator[Signal]:
    signal = Signal(server)
    try:
        yield signal
    finally:
        signal.cut()
        signal.listener.close()
