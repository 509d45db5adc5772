"""The steps with the phone companies: what a lead ticks, what is seen by itself, and what Today says of it."""

from typing import Any

import pytest

from campaigns.messaging.registering import STEPS, STEPS_OF
from campaigns.models import Sender
from chapters.models import AuditEntry
from tests.cast import Cast
from tests.factories import make_email_sender, make_sender, signed_in
from tests.faults.fixtures import make_delivery

pytestmark = pytest.mark.django_db
SENDERS = "/c/highland-park/setup/senders/"


def page_of(sender: Sender) -> str:
    return f"{SENDERS}{sender.code}/registration/"


def new(cast: Cast, **fields: Any) -> Sender:
    return make_sender(cast.here, registration={}, **fields)


def test_every_kind_has_its_own_steps(cast: Cast) -> None:
    client = signed_in(cast.lead)
    for kind, address, others in (
        ("local", "+13235550101", {"verified", "lease", "carriers"}),
        ("standard", "+13235550102", {"verified", "lease", "carriers"}),
        ("toll_free", "+18335550103", {"brand", "campaign", "service", "lease", "carriers"}),
        ("short_code", "55155", {"brand", "campaign", "service", "verified"}),
    ):
        page = client.get(page_of(new(cast, kind=kind, address=address))).content.decode()
        shown = {name for name, step in STEPS.items() if str(step.words) in page}
        assert shown == set(STEPS) - others == set(STEPS_OF[kind])
    assert client.get(page_of(make_email_sender(cast.here))).status_code == 404


def test_a_lead_ticks_a_step_and_takes_it_back(cast: Cast) -> None:
    sender = new(cast)
    client = signed_in(cast.lead)
    assert "2 of 9 steps" in client.get(SENDERS).content.decode()
    assert client.post(page_of(sender), {"step": "brand", "done": "1"})["Location"] == page_of(sender)
    assert list(Sender.objects.get().registration) == ["brand"]
    assert "3 of 9 steps" in client.get(page_of(sender)).content.decode()
    client.post(page_of(sender), {"step": "brand"})
    assert Sender.objects.get().registration == {}
    acts = AuditEntry.objects.order_by("id").values_list("act", "facts__step")
    assert list(acts) == [("sender_step_done", "brand"), ("sender_step_undone", "brand")]
    audit = client.get("/c/highland-park/setup/audit/").content.decode()
    assert "ticked a step of a registration: The group is registered as a brand." in audit


@pytest.mark.parametrize("step", ["", "lease", "no-such-step"])
def test_a_step_that_is_not_on_the_list_is_refused_in_words(cast: Cast, step: str) -> None:
    sender = new(cast)
    answer = signed_in(cast.lead).post(page_of(sender), {"step": step, "done": "1"})
    assert (answer.status_code, "This step is not on the list." in answer.content.decode()) == (422, True)
    assert Sender.objects.get().registration == {}


def test_what_we_can_see_is_ticked_by_itself(cast: Cast) -> None:
    sender = new(cast)
    type(cast.here).objects.update(postal_address="")
    client = signed_in(cast.lead)
    assert client.get(page_of(sender)).content.decode().count("done, we can see it") == 1
    type(cast.here).objects.update(postal_address="PO Box 1")
    Sender.objects.update(messaging_service_sid="MG" + "a" * 32)
    make_delivery(cast.there, sender=make_sender(cast.there), state="delivered")
    make_delivery(cast.here, sender=sender, state="sent", attempted_at="2026-10-01T12:00Z")
    assert client.get(page_of(sender)).content.decode().count("done, we can see it") == 3
    make_delivery(cast.here, sender=sender, state="delivered", attempted_at="2026-10-01T12:00Z")
    assert client.get(page_of(sender)).content.decode().count("done, we can see it") == 4


def test_the_state_of_each_is_in_the_list(cast: Cast) -> None:
    done = make_sender(cast.here)
    client = signed_in(cast.lead)
    assert "Registered" in client.get(SENDERS).content.decode()
    Sender.objects.update(trouble="30034")
    for path in (SENDERS, page_of(done)):
        page = client.get(path).content.decode().replace("</b>", "")
        assert "Blocked: not registered (30034)" in page
        assert "Our number is not registered for group texts yet. Finish the registration of the number." in page


def test_today_says_the_next_step_of_a_number_in_use(cast: Cast) -> None:
    sender = new(cast)
    client = signed_in(cast.lead)
    page = client.get("/c/highland-park/").content.decode()
    assert "Still missing: the registration of" in page
    assert "Next: Twilio has the legal name and the tax number (EIN)." in page
    assert page_of(sender) in page
    Sender.objects.update(is_active=False)
    assert "the registration of" not in client.get("/c/highland-park/").content.decode()
    Sender.objects.update(is_active=True, registration=dict.fromkeys(STEPS, "2026-09-01"))
    assert "the registration of" not in client.get("/c/highland-park/").content.decode()


def test_only_those_who_set_up_see_it(cast: Cast) -> None:
    sender = new(cast)
    assert signed_in(cast.organizer).get(page_of(sender)).status_code == 403
    assert signed_in(cast.stranger).post(page_of(sender), {"step": "brand", "done": "1"}).status_code == 404
