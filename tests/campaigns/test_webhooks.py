"""What Twilio posts to us: only the genuine counts, in whatever order and however often it comes."""

from itertools import permutations
from typing import Any

import psycopg2
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from twilio.request_validator import RequestValidator

from campaigns.messaging import outbox
from campaigns.models import Conversation, Delivery, Reply, Sender
from chapters.models import OptOut
from tests.cast import Cast
from tests.factories import make_chapter, make_member, make_sender, phone, signed_in
from tests.faults.fixtures import make_asks, make_delivery
from tests.faults.standin import StandIn

INBOUND = "/hooks/twilio/inbound/"
SID = "SM" + "a" * 32


def post(client: Client, path: str, fields: dict[str, str], *, token: str = "", **extra: Any) -> Any:
    """As Twilio posts it; signed with the first of our tokens unless another is given."""
    from django.conf import settings

    signature = RequestValidator(token or settings.TWILIO_AUTH_TOKENS[0]).compute_signature(
        settings.PUBLIC_URL + path, fields
    )
    return client.post(path, fields, headers={"X-Twilio-Signature": signature}, **extra)


def status_path(delivery: Delivery) -> str:
    return reverse("campaigns:status", args=[delivery.code])


def report(client: Client, delivery: Delivery, status: str, *, sid: str = SID, code: str = "") -> tuple[int, str, str]:
    fields = {"MessageSid": sid, "MessageStatus": status} | ({"ErrorCode": code} if code else {})
    answer = post(client, status_path(delivery), fields)
    delivery.refresh_from_db()
    return answer.status_code, delivery.state, delivery.sid


@pytest.fixture
def sent(cast: Cast) -> Delivery:
    return make_delivery(cast.here, state="accepted", attempts=1, sid=SID)


def test_a_forged_one_changes_nothing(cast: Cast, client: Client, sent: Delivery) -> None:
    fields = {"MessageSid": SID, "MessageStatus": "delivered"}
    assert client.post(status_path(sent), fields).status_code == 403
    assert post(client, status_path(sent), fields, token="guessed").status_code == 403
    stop = {"MessageSid": SID, "From": "+13235550142", "To": sent.sender.address, "Body": "STOP"}
    assert post(client, INBOUND, stop, token="guessed").status_code == 403
    sent.refresh_from_db()
    assert (sent.state, OptOut.objects.count(), Reply.objects.count()) == ("accepted", 0, 0)


def test_a_tampered_one_changes_nothing(client: Client, sent: Delivery, settings: Settings) -> None:
    signed = {"MessageSid": SID, "MessageStatus": "sent"}
    path = status_path(sent)
    signature = RequestValidator(settings.TWILIO_AUTH_TOKENS[0]).compute_signature(settings.PUBLIC_URL + path, signed)
    headers = {"X-Twilio-Signature": signature}
    assert client.post(path, signed | {"MessageStatus": "failed"}, headers=headers).status_code == 403
    assert client.post(f"{path}?x=1", signed, headers=headers).status_code == 403
    assert client.post(path, signed, headers=headers).status_code == 200
    assert Delivery.objects.get().state == "sent"


def test_the_second_token_counts_during_a_change(client: Client, sent: Delivery, settings: Settings) -> None:
    settings.TWILIO_AUTH_TOKENS = ["new", "old"]
    fields = {"MessageSid": SID, "MessageStatus": "sent"}
    assert post(client, status_path(sent), fields, token="old").status_code == 200
    assert Delivery.objects.get().state == "sent"


@pytest.mark.parametrize("path", [INBOUND, "/hooks/twilio/status/abc/"])
def test_a_megabyte_is_too_large(db: None, client: Client, path: str) -> None:
    assert client.post(path, {"Body": "x" * 1_000_000}).status_code == 413


def test_what_we_do_not_know_is_taken_quietly(db: None, client: Client) -> None:
    fields = {"MessageSid": SID, "MessageStatus": "delivered"}
    assert post(client, "/hooks/twilio/status/none/", fields).status_code == 200
    stranger = {"MessageSid": SID, "From": "+13235550142", "To": "+13235550111", "Body": "hi"}
    assert post(client, INBOUND, stranger).status_code == 200
    assert Conversation.objects.count() == 0


def test_get_is_not_a_webhook(sent: Delivery, client: Client) -> None:
    assert client.get(INBOUND).status_code == 405
    assert client.get(status_path(sent)).status_code == 405


@pytest.mark.parametrize(
    ("told", "states"),
    [
        (["queued", "sent", "delivered"], ["accepted", "sent", "delivered"]),
        (["delivered", "sent", "queued"], ["delivered"] * 3),
        (["sent", "sent", "delivered", "delivered", "undelivered"], ["sent"] * 2 + ["delivered"] * 3),
        (["undelivered", "delivered"], ["undelivered"] * 2),
        (["strange"], ["accepted"]),
    ],
)
def test_a_status_only_moves_up(client: Client, sent: Delivery, told: list[str], states: list[str]) -> None:
    assert [report(client, sent, status) for status in told] == [(200, state, SID) for state in states]


@pytest.mark.parametrize("state", ["sending", "unknown", "parked", "queued"])
def test_a_callback_is_proof_that_it_was_taken(cast: Cast, client: Client, standin: StandIn, state: str) -> None:
    token = "00000000-0000-0000-0000-000000000007"
    delivery = make_delivery(cast.here, state=state, attempts=1, token=token)
    assert report(client, delivery, "sent") == (200, "sent", SID)
    outbox.send("default")
    assert standin.calls("POST") == 0


def test_a_callback_for_what_was_never_tried_is_not_believed(cast: Cast, client: Client) -> None:
    assert report(client, make_delivery(cast.here), "delivered") == (200, "queued", "")


def test_a_landline_is_marked_and_a_missing_registration_pauses_the_run(cast: Cast, client: Client) -> None:
    member = make_member(cast.here)
    call, [first, second, _third] = make_asks(cast.here, 3)
    Delivery.objects.filter(pk__in=[first.pk, second.pk]).update(
        state="accepted", attempts=1, address_index=member.phone_index
    )
    assert report(client, first, "undelivered", code="30006")[1] == "undelivered"
    member.refresh_from_db()
    assert member.phone_trouble == "This is a landline."
    assert report(client, second, "undelivered", sid="SM2", code="30034")[1] == "undelivered"
    call.refresh_from_db()
    assert (call.state, call.paused_reason) == ("paused", "30034")


def text_us(client: Client, sender: Sender, body: str, *, person: str, sid: str = SID, **more: str) -> Any:
    fields = {"MessageSid": sid, "From": person, "To": sender.address, "Body": body, "NumMedia": "0"}
    return post(client, INBOUND, fields | more)


def test_stop_is_stored_before_the_answer_and_holds_everywhere(cast: Cast, client: Client, standin: StandIn) -> None:
    sender, member = make_sender(cast.here), make_member(cast.here)
    make_member(cast.there, phone=member.phone)
    _call, [ask] = make_asks(cast.there, 1, sender=make_sender(cast.there), address=member.phone)
    answer = text_us(client, sender, "ya no me manden mensajes por favor", person=member.phone)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/xml")
    assert answer.content.endswith(b"<Response/>")
    assert OptOut.objects.get().chapter is None
    outbox.send("bulk")
    ask.refresh_from_db()
    assert (standin.sent(), ask.state) == ([], "skipped")


def test_the_same_text_twice_counts_once(cast: Cast, client: Client) -> None:
    sender, person = make_sender(cast.here), phone()
    for _ in range(2):
        assert text_us(client, sender, "Is there parking?", person=person).status_code == 200
    assert Reply.objects.count() == 1


ODD = [
    "\x00STOP\x00",
    "st\x00op",
    "\u202eSTOP\u202c",
    "ＳＴＯＰ",
    "👨‍👩‍👧‍👦" * 300,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L" * 50,
    "\ud7ff\ufffe\uffff",
    "%s %(x)s {0} {first_name} {{ x }} {% now %}",
    "<script>alert(1)</script>",
    "\r\n\t",
    "(" * 1600,
    "no " * 530,
    "ya no me manden " * 100,
]


@pytest.mark.parametrize("body", ODD)
def test_whatever_is_written_is_kept_and_shown(cast: Cast, client: Client, body: str) -> None:
    assert text_us(client, make_sender(cast.here), body, person=phone()).status_code == 200
    thread = Conversation.objects.get()
    assert Reply.objects.get().body == body.replace("\x00", "")
    page = signed_in(cast.lead).get(f"/c/highland-park/replies/{thread.code}/")
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize("body", ODD[:4])
def test_a_stop_in_odd_letters_is_a_stop(cast: Cast, client: Client, body: str) -> None:
    text_us(client, make_sender(cast.here), body, person=phone())
    assert OptOut.objects.count() == 1


LONG = "x" * 5_000


@pytest.mark.parametrize("name", ["MessageSid", "From", "To", "Body", "NumMedia", "OptOutType", "MessagingServiceSid"])
@pytest.mark.parametrize("value", [None, "", "\x00", LONG, "٣٤٥", "-1"])
def test_no_field_of_a_text_makes_us_fall(cast: Cast, client: Client, name: str, value: str | None) -> None:
    sender = make_sender(cast.here)
    fields = {"MessageSid": SID, "From": phone(), "To": sender.address, "Body": "Is there parking?", name: value}
    answer = post(client, INBOUND, {key: given for key, given in fields.items() if given is not None})
    assert answer.status_code == 200
    is_lost = name in {"MessageSid", "From"} and value in {None, "", "\x00"}
    is_elsewhere = name == "To"
    assert Reply.objects.count() == (0 if is_lost or is_elsewhere else 1)


@pytest.mark.parametrize("name", ["MessageSid", "MessageStatus", "ErrorCode"])
@pytest.mark.parametrize("value", [None, "", "\x00", LONG, "٣٤٥", "-1"])
def test_no_field_of_a_status_makes_us_fall(client: Client, sent: Delivery, name: str, value: str | None) -> None:
    fields = {"MessageSid": SID, "MessageStatus": "failed", "ErrorCode": "30006", name: value}
    answer = post(client, status_path(sent), {key: given for key, given in fields.items() if given is not None})
    assert answer.status_code == 200
    assert Delivery.objects.get().state in {"accepted", "failed"}


@pytest.mark.parametrize(("length", "status"), [("abc", 400), ("-5", 400), ("٣", 400), ("9" * 5_000, 413), ("", 403)])
@pytest.mark.parametrize("path", [INBOUND, "/hooks/twilio/status/abc/"])
def test_a_length_that_is_no_number(db: None, client: Client, path: str, length: str, status: int) -> None:
    assert client.post(path, {"Body": "x"}, CONTENT_LENGTH=length).status_code == status


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "text/plain",
        "multipart/form-data",
        "multipart/form-data; boundary=none",
        "application/x-www-form-urlencoded; charset=klingon",
        "",
    ],
)
def test_another_kind_of_body_is_refused(db: None, client: Client, kind: str) -> None:
    answer = client.generic("POST", INBOUND, b'{"Body": "STOP"}', content_type=kind)
    assert answer.status_code in {400, 403}
    assert OptOut.objects.count() == 0


def test_statuses_in_any_order_lose_nothing(cast: Cast, client: Client) -> None:
    """Every order of the four words ends at the same place, and none of them comes back."""
    for order in permutations(["queued", "sending", "sent", "delivered"]):
        delivery = make_delivery(cast.here, state="accepted", attempts=1, sid="")
        assert {report(client, delivery, status, sid=f"SM{delivery.pk}")[0] for status in order} == {200}
        assert (delivery.state, delivery.sid) == ("delivered", f"SM{delivery.pk}")


def test_a_messaging_service_is_known_by_its_sid(cast: Cast, client: Client) -> None:
    sender = make_sender(cast.here, messaging_service_sid="MG1")
    fields = {"MessageSid": SID, "From": phone(), "To": "+13235550999", "Body": "hi", "MessagingServiceSid": "MG1"}
    post(client, INBOUND, fields)
    assert Conversation.objects.get().sender == sender


def test_a_picture_waits_for_a_person(cast: Cast, client: Client) -> None:
    text_us(client, make_sender(cast.here), "", person=phone(), NumMedia="1")
    assert (Reply.objects.get().body, Conversation.objects.waiting().count()) == ("[picture]", 1)


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_database_closed_costs_no_status(client: Client) -> None:
    """Hooks do not ask first whether a kept connection still answers."""
    sent = make_delivery(make_chapter("highland-park"), state="accepted", attempts=1, sid=SID)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        mine = cursor.fetchone()[0]
    other = psycopg2.connect(connection.connection.dsn, password=connection.settings_dict["PASSWORD"])
    with other, other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [mine])
    other.close()
    assert report(client, sent, "delivered") == (200, "delivered", SID)
