"""`make run`: the whole system on this machine, as the separate processes that production runs.

Embedded servers unless DATABASE_URL and REDIS_URL are given, then the web server, two Celery workers and Celery beat.
A process that dies is started again. Data, keys and logs are kept in one folder, `var/` by default.
"""

import argparse
import base64
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from organizing.embedded import addresses, prepared
from organizing.processes import Program, Server, StartError

ROOT = Path(__file__).resolve().parent.parent
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0
WATCH_SECONDS = 0.2
LEAVE_SECONDS = 12.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", type=Path, default=ROOT / "var", help="folder for data, keys and logs")
    state: Path = parser.parse_args().state.resolve()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)
    try:
        run(state)
    except KeyboardInterrupt:
        print("Stopped.", flush=True)
    except StartError as error:
        print(error, file=sys.stderr)
        return 1
    except PermissionError as error:
        print(f"You may not write {error.filename}: change its owner, or use another folder.", file=sys.stderr)
        return 1
    return 0


def leave(*_signal: object) -> None:
    """Unwind once; a second Ctrl-C must not interrupt the stopping."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def run(state: Path) -> None:
    """Serve until asked to stop. Whatever ends this, every process that it started is stopped, servers last."""
    (state / "log").mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        servers = stack.enter_context(prepared(state / "embedded", durable=True))
        for server in servers.values():
            stack.callback(server.stop)
            server.start()
        os.environ.update(environment(state / "env", addresses(servers)))
        for server in servers.values():
            server.wait_until_ready()
        links = prepare()
        web, unseen = parts(state / "log")
        stack.callback(stop_all, [web, *unseen])
        for program in (*unseen, web):
            program.start()
        greet(web, links, state)
        watch([*servers.values(), web, *unseen])


def environment(path: Path, urls: dict[str, str]) -> dict[str, str]:
    """What the parts are started with. Keys are made on the first start and kept in `path`, for its owner only.

    `ENV_FILE=var/env .venv/bin/python manage.py …` works beside a running system.
    """
    kept = dict(line.split("=", 1) for line in path.read_text().splitlines()) if path.exists() else {}
    keys = {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "FIELD_KEYS": f"{secrets.token_hex(3)}:{new_key()}",
        "INDEX_KEY": new_key(),
    }
    given = {"DEMO": "1", "PORT": os.environ.get("PORT", "8000"), "STATIC_ROOT": str(path.parent / "static")}
    given["SEND_MIRROR_DIR"] = str(path.parent / "mirror")
    result = keys | {name: kept[name] for name in keys if name in kept} | given | urls
    path.touch(mode=0o600)
    path.write_text("".join(f"{name}={value}\n" for name, value in result.items()))
    return result


def new_key() -> str:
    """32 random bytes, URL-safe base64."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def prepare() -> str:
    """Bring database and files up to date; what it does and what fails it says itself. Returns the sign-in links."""
    argv = [sys.executable, "manage.py", "prepare", "--files", "--demo"]
    done = subprocess.run(argv, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise StartError("Setting up the database failed; it says why above.")
    return done.stdout


def parts(logs: Path) -> tuple[Server, list[Program]]:
    """The web server, and all that works unseen. Urgent work has a worker of its own, which
    nothing long ever occupies."""
    port = os.environ["PORT"]
    web = [
        sys.executable,
        "-m",
        "granian",
        "--interface=wsgi",
        "--no-ws",
        "--blocking-threads=4",
        "--log-level=warning",
    ]
    celery = [sys.executable, "-m", "celery", "--app=organizing", "--quiet"]
    worker = [*celery, "worker", "--without-gossip", "--without-mingle", "--concurrency=2"]
    beat = [*celery, "beat", f"--schedule={logs.parent / 'beat'}", "--pidfile="]
    server = Server(
        name="web",
        argv=[*web, f"--port={port}", "organizing.wsgi:application"],
        cwd=ROOT,
        log=logs / "web.log",
        url=f"http://localhost:{port}",
        answers=lambda: responds(f"http://127.0.0.1:{port}/healthz"),
    )
    unseen = {
        "worker": [*worker, "--queues=urgent", "--hostname=urgent@%h"],
        "bulk-worker": [*worker, "--queues=default,bulk", "--hostname=bulk@%h"],
        "beat": beat,
    }
    return server, [Program(name=name, argv=argv, cwd=ROOT, log=logs / f"{name}.log") for name, argv in unseen.items()]


def responds(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 - our own address
            return bool(response.status == 200)
    except OSError:
        return False


def greet(web: Server, links: str, state: Path) -> None:
    """Say where it is and how to sign in, once it answers."""
    web.wait_until_ready()
    print(
        f"\nOrganizing runs at {web.url}\n\n{links.rstrip()}\n\nLogs are in {state / 'log'}. Ctrl-C stops it.",
        flush=True,
    )


@dataclass
class Watched:
    """A program with its latest start, and the pause before the next: one that cannot run is tried ever less often."""

    program: Program
    started_at: float = field(default_factory=time.monotonic)
    pause: float = 0.0
    is_waiting: bool = False

    def look(self, now: float) -> None:
        if self.is_waiting and now - self.started_at >= self.pause:
            self.program.start()
            self.is_waiting = False
        elif not self.is_waiting and not self.program.is_running:
            self.mourn(now)

    def mourn(self, now: float) -> None:
        self.program.end_group()
        was_steady = now - self.started_at > STEADY_SECONDS
        self.pause = FIRST_PAUSE if was_steady or not self.pause else min(2 * self.pause, LONGEST_PAUSE)
        self.started_at, self.is_waiting = now, True
        reason = f"{self.program.name} ended ({self.program.exit_code}); {self.program.log} may say why."
        print(f"{reason} Starting it again in {self.pause:g} s.", file=sys.stderr, flush=True)


def watch(programs: Iterable[Program]) -> NoReturn:
    watched = [Watched(program) for program in programs]
    while True:
        for one in watched:
            one.look(time.monotonic())
        time.sleep(WATCH_SECONDS)


def stop_all(programs: Sequence[Program]) -> None:
    """Ask all first, so that they leave at the same time."""
    for program in programs:
        program.ask_to_stop()
    for program in programs:
        program.stop(LEAVE_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
