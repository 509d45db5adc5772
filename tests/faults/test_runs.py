"""The fault runs, small: the same program as `make faults`, on servers of its own that it may kill."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.faults.__main__ import runs
from tests.faults.place import ROOT

Rows = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """Run -> its row. A program of its own: it stops the servers that ours share."""
    out = tmp_path_factory.mktemp("faults") / "rows.json"
    given = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    argv = [sys.executable, "-m", "tests.faults", "--short", "--out", str(out)]
    assert subprocess.run(argv, cwd=ROOT, env=given, check=False).returncode in (0, 1)
    return {row["run"]: row for row in json.loads(out.read_text())}


@pytest.mark.parametrize("name", runs())
def test_nobody_twice_nobody_missing(rows: Rows, name: str) -> None:
    row = rows[name]
    assert (row["wrong"], row["ok"]) == ([], True), row
    assert row["recipients"] > 0
    is_control = name.startswith("control")
    assert bool(row["twice"]) is is_control


def test_the_storm_killed_and_broke_something(rows: Rows) -> None:
    storm = rows["storm"]
    assert storm["kills"] >= 5
    assert storm["facts"]["proxy"]["swallowed"] > 0
    assert storm["facts"]["proxy"]["delayed"] > 0
    assert storm["facts"]["callbacks"] > 0
