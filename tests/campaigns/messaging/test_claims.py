"""Who sends what next: the pace of a sender, the cap of a day, and what a dead worker held."""

from datetime import timedelta

from django.utils import timezone

from campaigns.messaging import outbox
from campaigns.messaging.claims import claim
from campaigns.models import Delivery, Sender
from tests.cast import Cast
from tests.factories import make_sender
from tests.faults.fixtures import make_asks, make_delivery
from tests.faults.standin import StandIn


def test_the_pace_of_a_sender_holds_over_all_claims(cast: Cast) -> None:
    sender = make_sender(cast.here, segments_per_second=2)
    make_asks(cast.here, 10, sender=sender, segments=1)
    first = claim("bulk", size=10)
    second = claim("bulk", size=10)
    offsets = [round(one.go_at - first.batch[0].go_at, 1) for one in first.batch]
    assert (offsets, second.batch) == ([0.0, 0.5, 1.0], [])
    assert second.wait is not None
    assert 0 < second.wait <= 0.6


def test_longer_texts_take_longer(cast: Cast) -> None:
    sender = make_sender(cast.here, segments_per_second=3)
    make_asks(cast.here, 5, sender=sender, segments=3)
    assert len(claim("bulk", size=5).batch) == 2


def test_each_sender_has_its_own_pace(cast: Cast) -> None:
    for chapter in (cast.here, cast.there):
        make_asks(chapter, 3, sender=make_sender(chapter, segments_per_second=1))
    assert [one.delivery.chapter for one in claim("bulk", size=10).batch] == [cast.here] * 2 + [cast.there] * 2


def test_an_empty_queue_says_so(cast: Cast) -> None:
    make_delivery(cast.here)
    found = claim("bulk", size=5)
    assert (found.batch, found.wait) == ([], None)


def test_a_sender_that_is_off_sends_nothing(cast: Cast) -> None:
    make_delivery(cast.here, sender=make_sender(cast.here, is_active=False))
    assert claim("default", size=5).batch == []


def test_what_a_dead_worker_held_is_queued_again(cast: Cast, standin: StandIn) -> None:
    delivery = make_delivery(cast.here)
    [held] = claim("default", size=1).batch
    assert claim("default", size=1).batch == []
    outbox.pump()
    assert Delivery.objects.get().token == held.token
    Delivery.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    outbox.pump()
    outbox.send("default")
    assert standin.times_each() == {delivery.address: 1}


def test_a_day_has_a_cap_for_bulk_only(cast: Cast, standin: StandIn) -> None:
    cast.here.daily_cap = 3
    cast.here.save()
    call, _asks = make_asks(cast.here, 5)
    outbox.send("bulk")
    assert len(standin.sent()) == 3
    reminder = make_delivery(cast.here)
    outbox.send("default")
    assert standin.times_each()[reminder.address] == 1
    outbox.pump()
    call.refresh_from_db()
    assert (call.state, call.paused_reason) == ("paused", "daily_cap")
    assert Sender.objects.count() == 1
