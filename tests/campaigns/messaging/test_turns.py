"""A worker's turn: many at once, each in its slot, and the slow never keep the quick."""

import time
from threading import Barrier

import pytest
from django.db import connections
from pytest_django.fixtures import Settings

from campaigns.messaging import turns
from campaigns.models import Delivery
from tests.cast import Cast
from tests.factories import make_sender
from tests.faults.fixtures import make_asks, make_delivery
from tests.faults.standin import StandIn

HANDS = 4


@pytest.fixture
def hands(settings: Settings) -> None:
    """Threads, as a real worker has them."""
    settings.SEND_THREADS = HANDS
    turns.crew.cache_clear()


def finish() -> None:
    """The threads keep connections of their own: end them before the database is emptied."""
    together = Barrier(HANDS)

    def close() -> None:
        together.wait(10)
        connections.close_all()

    for done in [turns.crew().submit(close) for _ in range(HANDS)]:
        done.result()
    turns.crew().shutdown()
    turns.crew.cache_clear()


@pytest.mark.django_db(transaction=True)
def test_a_slow_number_does_not_keep_another_from_leaving(cast: Cast, standin: StandIn, hands: None) -> None:
    slow, quick = make_sender(cast.here, segments_per_second=2), make_sender(cast.there)
    _call, late = make_asks(cast.here, 12, sender=slow)
    _call, soon = make_asks(cast.there, 40, sender=quick)
    try:
        assert turns.turn("bulk", seconds=1.5)
    finally:
        finish()
    times = standin.times_each()
    assert {times[ask.address] for ask in soon} == {1}
    assert 2 <= sum(times[ask.address] for ask in late) <= 6


@pytest.mark.django_db(transaction=True)
def test_calls_overlap(cast: Cast, standin: StandIn, hands: None) -> None:
    standin.misbehave(delay=0.2)
    sender = make_sender(cast.here)
    for _ in range(12):
        make_delivery(cast.here, sender=sender)
    began = time.monotonic()
    try:
        assert not turns.turn("default", seconds=10)
    finally:
        finish()
    assert (len(standin.sent()), time.monotonic() - began < 12 * 0.2) == (12, True)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"accepted"}


def test_an_empty_queue_ends_the_turn_at_once(cast: Cast) -> None:
    began = time.monotonic()
    assert not turns.turn("bulk", seconds=5)
    assert time.monotonic() - began < 1
