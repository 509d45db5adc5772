"""The fault runs: `make faults` prints one line for each and writes `var/faults.json`. Exits 1 when one does not hold.

`--short` makes them small, as in the tests. Names of runs choose some; `--out` is another place for the results.
"""

import argparse
import json
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.faults.place import ROOT, Place, open_place

PARTS = ("storm", "clicks", "stops", "restored", "seat_crowd", "taps")
HEAD = f"{'run':<28} {'recipients':>10} {'kills':>6} {'twice':>6} {'never':>6} {'parked':>7} {'seconds':>8}"
NOTHING = {"recipients": 0, "kills": 0, "twice": 0, "never": 0, "parked": 0, "seconds": 0.0}


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
            if not given.names or name in given.names:
                rows.append(result(name, run, place, is_short=given.short))
                show(rows[-1])
                given.out.write_text(json.dumps(rows, indent=2) + "\n")
    return 0 if rows and all(row["ok"] for row in rows) else 1


def runs() -> dict[str, Callable[..., Any]]:
    """Every run by its name; imported late, because they need Django set up."""
    return {name: run for part in PARTS for name, run in import_module(f"tests.faults.{part}").RUNS.items()}


def result(name: str, run: Callable[..., Any], place: Place, *, is_short: bool) -> dict[str, Any]:
    """The row of one run; one that breaks off has failed, and the next one still runs."""
    try:
        row: dict[str, Any] = run(place, is_short=is_short).as_row()
    except Exception as error:
        traceback.print_exc()
        row = NOTHING | {"run": name, "wrong": [f"broke off: {type(error).__name__}: {error}"], "ok": False}
    return row


def show(row: dict[str, Any]) -> None:
    numbers = f"{row['recipients']:>10} {row['kills']:>6} {row['twice']:>6} {row['never']:>6} {row['parked']:>7}"
    print(f"{row['run']:<28} {numbers} {row['seconds']:>8} {'ok' if row['ok'] else 'FAILED'}", flush=True)
    for problem in row["wrong"]:
        print(f"    {problem}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
