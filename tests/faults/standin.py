"""Twilio on a local port, as a process of its own: counts what really went out, and misbehaves when told to.

`POST /faults` sets how (see Faults), `GET /sent` lists every text that was accepted, `GET /calls` counts requests.
"""

import json
import os
import socket
import struct
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, fields
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import requests

ACCOUNT, TOKEN = "ACdemo00000000000000000000000000000", "development-auth-token"
ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass
class Faults:
    """The first two count down: so many creates are accepted and then answered with 500, or not at all."""

    error_after_accept: int = 0
    drop_after_accept: int = 0
    too_many: int = 0
    refuse: int = 0
    refuse_code: int = 0
    list_hides: int = 0
    delay: float = 0.0

    def use(self, name: str) -> bool:
        left = getattr(self, name)
        setattr(self, name, max(0, left - 1))
        return bool(left)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    api: Any
    faults = Faults()
    calls: Counter[str] = Counter()
    lock = threading.Lock()

    def do_GET(self) -> None:
        self.route()

    do_POST = do_DELETE = do_GET  # noqa: N815  the names that http.server calls

    def route(self) -> None:
        from campaigns.messaging.handset.rest import Answer, Request, refuse

        address = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if address.path in {"/faults", "/sent", "/calls", "/reset"}:
            return self.say(200, self.control(address.path, body))
        request = Request(
            self.command,
            address.path,
            self.headers.get("Authorization", ""),
            dict(parse_qsl(address.query)),
            dict(parse_qsl(body, keep_blank_values=True)),
        )
        creates = self.command == "POST"
        with self.lock:
            self.calls[self.command] += 1
            refused = creates and self.faults.use("refuse")
            busy = creates and self.faults.use("too_many")
            hidden = self.command == "GET" and self.faults.use("list_hides")
            failing = creates and self.faults.use("error_after_accept")
            dropping = creates and self.faults.use("drop_after_accept")
        if refused:
            answer = refuse(401 if self.faults.refuse_code == 20003 else 400, self.faults.refuse_code)
        elif busy:
            answer = Answer(429, {"code": 20429, "message": "Too Many Requests", "status": 429})
        elif hidden:
            answer = Answer(200, {"messages": [], "next_page_uri": None, "page": 0, "page_size": 50})
        else:
            answer = self.api.answer(request)
        time.sleep(self.faults.delay)
        if dropping:
            return self.drop()
        if failing:
            answer = Answer(500, {"code": 20500, "message": "Internal Server Error", "status": 500})
        return self.say(answer.status, answer.body)

    def control(self, path: str, body: str) -> Any:
        if path == "/faults":
            for name, value in json.loads(body or "{}").items():
                setattr(self.faults, name, value)
            return {field.name: getattr(self.faults, field.name) for field in fields(Faults)}
        if path == "/calls":
            return self.calls
        if path == "/reset":
            self.api.store.name, Handler.faults, Handler.calls = body, Faults(), Counter()
            return {}
        texts = self.api.store.latest(size=1_000_000)
        return [{"to": text.to, "body": text.body, "callback": text.callback, "sid": text.sid} for text in texts]

    def say(self, status: int, body: Any) -> None:
        content = json.dumps(body).encode() if body is not None else b""
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def drop(self) -> None:
        """Close with a reset, as a broken line does."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()
        self.wfile = self.rfile = open(os.devnull, "wb")  # noqa: SIM115, PTH123

    def log_message(self, *args: Any) -> None:
        """Silent."""


class StandIn:
    """Starts the process below and asks it what went out."""

    def __init__(self) -> None:
        argv = [sys.executable, "-m", "tests.faults.standin"]
        self.process = subprocess.Popen(argv, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.url = f"http://127.0.0.1:{int(self.process.stdout.readline())}"
        self.session = requests.Session()
        self.session.trust_env = False

    def reset(self) -> None:
        self.session.post(f"{self.url}/reset", data=f"standin-{uuid4()}", timeout=10)

    def misbehave(self, **faults: float) -> None:
        self.session.post(f"{self.url}/faults", json=faults, timeout=10)

    def sent(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = self.session.get(f"{self.url}/sent", timeout=10).json()
        return found

    def times_each(self) -> Counter[str]:
        """How often each number really got a text."""
        return Counter(text["to"] for text in self.sent())

    def calls(self, method: str) -> int:
        return int(self.session.get(f"{self.url}/calls", timeout=10).json().get(method, 0))

    def stop(self) -> None:
        self.session.close()
        self.process.kill()
        self.process.communicate()


def main() -> None:
    import django

    django.setup()
    from campaigns.messaging.handset.rest import Account, Api
    from campaigns.messaging.handset.store import Store, demo_store

    store = Store(demo_store().redis, "standin")
    Handler.api = Api(store, Account(ACCOUNT, {ACCOUNT: TOKEN}), taken=bool)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
