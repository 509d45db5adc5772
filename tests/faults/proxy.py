"""A TCP proxy before PostgreSQL that breaks what comes back: late, never, or with the line cut.

It runs in a thread of the test's own process, so that the test sets it by plain attributes. A reply is *swallowed*
after the server has done the work: the client never hears, and its line breaks `hang` seconds later.
"""

import asyncio
import contextlib
import random
import socket
import threading
from collections import Counter

CHUNK = 65_536


class Proxy:
    """Well behaved until told: each share is of the replies to requests that contain one of `about`."""

    def __init__(self, host: str, port: int, *, seed: int = 0) -> None:
        self.target = (host, port)
        self.delayed_share, self.delay = 0.0, 0.0  # seconds
        self.swallowed_share, self.hang = 0.0, 0.0
        self.about: tuple[bytes, ...] = (b"COMMIT", b"UPDATE")
        self.done: Counter[str] = Counter()  # how often it did what
        self.random = random.Random(seed)
        self.lines: set[asyncio.StreamWriter] = set()
        listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = listening.getsockname()[1]
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.run, args=(listening,), name="proxy", daemon=True)
        self.thread.start()

    def behave(self) -> None:
        self.delayed_share = self.swallowed_share = 0.0

    def cut(self) -> None:
        """Break every line at once."""
        self.done["cut"] += 1
        self.loop.call_soon_threadsafe(self.cut_lines)

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    # --- in the thread ----------------------------------------------------------------------------

    def run(self, listening: socket.socket) -> None:
        asyncio.set_event_loop(self.loop)
        server = self.loop.run_until_complete(asyncio.start_server(self.serve, sock=listening))
        self.loop.run_forever()
        server.close()
        self.cut_lines()
        self.loop.run_until_complete(self.finish())

    async def finish(self) -> None:
        """Every line's two ways end by themselves once it is cut; those that sleep are waited for."""
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.wait(others, timeout=5) if others else None

    def cut_lines(self) -> None:
        for line in list(self.lines):
            line.transport.abort()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            server_reader, server_writer = await asyncio.open_connection(*self.target)
        except OSError:
            writer.transport.abort()
            return
        ends = (writer, server_writer)
        self.lines.update(ends)
        asked = Asked()
        ways = [self.there(reader, server_writer, asked), self.back(server_reader, writer, asked)]
        tasks = [self.loop.create_task(way) for way in ways]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            for end in ends:
                self.lines.discard(end)
                end.transport.abort()

    async def there(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: "Asked") -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(CHUNK):
                asked.is_about = any(words in data for words in self.about)
                writer.write(data)
                await writer.drain()

    async def back(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: "Asked") -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(CHUNK):
                draw = self.random.random() if asked.is_about else 1.0
                asked.is_about = False
                if draw < self.swallowed_share:
                    self.done["swallowed"] += 1
                    await asyncio.sleep(self.hang)
                    return
                if draw < self.swallowed_share + self.delayed_share:
                    self.done["delayed"] += 1
                    await asyncio.sleep(self.delay)
                writer.write(data)
                await writer.drain()


class Asked:
    """What the last request on one line was about."""

    is_about = False
