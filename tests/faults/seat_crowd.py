"""A crowd at one event, over HTTP against the running server: 240 for 50 seats, and 50 who cancel beside 50 who come
while the worker is killed. Counted in the database, and at the stand-in for what people were told.
"""

import asyncio
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import requests
from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from campaigns.events import seats, waiting
from campaigns.messaging import outbox
from campaigns.models import Delivery, Event, Rsvp
from tests.cast import Cast, make_cast
from tests.factories import make_event, make_member, make_sender
from tests.faults.people import at_noon, number
from tests.faults.place import Place
from tests.faults.posting import Line, request
from tests.faults.verdict import Verdict
from tests.faults.workers import Worker, until

AT_ONCE, SEATS, PEOPLE, REPEATS, KILLS = 24, 50, 240, 48, 4
HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|shown)" value="([^"]+)"')
State = Rsvp.State


@dataclass
class Page:
    """What one browser holds after it opened a page with a form."""

    place: Place
    path: str
    cookies: str
    fields: dict[str, str]

    def post(self, path: str = "", **fields: str) -> bytes:
        headers = {"Cookie": self.cookies}
        return request("POST", self.place.web_url + (path or self.path), headers=headers, form=self.fields | fields)


def opened(place: Place, path: str) -> Page:
    with requests.Session() as browser:
        browser.trust_env = False
        page = browser.get(place.web_url + path, timeout=20)
        page.raise_for_status()
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.cookies)
    return Page(place, path, cookies, dict(HIDDEN.findall(page.text)))


def send_all(place: Place, messages: Sequence[bytes]) -> Counter[int]:
    """`AT_ONCE` at a time, each line sending the next as soon as it has an answer."""

    async def together() -> list[int]:
        waiting_ones, lines = iter(messages), [Line("localhost", place.port) for _ in range(AT_ONCE)]

        async def work(line: Line) -> list[int]:
            return [await line.send(one) for one in waiting_ones]

        found = await asyncio.gather(*(work(line) for line in lines))
        for line in lines:
            line.close()
        return [status for statuses in found for status in statuses]

    return Counter(asyncio.run(together()))


def seat_forms(place: Place, event: Event, serials: Sequence[int]) -> list[bytes]:
    """One filled form for each person, from a page that was open for a moment, as the trap for machines wants it."""
    page = opened(place, f"/e/{event.code}/")
    time.sleep(2)
    return [
        page.post(name=f"Lupe Number{serial}", phone=number(serial), party_size="1", website="") for serial in serials
    ]


def town_hall(cast: Cast) -> Event:
    if not cast.here.senders.exists():
        make_sender(cast.here, address="+13235559999")
    return make_event(cast.here, "Town hall", capacity=SEATS)


# --- 240 for 50 seats ------------------------------------------------------------------------------


def crowd(place: Place, *, is_short: bool) -> Verdict:
    return rush(place, "240 for 50 seats")


def control(place: Place, *, is_short: bool) -> Verdict:
    """The same without the guard: it must overbook, or the run above proves nothing."""
    verdict = rush(place, "control without the seat guard", settings="tests.faults.settings_guard_off")
    verdict.twice = verdict.facts["over"]
    caught, verdict.wrong = verdict.wrong, []
    verdict.hold(caught, "nothing went wrong without the guard: the run cannot see overbooking")
    return verdict


def rush(place: Place, name: str, *, settings: str = "organizing.settings") -> Verdict:
    started = time.monotonic()
    place.new_database("crowd")
    place.standin.reset()
    if settings != "organizing.settings":
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE campaigns_event DROP CONSTRAINT event_not_overbooked")
    event = town_hall(make_cast())
    with place.web(settings=settings):
        people = [*range(PEOPLE), *range(REPEATS)]
        random.Random(4).shuffle(people)
        answers = send_all(place, seat_forms(place, event, people))
    verdict = Verdict(run=name, recipients=PEOPLE, seconds=round(time.monotonic() - started, 1))
    verdict.facts["answers"] = dict(answers)
    judge_rush(event, answers, verdict)
    return verdict


def judge_rush(event: Event, answers: Counter[int], verdict: Verdict) -> None:
    event.refresh_from_db()
    held = event.rsvps.holding_a_seat().aggregate(n=Sum("party_size"))["n"] or 0
    in_line = sorted(rsvp.place_in_line for rsvp in event.rsvps.waiting())
    told = Counter(Delivery.objects.filter(purpose="confirm").values_list("address_index", flat=True))
    verdict.facts["over"] = max(held - SEATS, 0)
    verdict.hold(set(answers) == {302}, f"the page answered {dict(answers)}")
    verdict.hold(event.rsvps.count() == PEOPLE, f"{event.rsvps.count()} answers of {PEOPLE} people")
    verdict.hold((event.seats_taken, held) == (SEATS, SEATS), f"{event.seats_taken} counted, {held} held")
    verdict.hold(in_line == [*range(1, PEOPLE - SEATS + 1)], f"the line is {in_line[:3]} to {in_line[-3:]}")
    verdict.hold(max(told.values(), default=0) == 1, "somebody was told twice")


# --- 50 cancel beside 50 who come, and the worker dies ---------------------------------------------


def coming_and_going(place: Place, *, is_short: bool) -> Verdict:
    started = time.monotonic()
    place.new_database("going")
    place.standin.reset()
    cast, zip_code = make_cast(), at_noon()
    event = town_hall(cast)
    first = [book(event, serial, zip_code) for serial in range(SEATS + 40)]
    with place.web(), dying_worker(place) as kills, watched(event) as seen:
        leave = [opened(place, f"/r/{rsvp.secret}/cancel/").post() for rsvp in first[:SEATS]]
        come = seat_forms(place, event, range(1000, 1000 + SEATS))
        both = [one for pair in zip(leave, come, strict=True) for one in pair]
        answers = send_all(place, both)
        until(lambda: len(kills) >= KILLS and (clocks() or told_all()), seconds=120)
    verdict = Verdict(run="coming and going", recipients=len(first) + SEATS, kills=len(kills))
    verdict.seconds = round(time.monotonic() - started, 1)
    verdict.facts = {"answers": dict(answers), "most seats seen": max(seen, default=0), "looks": len(seen)}
    judge_going(event, first[SEATS:], answers, verdict)
    verdict.twice = sum(count > 1 for count in notices_at(place).values())
    verdict.hold(not verdict.twice, f"{verdict.twice} people heard twice of their seat")
    verdict.hold(len(kills) >= KILLS, f"the worker was killed only {len(kills)} times")
    return verdict


def book(event: Event, serial: int, zip_code: str) -> Rsvp:
    member = make_member(event.chapter, f"Lupe Number{serial}", phone=number(serial), zip=zip_code)
    return seats.save(event, member=member, source="page", confirm=False)


def clocks() -> bool:
    waiting.run_clocks.apply_async(queue="default", expires=2, retry=False)
    outbox.pump.apply_async(queue="urgent", expires=2, retry=False)
    time.sleep(0.3)
    return False


def told_all() -> bool:
    open_states = (Delivery.State.QUEUED, Delivery.State.CLAIMED, Delivery.State.SENDING, Delivery.State.UNKNOWN)
    due = Delivery.objects.filter(key__contains=":seat:", not_before__lte=timezone.now(), state__in=open_states)
    return not due.exists()


def notices_at(place: Place) -> Counter[str]:
    return Counter(text["to"] for text in place.standin.sent() if "A seat opened" in text["body"])


@contextmanager
def dying_worker(place: Place) -> Iterator[list[float]]:
    """A worker that is killed and started again until the end; when it was killed."""
    kills: list[float] = []
    is_over = threading.Event()

    def live_and_die() -> None:
        chance = random.Random(7)
        while not is_over.is_set():
            worker = Worker(place.standin.url, log=place.folder / "workers.log")
            is_over.wait(chance.uniform(2.5, 4) if len(kills) < KILLS else 120)
            worker.kill()
            kills.append(time.time())

    thread = threading.Thread(target=live_and_die)
    thread.start()
    try:
        yield kills
    finally:
        is_over.set()
        thread.join()


@contextmanager
def watched(event: Event) -> Iterator[list[int]]:
    """How many seats were taken, looked at all the while."""
    seen: list[int] = []
    is_over = threading.Event()

    def look() -> None:
        while not is_over.wait(0.02):
            seen.append(Event.objects.values_list("seats_taken", flat=True).get(pk=event.pk))
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        is_over.set()
        thread.join()


def judge_going(event: Event, line: Sequence[Rsvp], answers: Counter[int], verdict: Verdict) -> None:
    """`line` are those who waited before, in their order: whoever got a seat is before whoever did not."""
    event.refresh_from_db()
    held = event.rsvps.holding_a_seat().aggregate(n=Sum("party_size"))["n"] or 0
    now = {rsvp.pk: rsvp for rsvp in Rsvp.objects.filter(event=event)}
    still_waits = [n for n, rsvp in enumerate(line) if now[rsvp.pk].state == State.WAITLISTED]
    promoted = [n for n, rsvp in enumerate(line) if now[rsvp.pk].state in Rsvp.HOLDS_SEAT]
    came = event.rsvps.holding_a_seat().filter(member__pk__gt=max(rsvp.member_id for rsvp in line))
    jumped = came.count() if still_waits else 0
    per_person = Counter(key.split(":")[1] for key in seat_keys())
    verdict.hold(set(answers) == {302}, f"the page answered {dict(answers)}")
    verdict.hold((event.seats_taken, held) == (SEATS, SEATS), f"{event.seats_taken} counted, {held} held")
    verdict.hold(verdict.facts["most seats seen"] <= SEATS, "more seats were taken than there are")
    verdict.hold(promoted == [*range(len(promoted))], f"out of order: {still_waits} wait, {promoted} do not")
    verdict.hold(not jumped, f"{jumped} newcomers were seated while others waited")
    verdict.hold(len(per_person) == promoted_rows(event), "not everybody who got a seat was told")
    verdict.hold(max(per_person.values(), default=0) == 1, "more than one notice for one seat")


def seat_keys() -> list[str]:
    return list(Delivery.objects.filter(key__contains=":seat:").values_list("key", flat=True))


def promoted_rows(event: Event) -> int:
    """Who waited once and has a seat now."""
    return event.rsvps.filter(state=State.OFFERED).count()


RUNS: dict[str, Callable[..., Verdict]] = {
    "240 for 50 seats": crowd,
    "control without the seat guard": control,
    "coming and going": coming_and_going,
}
