"""Child processes start, stop and are started again."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from organizing.processes import Program, Server, StartError
from organizing.supervisor import FIRST_PAUSE, LONGEST_PAUSE, STEADY_SECONDS, Watched

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = os.fork()
print(child or "child", flush=True)
time.sleep(60)
"""


@pytest.fixture
def sleeper() -> Iterator[Program]:
    program = Program("sleeper", SLEEP)
    yield program
    program.stop()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text() if Path(f"/proc/{pid}").exists() else True


def until(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_a_program_starts_and_stops(sleeper: Program) -> None:
    assert (sleeper.is_running, sleeper.exit_code) == (False, None)
    sleeper.start()
    assert (sleeper.is_running, sleeper.exit_code) == (True, None)
    sleeper.stop()
    assert (sleeper.is_running, sleeper.exit_code) == (False, -15)


def test_a_stubborn_program_is_ended_with_its_children(tmp_path: Path) -> None:
    program = Program("stubborn", [sys.executable, "-c", STUBBORN], log=tmp_path / "log")
    program.start()
    assert until(lambda: len((tmp_path / "log").read_text().split()) == 2)
    child = next(int(word) for word in (tmp_path / "log").read_text().split() if word.isdigit())
    assert is_alive(child)
    program.stop(0.1)
    assert program.exit_code == -9
    assert until(lambda: not is_alive(child))


def test_a_program_reads_its_settings_from_standard_input(tmp_path: Path) -> None:
    program = Program("cat", ["/bin/cat"], stdin="a secret\n", log=tmp_path / "log")
    program.start()
    assert until(lambda: program.exit_code == 0)
    assert (tmp_path / "log").read_text() == "a secret\n"


def test_a_server_that_ends_says_where_to_look(tmp_path: Path) -> None:
    server = Server(
        "Oracle", [sys.executable, "-c", "raise SystemExit(3)"], log=tmp_path / "log", answers=lambda: False
    )
    server.start()
    with pytest.raises(StartError, match=r"Oracle did not start; .*log says why."):
        server.wait_until_ready()


def test_what_dies_is_started_again_ever_less_often(sleeper: Program, capsys: pytest.CaptureFixture[str]) -> None:
    sleeper.start()
    watched = Watched(sleeper, started_at=0.0)
    watched.look(1.0)
    assert not watched.is_waiting
    pauses, now = [], 1.0
    for _ in range(8):
        sleeper.stop()
        watched.look(now)
        pauses.append(watched.pause)
        watched.look(now + watched.pause / 2)
        assert not sleeper.is_running
        now += watched.pause
        watched.look(now)
        assert sleeper.is_running
    assert pauses == [FIRST_PAUSE, 1.0, 2.0, 4.0, 8.0, 16.0, LONGEST_PAUSE, LONGEST_PAUSE]
    assert capsys.readouterr().err.count("sleeper ended (-15)") == 8
    sleeper.stop()
    watched.look(now + STEADY_SECONDS + 1)
    assert watched.pause == FIRST_PAUSE
