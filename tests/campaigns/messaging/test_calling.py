"""From draft to done: each step happens once, whoever tries it how often."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from campaigns.messaging import calling
from campaigns.models import CallToAction, Delivery
from tests.cast import Cast
from tests.factories import make_call, make_consent, make_event, make_member, make_sender

pytestmark = pytest.mark.django_db


def asked(cast: Cast, *, people: int = 2, **fields: Any) -> CallToAction:
    """A message of the organizer to so many people, waiting for a yes."""
    if not cast.here.senders.exists():
        make_sender(cast.here)
    for number in range(people):
        make_member(cast.here, f"Person {number}")
    call = make_call(cast.here, written_by=cast.organizer, **fields)
    calling.ask(call, by=cast.organizer)
    return call


def state_of(call: CallToAction) -> str:
    return CallToAction.objects.get(pk=call.pk).state


def acts(cast: Cast) -> list[str]:
    return [*cast.here.audit_entries.order_by("pk").values_list("act", flat=True)]


def test_a_yes_freezes_the_audience_and_starts_the_hold(cast: Cast, settings: Any) -> None:
    settings.SEND_HOLD_SECONDS = 120
    call = asked(cast)
    assert calling.approve(call, by=cast.lead, expected=2) == 2
    call.refresh_from_db()
    assert (call.state, call.approved_by, call.approved_count) == ("held", cast.lead, 2)
    assert call.starts_sending_at is not None
    assert call.approved_at is not None
    assert call.starts_sending_at - call.approved_at == timedelta(seconds=120)
    assert call.deliveries.filter(state="queued").count() == 2
    assert Delivery.objects.claimable().count() == 0
    make_member(cast.here, "Came Later")
    assert call.deliveries.count() == 2
    entry = cast.here.audit_entries.get(act="call_approved")
    assert (entry.user, entry.facts["people"], entry.facts["messages"]) == (cast.lead, 2, 2)


def test_a_set_time_is_kept(cast: Cast) -> None:
    at = timezone.now() + timedelta(days=1)
    call = asked(cast, send_at=at)
    calling.approve(call, by=cast.lead, expected=2)
    call.refresh_from_db()
    assert (call.state, call.starts_sending_at) == ("scheduled", at)
    assert all(row.not_before >= at for row in call.deliveries.all())


def test_the_number_that_was_agreed_to_is_the_number_that_goes(cast: Cast) -> None:
    call = asked(cast)
    make_member(cast.here, "Joined Since")
    with pytest.raises(calling.Changed, match="now it is 3 people"):
        calling.approve(call, by=cast.lead, expected=2)
    assert (state_of(call), call.deliveries.count(), acts(cast)) == ("asked", 0, ["call_asked"])
    call.refresh_from_db()
    assert calling.approve(call, by=cast.lead, expected=3) == 3


def test_who_wrote_it_says_yes_only_to_a_few(cast: Cast) -> None:
    cast.here.approval_limit = 2
    cast.here.save()
    call = asked(cast, people=3)
    CallToAction.objects.filter(pk=call.pk).update(written_by=cast.lead)
    call = CallToAction.objects.get(pk=call.pk)
    with pytest.raises(calling.NotNow, match="another lead"):
        calling.approve(call, by=cast.lead, expected=3)
    assert (state_of(call), call.deliveries.count()) == ("asked", 0)
    make_consent(cast.here.members.latest("pk"), given=False)
    call = CallToAction.objects.get(pk=call.pk)
    assert calling.approve(call, by=cast.lead, expected=2) == 2


def test_the_same_words_twice_in_a_day_must_be_meant(cast: Cast) -> None:
    first = asked(cast)
    calling.approve(first, by=cast.lead, expected=2)
    for number in range(2):
        make_member(cast.here, f"New {number}")
    second = make_call(cast.here, written_by=cast.organizer, title="Another name, same words")
    calling.ask(second, by=cast.organizer)
    with pytest.raises(calling.SaidBefore):
        calling.approve(second, by=cast.lead, expected=2)
    assert second.deliveries.count() == 0
    second.refresh_from_db()
    assert calling.approve(second, by=cast.lead, expected=2, again=True) == 2


def test_nobody_is_asked_to_what_has_begun(cast: Cast) -> None:
    call = asked(cast, event=make_event(cast.here, days=-0.01))
    with pytest.raises(calling.NotNow, match="has begun"):
        calling.approve(call, by=cast.lead, expected=2)
    assert (state_of(call), call.deliveries.count()) == ("asked", 0)


def test_undo_in_the_hold_leaves_no_trace_at_anyone(cast: Cast) -> None:
    call = asked(cast)
    calling.approve(call, by=cast.lead, expected=2)
    calling.undo(call, by=cast.lead)
    call.refresh_from_db()
    assert (call.state, call.approved_at, call.deliveries.count(), call.fingerprint) == ("draft", None, 0, "")
    calling.ask(call, by=cast.organizer)
    assert calling.approve(call, by=cast.lead, expected=2) == 2


def test_pause_resume_stop(cast: Cast) -> None:
    call = asked(cast)
    calling.approve(call, by=cast.lead, expected=2)
    CallToAction.objects.filter(pk=call.pk).update(state="sending")
    with pytest.raises(calling.NotNow, match="sending now"):
        calling.undo(call, by=cast.lead)
    calling.pause(call, by=cast.lead, reason="Wait for the venue")
    assert CallToAction.objects.get(pk=call.pk).paused_reason == "Wait for the venue"
    calling.resume(call, by=cast.lead)
    first = call.deliveries.order_by("pk")[0]
    Delivery.objects.filter(pk=first.pk).update(state="delivered")
    assert calling.stop(call, by=cast.lead) == 1
    call.refresh_from_db()
    assert (call.state, call.stopped_by, call.finished_at is not None) == ("stopped", cast.lead, True)
    assert sorted(call.deliveries.values_list("state", "reason")) == [("cancelled", "stopped"), ("delivered", "")]
    assert acts(cast)[2:] == ["call_paused", "call_resumed", "call_stopped"]


def test_a_message_is_sent_back_taken_back_and_thrown_away(cast: Cast) -> None:
    call = asked(cast)
    calling.send_back(call, "Say where.", by=cast.lead)
    assert (call.state, call.sent_back_reason) == ("sent_back", "Say where.")
    calling.ask(call, by=cast.organizer)
    calling.take_back(call, by=cast.organizer)
    assert (state_of(call), call.sent_back_reason) == ("draft", "")
    calling.throw_away(call, by=cast.organizer)
    assert not CallToAction.objects.exists()
    with pytest.raises(calling.NotNow, match="thrown away"):
        calling.ask(call, by=cast.organizer)


def test_what_waits_for_a_yes_is_not_thrown_away(cast: Cast) -> None:
    call = asked(cast)
    with pytest.raises(calling.NotNow, match="waits for a yes"):
        calling.throw_away(call, by=cast.organizer)
    assert state_of(call) == "asked"


@pytest.mark.django_db(transaction=True)
def test_two_yeses_at_once_are_one_run(cast: Cast) -> None:
    call = asked(cast, people=5)

    def approve(number: int) -> bool:
        try:
            mine = CallToAction.objects.with_words().get(pk=call.pk)
            calling.approve(mine, by=[cast.lead, cast.second_lead][number % 2], expected=5)
        except calling.NotNow:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(approve, range(20))) == 1
    assert call.deliveries.count() == 5
    assert acts(cast).count("call_approved") == 1
