"""A second ask stops by itself: at the claim, and once more at the point of no return."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from campaigns.messaging import claims, freezing, handover, outbox, rendering
from campaigns.models import CallToAction, Delivery
from tests.cast import Cast
from tests.factories import make_call, make_member, make_sender
from tests.faults.fixtures import make_delivery
from tests.faults.standin import StandIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(cast: Cast) -> CallToAction:
    """A second ask that goes out now, to two people who got the first three days ago."""
    rendering._writers.clear()
    sender, now = make_sender(cast.here), timezone.now()
    over: dict[str, Any] = {
        "approved_at": now,
        "starts_sending_at": now - timedelta(days=3),
        "finished_at": now - timedelta(days=3),
    }
    first = make_call(cast.here, state="done", **over)
    for name in ("Ana Lopez", "Beto Lopez"):
        member = make_member(cast.here, name)
        make_delivery(
            cast.here, sender=sender, member=member, address=member.phone, call_to_action=first, purpose="ask",
            queue="bulk", state="delivered", attempts=1, attempted_at=now - timedelta(days=3),
        )  # fmt: skip
    call = make_call(cast.here, state="sending", approved_at=now, follows=first, follow_kind="second_ask")
    call = CallToAction.objects.with_words().get(pk=call.pk)
    assert freezing.freeze(call) == 2
    call.deliveries.update(not_before=now - timedelta(minutes=1), expires_at=now + timedelta(hours=1))
    return call


def answer(name: str) -> None:
    first = Delivery.objects.filter(member__name=name, purpose="ask")
    assert first.update(answered_at=timezone.now()) == 1


def outcome(call: CallToAction) -> set[tuple[str, str, str]]:
    return set(call.deliveries.values_list("member__name", "state", "reason"))


def test_whoever_answers_before_the_claim_is_passed_over(second: CallToAction, standin: StandIn) -> None:
    answer("Ana Lopez")
    outbox.send("bulk")
    assert outcome(second) == {("Ana Lopez", "skipped", "answered"), ("Beto Lopez", "accepted", "")}
    assert len(standin.sent()) == 1


def test_whoever_answers_after_the_claim_gets_nothing_either(second: CallToAction, standin: StandIn) -> None:
    batch = claims.claim("bulk", size=5).batch
    assert len(batch) == 2
    answer("Beto Lopez")
    for one in batch:
        handover.hand_over(one)
    assert outcome(second) == {("Ana Lopez", "accepted", ""), ("Beto Lopez", "skipped", "answered")}
    assert len(standin.sent()) == 1
