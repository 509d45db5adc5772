"""Every reason is a sentence in each language, and says what we did and what a lead can do."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone, translation

from campaigns.messaging import failures, outbox, progress, sweep
from campaigns.messaging.failures import Kind
from campaigns.models import CallToAction, Delivery, LeadNotice, Sender
from tests.cast import Cast
from tests.factories import make_member, signed_in
from tests.faults.fixtures import make_asks, make_delivery
from tests.faults.standin import StandIn

pytestmark = pytest.mark.django_db
CODES = [
    str(code)
    for code in (
        *(20003, 20005, 20404, 21701, 20429, 20500, 20503, 21211, 21614, 21635, 21610),
        *(21612, 21408, 21602, 21603, 21604, 21606, 21617, 21620, 21623, 21609, 21266),
        *(21611, 21212, 30001, 30036, 30003, 30004, 30005, 30006, 30007, 30008, 30500),
        *(30034, 30032, 30022, 30023, 30025, 30027, 30450, 30610, 14107, 30039),
    )
]
OURS = [
    *("opted_out", "asked_lately", "stopped", "too_late", "too_slow", "connection", "worker_ended"),
    *("no_proof", "not_there", "daily_cap", "carrier_cap", "gone", "address_changed", "answered"),
    *("many_stops", "busy", "email_refused", "smtp_sign_in", "smtp_sender"),
]
BROKEN_LINES = ("ReadTimeout", "ConnectionError", "SMTPServerDisconnected", "http 401", "http 403")


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("reason", [*CODES, *OURS, *BROKEN_LINES])
def test_every_reason_is_a_sentence(reason: str, language: str) -> None:
    with translation.override(language):
        words, advice = failures.words(reason), failures.advice(reason)
        we_did = str(failures.of(reason).we_did)
    assert words[0].isupper()
    assert words.endswith(".")
    assert re.search(r"\d{5}|_|None|Error|Timeout", f"{words} {advice} {we_did}") is None
    assert max(len(part.split()) for part in re.split(r"[.:]", f"{words} {advice} {we_did}.")) <= 15


@pytest.mark.parametrize("reason", sorted(failures.TABLE))
def test_every_row_is_translated(reason: str) -> None:
    with translation.override("es"):
        spanish = [failures.words(reason), failures.advice(reason), str(failures.of(reason).we_did)]
    with translation.override("en"):
        english = [failures.words(reason), failures.advice(reason), str(failures.of(reason).we_did)]
    assert not set(spanish) & set(english)


def test_what_is_marked_on_a_person_fits() -> None:
    rows = [cause.words for cause in failures.TABLE.values() if cause.kind in (Kind.NUMBER, Kind.EMAIL)]
    for language in ("en", "es"):
        with translation.override(language):
            assert [str(words) for words in rows if len(str(words)) > 60] == []


def test_what_no_row_names() -> None:
    assert failures.words("39999") == failures.words("http 39999") == "The carrier refused it (code 39999)."
    assert (failures.words(""), failures.advice("")) == ("", "")
    assert (failures.words("Wait for the venue"), failures.advice("Wait for the venue")) == ("Wait for the venue", "")
    assert progress.in_words(Delivery(reason="")).happened == "It did not arrive."


@pytest.mark.parametrize("code", ["30023", "30027"])
def test_the_carriers_cap_holds_the_message_and_not_the_number(cast: Cast, code: str) -> None:
    call, rows = make_asks(cast.here, 2)
    Delivery.objects.filter(pk=rows[0].pk).update(state="sent", attempts=1, attempted_at=timezone.now(), sid="SM1")
    rows[0].refresh_from_db()
    sweep.follow(rows[0], "undelivered", sid="SM1", code=code)
    call.refresh_from_db()
    assert (call.state, call.paused_reason, Sender.objects.get().trouble) == ("paused", code, "")
    page = signed_in(cast.lead).get(f"/c/highland-park/messages/{call.code}/progress/").content.decode()
    assert "The phone company’s limit for today is reached." in page.replace("&#x27;", "’")
    assert "Go on tomorrow." in page


def test_an_old_failure_does_not_stop_a_run_that_a_lead_let_go_on(cast: Cast) -> None:
    call, rows = make_asks(cast.here, 2)
    sent_at = call.updated_at - timedelta(minutes=1)
    Delivery.objects.filter(pk=rows[0].pk).update(state="sent", attempts=1, attempted_at=sent_at, sid="SM1")
    rows[0].refresh_from_db()
    sweep.follow(rows[0], "undelivered", sid="SM1", code="30023")
    call.refresh_from_db()
    assert call.state == "sending"


def test_a_full_line_at_twilio_pauses_and_keeps_everyone(cast: Cast, standin: StandIn) -> None:
    call, asks = make_asks(cast.here, 3)
    standin.misbehave(refuse=1, refuse_code=21611)
    outbox.send("bulk")
    call.refresh_from_db()
    assert (call.state, call.paused_reason, Sender.objects.get().trouble) == ("paused", "21611", "")
    assert set(Delivery.objects.values_list("state", flat=True)) == {"queued"}
    CallToAction.objects.update(state="sending")
    outbox.send("bulk")
    assert standin.times_each() == {ask.address: 1 for ask in asks}


def test_words_that_no_phone_may_get_pause_the_message(cast: Cast, standin: StandIn) -> None:
    call, _asks = make_asks(cast.here, 3)
    standin.misbehave(refuse=1, refuse_code=21617)
    outbox.send("bulk")
    call.refresh_from_db()
    assert (call.state, call.paused_reason) == ("paused", "21617")
    assert LeadNotice.objects.get().about == "paused"


def test_a_bad_number_is_marked_until_it_changes(cast: Cast) -> None:
    member = make_member(cast.here, phone="+13235550142")
    sent = make_delivery(cast.here, address=member.phone, member=member, state="sent", attempts=1, sid="SM1")
    sweep.follow(sent, "undelivered", sid="SM1", code="30006")
    member.refresh_from_db()
    assert member.phone_trouble == "This is a landline."
    form = {"name": member.name, "phone": "323 555 0143", "language": "en", "zip": "90042"}
    signed_in(cast.lead).post(f"/c/highland-park/people/{member.code}/edit/", form)
    member.refresh_from_db()
    assert (member.phone, member.phone_trouble) == ("+13235550143", "")


def test_a_phone_that_blocks_us_gets_no_more_texts(cast: Cast) -> None:
    member = make_member(cast.here)
    sent = make_delivery(cast.here, address=member.phone, member=member, state="sent", attempts=1, sid="SM1")
    sweep.follow(sent, "undelivered", sid="SM1", code="30004")
    assert list(cast.here.members.reachable_by("text")) == []
