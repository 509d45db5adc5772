"""Watching a message go: numbers that add up, answers, failures in words, and the ways to hold it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from campaigns.messaging import calling, progress
from campaigns.models import CallToAction, Conversation, Delivery, Reply, SendGate
from tests.cast import Cast
from tests.factories import make_call, make_event, make_member, make_sender, signed_in

pytestmark = pytest.mark.django_db
STATES = [*Delivery.State.values, "delivered", "queued"]


def under_way(cast: Cast, *, states: list[str] | None = None, state: str = "sending", **fields: Any) -> CallToAction:
    """An approved message with one person in each of the states."""
    states = states or ["queued", "queued"]
    make_sender(cast.here, segments_per_second=0.1)
    for number in range(len(states)):
        make_member(cast.here, f"Person {number}")
    call = make_call(cast.here, written_by=cast.organizer, **fields)
    calling.ask(call, by=cast.organizer)
    calling.approve(call, by=cast.lead, expected=len(states))
    for row, value in zip(call.deliveries.order_by("pk"), states, strict=True):
        row.state, row.token, row.attempted_at = value, row.token or call.form_key, timezone.now()
        row.save()
    CallToAction.objects.filter(pk=call.pk).update(state=state)
    return CallToAction.objects.get(pk=call.pk)


def replied(row: Delivery, kind: str, minute: int = 0, number: int = 0) -> None:
    call = row.call_to_action
    assert call is not None
    assert call.starts_sending_at is not None
    at = call.starts_sending_at + timedelta(minutes=minute)
    known = {"chapter": row.chapter, "sender": row.sender, "address_index": row.address_index}
    conversation, _is_new = Conversation.objects.get_or_create(**known, defaults={"address": row.address})
    sid = f"SM{row.pk}-{number}"
    Reply.objects.create(
        chapter=row.chapter, conversation=conversation, delivery=row, sid=sid, kind=kind, received_at=at
    )


def test_the_numbers_always_add_up(cast: Cast) -> None:
    call = under_way(cast, states=STATES)
    numbers = progress.of(call)
    shown = [numbers.delivered, numbers.on_the_way, numbers.waiting, numbers.failed, numbers.unsure, numbers.late]
    assert sum(shown) + numbers.passed_over == numbers.total == len(STATES)
    assert numbers.out == numbers.delivered + numbers.on_the_way + numbers.failed + numbers.unsure
    page = signed_in(cast.lead).get(f"/c/highland-park/messages/{call.code}/progress/").content.decode()
    for words in (f"{numbers.out} of 16 sent", "2 delivered", "3 failed", "3 not sent yet", "1 not sure"):
        assert words in page


def test_the_page_asks_again_until_it_is_over(cast: Cast) -> None:
    call = under_way(cast)
    client = signed_in(cast.lead)
    path = f"/c/highland-park/messages/{call.code}/progress/"
    part = client.get(path, headers={"HX-Request": "true"}).content.decode()
    assert 'hx-trigger="every 5s"' in part
    assert "See the latest" in part
    assert "<h1" not in part
    call.deliveries.update(state="delivered")
    CallToAction.objects.update(state="done", finished_at=timezone.now())
    page = client.get(path).content.decode()
    assert "every 5s" not in page
    assert "Use these words again" in page


def test_how_long_is_left_follows_the_pace(cast: Cast) -> None:
    call = under_way(cast, states=["queued"] * 12)
    Delivery.objects.update(not_before=timezone.now())
    assert progress.of(call).left.minutes == 2
    page = signed_in(cast.lead).get(f"/c/highland-park/messages/{call.code}/progress/").content.decode()
    assert "Still to go: about 2 minutes" in page
    Delivery.objects.update(not_before=timezone.now() + timedelta(hours=9))
    page = signed_in(cast.lead).get(f"/c/highland-park/messages/{call.code}/progress/").content.decode()
    assert "Still to go" not in page
    assert "The next ones go" in page


def test_what_people_did(cast: Cast) -> None:
    call = under_way(cast, states=["delivered"] * 4, event=make_event(cast.here, goal=200))
    rows = call.deliveries.order_by("pk")
    for number, (row, kind) in enumerate(zip(rows, ["yes", "no", "words", "stop"], strict=True)):
        replied(row, kind, minute=3 * number)
    replied(rows[0], "yes", minute=30, number=2)
    found = progress.answers(call)
    assert progress.of(call).answered == 4
    assert ([bar.n for bar in found.bars], found.total) == ([2, 2, 0, 0, 0, 0, 1, 0], 5)
    page = signed_in(cast.lead).get(f"/c/highland-park/messages/{call.code}/progress/").content.decode()
    for words in ("See 1 question", "Off our texts at once", "now coming to Candlelight vigil.", "Goal 200."):
        assert words in page


@pytest.mark.parametrize(
    ("state", "reason", "happened", "you_can"),
    [
        ("undelivered", "30006", "This is a landline.", "Ask for another number"),
        ("undelivered", "30003", "The phone was off or out of reach.", "Call them if it matters"),
        ("refused", "21610", "This person sent STOP to our number.", "Nothing to do"),
        ("failed", "30007", "The phone company took it for spam.", "Use other words, and only our own link"),
        ("failed", "39999", "The carrier refused it (code 39999).", "Call them if it matters"),
        ("failed", "", "It did not arrive.", "Call them if it matters"),
        ("parked", "no_proof", "We do not know if it arrived.", "Ask them if it came"),
    ],
)
def test_failures_are_words_with_what_to_do(cast: Cast, state: str, reason: str, happened: str, you_can: str) -> None:
    call = under_way(cast, states=[state, "delivered"])
    call.deliveries.filter(state=state).update(reason=reason)
    page = signed_in(cast.lead).get(f"/c/highland-park/messages/{call.code}/progress/").content.decode()
    for words in ("Person 0", happened, you_can):
        assert words in page
    assert "Person 1" not in page


def test_undo_counts_down_and_takes_back(cast: Cast) -> None:
    call = under_way(cast, state="held")
    client = signed_in(cast.lead)
    page = client.get(f"/c/highland-park/messages/{call.code}/progress/").content.decode()
    assert "Goes out in" in page
    answer = client.post(f"/c/highland-park/messages/{call.code}/undo/", follow=True)
    assert "Taken back. Nobody got anything." in answer.content.decode()
    assert (CallToAction.objects.get().state, Delivery.objects.count()) == ("draft", 0)
    late = client.post(f"/c/highland-park/messages/{call.code}/undo/", follow=True).content.decode()
    assert "Somebody was faster" in late


def test_pause_and_go_on(cast: Cast) -> None:
    call = under_way(cast)
    CallToAction.objects.update(starts_sending_at=timezone.now())  # the hold is over
    client = signed_in(cast.lead)
    assert "Go on sending" in client.post(f"/c/highland-park/messages/{call.code}/pause/", follow=True).content.decode()
    client.post(f"/c/highland-park/messages/{call.code}/resume/")
    assert CallToAction.objects.get().state == "sending"


def test_stop_asks_with_the_number(cast: Cast) -> None:
    call = under_way(cast, states=["delivered", "queued", "claimed"])
    client = signed_in(cast.lead)
    path = f"/c/highland-park/messages/{call.code}/stop/"
    assert "Stop, leave out 2 people" in client.get(path).content.decode()
    assert "Stopped. 2 people are left out." in client.post(path, follow=True).content.decode()
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["cancelled", "cancelled", "delivered"]
    assert client.get(path).status_code == 302


def test_what_was_too_late_is_said(cast: Cast) -> None:
    call = under_way(cast, states=["delivered", "expired"])
    CallToAction.objects.update(state="done", finished_at=timezone.now())
    page = signed_in(cast.lead).get(f"/c/highland-park/messages/{call.code}/progress/").content.decode()
    assert "1 message was not sent in time, and does not go out by itself." in page


def test_an_organizer_watches_but_does_not_stop(cast: Cast) -> None:
    call = under_way(cast)
    client = signed_in(cast.organizer)
    page = client.get(f"/c/highland-park/messages/{call.code}/progress/").content.decode()
    assert "Stop sending" not in page
    for act in ("stop", "pause", "resume", "undo"):
        assert client.post(f"/c/highland-park/messages/{call.code}/{act}/").status_code == 403
    assert CallToAction.objects.get().state == "sending"
    assert signed_in(cast.stranger).get(f"/c/highland-park/messages/{call.code}/progress/").status_code == 404


def test_a_closed_gate_is_said(cast: Cast) -> None:
    call = under_way(cast)
    SendGate.objects.update(is_open=False, reason="A backup was restored.")
    page = signed_in(cast.lead).get(f"/c/highland-park/messages/{call.code}/progress/").content.decode()
    assert "Nothing can be sent right now." in page
    assert "A backup was restored." in page
