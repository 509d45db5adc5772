"""What a person meets first: the two commands, and the requirements that they install."""

import os
import re
import socket
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent.parent
PINNED = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==([\w.]+)", re.MULTILINE)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def make(*words: str) -> "subprocess.CompletedProcess[str]":
    """As typed in a shell: what the make that runs the tests tells its children is left out."""
    alone = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(["make", *words], cwd=ROOT, env=alone, capture_output=True, text=True, check=False)


def pins(name: str) -> dict[str, str]:
    return {canonicalize_name(package): version for package, version in PINNED.findall((ROOT / name).read_text())}


def test_make_alone_says_what_there_is() -> None:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    said = make().stdout
    assert {target for target in targets if f"make {target} " in said} == {
        *("run", "test", "faults", "bench", "shots", "clean")
    }


def test_a_missing_python_is_said() -> None:
    done = make("run", "PYTHON=python-nowhere")
    assert done.stderr.splitlines()[0] == "python-nowhere is missing: install Python 3.11 or newer."
    assert done.returncode != 0


def test_a_taken_port_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = make("run", f"PORT={port}")
    assert done.stderr.startswith(f"Port {port} is taken: stop what uses it, or choose another")
    assert (done.stdout, done.returncode != 0) == ("", True)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_hashed_and_name_no_place(name: str) -> None:
    entries = (ROOT / name).read_text().replace("\\\n", " ").splitlines()
    loose = [line for line in entries if line[:1].isalpha() and not ("==" in line and "--hash=sha256:" in line)]
    assert (loose, len(pins(name)) > 10) == ([], True)
    assert [line for line in entries if re.search(r"https?:|file:|--\S*index|--find-links|@ ", line)] == []


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("requirements.txt", PROJECT["project"]["dependencies"]),
        ("requirements-dev.txt", PROJECT["dependency-groups"]["dev"]),
    ],
)
def test_the_pins_are_what_the_project_asks_for(name: str, wanted: list[str]) -> None:
    found = pins(name)
    asked = [Requirement(line) for line in wanted]
    missing = [str(one) for one in asked if found.get(canonicalize_name(one.name), "") not in one.specifier]
    assert missing == []


def test_tests_run_on_the_versions_that_production_runs_on() -> None:
    runtime, development = pins("requirements.txt"), pins("requirements-dev.txt")
    assert {name for name in runtime.keys() & development.keys() if runtime[name] != development[name]} == set()
