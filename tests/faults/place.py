"""A whole system of its own for one set of runs: servers that may be killed, a database for each run, the web server.

Nothing here needs Django to be set up before `Place` is opened; `open_place` sets it up against these servers.
"""

import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import redis

from organizing import embedded
from organizing.processes import Server
from tests.faults.proxy import Proxy
from tests.faults.standin import StandIn

ROOT = Path(__file__).resolve().parent.parent.parent
# The proportions of production, in seconds instead of minutes.
QUICK: dict[str, float] = {
    "SEND_STALL_SECONDS": 1,
    "SEND_CALL_DEADLINE_SECONDS": 3,
    "SEND_CLAIM_LEASE_SECONDS": 4,
    "SEND_UNKNOWN_AFTER_SECONDS": 4,
    "SEND_LOOK_AFTER_SECONDS": 6,
    "SEND_LOOK_APART_SECONDS": 2,
    "SEND_PARK_AFTER_SECONDS": 90,
    "SEND_BACKOFF_SECONDS": 0.2,
    "SEND_TURN_SECONDS": 3,
    "SEND_HOLD_SECONDS": 1,
    "SEND_THREADS": 4,
}
PRISTINE = "pristine"


@dataclass
class Place:
    postgres: Server
    valkey: Server
    standin: StandIn
    folder: Path
    port: int  # of the web server, whether it runs or not

    @property
    def web_url(self) -> str:
        return f"http://localhost:{self.port}"

    def new_database(self, name: str) -> None:
        """Empty but for what the migrations made; this process works on it from now on, with a mirror as new as it."""
        from django.conf import settings

        self.copy_database(PRISTINE, name)
        self.use_database(name)
        settings.SEND_MIRROR_DIR = Path(tempfile.mkdtemp(prefix="mirror-", dir=self.folder))
        os.environ["SEND_MIRROR_DIR"] = str(settings.SEND_MIRROR_DIR)

    def copy_database(self, source: str, target: str) -> None:
        """Every session on either is ended first."""
        self.use_database("postgres")
        self.run_sql(
            f"DROP DATABASE IF EXISTS {target} WITH (FORCE)",
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{source}'",  # noqa: S608  ours
            f"CREATE DATABASE {target} TEMPLATE {source}",
        )

    def use_database(self, name: str) -> None:
        from django.db import connection

        connection.close()
        connection.settings_dict["NAME"] = name
        os.environ["DATABASE_URL"] = urlsplit(self.postgres.url)._replace(path=f"/{name}").geturl()

    def run_sql(self, *statements: str) -> None:
        """Outside of any database of a run."""
        session = psycopg2.connect(self.postgres.url)
        session.autocommit = True
        with session.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        session.close()

    def crash_postgres(self) -> None:
        """What `pg_ctl -m immediate` does: no session ends in order, and the log is replayed at the next start."""
        assert self.postgres.process
        self.postgres.process.send_signal(signal.SIGQUIT)
        self.postgres.process.wait()
        self.postgres.start()
        self.postgres.wait_until_ready()

    def restart_valkey(self, seconds_away: float) -> None:
        self.valkey.stop()
        time.sleep(seconds_away)
        self.valkey.start()
        self.valkey.wait_until_ready()

    def flush_valkey(self) -> None:
        with redis.Redis.from_url(self.valkey.url) as client:
            client.flushall()

    def proxy(self, *, seed: int) -> Proxy:
        parts = urlsplit(self.postgres.url)
        return Proxy(str(parts.hostname), int(parts.port or 0), seed=seed)

    @contextmanager
    def web(self, *, settings: str = "organizing.settings", **env: str) -> Iterator[None]:
        """Granian as `make run` starts it, on the database in use."""
        argv = [sys.executable, "-m", "granian", "--interface=wsgi", "--no-ws", "--blocking-threads=4"]
        given = {"DJANGO_SETTINGS_MODULE": settings, "TWILIO_API_BASE": self.standin.url} | env
        server = Server(
            name="web",
            argv=[*argv, "--log-level=warning", f"--port={self.port}", "organizing.wsgi:application"],
            env=given,
            cwd=ROOT,
            log=self.folder / "web.log",
            answers=lambda: listens(self.port),
        )
        server.start()
        try:
            server.wait_until_ready()
            yield
        finally:
            server.stop(3)


def listens(port: int) -> bool:
    import urllib.request

    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
        return bool(answer.status == 200)
    return False


@contextmanager
def open_place(timers: Mapping[str, float] = QUICK, **env: str) -> Iterator[Place]:
    """Servers with durable data, whatever the environment names; this process is then a Django on them."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="organizing-faults-")))
        folder.chmod(0o711)  # for root: the servers run under another account
        for name in ("DATABASE_URL", "REDIS_URL"):
            os.environ.pop(name, None)
        servers = stack.enter_context(embedded.prepared(folder, durable=True))
        postgres, valkey = servers["DATABASE_URL"], servers["REDIS_URL"]
        for server in servers.values():
            stack.callback(server.stop)
            server.start()
        standin = StandIn()
        stack.callback(standin.stop)
        place = Place(postgres, valkey, standin, folder, embedded.free_port())
        addresses = embedded.addresses(servers) | {"TWILIO_API_BASE": standin.url, "PUBLIC_URL": place.web_url}
        os.environ.update({"TESTING": "1", "DJANGO_SETTINGS_MODULE": "organizing.settings"} | addresses | env)
        os.environ.update({name: str(value) for name, value in timers.items()})
        for server in servers.values():
            server.wait_until_ready()
        set_up(place)
        yield place


def set_up(place: Place) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    place.run_sql(f"CREATE DATABASE {PRISTINE}")
    place.use_database(PRISTINE)
    call_command("migrate", interactive=False, verbosity=0)
