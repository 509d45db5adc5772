"""Twilio on a local port: starts it, tells it how to misbehave, and asks it what really went out."""

import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import requests

from tests.faults.carrier import ACCOUNT, TOKEN

__all__ = ["ACCOUNT", "TOKEN", "StandIn"]
ROOT = Path(__file__).resolve().parent.parent.parent


class StandIn:
    """Keeps every text it accepted, however it answered."""

    def __init__(self) -> None:
        argv = [sys.executable, "-m", "tests.faults.carrier_process"]
        self.process = subprocess.Popen(argv, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.url = f"http://127.0.0.1:{int(self.process.stdout.readline())}"
        self.session = requests.Session()
        self.session.trust_env = False

    def reset(self) -> None:
        self.session.post(f"{self.url}/reset", timeout=10)

    def misbehave(self, **faults: Any) -> None:
        """Fields of carrier.Faults; what is not named stays as it is."""
        self.session.post(f"{self.url}/faults", json=faults, timeout=10)

    def sent(self) -> list[dict[str, Any]]:
        """What it accepted, newest first: to, from, body, callback, sid, validity, at (`time.time()`), monotonic."""
        found: list[dict[str, Any]] = self.session.get(f"{self.url}/sent", timeout=60).json()
        return found

    def times_each(self) -> Counter[str]:
        """How often each number really got a text."""
        return Counter(text["to"] for text in self.sent())

    def refused(self) -> set[str]:
        """Numbers to which it refused a text at least once."""
        return set(self.session.get(f"{self.url}/refused", timeout=10).json())

    def calls(self, method: str) -> int:
        """Requests of one method; also "callback" (taken), "callback refused" and "callback lost"."""
        return int(self.session.get(f"{self.url}/calls", timeout=10).json().get(method, 0))

    def stop(self) -> None:
        self.session.close()
        self.process.kill()
        self.process.communicate()
