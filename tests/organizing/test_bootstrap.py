"""Setting up says in one sentence what is in the way, and does nothing twice."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from organizing import bootstrap

SCRIPT = Path(bootstrap.__file__)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "a place"
    place.mkdir()
    (place / "few.txt").write_text("# none\n")
    return place


def run(folder: Path, **env: str) -> "subprocess.CompletedProcess[str]":
    argv = [sys.executable, str(SCRIPT), "few.txt"]
    return subprocess.run(argv, cwd=folder, env=os.environ | env, capture_output=True, text=True, check=False)


def test_it_makes_a_venv_once_and_again_when_it_broke(folder: Path) -> None:
    done = run(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Making .venv" in done.stdout
    assert subprocess.run([folder / ".venv/bin/python", "-c", "import pip"], check=False).returncode == 0
    assert run(folder).stdout == ""
    (folder / "few.txt").write_text("# still none\n")
    assert run(folder).stdout == "Installing the requirements into .venv ...\n"
    shutil.rmtree(folder / ".venv/lib")
    assert "Making .venv" in run(folder).stdout


def test_requirements_without_a_hash_are_refused(folder: Path) -> None:
    (folder / "few.txt").write_text("six==1.17.0\n")
    done = run(folder, PIP_NO_INDEX="1")
    assert (done.returncode, done.stderr.splitlines()[-1][:43]) == (1, "The requirements could not be installed; pi")


def test_a_taken_port_is_said_first(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run(folder, CHECK_PORT=str(port))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"Port {port} is taken: stop what uses it, or choose another, like this: make run PORT=8001\n"


@pytest.mark.parametrize("port", ["http", "-1", "65536"])
def test_a_port_that_is_none(folder: Path, port: str) -> None:
    done = run(folder, CHECK_PORT=port)
    assert (done.returncode, done.stderr) == (1, f"PORT must be a number up to 65535, not {port!r}.\n")


def test_a_folder_that_is_closed(folder: Path) -> None:
    folder.chmod(0o555)
    closed = Path("/sys") if os.access(folder, os.W_OK) else folder  # root may write anywhere but there
    done = run(closed)
    assert (done.returncode, done.stderr[:17]) == (1, "You may not write")


def test_an_old_python_is_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    with pytest.raises(SystemExit, match=r"This needs Python 3.11 or newer, but .* is 3.9"):
        bootstrap.check_python()


def test_a_python_without_venv_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit, match="apt-get install python3-venv"):
        bootstrap.check_python()
