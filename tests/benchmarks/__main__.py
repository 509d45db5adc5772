"""Measures everything, prints a table and writes `var/bench.json`. Exits 1 when a goal is missed."""

import json
import sys
from importlib import import_module
from pathlib import Path

from tests.benchmarks import Result
from tests.system import ROOT


def main() -> int:
    names = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
    results: list[Result] = [found for name in names for found in import_module(f"tests.benchmarks.{name}").measure()]
    print(f"{'key':<34} {'value':>10} {'goal':>10}")
    for result in results:
        sign = ">=" if result.better == "higher" else "<="
        print(f"{result.key:<34} {result.value:>10.2f} {sign} {result.goal:>7.2f} {'ok' if result.ok else 'MISSED'}")
    target = ROOT / "var" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps([result.as_row() for result in results], indent=2) + "\n")
    return 0 if all(result.ok for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
