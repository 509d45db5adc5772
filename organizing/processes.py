"""Child processes: started apart from our terminal, stopped together, gone when we are gone."""

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

START_SECONDS = 30
STOP_SECONDS = 20
PR_SET_PDEATHSIG = 1  # prctl(2)


class StartError(RuntimeError):
    """Something could not be set up or started; the message is one sentence for the person at the terminal."""


@dataclass
class Program:
    """One child process: what to run, how to stop it. `user` is the account it drops to, when we are root."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    stdin: str = ""
    stop_signal: signal.Signals = signal.SIGTERM
    user: str | None = None
    cwd: Path | None = None
    log: Path | None = None
    process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start in a session of its own, so that Ctrl-C reaches only us and we decide the order of stopping."""
        with contextlib.ExitStack() as files:
            output = files.enter_context(self.log.open("a")) if self.log else None
            self.process = subprocess.Popen(
                self.argv,
                env=os.environ | dict(self.env),
                stdin=subprocess.PIPE if self.stdin else subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                cwd=self.cwd,
                text=True,
                start_new_session=True,
                preexec_fn=self.follow_parent,  # noqa: PLW1509 - we have one thread
                **identity(self.user),
            )
        if self.process.stdin:
            self.process.stdin.write(self.stdin)
            self.process.stdin.close()

    def follow_parent(self) -> None:
        """Linux stops the child when its parent dies, even by SIGKILL."""
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(self.stop_signal))

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def exit_code(self) -> int | None:
        return self.process.poll() if self.process else None

    def ask_to_stop(self) -> None:
        if self.process and self.is_running:
            self.process.send_signal(self.stop_signal)

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Ask, wait, and end by force whatever of its process group has not gone after `seconds`."""
        if not self.process:
            return
        self.ask_to_stop()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        self.end_group()
        self.process.wait()

    def end_group(self) -> None:
        """End what a dead process left of its own children."""
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


@dataclass
class Server(Program):
    """A program that answers once it is ready: `answers` then returns True."""

    url: str = ""
    answers: Callable[[], bool] = lambda: True

    def wait_until_ready(self) -> None:
        """Raises StartError if the server ends or gives no answer within START_SECONDS."""
        deadline = time.monotonic() + START_SECONDS
        while self.is_running and time.monotonic() < deadline:
            if self.answers():
                return
            time.sleep(0.03)
        self.stop(1)
        raise StartError(f"{self.name} did not start; {self.log} says why.")


def identity(user: str | None) -> dict[str, Any]:
    """What subprocess needs to start a child as `user`, with none of our groups."""
    if user is None:
        return {}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}
