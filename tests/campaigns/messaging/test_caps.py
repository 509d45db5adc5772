"""What may still leave today: the chapter's limit, the number's, and that of a legal entity shared by its numbers."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from campaigns.messaging import caps, claims, upkeep
from campaigns.messaging.claims import claim
from campaigns.models import Brand, Sender
from chapters.models import Chapter
from tests.cast import Cast
from tests.factories import make_email_sender, make_sender
from tests.faults.fixtures import make_asks, make_delivery

pytestmark = pytest.mark.django_db


def taken(queue: str = "bulk") -> int:
    return len(claim(queue, size=100).batch)


def counted(sender: Sender, **fields: Any) -> None:
    """As if this much had left today."""
    today = timezone.localdate(timezone=sender.chapter.zone)
    Sender.objects.filter(pk=sender.pk).update(counted_on=today, **fields)


def test_what_is_claimed_is_counted(cast: Cast) -> None:
    sender = make_sender(cast.here)
    make_asks(cast.here, 3, sender=sender, segments=2)
    assert taken() == 3
    sender.refresh_from_db()
    assert (sender.segments_today, sender.messages_today) == (6, 3)
    assert sender.counted_on == timezone.localdate(timezone=cast.here.zone)


def test_the_chapters_own_limit_holds_its_big_sends_only(cast: Cast) -> None:
    sender, other = make_sender(cast.here), make_sender(cast.here)
    Chapter.objects.filter(pk=cast.here.pk).update(daily_cap=10)
    counted(other, messages_today=8)
    call, _asks = make_asks(cast.here, 5, sender=sender)
    assert (taken(), taken()) == (2, 0)
    make_delivery(cast.here, sender=sender, purpose="reminder", queue="default")
    make_delivery(cast.here, sender=sender, purpose="answer", queue="urgent")
    assert (taken("default"), taken("urgent")) == (1, 1)
    upkeep.run()
    call.refresh_from_db()
    assert (call.state, call.paused_reason) == ("paused", "daily_cap")


def test_a_tenth_of_the_carriers_limit_is_kept_for_alerts(cast: Cast) -> None:
    sender = make_sender(cast.here, daily_segments=100)
    counted(sender, segments_today=88)
    call, _asks = make_asks(cast.here, 5, sender=sender)
    assert taken() == 2
    make_delivery(cast.here, sender=sender, purpose="reminder", queue="default")
    alerts = [make_delivery(cast.here, sender=sender, purpose="alert", queue="urgent") for _ in range(3)]
    assert (taken("default"), taken("urgent")) == (0, len(alerts))
    upkeep.run()
    call.refresh_from_db()
    assert (call.state, call.paused_reason) == ("paused", "carrier_cap")


def test_a_new_day_begins_at_zero(cast: Cast) -> None:
    sender = make_sender(cast.here, daily_segments=10)
    yesterday = timezone.localdate(timezone=cast.here.zone) - timedelta(days=1)
    Sender.objects.update(counted_on=yesterday, segments_today=10, messages_today=10)
    sender.refresh_from_db()
    make_asks(cast.here, 3, sender=sender)
    assert (caps.used(sender, timezone.now()), taken()) == (0, 3)
    sender.refresh_from_db()
    assert sender.segments_today == 3


def test_numbers_of_one_legal_entity_share_its_day(cast: Cast) -> None:
    brand = Brand.objects.create(name="Highland Park Neighbors Inc.", daily_segments=100)
    mine, sister = make_sender(cast.here, brand=brand), make_sender(cast.there, brand=brand)
    stranger = make_sender(cast.there)
    counted(sister, segments_today=87)
    counted(stranger, segments_today=1000)
    make_asks(cast.here, 10, sender=mine)
    assert taken() == 3
    mine.refresh_from_db()
    assert caps.used_by_brand(mine, timezone.now()) == 90


def test_an_email_address_counts_only_against_its_own_limit(cast: Cast) -> None:
    sender = make_email_sender(cast.here)
    make_asks(cast.here, 4, sender=sender, channel="email", address="ana@example.org")
    assert taken() == 4
    assert caps.carrier_room(sender, timezone.now()) == caps.PLENTY
    sender.daily_segments = 3
    assert caps.carrier_room(sender, timezone.now()) == 3


def test_a_claim_of_another_worker_is_not_waited_for(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Locked means: look again at once, not after the pause of a slow pace."""
    make_asks(cast.here, 1)
    monkeypatch.setattr(claims, "claim_from", lambda *_args: None)
    assert claim("bulk", size=5).wait == claims.LOCKED_SECONDS
