"""Writing a message: once, only to whom we may, in their hours. Then it goes out."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from campaigns.messaging import outbox
from campaigns.models import Delivery
from chapters.members import consenting
from tests.cast import Cast
from tests.factories import make_email_sender, make_member, make_sender
from tests.faults.fixtures import make_asks, make_delivery
from tests.faults.standin import StandIn


def queue(cast: Cast, **fields: Any) -> Delivery | None:
    member = fields.pop("member", None) or make_member(cast.here)
    defaults: dict[str, Any] = {
        "key": "rsvp:1:now",
        "purpose": "confirm",
        "channel": "text",
        "address": member.phone,
        "language": "es",
        "body": "Nos vemos el jueves.",
    }
    return outbox.queue(chapter=cast.here, member=member, **(defaults | fields))


def test_written_once_per_key(cast: Cast) -> None:
    sender = make_sender(cast.here)
    delivery = queue(cast)
    assert delivery is not None
    kept = Delivery.objects.get()
    assert (kept.sender, kept.queue, kept.state, kept.segments) == (sender, "urgent", "queued", 1)
    assert kept.expires_at - kept.not_before == timedelta(minutes=15)
    assert queue(cast) is None
    assert Delivery.objects.get().pk == kept.pk


def test_not_without_a_sender_nor_an_address_nor_after_a_stop(cast: Cast) -> None:
    member = make_member(cast.here)
    make_sender(cast.there)
    assert queue(cast, member=member) is None
    make_sender(cast.here)
    assert queue(cast, member=member, address="") is None
    consenting.stop("text", member.phone, source="keyword")
    assert queue(cast, member=member) is None
    assert Delivery.objects.count() == 0
    assert queue(cast, member=member, despite_stop=True) is not None


def test_a_reminder_keeps_the_persons_hours_and_an_email_does_not(cast: Cast) -> None:
    make_sender(cast.here)
    make_email_sender(cast.here)
    night = datetime(2026, 10, 5, 6, tzinfo=UTC)
    text = queue(cast, purpose="reminder", not_before=night)
    email = queue(cast, key="2", purpose="reminder", channel="email", address="lupe@example.org", not_before=night)
    assert text is not None
    assert email is not None
    assert (text.not_before, text.expires_at) == (night.replace(hour=16), datetime(2026, 10, 6, 3, tzinfo=UTC))
    assert (email.not_before, email.expires_at) == (night, night + timedelta(hours=24))


def test_the_event_makes_it_pointless_earlier(cast: Cast) -> None:
    make_sender(cast.here)
    soon = timezone.now() + timedelta(minutes=3)
    delivery = queue(cast, expires_at=soon)
    assert delivery is not None
    assert delivery.expires_at == soon


def test_what_is_queued_goes_out_once(cast: Cast, standin: StandIn) -> None:
    delivery = make_delivery(cast.here)
    outbox.send("default")
    outbox.send("default")
    [text] = standin.sent()
    delivery.refresh_from_db()
    assert (text["to"], text["body"], text["sid"]) == (delivery.address, delivery.body, delivery.sid)
    assert text["callback"].endswith(f"/hooks/twilio/status/{delivery.code}/#rc=2&rp=all")
    assert (delivery.state, delivery.attempts, delivery.token) == ("accepted", 1, None)


def test_a_call_goes_out_when_its_hold_ends_and_is_then_done(cast: Cast, standin: StandIn) -> None:
    call, _asks = make_asks(cast.here, 12)
    call.state, call.starts_sending_at = "held", timezone.now() + timedelta(seconds=30)
    call.save()
    outbox.pump()
    outbox.send("bulk")
    assert standin.sent() == []
    call.starts_sending_at = timezone.now()
    call.save()
    outbox.pump()
    outbox.send("bulk")
    assert len(standin.times_each()) == 12
    outbox.pump()
    call.refresh_from_db()
    assert (call.state, call.finished_at is None) == ("done", False)


@pytest.mark.parametrize(("state", "ends_as"), [("paused", "queued"), ("stopped", "cancelled"), ("held", "queued")])
def test_only_a_call_being_sent_is_sent(cast: Cast, standin: StandIn, state: str, ends_as: str) -> None:
    call, [ask] = make_asks(cast.here, 1)
    call.state = state
    call.save()
    outbox.pump()
    outbox.send("bulk")
    ask.refresh_from_db()
    assert (standin.sent(), ask.state) == ([], ends_as)


def test_late_is_not_sent(cast: Cast, standin: StandIn) -> None:
    now = timezone.now()
    late = make_delivery(cast.here, expires_at=now - timedelta(seconds=1))
    early = make_delivery(cast.here, not_before=now + timedelta(hours=1), expires_at=now + timedelta(hours=2))
    outbox.pump()
    outbox.send("default")
    assert standin.sent() == []
    late.refresh_from_db()
    early.refresh_from_db()
    assert (late.state, late.reason, early.state) == ("expired", "too_late", "queued")
