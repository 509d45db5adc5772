"""Real Celery workers on a test's own database and broker, to be killed."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from campaigns.messaging import outbox, sweep

ROOT = Path(__file__).resolve().parent.parent.parent
PROCESSES = 2


def database_url(*, host: str = "", port: int = 0) -> str:
    """The one this process uses now, through another host and port if given: a proxy's."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    netloc = f"{parts.username}:{parts.password}@{host or parts.hostname}:{port or parts.port}"
    return parts._replace(netloc=netloc, path=f"/{connection.settings_dict['NAME']}").geturl()


class Worker:
    """`celery worker` with two processes, serving every queue unless told, with the timers of our own environment.

    `plugin` is a module that each process imports; what it says goes to `log`, or to our own standard error.
    """

    def __init__(
        self,
        twilio: str,
        *,
        queues: str = "urgent,default,bulk",
        name: str = "celery",
        plugin: str = "",
        log: Path | None = None,
        **env: str,
    ) -> None:
        addresses = {"DATABASE_URL": database_url(), "REDIS_URL": settings.REDIS_URL, "TWILIO_API_BASE": twilio}
        celery = [sys.executable, "-m", "celery", "--app=organizing", "--quiet", "worker"]
        options = [f"--concurrency={PROCESSES}", f"--queues={queues}", "--without-gossip", "--without-mingle"]
        options += [f"--hostname={name}@%h", *([f"--include={plugin}"] if plugin else [])]
        with ExitStack() as files:
            self.process = subprocess.Popen(
                [*celery, *options],
                cwd=ROOT,
                env=os.environ | addresses | {"LOG_LEVEL": "ERROR"} | env,
                stderr=files.enter_context(log.open("a")) if log else None,
                start_new_session=True,
            )

    def kill(self) -> None:
        """SIGKILL to the worker and all its processes, at whatever they are doing."""
        self.signal(signal.SIGKILL)
        self.process.wait()

    def signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def children(self) -> list[int]:
        """Process ids of those that send."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        with suppress(OSError):
            return [int(pid) for pid in listed.read_text().split()]
        return []

    def kill_child(self, chance: random.Random) -> bool:
        """SIGKILL to one of those that send; the worker starts another. False while there is none."""
        if not (children := self.children()):
            return False
        with suppress(ProcessLookupError):
            os.kill(chance.choice(children), signal.SIGKILL)
        return True

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Nothing of it moves meanwhile, as on a machine that swaps."""
        self.signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.signal(signal.SIGCONT)


def push() -> bool:
    """What the timetable does, faster; False, to go on waiting. A broker that is gone is none of its business."""
    with suppress(OperationalError, RedisError, OSError):
        outbox.pump.apply_async(queue="urgent", expires=2, retry=False)
        sweep.sweep.apply_async(queue="urgent", expires=2, retry=False)
    time.sleep(0.2)
    return False


def until(holds: Callable[[], bool], *, seconds: float = 150, every: float = 0.1) -> None:
    """Wait for something to become true; AssertionError when it does not in time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "It did not happen in time."
        time.sleep(every)
