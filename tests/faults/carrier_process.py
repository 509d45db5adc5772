"""The stand-in for Twilio as a process of its own: asyncio on a raw protocol, so that it is never the slow part.

`POST /faults` sets how it misbehaves (see Faults), `GET /sent` lists what it accepted, `GET /calls` counts requests,
`GET /refused` whom it refused, `POST /reset` forgets. Prints its port.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import socket
import struct
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.faults.carrier import ACCOUNT, MANY, ONE, TOKEN, Answer, Carrier, Text, refuse
from tests.faults.posting import Line, request

ALLOWED = "Basic " + base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
REASONS = {200: "OK", 201: "Created", 204: "No Content", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found"}
POSTERS = 8


class Desk:
    """Takes each request to the carrier, and its answer back: in time, late, or not at all."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop, self.carrier = loop, Carrier()
        self.mail: asyncio.Queue[tuple[str, dict[str, str]]] = asyncio.Queue()
        self.posters = [loop.create_task(self.post_callbacks()) for _ in range(POSTERS)]

    def serve(self, line: "Connection", method: str, target: str, headers: Mapping[str, str], body: str) -> None:
        path, _, query = target.partition("?")
        if not path.startswith("/2010-04-01/"):
            return line.say(*self.control(path, body))
        self.carrier.calls[method] += 1
        delay, faults = self.carrier.faults.delay, self.carrier.faults
        if headers.get("authorization") != ALLOWED:
            return self.later(delay, line.say, *refuse(401, 20003))
        if method != "POST" or path != MANY:
            return self.later(delay, line.say, *self.answer(method, path, query, body))
        mishap = faults.pick()
        if mishap == "drop_before_accept":
            return line.drop()
        answer, text = self.carrier.create(dict(parse_qsl(body, keep_blank_values=True)), mishap)
        if text is not None:
            self.call_back(text)
        if mishap == "drop_after_accept":
            return self.later(delay, line.drop)
        return self.later(faults.stall_seconds if mishap == "stall" else delay, line.say, *answer)

    def later(self, delay: float, act: Any, *args: Any) -> None:
        if delay:
            self.loop.call_later(delay, act, *args)
        else:
            act(*args)

    def answer(self, method: str, path: str, query: str, body: str) -> Answer:
        if path == MANY:
            return self.carrier.list(path, dict(parse_qsl(query)))
        if path.startswith(ONE) and path.endswith(".json"):
            form = dict(parse_qsl(body, keep_blank_values=True))
            return self.carrier.one(method, path[len(ONE) : -5], form)
        return refuse(404, 20404)

    def control(self, path: str, body: str) -> Answer:
        if path == "/faults":
            self.carrier.faults.change(json.loads(body or "{}"))
        elif path == "/reset":
            self.carrier.forget()
            while not self.mail.empty():
                self.mail.get_nowait()
        elif path == "/calls":
            return 200, self.carrier.calls
        elif path == "/refused":
            return 200, self.carrier.refused
        elif path == "/sent":
            return 200, [text.as_told() for text in reversed(self.carrier.texts.values())]
        return 200, {}

    def call_back(self, text: Text) -> None:
        """Plan what Twilio would report; each report finds its own time, so that they overtake one another."""
        faults = self.carrier.faults
        if not faults.callback_base or not text.callback:
            return
        for status in ("sent", "delivered"):
            for _ in range(faults.callback_repeat):
                if faults.random.random() >= faults.callback_lose:
                    fields = {"MessageSid": text.sid, "MessageStatus": status, "To": text.to, "From": text.sender}
                    delay = faults.random.random() * faults.callback_delay
                    self.loop.call_later(delay, self.mail.put_nowait, (text.callback, fields))

    async def post_callbacks(self) -> None:
        line: Line | None = None
        while True:
            callback, fields = await self.mail.get()
            base = urlsplit(self.carrier.faults.callback_base)
            if not base.hostname or not base.port:
                continue
            if line is None or (line.host, line.port) != (base.hostname, base.port):
                line = Line(base.hostname, base.port)
            try:
                status = await line.send(signed(callback, fields, base.geturl()))
                self.carrier.calls["callback" if status == 200 else "callback refused"] += 1
            except (OSError, asyncio.IncompleteReadError):
                self.carrier.calls["callback lost"] += 1


def signed(callback: str, fields: Mapping[str, str], base: str) -> bytes:
    """As Twilio signs: over the address it was given, without its fragment, and every field in order."""
    url = callback.partition("#")[0]
    said = url + "".join(f"{name}{fields[name]}" for name in sorted(fields))
    digest = hmac.new(TOKEN.encode(), said.encode(), hashlib.sha1).digest()
    headers = {"X-Twilio-Signature": base64.b64encode(digest).decode()}
    return request("POST", base + urlsplit(url).path, headers=headers, form=fields)


class Connection(asyncio.Protocol):
    transport: asyncio.Transport

    def __init__(self, desk: Desk) -> None:
        self.desk, self.buffer = desk, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            first, *lines = self.buffer[:end].decode("latin-1").split("\r\n")
            pairs = (line.partition(":") for line in lines)
            headers = {name.lower(): value.strip() for name, _, value in pairs}
            total = end + 4 + int(headers.get("content-length", 0))
            if len(self.buffer) < total:
                return
            body, self.buffer = self.buffer[end + 4 : total].decode(), self.buffer[total:]
            method, target, _version = first.split(" ")
            self.desk.serve(self, method, target, headers, body)

    def say(self, status: int, body: Any) -> None:
        content = json.dumps(body).encode() if body is not None else b""
        head = (
            f"HTTP/1.1 {status} {REASONS.get(status, 'Error')}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(content)}\r\n\r\n"
        )
        if not self.transport.is_closing():
            self.transport.write(head.encode() + content)

    def drop(self) -> None:
        """Close with a reset, as a broken line does."""
        linger = struct.pack("ii", 1, 0)
        if not self.transport.is_closing():
            self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.transport.abort()


async def serve() -> None:
    loop = asyncio.get_running_loop()
    desk = Desk(loop)
    server = await loop.create_server(lambda: Connection(desk), "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
