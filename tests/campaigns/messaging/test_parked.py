"""What nobody can prove: a lead says that it arrived, or sends it again while it is not too late."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.messaging import outbox
from campaigns.models import CallToAction, Delivery
from chapters.members import consenting
from chapters.models import AuditEntry
from tests.campaigns.messaging.test_replies import REPLIES, wrote
from tests.campaigns.messaging.test_thread import sent
from tests.cast import Cast
from tests.factories import make_member, make_sender, signed_in
from tests.faults.fixtures import make_asks, make_delivery
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


# --- answers, confirmations, reminders: written to one person ----------------------------------------

UNSURE = "/c/highland-park/replies/unsure/"


@pytest.fixture
def answer(cast: Cast) -> Delivery:
    """An answer of two hours ago that nobody can prove sent; its 15 minutes are long over."""
    rosa = make_member(cast.here, "Rosa Villalobos")
    thread = wrote(cast.here, "¿A qué hora?", member=rosa, waiting_since=None)
    make_delivery(
        cast.there, sender=make_sender(cast.there), state="parked", attempts=1, body="CANARY", purpose="answer"
    )
    row = sent(thread, "A las 7.", purpose="answer", queue="urgent", state="parked", written_by=cast.lead, attempts=1)
    Delivery.objects.filter(pk=row.pk).update(conversation=thread, expires_at=timezone.now() - timedelta(hours=2))
    return Delivery.objects.get(pk=row.pk)


def now(row: Delivery) -> str:
    return Delivery.objects.get(pk=row.pk).state


def test_a_parked_answer_is_on_today_in_its_thread_and_in_the_list(cast: Cast, answer: Delivery) -> None:
    for user, name in ((cast.lead, "Rosa Villalobos"), (cast.texter, "Rosa V.")):
        client = signed_in(user)
        assert "Decide about 1 answer" in client.get("/c/highland-park/").content.decode()
        page = client.get(UNSURE).content.decode()
        assert name in page
        assert "CANARY" not in page
        thread = client.get(f"{REPLIES}{answer.conversation.code}/").content.decode()  # type: ignore[union-attr]
        for html in (page, thread):
            assert f"{UNSURE}{answer.code}/arrived/" in html
            assert f"{UNSURE}{answer.code}/again/" in html


def test_the_answer_arrived(cast: Cast, answer: Delivery) -> None:
    texter = signed_in(cast.texter)
    back = texter.post(f"{UNSURE}{answer.code}/arrived/", {"in_thread": "1"})
    assert back["Location"] == f"{REPLIES}{answer.conversation.code}/"  # type: ignore[union-attr]
    assert (now(answer), AuditEntry.objects.get(act="parked_marked_sent").user) == ("sent", cast.texter)
    assert "Nothing to decide" in texter.get(UNSURE).content.decode()


def test_the_answer_goes_out_once_more_with_a_new_life(cast: Cast, answer: Delivery, standin: StandIn) -> None:
    lead = signed_in(cast.lead)
    for _click in range(2):
        assert lead.post(f"{UNSURE}{answer.code}/again/")["Location"] == UNSURE
    assert now(answer) == "queued"
    outbox.send("urgent")
    assert (now(answer), standin.times_each()) == ("accepted", {answer.address: 1})


def test_old_words_are_not_sent_again(cast: Cast, answer: Delivery) -> None:
    Delivery.objects.filter(pk=answer.pk).update(created_at=timezone.now() - timedelta(days=4))
    lead = signed_in(cast.lead)
    assert f"{UNSURE}{answer.code}/again/" not in lead.get(UNSURE).content.decode()
    lead.post(f"{UNSURE}{answer.code}/again/")
    assert now(answer) == "parked"


def test_a_person_who_stopped_meanwhile_gets_nothing(cast: Cast, answer: Delivery, standin: StandIn) -> None:
    consenting.stop("text", answer.address, source="keyword")
    signed_in(cast.lead).post(f"{UNSURE}{answer.code}/again/")
    outbox.send("urgent")
    assert (now(answer), standin.sent()) == ("skipped", [])


def test_a_reminder_is_not_sent_after_its_time(cast: Cast, answer: Delivery) -> None:
    Delivery.objects.filter(pk=answer.pk).update(purpose="reminder")
    signed_in(cast.lead).post(f"{UNSURE}{answer.code}/again/")
    assert now(answer) == "parked"


def test_calls_are_not_decided_here(cast: Cast, parked: Delivery) -> None:
    """Nor by texters: that takes a lead."""
    assert signed_in(cast.texter).post(f"{UNSURE}{parked.code}/arrived/").status_code == 404
    assert signed_in(cast.volunteer).get(UNSURE).status_code == 403
    assert state() == ("parked", "done")
