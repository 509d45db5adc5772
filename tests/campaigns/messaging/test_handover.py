"""The point of no return, and every outcome that handing a message over can have."""

import time
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from campaigns.messaging import handover, outbox
from campaigns.messaging.claims import Claimed, claim
from campaigns.models import CallToAction, Delivery, Sender, SendGate
from chapters.members import consenting
from tests.cast import Cast
from tests.factories import make_member, make_sender
from tests.faults.fixtures import forget_client, make_asks, make_delivery
from tests.faults.standin import StandIn

Change = Callable[[Delivery], object]


def claimed(cast: Cast) -> Claimed:
    """One ask that a worker holds and has not sent yet."""
    make_asks(cast.here, 1)
    [one] = claim("bulk", size=1).batch
    return one


def stop_person(ask: Delivery) -> None:
    consenting.stop("text", ask.address, source="keyword")


def ask_elsewhere(ask: Delivery) -> None:
    """Another chapter asked the same person yesterday."""
    from chapters.models import Chapter

    other = Chapter.objects.get(slug="east-valley")
    _call, [earlier] = make_asks(other, 1, address=ask.address)
    Delivery.objects.filter(pk=earlier.pk).update(state="delivered", attempted_at=timezone.now() - timedelta(hours=20))


def set_call(state: str) -> Change:
    return lambda ask: CallToAction.objects.filter(deliveries=ask).update(state=state)


def set_row(**fields: object) -> Change:
    return lambda ask: Delivery.objects.filter(pk=ask.pk).update(**fields)


NOW = timezone.now()
CHANGES: dict[str, tuple[Change, tuple[str, str]]] = {
    "said stop": (stop_person, ("skipped", "opted_out")),
    "asked by another chapter": (ask_elsewhere, ("skipped", "asked_lately")),
    "call stopped": (set_call("stopped"), ("cancelled", "stopped")),
    "call paused": (set_call("paused"), ("queued", "")),
    "gate closed": (lambda _ask: SendGate.objects.update(is_open=False), ("queued", "")),
    "hours over": (set_row(expires_at=NOW - timedelta(seconds=1)), ("expired", "too_late")),
    "hours not begun": (set_row(not_before=NOW + timedelta(hours=1)), ("queued", "")),
    "lease over": (set_row(lease_until=NOW - timedelta(seconds=1)), ("queued", "")),
    "another worker's": (set_row(token=uuid.UUID(int=7)), ("claimed", "")),
    "cancelled": (set_row(state="cancelled", token=None), ("cancelled", "")),
}


@pytest.mark.parametrize("name", CHANGES)
def test_whatever_changed_after_the_claim_holds(cast: Cast, standin: StandIn, name: str) -> None:
    one = claimed(cast)
    change, expected = CHANGES[name]
    change(one.delivery)
    handover.hand_over(one)
    row = Delivery.objects.get(pk=one.delivery.pk)
    assert (row.state, row.reason, row.attempts) == (*expected, 0)
    assert standin.calls("POST") == 0


def test_nothing_changed_so_it_goes(cast: Cast, standin: StandIn) -> None:
    one = claimed(cast)
    handover.hand_over(one)
    handover.hand_over(one)
    assert standin.times_each() == {one.delivery.address: 1}


def test_an_old_ask_or_a_reminder_takes_nothing_of_the_budget(cast: Cast, standin: StandIn) -> None:
    one = claimed(cast)
    ask_elsewhere(one.delivery)
    Delivery.objects.filter(chapter=cast.there).update(attempted_at=timezone.now() - timedelta(hours=49))
    make_delivery(cast.here, address=one.delivery.address, state="delivered", attempted_at=timezone.now())
    handover.hand_over(one)
    assert standin.calls("POST") == 1


def test_a_database_that_took_too_long_means_no_call(cast: Cast, standin: StandIn, settings: Settings) -> None:
    settings.SEND_STALL_SECONDS = 0
    one = claimed(cast)
    handover.hand_over(one)
    assert (Delivery.objects.get(pk=one.delivery.pk).state, standin.calls("POST")) == ("sending", 0)


def test_past_the_deadline_nothing_is_written(cast: Cast, standin: StandIn, settings: Settings) -> None:
    settings.SEND_CALL_DEADLINE_SECONDS = 0.00001
    one = claimed(cast)
    handover.hand_over(one)
    row = Delivery.objects.get(pk=one.delivery.pk)
    assert (row.state, row.reason, standin.calls("POST")) == ("queued", "too_slow", 0)


@pytest.mark.parametrize("fault", ["error_after_accept", "drop_after_accept"])
def test_an_answer_that_got_lost_is_unknown_and_not_repeated(cast: Cast, standin: StandIn, fault: str) -> None:
    delivery = make_delivery(cast.here)
    standin.misbehave(**{fault: 1})
    outbox.send("default")
    outbox.pump()
    outbox.send("default")
    delivery.refresh_from_db()
    assert (delivery.state, standin.times_each()) == ("unknown", {delivery.address: 1})


def test_no_answer_in_time_is_unknown(cast: Cast, standin: StandIn, settings: Settings) -> None:
    settings.SEND_CALL_DEADLINE_SECONDS = 0.3
    delivery = make_delivery(cast.here)
    standin.misbehave(delay=0.6)
    outbox.send("default")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == ("unknown", "ReadTimeout")


def test_too_many_at_once_backs_off_and_goes_on(cast: Cast, standin: StandIn, settings: Settings) -> None:
    settings.SEND_BACKOFF_SECONDS = 0.01
    delivery = make_delivery(cast.here)
    standin.misbehave(too_many=2)
    outbox.send("default")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason, delivery.not_before > NOW) == ("queued", "20429", True)
    assert Sender.objects.get().next_slot_at is not None
    for _ in range(2):
        time.sleep(0.3)
        outbox.send("default")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, len(standin.sent())) == ("accepted", 3, 1)


def test_a_carrier_that_cannot_be_reached_ends_after_four_attempts(cast: Cast, settings: Settings) -> None:
    settings.TWILIO_API_BASE, settings.SEND_BACKOFF_SECONDS = "http://127.0.0.1:9", 0
    forget_client()
    delivery = make_delivery(cast.here)
    for _ in range(6):
        outbox.send("default")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason, delivery.attempts) == ("failed", "connection", 4)
    forget_client()


def test_a_number_that_is_none_is_refused(cast: Cast, standin: StandIn) -> None:
    delivery = make_delivery(cast.here, address="+1323")
    outbox.send("default")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason, standin.sent()) == ("refused", "21211", [])


def test_a_bad_number_is_marked_on_the_person(cast: Cast, standin: StandIn) -> None:
    member = make_member(cast.here, phone="+13235550142")
    standin.misbehave(refuse=1, refuse_code=21614)
    make_delivery(cast.here, address=member.phone, member=member)
    outbox.send("default")
    member.refresh_from_db()
    assert member.phone_trouble == "This is not a mobile number."


def test_stopped_at_the_carrier_is_stopped_here(cast: Cast, standin: StandIn) -> None:
    member = make_member(cast.here)
    standin.misbehave(refuse=1, refuse_code=21610)
    delivery = make_delivery(cast.here, address=member.phone, member=member)
    outbox.send("default")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == ("refused", "21610")
    assert list(cast.here.members.reachable_by("text")) == []


def test_a_fault_in_the_set_up_pauses_the_run_and_keeps_everyone(cast: Cast, standin: StandIn) -> None:
    call, asks = make_asks(cast.here, 15)
    standin.misbehave(refuse=1, refuse_code=20003)
    outbox.send("bulk")
    call.refresh_from_db()
    sender = Sender.objects.get()
    assert (call.state, call.paused_reason, sender.trouble) == ("paused", "20003", "20003")
    assert standin.calls("POST") == 1
    CallToAction.objects.update(state="sending", paused_reason="")
    outbox.send("bulk")
    assert standin.times_each() == {ask.address: 1 for ask in asks}
    assert Sender.objects.get().trouble == ""


def test_an_answer_leaves_before_bulk_of_the_same_sender(cast: Cast, standin: StandIn) -> None:
    sender = make_sender(cast.here, segments_per_second=1)
    make_asks(cast.here, 5, sender=sender)
    assert len(claim("bulk", size=5).batch) == 2
    answer = make_delivery(cast.here, sender=sender, purpose="answer", queue="urgent")
    started = time.monotonic()
    outbox.send("urgent")
    assert (standin.times_each(), time.monotonic() - started < 1) == ({answer.address: 1}, True)
