"""Writing a message, sending it, and every outcome that handing it over can have."""

import pytest
from campaigns.messaging import outbox
from campaigns.models import Delivery
from tests.cast import Cast
from tests.faults.fixtures import make_asks, make_delivery
from tests.faults.standin import StandIn


def states(*deliveries: Delivery) -> list[str]:
    return [Delivery.objects.get(pk=delivery.pk).state for delivery in deliveries]


def test_what_is_queued_goes_out_once(cast: Cast, standin: StandIn) -> None:
    delivery = make_delivery(cast.here)
    outbox.send("default")
    outbox.send("default")
    [text] = standin.sent()
    delivery.refresh_from_db()
    assert (text["to"], text["body"], text["sid"]) == (delivery.address, delivery.body, delivery.sid)
    assert text["callback"].endswith(f"/hooks/twilio/status/{delivery.code}/")
    assert (delivery.state, delivery.attempts, delivery.token) == ("accepted", 1, None)


def test_asks_go_out(cast: Cast, standin: StandIn) -> None:
    call, asks = make_asks(cast.here, 25)
    outbox.send("bulk")
    assert states(*asks) == ["accepted"] * 25
    outbox.pump()
    call.refresh_from_db()
    assert call.state == "done"
