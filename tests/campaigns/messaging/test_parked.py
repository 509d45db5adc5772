"""What nobody can prove: a lead says that it arrived, or sends it again while it is not too late."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.messaging import outbox
from campaigns.models import CallToAction, Delivery
from chapters.models import AuditEntry
from tests.cast import Cast
from tests.factories import signed_in
from tests.faults.fixtures import make_asks
from tests.faults.standin import StandIn


@pytest.fixture
def parked(cast: Cast) -> Delivery:
    call, [ask] = make_asks(cast.here, 1)
    CallToAction.objects.filter(pk=call.pk).update(state="done")
    Delivery.objects.filter(pk=ask.pk).update(
        state="parked", reason="no_proof", attempts=1, attempted_at=timezone.now() - timedelta(minutes=40)
    )
    return Delivery.objects.get()


def path(delivery: Delivery, act: str, *, slug: str = "highland-park") -> str:
    assert delivery.call_to_action
    return f"/c/{slug}/messages/{delivery.call_to_action.code}/parked/{delivery.code}{act}"


def state() -> tuple[str, str]:
    delivery = Delivery.objects.get()
    assert delivery.call_to_action
    return delivery.state, delivery.call_to_action.state


def test_it_arrived(cast: Cast, parked: Delivery) -> None:
    lead = signed_in(cast.lead)
    page = lead.get(f"/c/highland-park/messages/{parked.call_to_action.code}/progress/").content.decode()  # type: ignore[union-attr]
    assert path(parked, "/arrived/") in page
    assert path(parked, "/again/") in page
    assert lead.post(path(parked, "/arrived/")).status_code == 302
    assert (state(), AuditEntry.objects.get(act="parked_marked_sent").user) == (("sent", "done"), cast.lead)
    lead.post(path(parked, "/again/"))
    assert state() == ("sent", "done")


def test_it_did_not_and_goes_out_once_more(cast: Cast, parked: Delivery, standin: StandIn) -> None:
    signed_in(cast.lead).post(path(parked, "/again/"))
    assert state() == ("queued", "sending")
    outbox.send("bulk")
    outbox.pump()
    assert (state(), standin.times_each()) == (("accepted", "done"), {parked.address: 1})


def test_too_late_is_still_not_sent(cast: Cast, parked: Delivery) -> None:
    Delivery.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    page = signed_in(cast.lead).post(path(parked, "/again/"), follow=True).content.decode()
    assert (state(), "too late to send it" in page) == (("parked", "done"), True)
    assert path(parked, "/again/") not in page


def test_only_a_lead_of_this_chapter_decides(cast: Cast, parked: Delivery) -> None:
    assert signed_in(cast.organizer).post(path(parked, "/arrived/")).status_code == 403
    assert signed_in(cast.stranger).post(path(parked, "/arrived/")).status_code == 404
    assert signed_in(cast.stranger).post(path(parked, "/arrived/", slug="east-valley")).status_code == 404
    assert state() == ("parked", "done")
