"""The usual design beside ours: texts a second, and who gets it twice when a worker dies once.

The usual one: a Celery task and a call of the client for each message (served/usual.py). Both with as many requests
in flight, against the same stand-in with 50 ms latency.
"""

import os
import signal
import subprocess
import sys
import time

from tests.benchmarks import Result
from tests.benchmarks.delivery_pace import by_workers, fresh, steady_pace
from tests.faults.place import QUICK, ROOT, Place, open_place

TEXTS, THREADS, PROCESSES = 800, 8, 2


def measure() -> list[Result]:
    with open_place(QUICK) as place:
        ours, usual = by_workers(place, THREADS, texts=TEXTS), usual_pace(place)
        twice_usual, twice_ours = usual_killed(place), ours_killed(place)
    print(f"    {ours:.0f} texts/s ours, {usual:.0f} the usual way", flush=True)
    print(f"    after one SIGKILL, twice: {twice_ours} ours, {twice_usual} the usual way", flush=True)
    return [
        Result("texts a second, ours beside the usual design", ours / usual, 0.7, "higher"),
        Result("twice after one SIGKILL, ours", twice_ours, 0, "lower"),
        Result("twice after one SIGKILL, the usual design", twice_usual, 1, "higher"),
    ]


def usual_pace(place: Place) -> float:
    queue_all(place)
    workers = [usual_worker(place, number) for number in range(PROCESSES)]
    wait(place, TEXTS, workers)
    return steady_pace(place)


def usual_killed(place: Place) -> int:
    """People who got it twice: what was on the wire when the worker died comes back to the queue."""
    queue_all(place)
    workers = [usual_worker(place, number) for number in range(PROCESSES)]
    from tests.faults.workers import until

    until(lambda: place.standin.calls("POST") >= TEXTS // 2)
    end(workers.pop())
    workers.append(usual_worker(place, PROCESSES))
    wait(place, TEXTS, workers, settle=12)
    return twice(place)


def ours_killed(place: Place) -> int:
    from tests.cast import make_cast
    from tests.faults.people import approved_call
    from tests.faults.verdict import is_over
    from tests.faults.workers import Worker, push, until

    fresh(place)
    call = approved_call(make_cast(), TEXTS, pace=100_000)

    def start() -> Worker:
        return Worker(place.standin.url, SEND_THREADS=str(THREADS), log=place.folder / "workers.log")

    worker = start()
    try:
        until(lambda: push() or place.standin.calls("POST") >= TEXTS // 2, every=0)
        worker.kill()
        worker = start()
        until(lambda: push() or is_over(call), seconds=120)
    finally:
        worker.kill()
    assert len(place.standin.times_each()) == TEXTS, "somebody got nothing"
    return twice(place)


def twice(place: Place) -> int:
    return sum(count > 1 for count in place.standin.times_each().values())


def queue_all(place: Place) -> None:
    """One task for each message."""
    from tests.benchmarks.served import usual
    from tests.cast import make_cast
    from tests.faults.fixtures import make_delivery
    from tests.faults.people import number

    fresh(place)
    place.flush_valkey()
    here = make_cast().here
    for serial in range(TEXTS):
        usual.send.delay(make_delivery(here, address=number(serial)).pk)


def usual_worker(place: Place, number: int) -> "subprocess.Popen[bytes]":
    argv = [sys.executable, "-m", "celery", "--app=tests.benchmarks.served.usual", "--quiet", "worker"]
    options = ["--pool=threads", f"--concurrency={THREADS}", f"--hostname=usual{number}@%h"]
    argv += [*options, "--without-gossip", "--without-mingle"]
    env = os.environ | {"SEND_THREADS": str(THREADS), "LOG_LEVEL": "ERROR"}
    with (place.folder / "usual.log").open("a") as log:
        return subprocess.Popen(argv, cwd=ROOT, env=env, stderr=log, start_new_session=True)


def end(worker: "subprocess.Popen[bytes]") -> None:
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def wait(place: Place, texts: int, workers: "list[subprocess.Popen[bytes]]", *, settle: float = 0.0) -> None:
    """Until everyone got it, and so long after that for what comes a second time."""
    from tests.faults.workers import until

    try:
        until(lambda: len(place.standin.times_each()) >= texts, seconds=120, every=0.5)
        time.sleep(settle)
    finally:
        for worker in workers:
            end(worker)
