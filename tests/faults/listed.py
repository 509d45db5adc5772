"""Twilio's list as a test wants it: texts of any age, direction and status, served by the demo's own REST API."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

from campaigns.messaging.handset.rest import Account, Api, Request
from campaigns.messaging.handset.store import Message, Store, demo_store
from campaigns.models import Delivery, Sender
from tests.faults.standin import ACCOUNT, TOKEN


class Listed:
    """`add` puts a text into the list; `url` is where the list is."""

    def __init__(self, store: Store, url: str) -> None:
        self.store, self.url = store, url

    def add(self, origin: Sender, to: str, body: str, *, minutes: float = 20, **fields: Any) -> Message:
        """One text that left the sender so many minutes ago. The list is newest first: add the oldest first."""
        at = time.time() - minutes * 60
        given: dict[str, Any] = {"sender": origin.address, "status": "delivered", "created_at": at} | fields
        return self.store.add(Message(to=to, body=body, **given))

    def has(self, delivery: Delivery, **fields: Any) -> Message:
        """The text that a delivery of ours became."""
        return self.add(delivery.sender, delivery.address, delivery.body, **fields)


@contextmanager
def serving() -> Iterator[Listed]:
    store = Store(demo_store().redis, f"listed-{uuid4()}")
    api = Api(store, Account(ACCOUNT, {ACCOUNT: TOKEN}), taken=bool)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            basic, query = self.headers.get("Authorization", ""), dict(parse_qsl(address.query))
            answer = api.answer(Request("GET", address.path, basic, query))
            self.send_response(answer.status)
            self.end_headers()
            self.wfile.write(json.dumps(answer.body).encode())

        def log_message(self, *args: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield Listed(store, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        store.redis.close()
