"""`make run` from start to Ctrl-C: every process is there, comes back when it dies, and is gone afterwards."""

import os
import re
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.system import ROOT, System, reachable_folder, running

SECONDS = 40


@pytest.fixture(scope="module")
def state() -> Iterator[Path]:
    with reachable_folder() as folder:
        yield folder


def processes(system: System) -> dict[int, str]:
    """pid -> command of every living child of the supervisor."""
    listing = subprocess.run(
        ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(system.process.pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    found = (line.strip().split(" ", 1) for line in listing.stdout.splitlines() if "<defunct>" not in line)
    return {int(pid): command for pid, command in found}


def pid_of(system: System, word: str) -> int | None:
    return next((pid for pid, command in processes(system).items() if word in command), None)


def status(address: str) -> int:
    with urlopen(address, timeout=20) as response:
        return int(response.status)


def comes_back(system: System, word: str, killed: int) -> bool:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if (pid_of(system, word) or killed) != killed:
            return True
        time.sleep(0.1)
    return False


def test_the_whole_system_starts_heals_and_stops(state: Path) -> None:
    with running(state) as system:
        assert status(f"{system.address}/healthz") == 200
        assert status(f"{system.address}/readyz") == 200
        assert status(system.address) == 200
        assert len(system.links) == 4
        assert f"Organizing runs at {system.address}" in system.said
        for word in ("--queues=urgent", "--queues=default,bulk", " beat ", "granian", "valkey-server", "bin/postgres"):
            killed = pid_of(system, word)
            assert killed, f"{word} is missing among {processes(system)}"
            os.kill(killed, signal.SIGKILL)
            assert comes_back(system, word, killed), f"{word} did not come back: {system.said}"
        assert len(re.findall(r"ended \(-9\).* Starting it again in", system.said)) == 6
        left = list(processes(system))
    assert (system.process.returncode, system.said.splitlines()[-1]) == (0, "Stopped.")
    assert [pid for pid in left if Path(f"/proc/{pid}").exists()] == []


def test_a_second_start_keeps_everything_private_and_in_place(state: Path) -> None:
    keys = (state / "env").read_text()
    with running(state) as system:
        assert status(system.links[0]) == 200
        assert "Loaded" not in system.said
        second = subprocess.run(
            [sys.executable, "-m", "organizing.supervisor", "--state", str(state)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (second.returncode, second.stderr.splitlines()[-1][:33]) == (1, "Another process already serves fr")
    assert stat.S_IMODE((state / "env").stat().st_mode) == 0o600
    same = [line for line in (state / "env").read_text().splitlines() if "KEY" in line]
    assert same == [line for line in keys.splitlines() if "KEY" in line]


def test_a_database_that_does_not_answer_is_said(state: Path) -> None:
    system = running(state, DATABASE_URL="postgres://nobody@127.0.0.1:1/none")
    with pytest.raises(RuntimeError, match="The database does not answer"), system:
        pass
