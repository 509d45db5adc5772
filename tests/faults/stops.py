"""People and leads say stop in the middle of a send: after the answer nothing leaves, but what is on the wire."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial

from campaigns.models import CallToAction, Delivery
from tests.cast import Cast, make_cast
from tests.faults.pages import Post, Session, inbound
from tests.faults.people import approved_call, number
from tests.faults.place import QUICK, Place
from tests.faults.storm import go_on
from tests.faults.verdict import Verdict, is_over, judge, sent_texts
from tests.faults.workers import PROCESSES, Worker, push, until

STOP_WORDS = ("STOP", "ALTO", "no more texts please", "stop")
NEXT = 60
THREADS = PROCESSES * int(QUICK["SEND_THREADS"])


@contextmanager
def sending(place: Place, name: str, *, people: int, pace: float) -> Iterator[tuple[Cast, CallToAction]]:
    """A call on its way, with the web server and one worker."""
    place.new_database(name)
    place.standin.reset()
    cast = make_cast()
    call = approved_call(cast, people, pace=pace)
    with place.web():
        worker = Worker(place.standin.url, log=place.folder / "workers.log")
        try:
            until(lambda: push() or place.standin.calls("POST") >= 10)
            yield cast, call
        finally:
            worker.kill()


def people_stop(place: Place, *, is_short: bool) -> Verdict:
    """Each of many texts STOP shortly before their turn comes, or just as it does."""
    people, stops, pace = (300, 60, 50) if is_short else (1200, 200, 60)
    started, answered = time.monotonic(), {}
    with sending(place, "people_stop", people=people, pace=pace) as (cast, call):
        place.standin.misbehave(delay=0.05)
        sender = cast.here.senders.get()
        line = Post(place)
        for serial in whose_turn_comes(place, call, people, stops):
            person, sid = number(serial), f"SM{serial:032}"
            words = STOP_WORDS[serial % len(STOP_WORDS)]
            answered[person] = line.send(inbound(place, person=person, to=sender.address, body=words, sid=sid))
        line.close()
        with suppress(AssertionError):
            until(lambda: go_on(call) or push() or is_over(call), seconds=90)
    verdict = judge("people stop", call, place.standin, people=people, started=started)
    refused = [status for status, _ in answered.values() if status != 200]
    verdict.hold(not refused, f"the webhook answered {refused}")
    hold_after(verdict, place, call, {person: at for person, (_, at) in answered.items()})
    spared = verdict.states.get("skipped", 0)
    verdict.facts["stops"] = {"said": len(answered), "spared": spared}
    verdict.hold(len(answered) == stops, f"only {len(answered)} of {stops} could say stop before the end")
    verdict.hold(spared >= stops // 5, f"only {spared} of {stops} stops came in time to matter")
    return verdict


def whose_turn_comes(place: Place, call: CallToAction, people: int, count: int) -> Iterator[int]:
    """Places in the queue, each within the next second of what is sent just now, and none twice."""
    chance, done = random.Random(3), set[int]()
    for turn in range(count):
        with suppress(AssertionError):
            until(partial(has_come, place, call, turn * (people - NEXT) // count), seconds=10, every=0)
        now = place.standin.calls("POST")
        ahead = [serial for serial in range(now, min(now + NEXT, people)) if serial not in done]
        if not ahead:
            return
        done.add(chosen := chance.choice(ahead))
        yield chosen


def has_come(place: Place, call: CallToAction, goal: int) -> bool:
    return place.standin.calls("POST") >= goal or go_on(call) or push()


def hold_after(verdict: Verdict, place: Place, call: CallToAction, answered: dict[str, float]) -> None:
    """None enters `sending` after the answer, none reaches the carrier later than the stall guard after it."""
    began = {
        row.member.phone: row.attempted_at.timestamp()
        for row in call.deliveries.select_related("member").exclude(attempted_at=None)
        if row.member and row.attempted_at
    }
    late = [person for person, at in answered.items() if began.get(person, 0.0) > at]
    verdict.hold(not late, f"{len(late)} were begun after the answer to their stop")
    lateness = [text["at"] - answered[text["to"]] for text in sent_texts(place.standin) if text["to"] in answered]
    latest = max(lateness, default=0.0)
    verdict.facts["latest after a stop, ms"] = round(1000 * latest)
    verdict.hold(latest <= QUICK["SEND_STALL_SECONDS"], f"one reached the carrier {latest:.2f} s after the answer")


def lead_stops(place: Place, *, is_short: bool) -> Verdict:
    """The stop button on the page, while every sending thread is busy."""
    people = 400 if is_short else 1000
    started = time.monotonic()
    with sending(place, "lead_stops", people=people, pace=500) as (cast, call):
        place.standin.misbehave(delay=0.2)
        path = f"/c/{cast.here.slug}/messages/{call.code}/stop/"
        form = Session(place, cast.lead).form(path)
        until(lambda: push() or place.standin.calls("POST") >= people // 5)
        status, at = post(place, form)
        until(lambda: push() or is_over(call), seconds=30)
        end = time.monotonic() + 2
        until(lambda: push() or time.monotonic() > end)
    verdict = judge("lead stops", call, place.standin, people=people, started=started)
    after = [text for text in sent_texts(place.standin) if text["at"] > at]
    verdict.facts["after the answer"] = len(after)
    verdict.hold(status == 302, f"the page answered {status}")
    verdict.hold(len(after) <= THREADS, f"{len(after)} went out after the answer, with {THREADS} on the wire at most")
    begun = Delivery.objects.filter(call_to_action=call, attempted_at__isnull=False)
    late = sum(row.attempted_at.timestamp() > at for row in begun if row.attempted_at)
    verdict.hold(not late, f"{late} were begun after the answer")
    verdict.hold(verdict.states.get("cancelled"), "nothing was left to stop")
    return verdict


def post(place: Place, message: bytes) -> tuple[int, float]:
    line = Post(place)
    try:
        return line.send(message)
    finally:
        line.close()


RUNS: dict[str, Callable[..., Verdict]] = {"people stop": people_stop, "lead stops": lead_stops}
