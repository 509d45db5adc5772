"""Twenty identical clicks on send at the same moment, through the real page: one run, one text for each person."""

import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

from campaigns.models import CallToAction
from chapters.models import AuditEntry
from tests.cast import make_cast
from tests.faults.pages import Session, post_all
from tests.faults.people import waiting_call
from tests.faults.place import Place
from tests.faults.verdict import Verdict, is_over, judge
from tests.faults.workers import Worker, push, until

CLICKS = 20


def clicks(place: Place, *, is_short: bool) -> Verdict:
    people = 100 if is_short else 1000
    started = time.monotonic()
    place.new_database("clicks")
    place.standin.reset()
    cast = make_cast()
    call = waiting_call(cast, people, pace=200)
    with place.web():
        worker = Worker(place.standin.url, log=place.folder / "workers.log")
        try:
            form = Session(place, cast.lead).form(f"/c/{cast.here.slug}/messages/{call.code}/approve/")
            statuses = Counter(post_all(place, [form] * CLICKS))
            with suppress(AssertionError):
                until(lambda: push() or is_over(call), seconds=90)
        finally:
            worker.kill()
    verdict = judge("20 clicks at once", call, place.standin, people=people, started=started)
    verdict.facts["answers"] = dict(statuses)
    verdict.hold(set(statuses) <= {302}, f"the page answered {dict(statuses)}")
    said_yes = AuditEntry.objects.filter(act="call_approved").count()
    verdict.hold(said_yes == 1, f"{said_yes} of the clicks were a yes")
    verdict.hold(CallToAction.objects.count() == 1, "there is more than one call now")
    return verdict


RUNS: dict[str, Callable[..., Verdict]] = {"20 clicks at once": clicks}
