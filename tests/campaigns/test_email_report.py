"""What email services report: only the genuine counts, in whatever order and however often it comes."""

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from pytest_django.fixtures import Settings

from campaigns.messaging import sweep
from campaigns.models import Delivery
from chapters.models import Consent, Member, OptOut
from tests.cast import Cast
from tests.factories import make_email_sender, make_member
from tests.faults.fixtures import make_delivery

SENDGRID, POSTMARK = "/hooks/email/sendgrid/", "/hooks/email/postmark/"
SECRET = "chapter:a-long-secret"
ADDRESS = "lupe@example.org"


@pytest.fixture(autouse=True)
def secret(settings: Settings) -> None:
    settings.ANYMAIL = settings.ANYMAIL | {"WEBHOOK_SECRET": SECRET}


@pytest.fixture
def sent(cast: Cast) -> Delivery:
    make_member(cast.here, email=ADDRESS, consents=("email",))
    make_member(cast.there, email=ADDRESS, consents=("email",))
    return letter(cast)


def letter(cast: Cast, **fields: Any) -> Delivery:
    sender = cast.here.senders.filter(kind="email").first() or make_email_sender(cast.here)
    facts = {"channel": "email", "address": ADDRESS, "state": "accepted", "attempts": 1, "sid": "esp-1"} | fields
    return make_delivery(cast.here, sender=sender, **facts)


def post(client: Client, said: object, *, path: str = SENDGRID, secret: str = SECRET, **headers: str) -> int:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    proof = {"Authorization": "Basic " + base64.b64encode(secret.encode()).decode()} if secret else {}
    return client.post(path, body, content_type="application/json", headers=proof | headers).status_code


def event(kind: str, of: Delivery | None = None, /, **more: Any) -> dict[str, Any]:
    """As SendGrid posts it, with our code among its fields."""
    ours = {"delivery": of.code, "anymail_id": of.sid, "email": of.address} if of else {}
    return {"event": kind, "timestamp": 1_700_000_000, "sg_event_id": kind} | ours | more


def state(delivery: Delivery) -> tuple[str, str]:
    delivery.refresh_from_db()
    return delivery.state, delivery.reason


def trouble() -> list[str]:
    return list(Member.objects.order_by("pk").values_list("email_trouble", flat=True))


def test_a_report_moves_the_message_up(client: Client, sent: Delivery) -> None:
    assert post(client, [event("delivered", sent)]) == 200
    assert state(sent) == ("delivered", "")


@pytest.mark.parametrize("wrong", ["", "chapter:guessed", "chapter"])
def test_without_the_secret_nothing_changes(client: Client, sent: Delivery, wrong: str) -> None:
    assert post(client, [event("delivered", sent), event("spamreport", sent)], secret=wrong) == 403
    assert (state(sent), OptOut.objects.count()) == (("accepted", ""), 0)


def test_where_no_secret_is_set_nothing_is_taken(client: Client, sent: Delivery, settings: Settings) -> None:
    settings.ANYMAIL = {}
    assert post(client, [event("delivered", sent)], secret="") == 403
    assert post(client, [event("delivered", sent)]) == 403
    assert state(sent) == ("accepted", "")


@pytest.mark.parametrize("service", ["nobody", "mailgun", "mandrill", "amazon_ses", "resend"])
def test_a_service_that_is_not_set_up_is_not_believed(client: Client, sent: Delivery, service: str) -> None:
    assert post(client, [event("delivered", sent)], path=f"/hooks/email/{service}/", secret="") == 403


def signed(key: ec.EllipticCurvePrivateKey, body: bytes, at: str = "1700000000") -> dict[str, str]:
    signature = base64.b64encode(key.sign(at.encode() + body, ec.ECDSA(hashes.SHA256()))).decode()
    name = "X-Twilio-Email-Event-Webhook"
    return {f"{name}-Signature": signature, f"{name}-Timestamp": at}


def test_sendgrids_signature_is_enough(client: Client, sent: Delivery, settings: Settings) -> None:
    key, other = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    shape = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    public = base64.b64encode(key.public_key().public_bytes(*shape)).decode()
    settings.ANYMAIL = {"SENDGRID_TRACKING_WEBHOOK_VERIFICATION_KEY": public}
    body = json.dumps([event("delivered", sent)]).encode()
    assert post(client, body, secret="") == 403
    assert post(client, body, secret="", **signed(other, body)) == 403
    assert post(client, body + b" ", secret="", **signed(key, body)) == 403
    forged = {"X-Twilio-Email-Event-Webhook-Signature": "ñ%", "X-Twilio-Email-Event-Webhook-Timestamp": "1"}
    assert post(client, body, secret="", **forged) == 403
    assert state(sent) == ("accepted", "")
    assert post(client, body, secret="", **signed(key, body)) == 200
    assert state(sent) == ("delivered", "")


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (["processed", "deferred", "delivered"], "delivered"),
        (["delivered", "deferred", "processed"], "delivered"),
        (["delivered", "delivered", "bounce"], "delivered"),
        (["bounce", "delivered", "processed"], "undelivered"),
        (["deferred"], "accepted"),
        (["open"], "delivered"),
        (["strange"], "accepted"),
    ],
)
def test_a_status_only_moves_up(client: Client, sent: Delivery, told: list[str], expected: str) -> None:
    assert post(client, [event(kind, sent) for kind in told] * 2) == 200
    assert state(sent)[0] == expected


@pytest.mark.parametrize("at", ["unknown", "parked", "sending"])
@pytest.mark.parametrize("kind", ["processed", "deferred", "delivered"])
def test_a_report_is_proof_that_it_was_taken(cast: Cast, client: Client, at: str, kind: str) -> None:
    delivery = letter(cast, state=at, sid="", token="00000000-0000-0000-0000-000000000007")
    assert post(client, [event(kind, delivery, anymail_id="esp-7")]) == 200
    assert state(delivery)[0] == ("delivered" if kind == "delivered" else "accepted")
    assert delivery.sid == "esp-7"


def test_one_that_nobody_reports_is_left_to_a_person(cast: Cast, settings: Settings) -> None:
    from django.utils import timezone

    settings.SEND_PARK_AFTER_SECONDS = 0
    delivery = letter(cast, state="unknown", sid="", attempted_at=timezone.now(), lease_until=timezone.now())
    sweep.sweep()
    assert state(delivery) == ("parked", "no_proof")


@pytest.mark.parametrize("named", ["code", "service", "message_id"])
def test_a_message_is_found_by_each_of_its_names(client: Client, sent: Delivery, named: str) -> None:
    names = {
        "code": {"delivery": sent.code},
        "service": {"anymail_id": sent.sid},
        "message_id": {"smtp-id": f"<{sent.code}@highland-park.example>"},
    }
    assert post(client, [event("delivered") | names[named]]) == 200
    assert state(sent) == ("delivered", "")


def test_a_dead_address_is_marked_everywhere(client: Client, sent: Delivery) -> None:
    assert post(client, [event("bounce", sent, type="bounce", reason="550 5.1.1 nobody")]) == 200
    assert state(sent) == ("undelivered", "email_bounced")
    assert trouble() == ["Email to this address comes back."] * 2
    assert OptOut.objects.count() == 0


def test_it_is_marked_even_if_it_seemed_to_arrive(client: Client, sent: Delivery) -> None:
    post(client, [event("delivered", sent), event("bounce", sent, type="bounce")])
    assert (state(sent)[0], trouble()[0]) == ("delivered", "Email to this address comes back.")


def test_a_passing_bounce_marks_nobody(client: Client, sent: Delivery) -> None:
    post(client, [event("bounce", sent, type="blocked", reason="550 5.7.1 not today")])
    assert (state(sent), trouble()) == (("undelivered", "email_unwanted"), ["", ""])


@pytest.mark.parametrize(
    ("why", "reason", "stops", "marks"),
    [
        ("Bounced Address", "email_bounced", 0, 2),
        ("Invalid", "email_bounced", 0, 2),
        ("Unsubscribed Address", "opted_out", 1, 0),
        ("Spam Reporting Address", "opted_out", 1, 0),
        ("Spam Content", "email_unwanted", 0, 0),
    ],
)
def test_what_sendgrid_drops_later(
    client: Client, sent: Delivery, why: str, reason: str, stops: int, marks: int
) -> None:
    assert post(client, [event("processed", sent), event("dropped", sent, reason=why)]) == 200
    assert state(sent) == ("undelivered", reason)
    assert (OptOut.objects.count(), len([why for why in trouble() if why])) == (stops, marks)


@pytest.mark.parametrize("kind", ["spamreport", "unsubscribe", "group_unsubscribe"])
def test_a_complaint_or_a_no_stops_all_email(cast: Cast, client: Client, sent: Delivery, kind: str) -> None:
    for _ in range(2):
        assert post(client, [event(kind, sent)]) == 200
    assert OptOut.objects.get().chapter is None
    assert [chapter.members.reachable_by("email").count() for chapter in (cast.here, cast.there)] == [0, 0]
    said = list(Consent.objects.filter(is_given=False).values_list("source", "channel"))
    assert said == [("unsubscribe", "email")] * 2


def test_a_no_counts_even_about_a_message_we_no_longer_know(cast: Cast, client: Client, sent: Delivery) -> None:
    assert post(client, [event("spamreport", email=ADDRESS.title(), delivery="gone")]) == 200
    assert cast.here.members.reachable_by("email").count() == 0


def test_what_we_do_not_know_is_taken_quietly(client: Client, sent: Delivery) -> None:
    unknown = event("delivered", delivery="nothing", anymail_id="nothing", email="who@example.org")
    assert post(client, [unknown, event("bounce", email="who@example.org")]) == 200
    assert (state(sent), trouble()) == (("accepted", ""), ["", ""])


def test_a_text_is_not_moved_by_a_report_on_emails(cast: Cast, client: Client) -> None:
    text = make_delivery(cast.here, state="accepted", attempts=1)
    assert post(client, [event("delivered", delivery=text.code)]) == 200
    assert state(text) == ("accepted", "")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"null", b"7", b'"x"', b"[]]", b"[" * 100_000, b"\xff\xfe", b"[1, null]", b'[{"no": "event"}]']
)
def test_garbage_is_told_so(db: None, client: Client, body: bytes) -> None:
    assert post(client, body) == 400


def test_odd_values_break_nothing(client: Client, sent: Delivery) -> None:
    odd: list[dict[str, Any]] = [
        event("delivered", email="\0\ud800", anymail_id="\0"),
        event("bounce", email=7, anymail_id={"a": 1}, delivery=["x"], reason=None, type=None),
        event("spamreport", email=None),
        event("spamreport", email="x" * 5000),
        event("dropped", reason="x"),
    ]
    assert post(client, odd) == 200
    assert state(sent) == ("accepted", "")


def test_one_broken_report_does_not_cost_the_others(client: Client, sent: Delivery) -> None:
    assert post(client, [7, {"event": ["x"]}, {"no": "event"}, event("delivered", sent)]) == 200
    assert state(sent) == ("delivered", "")


def test_a_big_batch_is_taken_and_a_bigger_one_refused_unread(client: Client, sent: Delivery) -> None:
    many = [event("delivered", delivery="nobody", note="x" * 700)] * 1100
    body = json.dumps([*many, event("delivered", sent)]).encode()
    assert 800_000 < len(body) < 2**20
    assert post(client, body) == 200
    assert state(sent) == ("delivered", "")
    assert post(client, b"[" + b" " * 2**20 + b"]") == 413


def test_only_posts(db: None, client: Client) -> None:
    assert client.get(SENDGRID).status_code == 405


def test_another_service(client: Client, sent: Delivery) -> None:
    """Postmark posts one report at a time, in words of its own."""
    bounce = {"RecordType": "Bounce", "Type": "SoftBounce", "Email": ADDRESS, "Metadata": {"delivery": sent.code}}
    assert post(client, bounce, path=POSTMARK) == 200
    assert (state(sent), trouble()[0]) == (("undelivered", "email_unwanted"), "")
    assert post(client, bounce | {"Type": "HardBounce"}, path=POSTMARK) == 200
    assert trouble()[0] == "Email to this address comes back."
    complaint = {"RecordType": "SpamComplaint", "Type": "SpamComplaint", "Email": ADDRESS, "Metadata": {}}
    assert post(client, complaint | {"MessageID": "esp-1"}, path=POSTMARK) == 200
    assert OptOut.objects.count() == 1
    assert post(client, {"RecordType": "Inbound", "FromFull": {}}, path=POSTMARK) == 400
