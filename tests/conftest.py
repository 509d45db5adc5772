"""One PostgreSQL and one Valkey for the whole run; each worker of a parallel run has its own database in them.

The environment is set while this file is imported: pytest-django reads the settings later, and the workers of a
parallel run inherit it.
"""

import os
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
import pytest

from campaigns.messaging import mirroring
from chapters.management.commands.messages import compile_catalog
from organizing import embedded
from tests.browser import BROWSERS

pytest_plugins = ["tests.cast", "tests.faults.fixtures"]
ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
stack = ExitStack()


def start_servers() -> None:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="organizing-tests-")))
    folder.chmod(0o711)  # for root: the servers run under another account
    os.environ |= stack.enter_context(embedded.serving(folder, durable=False))
    if "PYTEST_XDIST_WORKER" not in os.environ:
        os.environ["SEND_MIRROR_DIR"] = stack.enter_context(tempfile.TemporaryDirectory(prefix="organizing-mirror-"))


def stay_on_this_machine(event: str, args: tuple[object, ...]) -> None:
    """An audit hook: a test that tries to reach another machine fails at once."""
    if event == "socket.connect" and isinstance(address := args[1], tuple) and address[0] not in LOOPBACK:
        raise RuntimeError(f"A test tried to reach {address[0]}.")


os.environ.update(TESTING="1", DJANGO_SETTINGS_MODULE="organizing.settings")
start_servers()
compile_catalog(ROOT / "locale" / "es" / "LC_MESSAGES" / "django.po")
sys.addaudithook(stay_on_this_machine)
django.setup()
mirroring.mirror(0)


def pytest_unconfigure() -> None:
    stack.close()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(specs: list[Any]) -> None:
    """Each worker of a parallel run has its own database of Redis and its own mirror, as it has one of PostgreSQL."""
    for number, spec in enumerate(specs, start=1):
        spec.env["SEND_MIRROR_DIR"] = str(Path(os.environ["SEND_MIRROR_DIR"]) / str(number))
        spec.env["REDIS_URL"] = urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{number}").geturl()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the system's browser. Without one a browser test is skipped, but never where CI is set."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None and os.environ.get("CI"):
        pytest.fail("No browser found, and CI must not skip browser tests: install Chromium.")
    return found or pytest.skip("No browser found: install Chromium to run the browser tests.")
