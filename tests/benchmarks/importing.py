"""A list of 100,000 people, from the click to the end, in a real worker: seconds and memory. And, where it is there,
the made-up OSDI list, whose households share emails.

That list is looked for at `OSDI_PEOPLE`, else in a folder named `shared` beside this one.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from organizing import embedded
from tests.benchmarks import Result
from tests.system import ROOT

PEOPLE = 100_000
OSDI = ROOT.parent / "shared" / "data" / "people" / "osdi_fake_data.csv"
FIRST = ("Rosa", "José", "Ana", "Héctor", "Luz", "Walt", "June", "Beth", "Carmen", "Deepa", "Olu", "Tuấn")
LAST = ("Villaseñor", "Peña", "Ruiz", "Stone", "Okafor", "Tanaka", "Kowalski", "Ibarra", "Nair", "Nguyễn")


def measure() -> list[Result]:
    """In a process of its own, on servers of its own."""
    with tempfile.TemporaryDirectory(prefix="organizing-bench-") as folder:
        Path(folder).chmod(0o711)
        with embedded.serving(Path(folder), durable=False) as servers:
            given = os.environ | servers | {"TESTING": "1", "DJANGO_SETTINGS_MODULE": "organizing.settings"}
            argv = [sys.executable, "-m", "tests.benchmarks.importing"]
            found = subprocess.run(argv, env=given, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    numbers: dict[str, float] = json.loads(found.stdout.splitlines()[-1])
    results = [
        Result("import of 100,000 rows, seconds", numbers["seconds"], 60, "lower"),
        Result("import, MB of its worker", numbers["megabytes"], 300, "lower"),
        Result("import, people who came in", numbers["people"], PEOPLE, "higher"),
    ]
    if "merged" in numbers:
        results += [
            Result("OSDI list, people lost in a household", numbers["merged"], 0, "lower"),
            Result("OSDI list, emails shared", numbers["shared"], 1, "higher"),
        ]
    return results


# --- in the process of its own -------------------------------------------------------------------


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    with worker() as process:
        seconds, people = bring_in("benchmark", "".join(invented(PEOPLE)).encode())
        numbers: dict[str, float] = {"seconds": seconds, "people": people, "megabytes": most_memory(process)}
        osdi = Path(os.environ.get("OSDI_PEOPLE") or OSDI)
        if osdi.is_file():
            numbers |= households(osdi.read_bytes())
    print(json.dumps(numbers))


def invented(count: int) -> Iterator[str]:
    """A CSV file line by line; every fifth person shares the phone and the email of the one before."""
    yield "First Name,Last Name,Cell Phone,Email,Zip,Language,Tags\n"
    for n in range(count):
        home = n if n % 5 else max(n - 1, 0)
        name = f"{FIRST[n % len(FIRST)]},{LAST[n // 7 % len(LAST)]} {n}"
        phone = f"({213 + home // 8_000_000}) {200 + home // 10_000 % 700}-{home % 10_000:04}"
        yield f'{name},{phone},person{home}@example.org,{90_001 + n % 900},{"es" if n % 3 else "en"},"ward {n % 20}"\n'


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    argv = [sys.executable, "-m", "celery", "--app=organizing", "--quiet", "worker", "--concurrency=1"]
    process = subprocess.Popen([*argv, "--queues=default", "--without-gossip", "--without-mingle"], cwd=ROOT)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def bring_in(slug: str, raw: bytes) -> tuple[float, int]:
    """Seconds from the end of the upload to the last row, reading and bringing in; and how many people came."""
    from chapters.members import headers, importing, sheets
    from chapters.models import Chapter, Import

    chapter = Chapter.objects.create(slug=slug, name=slug, stamp="BEN")
    sheet = sheets.read(raw)
    incoming = Import.objects.create(
        chapter=chapter, filename=f"{slug}.csv", encoding=sheet.encoding, delimiter=sheet.delimiter,
        header=sheet.header, content=sheet.content, mapping=headers.guess(sheet.header), language="en",
        text_source="Clipboard", text_wording="Yes, text me.", state=Import.State.READING,
    )  # fmt: skip
    seconds = 0.0
    for state, end in ((Import.State.READING, Import.State.MAPPED), (Import.State.RUNNING, Import.State.DONE)):
        Import.objects.filter(pk=incoming.pk).update(state=state)
        start = time.monotonic()
        importing.nudge(incoming.pk)
        while not Import.objects.filter(pk=incoming.pk, state=end).exists():
            assert time.monotonic() < start + 1200, "It did not come to an end."
            time.sleep(0.1)
        seconds += time.monotonic() - start
    return seconds, chapter.members.count()


def most_memory(process: "subprocess.Popen[bytes]") -> float:
    """MB that the biggest of the worker's processes has held: what `getrusage` calls its ru_maxrss."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    statuses = (Path(f"/proc/{pid}/status").read_text() for pid in (str(process.pid), *children))
    return max(int(line.split()[1]) / 1024 for status in statuses for line in status.splitlines() if "VmHWM" in line)


def households(raw: bytes) -> dict[str, float]:
    """Of those who share an email, how many were taken for somebody else: each first name of an email is a person."""
    import csv
    import io

    from chapters.models import Member

    named: dict[str, set[str]] = defaultdict(set)
    rows: list[Any] = list(csv.DictReader(io.StringIO(raw.decode())))
    for row in rows:
        named[row["Email"].strip().lower()].add(row["First"].strip().lower())
    bring_in("osdi", raw)
    held: dict[str, set[str]] = defaultdict(set)
    for member in Member.objects.filter(chapter__slug="osdi").iterator():
        held[member.email].add(member.first_name.strip().lower())
    named.pop("", None)
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        counts[row["Email"].strip().lower()] += 1
    merged = sum(len(names - held[email]) for email, names in named.items())
    return {"merged": merged, "shared": sum(count > 1 for email, count in counts.items() if email)}


if __name__ == "__main__":
    main()
