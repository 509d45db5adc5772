"""A snapshot from the middle of a send is put back after more went out: nothing leaves before a person opens the gate.

The mirror of the counter lies beside the database and is not put back with it.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress

from django.db import connection

from campaigns.models import CallToAction
from tests.cast import make_cast
from tests.faults.people import approved_call
from tests.faults.place import ROOT, Place
from tests.faults.verdict import Verdict, is_over, judge, sent_texts
from tests.faults.workers import Worker, push, until

NAME, SNAPSHOT = "restored", "snapshot"
WATCH_SECONDS = 4.0  # longer than a lease and a turn


class Restored:
    """One send: a third before the snapshot, a third after it, the rest once the gate is open again."""

    def __init__(self, place: Place, people: int) -> None:
        self.place, self.people = place, people

    def run(self) -> Verdict:
        started, place = time.monotonic(), self.place
        place.new_database(NAME)
        place.standin.reset()
        cast = make_cast()
        call = approved_call(cast, self.people, pace=80)
        self.send_until(call, self.people // 3)
        place.copy_database(NAME, SNAPSHOT)
        place.use_database(NAME)
        self.send_until(call, 2 * self.people // 3)
        place.copy_database(SNAPSHOT, NAME)
        place.use_database(NAME)
        too_early = [self.sent_while_shut(call)]
        said = manage("reconcile")
        too_early.append(self.sent_while_shut(call))
        said += manage("gate", "open", "--by", cast.lead.email)
        self.send_until(call, self.people * 2)
        verdict = judge("restored snapshot", call, place.standin, people=self.people, started=started)
        verdict.facts = {"sent before the gate was opened": too_early, "said": said.splitlines()}
        verdict.hold(not any(too_early), f"{too_early} went out before a person opened the gate")
        return verdict

    def send_until(self, call: CallToAction, goal: int) -> None:
        """Until so many went out, or all is over; then every worker is killed, and texts on the wire have landed."""
        worker = self.worker()
        try:
            with suppress(AssertionError):
                until(lambda: push() or self.count() >= goal or is_over(call), seconds=60)
        finally:
            worker.kill()
        time.sleep(0.3)

    def sent_while_shut(self, call: CallToAction) -> int:
        before, end = self.count(), time.monotonic() + WATCH_SECONDS
        worker = self.worker()
        try:
            until(lambda: push() or time.monotonic() > end)
        finally:
            worker.kill()
        return self.count() - before

    def worker(self) -> Worker:
        return Worker(self.place.standin.url, log=self.place.folder / "workers.log")

    def count(self) -> int:
        return len(sent_texts(self.place.standin))


def manage(*words: str) -> str:
    """What a command says; raises subprocess.CalledProcessError, with what it says to standard error in ours."""
    connection.close()
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def restored(place: Place, *, is_short: bool) -> Verdict:
    return Restored(place, 150 if is_short else 1000).run()


RUNS: dict[str, Callable[..., Verdict]] = {"restored snapshot": restored}
