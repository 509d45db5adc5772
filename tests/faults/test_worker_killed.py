"""The worker dies in the middle of a send, several times: nobody gets it twice, nobody is left out."""

from collections import Counter
from functools import partial

import pytest

from campaigns.models import CallToAction, Delivery
from tests.cast import Cast
from tests.factories import make_sender
from tests.faults.fixtures import make_asks
from tests.faults.standin import StandIn
from tests.faults.workers import Worker, push, until

PEOPLE, KILLS = 500, 3
UNSETTLED = ("queued", "claimed", "sending", "unknown")


def is_over(call: CallToAction) -> bool:
    call.refresh_from_db()
    return call.state == "done" and not call.deliveries.filter(state__in=UNSETTLED).exists()


def taken(standin: StandIn, goal: int) -> bool:
    return push() or standin.calls("POST") >= goal


@pytest.mark.django_db(transaction=True)
def test_nobody_twice_nobody_missing(cast: Cast, standin: StandIn) -> None:
    make_sender(cast.here, segments_per_second=150)
    standin.misbehave(delay=0.02)
    call, asks = make_asks(cast.here, PEOPLE)
    worker = Worker(standin.url)
    try:
        for kill in range(1, KILLS + 1):
            goal = kill * PEOPLE // (KILLS + 2)
            until(partial(taken, standin, goal))
            worker.kill()
            worker = Worker(standin.url)
        until(lambda: push() or is_over(call))
    finally:
        worker.kill()
    times = standin.times_each()
    twice = [address for address, count in times.items() if count > 1]
    never = [ask.address for ask in asks if ask.address not in times]
    states = Counter(Delivery.objects.values_list("state", "reason"))
    assert (twice, never, states) == ([], [], {("accepted", ""): PEOPLE})
    assert {text["sid"] for text in standin.sent()} == set(Delivery.objects.values_list("sid", flat=True))
