"""Measures everything, prints a table and writes `var/bench.json`. Exits 1 when a goal is missed.

Each module is measured in a process of its own, because most set up a Django on servers of their own. Names of modules
choose some of them.
"""

import json
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

from tests.benchmarks import Result
from tests.system import ROOT

FOLDER = Path(__file__).parent


def main() -> int:
    names = sys.argv[1:] or sorted(path.stem for path in FOLDER.glob("[a-z]*.py"))
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            started, out = time.monotonic(), Path(folder) / name
            print(f"--- {name}", flush=True)
            argv = [sys.executable, "-m", "tests.benchmarks", "--one", name, str(out)]
            is_done = subprocess.run(argv, cwd=ROOT, check=False).returncode == 0
            results += [Result(**row) for row in json.loads(out.read_text())] if is_done else [failed(name)]
            print(f"    {time.monotonic() - started:.0f} s", flush=True)
    show(results)
    target = ROOT / "var" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps([result.as_row() for result in results], indent=2) + "\n")
    return 0 if all(result.ok for result in results) else 1


def failed(name: str) -> Result:
    return Result(f"{name}: broke off", 1, 0, "lower")


def show(results: list[Result]) -> None:
    print(f"{'key':<58} {'value':>10} {'goal':>10}")
    for result in results:
        sign = ">=" if result.better == "higher" else "<="
        print(f"{result.key:<58} {result.value:>10.2f} {sign} {result.goal:>7.2f} {'ok' if result.ok else 'MISSED'}")


def measure_one(name: str, out: str) -> int:
    found: list[Result] = import_module(f"tests.benchmarks.{name}").measure()
    rows = [{"key": one.key, "value": one.value, "goal": one.goal, "better": one.better} for one in found]
    Path(out).write_text(json.dumps(rows))
    return 0


if __name__ == "__main__":
    sys.exit(measure_one(*sys.argv[2:]) if sys.argv[1:2] == ["--one"] else main())
