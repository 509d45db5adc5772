"""A mail server on a local port that does what it is told, and counts what it took."""

import socketserver
import threading
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

GREETING = "220 stand-in"
USUAL = {"MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on", "END": "250 taken", "AUTH": "535 5.7.8 no"}
DROP, STALL = "drop", "stall"


class MailServer(socketserver.ThreadingTCPServer):
    """`will("RCPT", "550 5.1.1 nobody")` sets the next answer to that command; several are given in order.

    Instead of an answer: "drop" hangs up, "stall" says nothing. "END" is the moment after the last line of a message:
    it counts as taken when it is answered by 250 or dropped.
    """

    daemon_threads = allow_reuse_address = True
    block_on_close = False

    def __init__(self, *, wants_sign_in: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.wants_sign_in = wants_sign_in
        self.planned: dict[str, deque[str]] = defaultdict(deque)
        self.taken: list[tuple[str, EmailMessage]] = []
        self.connections = 0
        self.open = 0

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def will(self, command: str, *answers: str) -> None:
        self.planned[command] += answers

    def answer_to(self, command: str) -> str:
        planned = self.planned[command]
        return planned.popleft() if planned else USUAL.get(command, "250 ok")

    def recipients(self) -> list[str]:
        return [to for to, _message in self.taken]


class Session(socketserver.StreamRequestHandler):
    server: MailServer
    to = ""

    def handle(self) -> None:
        self.server.connections += 1
        self.server.open += 1
        try:
            self.say(GREETING)
            while line := self.rfile.readline().decode().strip():
                command = line.split(" ")[0].upper()
                if command == "QUIT" or not self.obey(command, line):
                    return
        except OSError:
            return
        finally:
            self.server.open -= 1

    def obey(self, command: str, line: str) -> bool:
        """False to hang up."""
        if command == "RCPT":
            self.to = line.partition("<")[2].partition(">")[0]
        if command == "EHLO":
            self.say("250-stand-in\r\n250 AUTH PLAIN" if self.server.wants_sign_in else "250 stand-in")
            return True
        answer = self.server.answer_to(command)
        if command == "DATA" and answer.startswith("354"):
            self.say(answer)
            words = self.read_words()
            answer = self.server.answer_to("END")
            if answer == DROP or answer.startswith("250"):
                self.server.taken.append((self.to, words))
        return self.say(answer)

    def read_words(self) -> EmailMessage:
        lines = iter(self.rfile.readline, b".\r\n")
        return message_from_bytes(b"".join(line.removeprefix(b".") for line in lines), policy=policy.default)

    def say(self, answer: str) -> bool:
        if answer == DROP:
            return False
        if answer == STALL:
            time.sleep(3)
            return False
        self.wfile.write(f"{answer}\r\n".encode())
        return not answer.startswith("421")


@contextmanager
def running(*, wants_sign_in: bool = False) -> Iterator[MailServer]:
    server = MailServer(wants_sign_in=wants_sign_in)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
