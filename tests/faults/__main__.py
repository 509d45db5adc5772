"""The fault runs: `make faults` prints one line for each and writes `var/faults.json`. Exits 1 when one does not hold.

`--short` makes them small, as in the tests. Names of runs choose some; `--out` is another place for the results.
"""

import argparse
import json
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.faults.place import ROOT, open_place

PARTS = ("storm", "clicks", "stops")
HEAD = f"{'run':<34} {'recipients':>10} {'kills':>6} {'twice':>6} {'never':>6} {'parked':>7} {'seconds':>8}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "faults.json")
    parser.add_argument("names", nargs="*")
    given = parser.parse_args()
    rows: list[dict[str, Any]] = []
    given.out.parent.mkdir(parents=True, exist_ok=True)
    with open_place() as place:
        print(HEAD, flush=True)
        for name, run in runs().items():
            if given.names and name not in given.names:
                continue
            rows.append(run(place, is_short=given.short).as_row())
            show(rows[-1])
            given.out.write_text(json.dumps(rows, indent=2) + "\n")
    return 0 if all(row["ok"] for row in rows) else 1


def runs() -> dict[str, Callable[..., Any]]:
    """Every run by its name; imported late, because they need Django set up."""
    return {name: run for part in PARTS for name, run in import_module(f"tests.faults.{part}").RUNS.items()}


def show(row: dict[str, Any]) -> None:
    numbers = f"{row['recipients']:>10} {row['kills']:>6} {row['twice']:>6} {row['never']:>6} {row['parked']:>7}"
    print(f"{row['run']:<34} {numbers} {row['seconds']:>8} {'ok' if row['ok'] else 'FAILED'}", flush=True)
    for problem in row["wrong"]:
        print(f"    {problem}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
