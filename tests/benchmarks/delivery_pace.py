"""Texts a second of our workers, beside a bare loop: the same client, as many requests in flight, no database.

Both against the stand-in with 50 ms latency, in turns. `python -m tests.benchmarks.delivery_pace 4 8 16 32` compares
numbers of threads per process.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Callable

from tests.benchmarks import Result
from tests.faults.place import ROOT, Place, open_place

LATENCY, ROUNDS, TEXTS, THREADS = 0.05, 3, 1000, 8
PROCESSES = 2


def measure() -> list[Result]:
    with open_place({"SEND_HOLD_SECONDS": 1}) as place:
        shares = []
        for turn in range(ROUNDS):
            bare, ours = by_bare_loop(place, THREADS), by_workers(place, THREADS)
            print(f"    round {turn + 1}: {ours:.0f} texts/s by our workers, {bare:.0f} by a bare loop", flush=True)
            shares.append(ours / bare)
    return [Result("texts a second, share of a bare loop", sorted(shares)[ROUNDS // 2], 0.7, "higher")]


def by_workers(place: Place, threads: int, *, texts: int = TEXTS) -> float:
    from tests.cast import make_cast
    from tests.faults.people import approved_call
    from tests.faults.workers import Worker, push, until

    fresh(place)
    approved_call(make_cast(), texts, pace=100_000)
    worker = Worker(place.standin.url, SEND_THREADS=str(threads), log=place.folder / "workers.log")
    try:
        until(lambda: push() or place.standin.calls("POST") >= texts, seconds=120, every=0.5)
    finally:
        worker.kill()
    return steady_pace(place)


def by_bare_loop(place: Place, threads: int) -> float:
    fresh(place)
    argv = [sys.executable, "-m", "tests.benchmarks.delivery_pace", "bare", str(TEXTS // PROCESSES), str(threads)]
    env = os.environ | {"SEND_THREADS": str(threads)}
    loops = [subprocess.Popen(argv, cwd=ROOT, env=env) for _ in range(PROCESSES)]
    assert [loop.wait() for loop in loops] == [0] * PROCESSES
    return steady_pace(place)


def fresh(place: Place) -> None:
    place.new_database("pace")
    place.standin.reset()
    place.standin.misbehave(delay=LATENCY)


def steady_pace(place: Place) -> float:
    """Texts a second between the first tenth and the last: without starting and stopping."""
    times = sorted(text["at"] for text in place.standin.sent())
    first, last = len(times) // 10, len(times) * 9 // 10
    return float((last - first) / (times[last] - times[first]))


def bare_loop(texts: int, threads: int) -> None:
    """In a process of its own: threads that create one message after another, and nothing else."""
    import django

    django.setup()
    from campaigns.messaging import twilio

    client, left, lock = twilio.client(), iter(range(texts)), threading.Lock()

    def work() -> None:
        while True:
            with lock:
                serial = next(left, None)
            if serial is None:
                return
            client.messages.create(
                to=f"+1323555{serial:04}",
                from_="+13235559999",
                body="Highland Park Neighbors: Hi Lupe, will you come? http://localhost/t/abc Reply IN, or STOP.",
                status_callback="http://localhost/hooks/twilio/status/abcdefghij/",
                validity_period=3600,
            )

    crew = [threading.Thread(target=work) for _ in range(threads)]
    run_all(crew, threading.Thread.start)
    run_all(crew, threading.Thread.join)


def run_all(crew: list[threading.Thread], act: Callable[[threading.Thread], None]) -> None:
    for thread in crew:
        act(thread)


def compare(numbers: list[int]) -> None:
    with open_place({"SEND_HOLD_SECONDS": 1}) as place:
        for threads in numbers:
            bare, ours = by_bare_loop(place, threads), by_workers(place, threads)
            print(f"{threads} threads: {ours:.0f} texts/s, {ours / bare:.2f} of a bare loop's {bare:.0f}", flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        bare_loop(int(sys.argv[2]), int(sys.argv[3]))
    else:
        compare([int(word) for word in sys.argv[1:]])
