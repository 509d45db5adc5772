"""Real Celery workers on the test's own database and broker, to be killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from campaigns.messaging import outbox, sweep

ROOT = Path(__file__).resolve().parent.parent.parent
# The proportions of production, in seconds instead of minutes.
QUICK = {
    "SEND_STALL_SECONDS": 1,
    "SEND_CALL_DEADLINE_SECONDS": 3,
    "SEND_CLAIM_LEASE_SECONDS": 4,
    "SEND_UNKNOWN_AFTER_SECONDS": 4,
    "SEND_LOOK_AFTER_SECONDS": 8,
    "SEND_LOOK_APART_SECONDS": 2,
    "SEND_BACKOFF_SECONDS": 0.2,
    "SEND_TURN_SECONDS": 3,
    "SEND_THREADS": 4,
}


class Worker:
    """`celery worker` with two processes, serving every queue."""

    def __init__(self, twilio: str, **env: str) -> None:
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
        timers = {name: str(value) for name, value in QUICK.items()}
        environment = os.environ | timers | {"DATABASE_URL": database, "REDIS_URL": settings.REDIS_URL}
        celery = [sys.executable, "-m", "celery", "--app=organizing", "--quiet", "worker"]
        self.process = subprocess.Popen(
            [*celery, "--concurrency=2", "--queues=urgent,default,bulk", "--without-gossip", "--without-mingle"],
            cwd=ROOT,
            env=environment | {"TWILIO_API_BASE": twilio, "LOG_LEVEL": "ERROR"} | env,
            start_new_session=True,
        )

    def kill(self) -> None:
        """SIGKILL to the worker and all its processes, at whatever they are doing."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def push() -> bool:
    """What the timetable does, faster; False, to go on waiting."""
    outbox.pump.delay()
    sweep.sweep.delay()
    time.sleep(0.2)
    return False


def until(holds: Callable[[], bool], *, seconds: float = 150, every: float = 0.1) -> None:
    """Wait for something to become true; AssertionError when it does not in time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "It did not happen in time."
        time.sleep(every)
