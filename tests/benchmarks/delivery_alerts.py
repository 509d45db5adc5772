"""An alert to 500 people in the middle of a run of 10,000: how soon it is handed over.

With the two workers of `make run`: one for what is urgent, one for bulk.
"""

import time
from datetime import timedelta

from tests.benchmarks import Result
from tests.faults.place import Place, open_place

BULK, ALERTS, PACE, LATENCY = 10_000, 500, 100, 0.05
BODY = "Alert: please come to York and 50th now."


def measure() -> list[Result]:
    with open_place({"SEND_HOLD_SECONDS": 1}) as place:
        waits = sorted(waits_of_alerts(place))
    p95 = waits[len(waits) * 95 // 100]
    print(f"    {len(waits)} alerts: median {waits[len(waits) // 2]:.1f} s, last {waits[-1]:.1f} s", flush=True)
    return [Result("alert to 500 during bulk, p95 seconds to hand over", p95, 10, "lower")]


def waits_of_alerts(place: Place) -> list[float]:
    from tests.cast import make_cast
    from tests.faults.people import approved_call
    from tests.faults.workers import Worker, push, until

    place.new_database("alerts")
    place.standin.misbehave(delay=LATENCY)
    call = approved_call(make_cast(), BULK, pace=PACE)
    log = place.folder / "workers.log"
    workers = [
        Worker(place.standin.url, queues=queues, name=name, log=log, SEND_THREADS="8")
        for name, queues in (("urgent", "urgent,default"), ("bulk", "bulk"))
    ]
    try:
        until(lambda: push() or place.standin.calls("POST") >= 300)
        raise_alarm(call.chapter)
        raised = time.time()
        until(lambda: push() or len(alerts(place)) >= ALERTS, seconds=120, every=0.5)
    finally:
        for worker in workers:
            worker.kill()
    return [text["at"] - raised for text in alerts(place)]


def alerts(place: Place) -> list[dict[str, float]]:
    return [text for text in place.standin.sent() if text["body"] == BODY]


def raise_alarm(chapter: object) -> None:
    """As a dispatcher does: every row in one transaction, the workers nudged when it commits."""
    from django.db import transaction
    from django.utils import timezone

    from campaigns.messaging import outbox
    from chapters.models import Chapter
    from tests.faults.people import number

    assert isinstance(chapter, Chapter)
    with transaction.atomic():
        for serial in range(ALERTS):
            made = outbox.queue(
                key=f"alert:1:{serial}",
                chapter=chapter,
                purpose="alert",
                channel="text",
                member=None,
                address=number(50_000 + serial),
                language="en",
                body=BODY,
                expires_at=timezone.now() + timedelta(minutes=30),
            )
            assert made
