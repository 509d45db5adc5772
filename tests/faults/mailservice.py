"""Web APIs of email services on a local port: they take what is posted, or answer as they are told."""

import json
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

DROP, STALL = 0, -1


class MailService(ThreadingHTTPServer):
    """`will(429)` sets the status of the next answer, DROP hangs up after it took the message, STALL says nothing."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.planned: deque[int] = deque()
        self.posted: list[tuple[str, dict[str, str], Any]] = []
        self.connections = 0
        self.refusal = "Found inactive addresses: {to}.\nInactive recipients are ones that have bounced."

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def will(self, *statuses: int) -> None:
        self.planned += statuses

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections += 1
        super().process_request(request, client_address)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: MailService

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status = self.server.planned.popleft() if self.server.planned else 200
        if status in {200, 202, DROP}:
            self.server.posted.append((self.path, dict(self.headers), body))
        if status in {DROP, STALL}:
            if status == STALL:
                threading.Event().wait(3)
            self.close_connection = True
            return
        self.answer(status, body)

    def answer(self, status: int, body: Any) -> None:
        """As Postmark answers; SendGrid says nothing on success, and nobody reads it."""
        said = {"ErrorCode": 0, "Message": "OK", "MessageID": "b7bc2f4a-e38e", "To": body.get("To", "")}
        if status == 422:
            said = {"ErrorCode": 406, "Message": self.server.refusal.format(to=body["To"])}
        words = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words)

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@contextmanager
def running() -> Iterator[MailService]:
    service = MailService()
    thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.shutdown()
        service.server_close()
        thread.join()
