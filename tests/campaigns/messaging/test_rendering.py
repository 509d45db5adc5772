"""Words are made when they are about to leave: as things are now, and never for somebody who is gone."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.messaging import freezing, outbox, rendering
from campaigns.messaging.claims import claim
from campaigns.models import CallToAction, CallToActionText, Delivery
from chapters.models import Chapter, Member
from tests.cast import Cast
from tests.factories import make_call, make_email_sender, make_event, make_member, make_sender, phone
from tests.faults.standin import StandIn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forgetful() -> None:
    rendering._writers.clear()


def frozen(chapter: Chapter, **fields: Any) -> CallToAction:
    """A call being sent, its rows due."""
    call = make_call(chapter, state="sending", approved_at="2026-01-01T00:00Z", **fields)
    freezing.freeze(CallToAction.objects.with_words().get(pk=call.pk))
    Delivery.objects.update(not_before="2026-01-01T00:00Z", expires_at="2036-01-01T00:00Z")
    return call


def test_the_row_is_sent_and_kept_with_its_words(cast: Cast, standin: StandIn) -> None:
    make_sender(cast.here)
    member = make_member(cast.here, "Ana Lopez")
    call = frozen(cast.here)
    assert call.deliveries.get().body == ""
    outbox.send("bulk")
    row = call.deliveries.get()
    link = f"http://localhost:8000/t/{row.link_code}/"
    said = f"Highland Park Neighbors: Hi Ana, will you come? {link} Reply IN, or STOP to end."
    assert (row.state, row.body, row.address) == ("accepted", said, member.phone)
    assert [(text["to"], text["body"]) for text in standin.sent()] == [(member.phone, said)]


def test_what_changed_since_the_yes_goes_out_as_it_is_now(cast: Cast, standin: StandIn) -> None:
    make_sender(cast.here)
    member, event = make_member(cast.here, "Ana Lopez"), make_event(cast.here)
    call = make_call(cast.here, event=event, languages=())
    CallToActionText.objects.create(parent=call, language="en", text_body="{first_name}: {when}. STOP to end.")
    call = CallToAction.objects.with_words().get(pk=call.pk)
    freezing.freeze(call)
    [before] = call.deliveries.all()
    assert rendering.fill([before]) == {}
    event.starts_at += timedelta(hours=1)
    event.ends_at += timedelta(hours=1)
    event.save()
    Member.objects.filter(pk=member.pk).update(first_name="Anita")
    rendering._writers.clear()
    [after] = call.deliveries.all()
    assert rendering.fill([after]) == {}
    assert (before.body[:5], after.body[:7]) == ("Ana: ", "Anita: ")
    assert before.body[5:] != after.body[7:]


def test_words_tried_once_stay_the_same(cast: Cast, standin: StandIn) -> None:
    """Otherwise the carrier's list could not prove that they arrived."""
    make_sender(cast.here)
    member = make_member(cast.here, "Ana Lopez")
    call = frozen(cast.here)
    standin.misbehave(too_many=1)
    outbox.send("bulk")
    tried = call.deliveries.get()
    assert (tried.state, tried.attempts) == ("queued", 1)
    Member.objects.filter(pk=member.pk).update(first_name="Anita")
    rendering._writers.clear()
    assert rendering.fill([tried]) == {}
    assert "Hi Ana," in tried.body


def test_somebody_who_left_or_moved_gets_nothing(cast: Cast, standin: StandIn) -> None:
    make_sender(cast.here)
    make_email_sender(cast.here)
    gone = make_member(cast.here, "Gone Away")
    moved = make_member(cast.here, "New Number")
    stays = make_member(cast.here, "Still Here")
    call = frozen(cast.here)
    Delivery.objects.filter(member=gone).update(member=None)  # what erasing a person leaves
    moved.phone = phone()
    moved.save()
    outbox.send("bulk")
    states = set(call.deliveries.values_list("member__name", "state", "reason"))
    assert states == {
        (None, "skipped", "gone"),
        ("New Number", "skipped", "address_changed"),
        ("Still Here", "accepted", ""),
    }
    assert standin.times_each() == {stays.phone: 1}


def test_an_email_has_its_subject(cast: Cast) -> None:
    make_email_sender(cast.here)
    make_member(cast.here, "Ana Lopez", email="ana@example.org", consents=("email",), language="es")
    call = frozen(cast.here, reach="email")
    [one] = claim("bulk", size=5).batch
    row = call.deliveries.get()
    assert (row.subject, row.address, row.body[:39]) == (
        "Will you come?",
        "ana@example.org",
        "Highland Park Neighbors: Hola Ana, vien",
    )
    assert (one.delivery.body, row.state) == (row.body, "claimed")


def test_a_batch_takes_as_many_queries_as_one_row(cast: Cast) -> None:
    make_sender(cast.here)
    for number in range(30):
        make_member(cast.here, f"Ana {number}")
    call = frozen(cast.here)
    counts = []
    for size in (1, 30):
        rendering._writers.clear()
        with CaptureQueriesContext(connection) as queries:
            assert rendering.fill(list(call.deliveries.all()[:size])) == {}
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6
