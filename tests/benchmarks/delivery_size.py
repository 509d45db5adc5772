"""What a big audience costs: approving it, the first text after its hold, and the memory of the workers.

Approval is held against one plain INSERT … SELECT that writes the same rows with constant values.
"""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks import Result
from tests.faults.place import Place, open_place

SMALL, MIDDLE, LARGE = 1_000, 20_000, 100_000
ROUNDS = 3
TEXTS = 900  # sent of each audience, to compare the memory it takes
PUMP_SECONDS = 10.0  # as by the timetable


def measure() -> list[Result]:
    with open_place({"SEND_HOLD_SECONDS": 1}) as place:
        small = peak_memory_of(place, SMALL)
        place.new_database("middle")
        share, pace = approval(MIDDLE)
        late, large = first_text(place, hold=1.5 * LARGE / pace + 10)
    return [
        Result("approval, rows a second, share of a plain insert", share, 0.5, "higher"),
        Result("first text to 100,000 after the hold, seconds", late, 2, "lower"),
        Result("peak memory of a worker, 100,000 against 1,000", large / small, 1.2, "lower"),
    ]


def peak_memory_of(place: Place, people: int) -> int:
    """Of the process that took most (KB), while it sends some of them."""
    from tests.cast import make_cast
    from tests.faults.people import approved_call

    place.new_database("small")
    place.standin.reset()
    approved_call(make_cast(), people, pace=100_000)
    return send_some(place)[1]


def send_some(place: Place, *, pump_seconds: float = 0.0) -> tuple[float, int]:
    """(when the first text arrived, peak memory in KB)."""
    from tests.faults.workers import Worker, push, until

    last = 0.0

    def is_far() -> bool:
        nonlocal last
        if time.monotonic() - last >= pump_seconds:
            last = time.monotonic()
            push()
        return place.standin.calls("POST") >= TEXTS

    worker = Worker(place.standin.url, SEND_THREADS="8", log=place.folder / "workers.log")
    try:
        until(is_far, seconds=400)
        peak = max(map(peak_memory, worker.children()))
    finally:
        worker.kill()
    return min(text["at"] for text in place.standin.sent()), peak


def peak_memory(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def approval(people: int) -> tuple[float, float]:
    """(share of the plain insert's rows a second, rows a second)."""
    from campaigns.messaging.freezing import freeze
    from tests.cast import make_cast
    from tests.faults.people import waiting_call

    call = waiting_call(make_cast(), people)
    columns: dict[str, Any] = {}
    ours, plain = [], []
    for _ in range(ROUNDS):
        ours.append(people / seconds_of(lambda: freeze(call), lambda: columns.update(sample(call.pk))))
        plain.append(people / seconds_of(lambda: insert_plainly(call.chapter_id, columns), lambda: None))
    print(f"    approval: {median(ours):.0f} rows/s, plain insert {median(plain):.0f} rows/s", flush=True)
    return median(one / other for one, other in zip(ours, plain, strict=True)), median(ours)


def seconds_of(act: Callable[[], object], afterwards: Callable[[], object]) -> float:
    """In a transaction that is taken back."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE campaigns_delivery")
    with transaction.atomic():
        started = time.monotonic()
        act()
        took = time.monotonic() - started
        afterwards()
        transaction.set_rollback(True)
    return took


def sample(call: int) -> dict[str, Any]:
    """One of the rows that approval wrote, by column."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM campaigns_delivery WHERE call_to_action_id = %s LIMIT 1", [call])
        return dict(zip([column.name for column in cursor.description], cursor.fetchone(), strict=True))


def insert_plainly(chapter: int, row: dict[str, Any]) -> None:
    """The same row for every member, but for what has to differ."""
    from django.db import connection

    differs = {
        "code": "lpad(id::text, 10, '0')",
        "key": "'bench:text:' || phone_index",
        "member_id": "id",
        "address_index": "phone_index",
        "link_code": "'l' || id" if row["link_code"] else "NULL",
    }
    names = [name for name in row if name != "id"]
    values = ", ".join(differs.get(name, "%s") for name in names)
    constants = [row[name] for name in names if name not in differs]
    sql = f"INSERT INTO campaigns_delivery ({', '.join(names)}) SELECT {values} FROM chapters_member"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} WHERE chapter_id = %s ORDER BY id", [*constants, chapter])
        assert cursor.rowcount > 0


def first_text(place: Place, *, hold: float) -> tuple[float, int]:
    """(seconds from the hold's end to the first text, peak memory in KB), for the large audience."""
    from django.conf import settings

    from campaigns.messaging import calling
    from tests.cast import make_cast
    from tests.faults.people import waiting_call

    place.new_database("large")
    place.standin.reset()
    cast = make_cast()
    call = waiting_call(cast, LARGE, pace=100_000)
    settings.SEND_HOLD_SECONDS = hold
    started = time.monotonic()
    calling.approve(call, by=cast.lead, expected=LARGE)
    print(f"    {LARGE} people approved in {time.monotonic() - started:.0f} s", flush=True)
    assert call.starts_sending_at
    at, peak = send_some(place, pump_seconds=PUMP_SECONDS)
    late = at - call.starts_sending_at.timestamp()
    assert late > 0, "a text left before the end of the hold"
    return late, peak
