"""Unknown is resolved by evidence: found, not there, or left to a person."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from campaigns.messaging import outbox, sweep
from campaigns.models import CallToAction, Delivery, Reply
from chapters.locks import ACTIVITY
from tests.cast import Cast
from tests.factories import make_email_sender, make_member
from tests.faults.fixtures import make_asks, make_delivery
from tests.faults.standin import StandIn

LONG_AGO = timedelta(seconds=200)


@pytest.fixture(autouse=True)
def at_once(settings: Settings) -> None:
    settings.SEND_LOOK_AFTER_SECONDS = settings.SEND_LOOK_APART_SECONDS = 0


def unknown(cast: Cast, **fields: Any) -> Delivery:
    ago = fields.pop("ago", LONG_AGO)
    now = timezone.now()
    defaults = {"state": "unknown", "attempts": 1, "attempted_at": now - ago, "lease_until": now + timedelta(minutes=5)}
    return make_delivery(cast.here, **(defaults | fields))


def after_sweeps(delivery: Delivery, rounds: int) -> tuple[str, str]:
    for _ in range(rounds):
        sweep.sweep()
    delivery.refresh_from_db()
    return delivery.state, delivery.reason


def test_found_in_the_list_is_accepted_and_never_sent_again(cast: Cast, standin: StandIn) -> None:
    delivery = make_delivery(cast.here)
    standin.misbehave(error_after_accept=1)
    outbox.send("default")
    assert after_sweeps(delivery, 1) == ("accepted", "")
    outbox.send("default")
    assert [text["sid"] for text in standin.sent()] == [delivery.sid]


def test_two_looks_without_a_trace_and_it_is_queued_again(cast: Cast, standin: StandIn) -> None:
    delivery = unknown(cast)
    assert after_sweeps(delivery, 1) == ("unknown", "")
    assert delivery.looks == 1
    assert after_sweeps(delivery, 1) == ("queued", "not_there")
    outbox.send("default")
    assert standin.times_each() == {delivery.address: 1}


def test_a_list_that_lags_is_asked_twice(cast: Cast, standin: StandIn) -> None:
    delivery = make_delivery(cast.here)
    standin.misbehave(drop_after_accept=1, list_hides=1)
    outbox.send("default")
    assert after_sweeps(delivery, 2) == ("accepted", "")
    assert standin.times_each() == {delivery.address: 1}


def test_looks_wait_and_keep_their_distance(cast: Cast, standin: StandIn, settings: Settings) -> None:
    settings.SEND_LOOK_AFTER_SECONDS = 150
    young, old = unknown(cast, ago=timedelta(seconds=100)), unknown(cast)
    settings.SEND_LOOK_APART_SECONDS = 60
    sweep.sweep()
    sweep.sweep()
    assert list(Delivery.objects.order_by("pk").values_list("pk", "looks")) == [(young.pk, 0), (old.pk, 1)]
    assert standin.calls("GET") == 1


def test_another_text_with_the_same_words_is_not_taken_for_it(cast: Cast, standin: StandIn) -> None:
    sent = make_delivery(cast.here)
    outbox.send("default")
    twin = unknown(cast, address=sent.address, ago=timedelta(seconds=1))
    assert after_sweeps(twin, 2) == ("queued", "not_there")


def test_a_dead_workers_text_becomes_unknown(cast: Cast, standin: StandIn) -> None:
    token = "00000000-0000-0000-0000-000000000007"
    just_now = timezone.now()
    make_delivery(cast.here, state="sending", token=token, attempts=1, attempted_at=just_now)
    left = make_delivery(cast.here, state="sending", token=token, attempts=1, attempted_at=just_now - LONG_AGO)
    assert sweep.doubt_left_behind() == 1
    left.refresh_from_db()
    assert (left.state, left.reason, left.token) == ("unknown", "worker_ended", None)


@pytest.mark.parametrize(
    "fields",
    [{"lease_until": timezone.now() - timedelta(seconds=1)}, {"ago": timedelta(hours=73)}],
    ids=["no proof in time", "older than the list"],
)
def test_without_proof_a_person_decides(cast: Cast, settings: Settings, fields: dict[str, Any]) -> None:
    settings.TWILIO_API_BASE = "http://127.0.0.1:9"
    delivery = unknown(cast, **fields)
    assert after_sweeps(delivery, 1) == ("parked", "no_proof")
    assert list(Delivery.objects.needing_a_person()) == [delivery]


def test_an_email_has_no_list_to_look_in(cast: Cast, standin: StandIn) -> None:
    sender = make_email_sender(cast.here)
    letter = unknown(cast, channel="email", address="lupe@example.org", sender=sender)
    assert after_sweeps(letter, 3) == ("unknown", "")
    assert standin.calls("GET") == 0


def test_four_attempts_are_enough(cast: Cast, standin: StandIn) -> None:
    assert after_sweeps(unknown(cast, attempts=4), 2) == ("failed", "connection")


def test_a_text_without_a_last_word_is_asked_about(cast: Cast, standin: StandIn) -> None:
    delivery = make_delivery(cast.here)
    outbox.send("default")
    Delivery.objects.update(accepted_at=timezone.now() - timedelta(hours=4))
    sweep.sweep()
    sweep.sweep()
    assert standin.calls("GET") == 1
    assert after_sweeps(delivery, 0)[0] == "accepted"


@pytest.mark.parametrize(("count", "state"), [(5, "paused"), (4, "sending")])
def test_many_taken_for_spam_pause_the_run_until_a_lead_goes_on(
    cast: Cast, standin: StandIn, count: int, state: str
) -> None:
    call, asks = make_asks(cast.here, 6)
    for ask in asks[:count]:
        Delivery.objects.filter(pk=ask.pk).update(state="undelivered", reason="30007", final_at=timezone.now())
    sweep.sweep()
    call.refresh_from_db()
    assert call.state == state
    CallToAction.objects.update(state="sending", updated_at=timezone.now())
    sweep.sweep()
    call.refresh_from_db()
    assert call.state == "sending"


def test_many_stops_pause_the_run(cast: Cast, standin: StandIn) -> None:
    call, asks = make_asks(cast.here, 6)
    Delivery.objects.update(state="delivered")
    from campaigns.messaging.conversations import open_with

    thread = open_with(make_member(cast.here), asks[0].sender)
    for number, ask in enumerate(asks):
        Reply.objects.create(
            chapter=cast.here,
            conversation=thread,
            delivery=ask,
            sid=f"SM{number}",
            kind="stop",
            received_at=timezone.now(),
        )
    sweep.sweep()
    call.refresh_from_db()
    assert (call.state, call.paused_reason) == ("paused", "many_stops")


@pytest.mark.django_db(transaction=True)
def test_only_one_process_looks_at_a_time(cast: Cast, standin: StandIn) -> None:
    delivery = unknown(cast)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, hashtext('sweep'))", [ACTIVITY])
        assert (after_sweeps(delivery, 1), delivery.looks) == (("unknown", ""), 0)
    finally:
        other.close()
    assert (after_sweeps(delivery, 1), delivery.looks) == (("unknown", ""), 1)
