"""The way out of emails: one click of a mail program, two buttons of a page, and a way back for an hour."""

import re
from datetime import timedelta

import pytest
from django.core.signing import TimestampSigner
from django.test import Client
from django.utils import timezone

from campaigns.email_webhooks import undo_signer
from campaigns.messaging import letters
from campaigns.models import CallToAction, Delivery
from chapters.members import consenting
from chapters.models import Consent, OptOut
from tests.cast import Cast
from tests.factories import make_email_sender, make_member
from tests.faults.fixtures import make_delivery

ADDRESS = "lupe@example.org"


@pytest.fixture
def letter(cast: Cast) -> Delivery:
    sender = make_email_sender(cast.here)
    make_member(cast.here, email=ADDRESS, consents=("email",))
    make_member(cast.there, email=ADDRESS, consents=("email",))
    return make_delivery(cast.here, sender=sender, channel="email", address=ADDRESS, state="accepted")


def may_write(cast: Cast) -> tuple[int, int]:
    return tuple(chapter.members.reachable_by("email").count() for chapter in (cast.here, cast.there))  # type: ignore[return-value]


def test_opening_the_unsubscribe_link_changes_nothing(cast: Cast, client: Client, letter: Delivery) -> None:
    page = client.get(letters.unsubscribe_path(letter))
    assert page.resolver_match.view_name == "campaigns:unsubscribe"
    assert (page.status_code, page["X-Robots-Tag"]) == (200, "noindex")
    assert "lupe@example.org" not in page.content.decode()
    assert "l…@example.org" in page.content.decode()
    assert may_write(cast) == (1, 1)


def test_the_mail_programs_one_click_stops_all_email(cast: Cast, letter: Delivery) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(letters.unsubscribe_path(letter), {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, may_write(cast)) == (200, (0, 0))


def test_or_only_that_of_one_chapter(cast: Cast, client: Client, letter: Delivery) -> None:
    page = client.post(letters.unsubscribe_path(letter), {"scope": "chapter"})
    assert "Highland Park Neighbors writes no more emails" in page.content.decode()
    assert may_write(cast) == (0, 1)


def undo_of(page: str) -> str:
    found = re.search(r'name="undo" value="([^"]+)"', page)
    assert found
    return found[1]


def test_the_page_says_what_each_button_does(client: Client, letter: Delivery) -> None:
    page = client.get(letters.unsubscribe_path(letter)).content.decode()
    assert "Stop all emails" in page
    assert "Stop only those from Highland Park Neighbors" in page
    assert "Other groups on this site may still write to you." in page


def test_it_speaks_the_language_of_the_email(client: Client, letter: Delivery) -> None:
    Delivery.objects.update(language="es")
    assert "¿Dejar de recibir correos?" in client.get(letters.unsubscribe_path(letter)).content.decode()
    client.cookies["language"] = "en"
    assert "Stop emails?" in client.get(letters.unsubscribe_path(letter)).content.decode()


@pytest.mark.parametrize("scope", ["all", "chapter"])
def test_a_click_by_mistake_is_undone_in_the_words_of_then(
    cast: Cast, client: Client, letter: Delivery, scope: str
) -> None:
    path = letters.unsubscribe_path(letter)
    undo = undo_of(client.post(path, {"scope": scope}).content.decode())
    page = client.post(path, {"undo": undo})
    assert (page.status_code, "We write to you again" in page.content.decode()) == (200, True)
    assert (may_write(cast), OptOut.objects.count()) == ((1, 1), 0)
    again = cast.here.consents.order_by("id").last()
    assert again is not None
    assert (again.is_given, again.source, again.wording_text) == (True, "page", "Yes, text me about actions.")
    entries = Consent.objects.count()
    assert "We write to you again" in client.post(path, {"undo": undo}).content.decode()
    assert Consent.objects.count() == entries


def test_an_undo_brings_back_nothing_that_was_stopped_before(cast: Cast, client: Client, letter: Delivery) -> None:
    consenting.stop("email", ADDRESS, source=Consent.Source.PERSON)
    path = letters.unsubscribe_path(letter)
    undo = undo_of(client.post(path, {"scope": "all"}).content.decode())
    page = client.post(path, {"undo": undo}).content.decode()
    assert "This cannot be undone now" in page
    assert (may_write(cast), OptOut.objects.count()) == ((0, 0), 1)


def test_an_undo_brings_back_no_yes_that_was_never_given(cast: Cast, client: Client, letter: Delivery) -> None:
    silent = make_member(cast.here, "Silent", email=ADDRESS, consents=())
    path = letters.unsubscribe_path(letter)
    undo = undo_of(client.post(path, {"scope": "all"}).content.decode())
    client.post(path, {"undo": undo})
    assert may_write(cast) == (1, 1)
    assert not silent.consents.filter(is_given=True).exists()


def test_an_undo_that_is_late_or_made_up_or_of_another_message(cast: Cast, client: Client, letter: Delivery) -> None:
    path = letters.unsubscribe_path(letter)
    real = undo_of(client.post(path, {"scope": "all"}).content.decode())
    now = timezone.now()
    made_up = TimestampSigner(salt="guessed").sign(f"{letter.code} {(now - timedelta(days=1)).isoformat()}")
    other = undo_signer.sign(f"another {(now - timedelta(days=1)).isoformat()}")
    for token in ("", "x", real + "x", made_up, other, undo_signer.sign(letter.code)):
        page = client.post(path, {"undo": token}).content.decode()
        assert "This cannot be undone now" in page
    assert may_write(cast) == (0, 0)


def test_a_megabyte_is_too_large(db: None, client: Client) -> None:
    assert client.post("/u/abc/", {"Body": "x" * 1_000_000}).status_code == 413


@pytest.mark.parametrize("token", ["abc", "{code}", "{code}.wrong"])
def test_a_link_we_did_not_make(cast: Cast, client: Client, letter: Delivery, token: str) -> None:
    page = client.post(f"/u/{token.format(code=letter.code)}/", {"scope": "all"})
    assert (page.status_code, may_write(cast)) == (404, (1, 1))
    assert "This link is too old" in page.content.decode()
    assert CallToAction.objects.count() == 0
