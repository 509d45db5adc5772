"""Emails through a service's web API: SendGrid and Postmark on a local port, by way of anymail."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from campaigns.messaging import email, letters, outbox
from campaigns.models import CallToAction, Delivery, Sender
from chapters.models import Member
from tests.cast import Cast
from tests.factories import make_email_sender, make_member
from tests.faults.fixtures import make_asks, make_delivery
from tests.faults.mailservice import DROP, STALL, MailService, running


@pytest.fixture
def service(settings: Settings) -> Iterator[MailService]:
    with running() as found:
        settings.EMAIL_BACKEND = "anymail.backends.sendgrid.EmailBackend"
        settings.ANYMAIL = settings.ANYMAIL | {"SENDGRID_API_KEY": "SG.x", "SENDGRID_API_URL": f"{found.url}v3/"}
        yield found
        email.hang_up()


@pytest.fixture
def postmark(service: MailService, settings: Settings) -> MailService:
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = settings.ANYMAIL | {"POSTMARK_SERVER_TOKEN": "token", "POSTMARK_API_URL": service.url}
    return service


def letter(cast: Cast, **fields: Any) -> Delivery:
    sender = Sender.objects.filter(kind="email").first() or make_email_sender(cast.here)
    words = {"channel": "email", "subject": "Vigil", "body": "Come tonight.", "address": "lupe@example.org"}
    return make_delivery(cast.here, sender=sender, **(words | fields))


def after_sending(delivery: Delivery, queue: str = "default") -> tuple[str, str]:
    outbox.send(queue)
    delivery.refresh_from_db()
    return delivery.state, delivery.reason


def test_sendgrid_gets_our_code_and_our_headers_and_counts_no_opens(cast: Cast, service: MailService) -> None:
    delivery = letter(cast)
    assert after_sending(delivery) == ("accepted", "")
    [(path, headers, body)] = service.posted
    assert (path, headers["Authorization"]) == ("/v3/mail/send", "Bearer SG.x")
    [person] = body["personalizations"]
    assert [to["email"] for to in person["to"]] == ["lupe@example.org"]
    assert {**body.get("custom_args", {}), **person["custom_args"]}["delivery"] == delivery.code
    assert person["custom_args"]["anymail_id"] == delivery.sid
    assert body["headers"]["List-Unsubscribe"] == f"<{letters.stop_url(delivery)}>"
    assert body["headers"]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    tracking = body["tracking_settings"]
    assert (tracking["open_tracking"]["enable"], tracking["click_tracking"]["enable"]) == (False, False)


def test_postmark_too(cast: Cast, postmark: MailService) -> None:
    delivery = letter(cast)
    assert after_sending(delivery) == ("accepted", "")
    [(path, headers, body)] = postmark.posted
    assert (path, headers["X-Postmark-Server-Token"]) == ("/email", "token")
    assert (body["To"], body["Metadata"], body["TrackOpens"]) == (
        "lupe@example.org",
        {"delivery": delivery.code},
        False,
    )
    assert {header["Name"] for header in body["Headers"]} >= {"List-Unsubscribe", "List-Unsubscribe-Post"}
    assert delivery.sid == "b7bc2f4a-e38e"


@pytest.mark.parametrize(
    ("status", "expected", "taken"),
    [
        (429, ("queued", "busy"), 0),
        (400, ("refused", "http 400"), 0),
        (413, ("refused", "http 413"), 0),
        (408, ("unknown", "http 408"), 0),
        (500, ("unknown", "http 500"), 0),
        (503, ("unknown", "http 503"), 0),
        (DROP, ("unknown", "AnymailRequestsAPIError"), 1),
    ],
)
def test_what_became_of_it(
    cast: Cast, service: MailService, status: int, expected: tuple[str, str], taken: int
) -> None:
    service.will(status)
    assert after_sending(letter(cast)) == expected
    assert len(service.posted) == taken


@pytest.mark.parametrize(
    ("status", "sentence"), [(401, "The sign-in at the mail"), (403, "The mail server does not let")]
)
def test_a_fault_in_the_set_up_stops_the_run(cast: Cast, service: MailService, status: int, sentence: str) -> None:
    service.will(status)
    make_asks(cast.here, 2, channel="email", address="lupe@example.org", sender=make_email_sender(cast.here))
    outbox.send("bulk")
    call = CallToAction.objects.get()
    assert (call.state, call.paused_in_words[: len(sentence)], service.posted) == ("paused", sentence, [])


def test_a_service_without_its_key_stops_the_run(cast: Cast, service: MailService, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    make_asks(cast.here, 2, channel="email", address="lupe@example.org", sender=make_email_sender(cast.here))
    outbox.send("bulk")
    call = CallToAction.objects.get()
    assert (call.state, call.paused_in_words) == ("paused", "The email set-up of this site is not right.")
    assert set(Delivery.objects.values_list("state", flat=True)) == {"queued"}


def test_one_that_is_down_or_too_slow(cast: Cast, service: MailService, settings: Settings) -> None:
    settings.SEND_CALL_DEADLINE_SECONDS = 0.5
    service.will(STALL)
    began = time.monotonic()
    assert after_sending(letter(cast))[0] == "unknown"
    assert time.monotonic() - began < 2
    settings.ANYMAIL = settings.ANYMAIL | {"SENDGRID_API_URL": "http://127.0.0.1:1/"}
    assert after_sending(letter(cast)) == ("queued", "connection")
    assert service.posted == []


def test_an_address_that_a_service_knows_to_be_dead_is_marked(cast: Cast, postmark: MailService) -> None:
    member = make_member(cast.here, email="lupe@example.org")
    postmark.will(422)
    assert after_sending(letter(cast)) == ("refused", "email_refused")
    assert Member.objects.get(pk=member.pk).email_trouble == "The mail server refused this address."


def test_a_service_that_is_not_sure_leaves_us_unsure(cast: Cast, postmark: MailService) -> None:
    postmark.refusal = "Something else about {to}"
    postmark.will(422)
    assert after_sending(letter(cast)) == ("unknown", "service_unsure")


def test_a_batch_goes_over_one_connection(cast: Cast, service: MailService) -> None:
    batch = [letter(cast, address=f"neighbor{number}@example.org") for number in range(4)]
    outbox.send("default")
    assert (len(service.posted), service.connections) == (len(batch), 1)


def test_every_variable_of_anymail_reaches_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from organizing import settings

    for text, value in [("key-1", "key-1"), ('["a:b", "c:d"]', ["a:b", "c:d"]), ("false", False), ("", "")]:
        monkeypatch.setenv("ANYMAIL_X", text)
        assert settings.anymail_value("ANYMAIL_X") == value
