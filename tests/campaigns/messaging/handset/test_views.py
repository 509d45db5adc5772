"""The demo's pages: phones, one phone, the mailbox, the codes. They exist with DEMO=1 only."""

import time
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from campaigns.messaging.handset import parts
from campaigns.messaging.handset.store import Message
from tests.cast import Cast
from tests.factories import make_member, make_sender

pytestmark = pytest.mark.urls("tests.campaigns.messaging.handset.urls")


@pytest.fixture(autouse=True)
def fresh_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests of one process share a Redis database; each begins with an empty stand-in."""
    monkeypatch.setattr(parts.store(), "name", f"pages-{time.monotonic_ns()}")


def test_phones_are_found_by_name_and_number(cast: Cast, client: Client) -> None:
    make_member(cast.here, "Rosa Villa", phone="+13235550142")
    make_member(cast.there, "Gene Abrams", phone="+13235550143")
    everyone = client.get("/demo/").content.decode()
    assert "Rosa Villa" in everyone
    assert "Gene Abrams" in everyone
    assert "Nobody real gets anything" in everyone
    for query in ("rosa", "323 555 0142"):
        page = client.get("/demo/", {"q": query}).content.decode()
        assert "Rosa Villa" in page
        assert "Gene Abrams" not in page
    assert "No phone has this name" in client.get("/demo/", {"q": "nobody"}).content.decode()


def test_a_phone_shows_its_texts_and_answers(cast: Cast, client: Client) -> None:
    sender = make_sender(cast.here, address="+13235550100")
    make_member(cast.here, "Rosa Villa", phone="+13235550142")
    text = Message(to="+13235550142", sender=sender.address, body="Come: http://localhost:8000/t/abc/")
    parts.store().add(text)
    page = client.get("/demo/phones/+13235550142/").content.decode()
    assert "The phone of Rosa Villa" in page
    assert '<a href="http://localhost:8000/t/abc/" rel="nofollow">' in page
    answered = client.post("/demo/phones/+13235550142/", {"ready": "VOY", "body": ""})
    assert (answered.status_code, urlsplit(answered["Location"]).path) == (302, "/demo/phones/+13235550142/")
    kept = parts.store().of("+13235550142", size=1)[0]
    assert (kept.body, kept.direction, kept.to) == ("VOY", "inbound", sender.address)
    part = client.get("/demo/phones/+13235550142/", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<div hx-get")
    assert "<form" not in part


def test_a_phone_with_two_chapters_keeps_them_apart(cast: Cast, client: Client) -> None:
    here, there = make_sender(cast.here), make_sender(cast.there)
    for sender, body in ((here, "From here"), (there, "From there")):
        parts.store().add(Message(to="+13235550142", sender=sender.address, body=body))
    page = client.get("/demo/phones/+13235550142/", {"with": there.code}).content.decode()
    assert "From there" in page
    assert "From here" not in page


def test_no_such_phone_and_no_such_letter(cast: Cast, client: Client) -> None:
    assert client.get("/demo/phones/rosa/").status_code == 404
    assert client.get("/demo/mail/none/").status_code == 404


def test_the_mailbox(cast: Cast, client: Client) -> None:
    letter = {"id": "a1", "to": "rosa@example.org", "from": "Highland Park", "from_address": "x@example.org"}
    letter |= {
        "subject": "Vigil",
        "body": "At <7> pm",
        "unsubscribe": "http://localhost/u/x/",
        "at": "2026-10-05T10:00:00+00:00",
    }
    parts.store().put_mail(letter)
    assert "rosa@example.org" in client.get("/demo/mail/").content.decode()
    page = client.get("/demo/mail/a1/").content.decode()
    assert "At &lt;7&gt; pm" in page
    assert 'href="http://localhost/u/x/"' in page


def test_the_codes_open_the_second_factor(cast: Cast, client: Client) -> None:
    page = client.get("/demo/codes/").content.decode()
    lead = TOTP(Authenticator.objects.get(user=cast.lead))
    row = page[page.index("Marisol Reyes") :]
    code = row[row.index("<b>") + 3 : row.index("</b>")]
    assert lead.validate_code(code) is True


def test_twilios_api_is_there(cast: Cast, client: Client) -> None:
    answer = client.post("/demo/twilio/2010-04-01/Accounts/AC1/Messages.json", {"To": "+13235550142"})
    assert (answer.status_code, answer.json()["code"]) == (401, 20003)
