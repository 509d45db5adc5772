"""Workers die and freeze, servers vanish, answers get lost in the middle of one send: nobody twice, nobody missing."""

import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from django.db import Error, connection

from campaigns.messaging import calling
from campaigns.models import CallToAction
from tests.cast import make_cast
from tests.faults.people import approved_call
from tests.faults.place import QUICK, Place
from tests.faults.proxy import Proxy
from tests.faults.verdict import Verdict, is_over, judge, sent_texts
from tests.faults.workers import Worker, database_url, push, until

PROVIDER = {  # 8 % of all creates
    "error_after_accept": 0.02,
    "drop_after_accept": 0.02,
    "drop_before_accept": 0.015,
    "too_many": 0.01,
    "refuse": 0.01,
    "stall": 0.005,
}
LONGER_THAN_A_LEASE = QUICK["SEND_CLAIM_LEASE_SECONDS"] + 1
LONGER_THAN_ALL = QUICK["SEND_LOOK_AFTER_SECONDS"] + 2 * QUICK["SEND_LOOK_APART_SECONDS"] + 2


@dataclass(frozen=True)
class Size:
    """`mishaps`: name of a method of Storm -> how often. The next one waits for the send to get on, but not for more
    than `impatience` seconds."""

    people: int
    pace: float  # texts a second
    mishaps: dict[str, int]
    impatience: float = 6.0
    seed: int = 7


SHORT = Size(
    people=200,
    pace=50,
    impatience=3.0,
    mishaps={"kill": 2, "kill_child": 3, "freeze": 1, "flush_broker": 1, "crash_database": 1, "cut_lines": 1},
)
LONG = Size(
    people=1000,
    pace=25,
    mishaps={
        "kill": 15,
        "kill_child": 12,
        "freeze": 3,
        "freeze_for_long": 1,
        "flush_broker": 2,
        "stop_broker": 2,
        "crash_database": 2,
        "cut_lines": 3,
    },
)
WITHOUT_GUARD = Size(people=250, pace=80, impatience=3.0, mishaps={"kill": 1, "kill_child": 2})


class Storm:
    """One send with two workers behind a bad line to the database, and a carrier that misbehaves."""

    plugin = ""
    callback_lose = 0.6

    def __init__(self, place: Place, size: Size) -> None:
        self.place, self.size = place, size
        self.chance = random.Random(size.seed)
        self.kills = self.own_ends = 0
        self.proxy: Proxy = place.proxy(seed=size.seed)
        self.workers: list[Worker] = []

    def run(self, name: str) -> Verdict:
        started = time.monotonic()
        self.place.new_database(name.replace(" ", "_"))
        self.place.standin.reset()
        call = approved_call(make_cast(), self.size.people, pace=self.size.pace)
        with self.place.web():
            try:
                self.break_things(call)
                self.calm_down()
                with suppress(AssertionError):  # the verdict says what is left
                    until(lambda: self.keep_running() or push() or self.is_over(call), seconds=90)
            finally:
                self.stop()
        verdict = judge(name, call, self.place.standin, people=self.size.people, started=started)
        verdict.kills = self.kills
        verdict.facts = {"proxy": dict(self.proxy.done), "mishaps": self.size.mishaps, "ended": self.own_ends}
        verdict.facts["callbacks"] = self.place.standin.calls("callback")
        return verdict

    def break_things(self, call: CallToAction) -> None:
        standin, size = self.place.standin, self.size
        standin.misbehave(
            seed=size.seed,
            rates=PROVIDER,
            delay=0.05,
            list_lag=1.5,
            stall_seconds=5.0,
            callback_base=self.place.web_url,
            callback_repeat=2,
            callback_delay=3.0,
            callback_lose=self.callback_lose,
        )
        self.proxy.delayed_share, self.proxy.delay = 0.01, QUICK["SEND_STALL_SECONDS"] + 0.5
        self.proxy.swallowed_share, self.proxy.hang = 0.01, QUICK["SEND_STALL_SECONDS"] + 0.5
        self.workers = [self.worker(number) for number in range(2)]
        order = [name for name, count in size.mishaps.items() for _ in range(count)]
        self.chance.shuffle(order)
        for number, name in enumerate(order, start=1):
            self.wait_for(number * size.people * 8 // 10 // len(order), call)
            getattr(self, name)()

    def wait_for(self, goal: int, call: CallToAction) -> None:
        """Until so many went out; not for ever."""

        def is_there() -> bool:
            push()
            self.keep_running()
            go_on(call)
            return len(sent_texts(self.place.standin)) >= goal

        with suppress(AssertionError):
            until(is_there, seconds=self.size.impatience)

    def worker(self, number: int) -> Worker:
        url = database_url(host="127.0.0.1", port=self.proxy.port)
        log = self.place.folder / "workers.log"
        return Worker(self.place.standin.url, name=f"w{number}", plugin=self.plugin, log=log, DATABASE_URL=url)

    def keep_running(self) -> bool:
        """What a supervisor does: start again what ended by itself. False, to go on waiting."""
        for number, worker in enumerate(self.workers):
            if worker.process.poll() is not None:
                self.own_ends += 1
                worker.kill()
                self.workers[number] = self.worker(number)
        return False

    def is_over(self, call: CallToAction) -> bool:
        return is_over(call)

    def calm_down(self) -> None:
        self.place.standin.misbehave(rates={}, delay=0.0, list_lag=0.0)
        self.proxy.behave()

    def stop(self) -> None:
        for worker in self.workers:
            worker.kill()
        self.proxy.stop()

    # --- mishaps ----------------------------------------------------------------------------------

    def any_worker(self) -> int:
        return self.chance.randrange(len(self.workers))

    def kill(self) -> None:
        number = self.any_worker()
        self.workers[number].kill()
        self.workers[number] = self.worker(number)
        self.kills += 1

    def kill_child(self) -> None:
        worker = self.workers[self.any_worker()]
        until(lambda: worker.kill_child(self.chance), seconds=10)
        self.kills += 1

    def freeze(self) -> None:
        self.freeze_for(LONGER_THAN_A_LEASE)

    def freeze_for_long(self) -> None:
        """Long enough for what it was handing over to be looked for, and sent by another worker."""
        self.freeze_for(LONGER_THAN_ALL)

    def freeze_for(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        with self.workers[self.any_worker()].frozen():
            until(lambda: push() or time.monotonic() > end, seconds=60)

    def flush_broker(self) -> None:
        self.place.flush_valkey()

    def stop_broker(self) -> None:
        self.place.restart_valkey(2.0)

    def crash_database(self) -> None:
        self.place.crash_postgres()
        connection.close()

    def cut_lines(self) -> None:
        self.proxy.cut()


def go_on(call: CallToAction) -> bool:
    """A run that paused itself goes on, as a lead would decide after a look. False, to go on waiting."""
    try:
        call.refresh_from_db()
        if call.state == CallToAction.State.PAUSED and call.approved_by:
            calling.resume(call, by=call.approved_by)
    except (Error, calling.NotNow):
        connection.close()
    return False


def storm(place: Place, *, is_short: bool) -> Verdict:
    return Storm(place, SHORT if is_short else LONG).run("storm")


class Unguarded(Storm):
    """The workers send again at once whatever had no answer, and no callback tells them better."""

    plugin = "tests.faults.guard_off"
    callback_lose = 1.0

    def is_over(self, call: CallToAction) -> bool:
        seen = self.size is WITHOUT_GUARD and max(self.place.standin.times_each().values()) > 1
        return seen or is_over(call)


def control(place: Place, *, is_short: bool) -> Verdict:
    """The same without the guard: it must fail, or the storm proves nothing. A short one ends once it has."""
    verdict = Unguarded(place, WITHOUT_GUARD if is_short else LONG).run("control without the guard")
    verdict.wrong = [] if verdict.twice else ["nobody got it twice: these runs cannot see duplicates"]
    if is_short:
        verdict.recipients, verdict.never = verdict.recipients - verdict.never, 0
    return verdict


RUNS: dict[str, Callable[..., Verdict]] = {"storm": storm, "control without the guard": control}
