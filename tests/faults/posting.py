"""A small HTTP client for load: raw requests over kept connections, many at once on one thread, no library."""

import asyncio
import contextlib
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit


def request(
    method: str, url: str, *, headers: Mapping[str, str] | None = None, form: Mapping[str, str] | None = None
) -> bytes:
    """The bytes of one request; `form` makes it a form post."""
    parts = urlsplit(url)
    body = urlencode(form).encode() if form is not None else b""
    lines = [
        f"{method} {parts.path or '/'}{'?' + parts.query if parts.query else ''} HTTP/1.1",
        f"Host: {parts.netloc}",
    ]
    if form is not None:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Line:
    """One kept connection. `send` gives the status, and opens the connection anew when it was closed."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def send(self, message: bytes) -> int:
        """Raises OSError or asyncio.IncompleteReadError when the server goes away."""
        if self.writer is None or self.writer.is_closing():
            self.reader, self.writer = await asyncio.open_connection(self.host, self.port)
        assert self.reader is not None
        self.writer.write(message)
        try:
            head = await self.reader.readuntil(b"\r\n\r\n")
            return await self.finish(head)
        except BaseException:
            self.close()
            raise

    async def finish(self, head: bytes) -> int:
        assert self.reader is not None
        lowered = head.lower()
        if b"transfer-encoding: chunked" in lowered:
            while int(await self.reader.readuntil(b"\r\n"), 16):
                await self.reader.readuntil(b"\r\n")
            await self.reader.readuntil(b"\r\n")
        elif (at := lowered.find(b"content-length:")) >= 0:
            await self.reader.readexactly(int(lowered[at + 15 : lowered.index(b"\r\n", at)]))
        if b"connection: close" in lowered:
            self.close()
        return int(head.split(b" ", 2)[1])

    def close(self) -> None:
        if self.writer is not None:
            with contextlib.suppress(OSError, RuntimeError):
                self.writer.close()
        self.reader = self.writer = None
