"""Production: the compose file's own commands, the documented settings, and what happens without them."""

import ast
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
import redis
import yaml

from organizing.embedded import free_port
from organizing.processes import Program
from tests import production

ROOT = Path(__file__).resolve().parent.parent.parent
SERVICES = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
OURS = ["prepare", "web", "worker", "bulk-worker", "beat"]
REQUIRED = ["SECRET_KEY", "FIELD_KEYS", "INDEX_KEY", "PUBLIC_URL", "DATABASE_URL", "REDIS_URL"]
REQUIRED += ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKENS", "EMAIL_HOST", "DEFAULT_FROM_EMAIL"]
COMPOSE_ONLY = {"POSTGRES_PASSWORD", "WEB_PROCESSES", "WEB_THREADS", "WORKER_PROCESSES", "BULK_PROCESSES"}
READY_SECONDS = 60


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Production's settings over this run's servers, with a database of their own."""
    given, name = os.environ["DATABASE_URL"], f"production_{os.getpid()}"
    queue = urlsplit(os.environ["REDIS_URL"])._replace(path="/15").geturl()
    kept = {key: value for key, value in os.environ.items() if key not in {"TESTING", "DJANGO_SETTINGS_MODULE"}}
    changed = {
        "DATABASE_URL": urlsplit(given)._replace(path=f"/{name}").geturl(),
        "REDIS_URL": queue,
        "STATIC_ROOT": str(tmp_path_factory.mktemp("static")),
        "SEND_MIRROR_DIR": str(tmp_path_factory.mktemp("mirror")),
        "PORT": str(free_port()),
        "HOSTNAME": "here",
    }
    with closing(psycopg2.connect(given)) as connection, closing(redis.Redis.from_url(queue)) as broker:
        connection.autocommit = True
        connection.cursor().execute(f"CREATE DATABASE {name}")
        yield kept | production.example() | changed
        connection.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")
        broker.flushdb()


def command(service: str, env: dict[str, str]) -> list[str]:
    """The service's command as Compose would run it, with this Python."""
    words = [interpolated(word, env) for word in SERVICES[service]["command"]]
    assert words[0] == "python"
    return [sys.executable, *words[1:]]


def interpolated(word: str, env: dict[str, str]) -> str:
    return re.sub(r"\$\{(\w+):-([^}]*)\}", lambda match: env.get(match[1]) or match[2], word).replace("%h", "here")


def get(env: dict[str, str], path: str, **headers: str) -> HTTPResponse:
    """What the proxy in front would ask the web container."""
    connection = HTTPConnection("127.0.0.1", int(env["PORT"]), timeout=10)
    connection.request("GET", path, headers={"Host": str(urlsplit(env["PUBLIC_URL"]).hostname), **headers})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response


def wait_for(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        with suppress(OSError):
            if condition():
                return True
        time.sleep(0.2)
    return False


def test_the_compose_files_own_commands_serve(environment: dict[str, str], tmp_path: Path) -> None:
    prepare = [*command("prepare", environment), "--files"]  # the image has its files already
    subprocess.run(prepare, cwd=ROOT, env=environment, check=True)
    parts = []
    for name in OURS[1:]:
        own = tmp_path / name  # what each writes, no other sees
        own.mkdir()
        program, *words = command(name, environment)
        argv = [program, *(word.replace("/tmp", str(own)) for word in words)]
        parts.append(Program(name, argv, environment | {"TMPDIR": str(own)}, cwd=ROOT, log=own / "log"))
    try:
        for part in parts:
            part.start()
        assert wait_for(lambda: get(environment, "/readyz").status == 200)
        assert get(environment, "/healthz").status == 200
        assert get(environment, "/").status == 301
        home = get(environment, "/", **{"X-Forwarded-Proto": "https"})
        assert (home.status, "Strict-Transport-Security" in home.headers) == (200, True)
        check = SERVICES["web"]["healthcheck"]["test"]
        assert subprocess.run([sys.executable, *check[2:]], cwd=ROOT, env=environment, check=False).returncode == 0
        ping = [sys.executable, "-m", "celery", "--app=organizing", "inspect", "ping", "--timeout=20"]
        answer = subprocess.run(ping, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
        assert ("urgent@here" in answer.stdout, "bulk@here" in answer.stdout) == (True, True), answer.stdout
        assert [part.name for part in parts if not part.is_running] == []
    finally:
        for part in parts:
            part.ask_to_stop()
        for part in parts:
            part.stop()


def test_the_health_check_says_no_when_nothing_answers(environment: dict[str, str]) -> None:
    check = [sys.executable, "-m", "organizing.health"]
    done = subprocess.run(check, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    assert (done.returncode, "/readyz" in done.stderr) == (1, True)


def test_containers_share_no_disk_but_the_mirror() -> None:
    theirs = [volume for name in ("postgres", "redis") for volume in SERVICES[name]["volumes"]]
    assert len({volume.split(":")[0] for volume in theirs} - {"mirror"}) == len(theirs)
    for name in OURS:
        folder = SERVICES[name]["environment"]["SEND_MIRROR_DIR"]
        assert SERVICES[name]["volumes"] == [f"mirror:{folder}"]
        assert f"--owner=organizing {folder}\n" in (ROOT / "Dockerfile").read_text()


def test_an_unprepared_database_is_not_ready(environment: dict[str, str]) -> None:
    unreachable = environment | {"DATABASE_URL": "postgres://nobody:wrong@127.0.0.1:1/none"}
    done = subprocess.run(
        command("prepare", unreachable), cwd=ROOT, env=unreachable, check=False, capture_output=True, text=True
    )
    assert (done.returncode, "The database does not answer" in done.stderr) == (1, True)


@pytest.mark.parametrize("name", REQUIRED)
def test_production_does_not_start_without(name: str, environment: dict[str, str]) -> None:
    without = {key: value for key, value in environment.items() if key != name}
    load = [sys.executable, "-c", "import organizing.settings"]
    done = subprocess.run(load, cwd=ROOT, env=without, check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert f"Set {name}: see .env.example." in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PUBLIC_URL", "http://organizing.example.org", "PUBLIC_URL must begin with https://"),
        ("DEMO", "1", "it runs on localhost only"),
    ],
)
def test_production_refuses(name: str, value: str, sentence: str, environment: dict[str, str]) -> None:
    load = [sys.executable, "-c", "import organizing.settings"]
    changed = environment | {name: value}
    done = subprocess.run(load, cwd=ROOT, env=changed, check=False, capture_output=True, text=True)
    assert (done.returncode, sentence in done.stderr.splitlines()[-1]) == (1, True)


def settings_read() -> set[str]:
    """Every variable that settings.py or celery.py asks the environment for."""
    trees = [ast.parse((ROOT / "organizing" / name).read_text()) for name in ("settings.py", "celery.py")]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    asking = re.compile(r"^(env\.\w+|os\.environ\.get|required)$")
    first = [call.args[0] for call in calls if asking.match(ast.unparse(call.func))]
    names = {node.value for node in first if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    secrets = {ast.literal_eval(call.args[0]) for call in calls if ast.unparse(call.func) == "secret"}
    return names | secrets | {f"{name}_FILE" for name in secrets}


def test_every_setting_is_documented_and_no_other() -> None:
    lines = production.EXAMPLE.read_text().splitlines()
    documented = {match[1] for line in lines if (match := re.match(r"#?([A-Z][A-Z_]+)=", line))}
    anymails = {name for name in documented if name.startswith("ANYMAIL_")}  # read by their beginning
    assert documented - COMPOSE_ONLY - anymails == settings_read()


def test_a_reader_fills_in_every_required_setting() -> None:
    assert set(REQUIRED) - set(production.variables()) == {"DATABASE_URL", "REDIS_URL"}  # Compose makes these
