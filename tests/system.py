"""The whole system as `make run` starts it: for tests, pictures and benchmarks that need all of its processes."""

import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from organizing.embedded import free_port
from organizing.processes import Program

ROOT = Path(__file__).resolve().parent.parent
OURS_ALONE = {"DATABASE_URL": "", "REDIS_URL": "", "TESTING": ""}  # what is set for the tests does not reach it


@dataclass
class System:
    """A running system. `links` holds the one-use sign-in links in the order printed: lead, second lead, …"""

    process: subprocess.Popen[str]
    log: Path
    address: str
    seconds_to_start: float
    links: list[str] = field(default_factory=list)

    @property
    def said(self) -> str:
        return self.log.read_text()


@contextmanager
def running(state: Path, **env: str) -> Iterator[System]:
    """Start on embedded servers with data in `state`; stop as Ctrl-C does. Raises RuntimeError if it does not start."""
    state.mkdir(parents=True, exist_ok=True)
    log, port, started = state / "said", free_port(), time.monotonic()
    log.write_text("")
    argv = [sys.executable, "-m", "organizing.supervisor", "--state", str(state)]
    given = OURS_ALONE | {"PORT": str(port)} | env
    program = Program("make run", argv, given, stop_signal=signal.SIGINT, cwd=ROOT, log=log)
    program.start()
    try:
        while "Ctrl-C stops it" not in log.read_text():
            if not program.is_running:
                raise RuntimeError(log.read_text())
            time.sleep(0.05)
        links = re.findall(r"http://localhost:\d+/demo/sign-in/\S+", log.read_text())
        assert program.process
        yield System(program.process, log, f"http://localhost:{port}", time.monotonic() - started, links)
    finally:
        program.stop(60)


@contextmanager
def reachable_folder() -> Iterator[Path]:
    """A folder with a space in its path that root's servers, which run under another account, can reach."""
    with tempfile.TemporaryDirectory(prefix="organizing-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder) / "a place"
