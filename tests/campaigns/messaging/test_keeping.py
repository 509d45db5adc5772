"""Messages and replies: words go first, then rows; counts, stops and consents stay."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Sum
from django.test import Client
from django.utils import timezone

from campaigns import tap_views
from campaigns.messaging import keeping, numbers
from campaigns.messaging.letters import unsubscribe_path
from campaigns.models import Conversation, Delivery, DeliveryCount, LeadNotice, Reply, Stray
from chapters import retention
from chapters.models import Consent, OptOut
from tests.campaigns.messaging.test_progress import replied
from tests.cast import Cast
from tests.factories import make_email_sender, make_member, make_sender, signed_in
from tests.faults.fixtures import make_asks, make_delivery

pytestmark = pytest.mark.django_db
State = Delivery.State
STAYS = ("queued", "claimed", "sending", "unknown", "parked")


def ended(cast: Cast, *, days: float, **fields: Any) -> Delivery:
    at = timezone.now() - timedelta(days=days)
    facts: dict[str, Any] = {"state": State.DELIVERED, "attempted_at": at, "final_at": at}
    row = make_delivery(cast.here, **(facts | fields))
    Delivery.objects.filter(pk=row.pk).update(created_at=at)
    return row


def purge(**options: Any) -> None:
    call_command("purge", stdout=StringIO(), **options)


def in_clear(row: Delivery) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT subject, body, address FROM campaigns_delivery WHERE id = %s", [row.pk])
        return list(cursor.fetchone())


def test_the_words_go_30_days_after_the_end(cast: Cast) -> None:
    old, young = ended(cast, days=30.1, subject="Come"), ended(cast, days=29.9, subject="Come")
    waiting = ended(cast, days=0, state=State.QUEUED, attempted_at=None, final_at=None)
    purge()
    assert (in_clear(old), all(in_clear(young)), in_clear(waiting)[1] != "") == (["", "", ""], True, True)
    assert Delivery.objects.get(pk=old.pk).address_index


@pytest.mark.parametrize("state", State.values)
def test_rows_become_counts_after_90_days_unless_they_are_open(cast: Cast, state: str) -> None:
    row = ended(cast, days=91, state=state, token="c0ffee00-0000-4000-8000-000000000000", reason="30003")
    body = row.body
    purge()
    if state in STAYS:
        row.refresh_from_db()
        assert (row.body, DeliveryCount.objects.count()) == (body, 0)
        return
    assert not Delivery.objects.exists()
    count = DeliveryCount.objects.get()
    assert (count.state, count.reason, count.messages, count.chapter) == (state, "30003", 1, cast.here)
    assert (count.call_to_action, count.month_on.day, count.forgotten_on) == (None, 1, timezone.now().date())


def test_what_never_got_a_last_word_ends_where_it_was_handed_over(cast: Cast) -> None:
    at = timezone.now() - timedelta(days=91)
    ended(cast, days=91, state=State.SENT, final_at=None, accepted_at=at)
    ended(cast, days=91, state=State.SENT, final_at=None, accepted_at=at + timedelta(days=2))
    purge()
    assert Delivery.objects.count() == 1


def test_the_counts_of_a_call_are_those_of_its_rows(cast: Cast) -> None:
    """In several batches, of several kinds, and with one row that came later."""
    call, rows = make_asks(cast.here, 7, state=State.DELIVERED, segments=2, final_at=timezone.now())
    call.starts_sending_at = timezone.now()
    replied(rows[0], "words")
    replied(rows[1], "stop")
    Delivery.objects.filter(pk=rows[2].pk).update(answered_at=timezone.now(), opened_at=timezone.now(), taps=3)
    Delivery.objects.filter(pk=rows[3].pk).update(state=State.FAILED, reason="30007")
    before = numbers.of([call])[call.pk]
    rule = next(rule for rule in keeping.RULES if rule.name == "messages")
    later = timezone.now() + timedelta(days=91)
    retention.BATCH, size = 3, retention.BATCH
    try:
        assert rule.keep_some(later, after=0)
        half = numbers.of([call])[call.pk]
        rule.keep(later, until=float("inf"))
    finally:
        retention.BATCH = size
    after = numbers.of([call])[call.pk]
    names = ("total", "delivered", "failed", "opened", "answered", "stopped", "texts", "dollars")
    said = [[getattr(found, name) for name in names] for found in (before, half, after)]
    assert said[0] == said[1] == said[2] == [7, 6, 1, 1, 3, 1, 12, before.dollars]
    assert (half.has_people, after.has_people, after.forgotten_on) == (True, False, later.date())
    assert not Delivery.objects.exists()
    assert Reply.objects.filter(delivery=None).count() == 2
    assert DeliveryCount.objects.aggregate(n=Sum("messages"))["n"] == 7


def test_what_fails_half_way_changes_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ended(cast, days=91)
    rule = next(rule for rule in keeping.RULES if rule.name == "messages")
    with monkeypatch.context() as patch:
        patch.setattr(type(Delivery.objects.all()), "only", lambda *_args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            rule.keep(timezone.now(), until=float("inf"))
    assert (Delivery.objects.count(), DeliveryCount.objects.count()) == (1, 0)
    assert rule.keep(timezone.now(), until=float("inf")) == 1


def test_replies_and_threads_go(cast: Cast) -> None:
    row = ended(cast, days=95, call_to_action=make_asks(cast.here, 0)[0])
    row.call_to_action.starts_sending_at = timezone.now()  # type: ignore[union-attr]
    replied(row, "words")
    Reply.objects.update(body="My mother is ill", received_at=timezone.now() - timedelta(days=15))
    Conversation.objects.update(last_reply_at=timezone.now() - timedelta(days=15))
    purge()
    assert (Reply.objects.get().body, Conversation.objects.count(), Delivery.objects.count()) == ("", 1, 0)
    purge(now=(timezone.now() + timedelta(days=80)).isoformat())
    assert (Reply.objects.count(), Conversation.objects.count()) == (0, 0)


def test_a_thread_with_something_in_it_stays(cast: Cast) -> None:
    sender, member = make_sender(cast.here), make_member(cast.here)
    thread = Conversation.objects.create(
        chapter=cast.here, sender=sender, member=member, address=member.phone, address_index=member.phone_index,
        last_reply_at=timezone.now() - timedelta(days=100),
    )  # fmt: skip
    ended(cast, days=10, conversation=thread, sender=sender)
    purge()
    assert Conversation.objects.count() == 1
    Delivery.objects.all().delete()
    purge()
    assert Conversation.objects.count() == 0


def test_notices_and_strays_go(cast: Cast) -> None:
    sender = make_sender(cast.here)
    for days in (89, 91):
        at = timezone.now() - timedelta(days=days)
        Stray.objects.create(chapter=cast.here, sender=sender, sid=f"SM{days}", sent_at=at)
        Stray.objects.filter(sid=f"SM{days}").update(found_at=at)
        LeadNotice.objects.create(chapter=cast.here, about="stray", key=f"stray:{days}")
        LeadNotice.objects.filter(key=f"stray:{days}").update(created_at=at)
    purge()
    assert (Stray.objects.get().sid, LeadNotice.objects.get().key) == ("SM89", "stray:89")


def test_stops_and_consents_never_go(cast: Cast) -> None:
    make_member(cast.here, consents=("text", "email"))
    OptOut.objects.create(channel="text", address_index="f" * 64, source="keyword", at=timezone.now())
    purge(now="2099-01-01")
    assert (OptOut.objects.count(), Consent.objects.count()) == (1, 2)


def test_the_link_to_stop_emails_works_after_the_address_is_gone(cast: Cast) -> None:
    member = make_member(cast.here, email="rosa@home.example", consents=("email",))
    make_email_sender(cast.here)
    row = ended(
        cast, days=31, channel="email", address=member.email, sender=cast.here.senders.get(kind="email"), member=member
    )
    purge()
    assert Delivery.objects.get().address == ""
    path = unsubscribe_path(row)
    assert "writes to you." in Client().get(path).content.decode()
    assert Client().post(path).status_code == 200
    assert OptOut.objects.get().address_index == member.email_index
    assert member.consents.order_by("-pk").first().is_given is False  # type: ignore[union-attr]


def test_pages_say_that_words_are_gone(cast: Cast) -> None:
    member = make_member(cast.here)
    row = ended(cast, days=31, address=member.phone, member=member)
    row.call_to_action, row.sender = make_asks(cast.here, 0)[0], cast.here.senders.get()
    row.call_to_action.starts_sending_at = timezone.now()
    replied(row, "words")
    Reply.objects.update(body="My mother is ill", received_at=timezone.now() - timedelta(days=20), delivery=None)
    Conversation.objects.update(member=member, last_reply_at=timezone.now())
    purge()
    client, code = signed_in(cast.lead), Conversation.objects.get().code
    page = client.get(f"/c/highland-park/replies/{code}/").content.decode()
    assert page.count("(We no longer keep these words.)") == 2
    assert client.get(f"/c/highland-park/people/{member.code}/").status_code == 200


def test_short_links_live_as_long_as_their_rows() -> None:
    assert {rule.days for rule in keeping.RULES if rule.name == "messages"} == {tap_views.LIVES.days}
