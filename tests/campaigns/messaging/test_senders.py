"""What a chapter sends from: adding one, and taking it out of use and back."""

import pytest

from campaigns.models import Sender
from chapters.models import AuditEntry
from tests.cast import Cast
from tests.factories import make_sender, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/c/highland-park/setup/senders/"
NUMBER = {"kind": "local", "address": "(323) 555-0147", "messaging_service_sid": "", "segments_per_second": ""}


def test_adding_a_number(cast: Cast) -> None:
    client = signed_in(cast.lead)
    assert "Nothing to send from yet." in client.get(PAGE).content.decode()
    assert client.post(PAGE, NUMBER)["Location"] == PAGE
    sender = cast.here.senders.get()
    assert (sender.address, sender.segments_per_second, sender.is_active) == ("+13235550147", 3.0, True)
    assert "(323) 555-0147" in client.get(PAGE).content.decode()
    assert AuditEntry.objects.get().act == "sender_added"


def test_adding_an_email_and_a_short_code(cast: Cast) -> None:
    client = signed_in(cast.lead)
    client.post(PAGE, NUMBER | {"kind": "email", "address": "Hello@HP.example"})
    client.post(PAGE, NUMBER | {"kind": "short_code", "address": "55155"})
    assert sorted(cast.here.senders.values_list("address", flat=True)) == ["55155", "hello@hp.example"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"address": "323 555"}, "digits short"),
        ({"kind": "email"}, "This email is not complete."),
        ({"kind": "short_code", "address": "12"}, "A short code has 5 or 6 digits."),
        ({"address": "+13235550199"}, "This is in use here already."),
        ({"messaging_service_sid": "AC123"}, "begins with MG"),
        ({"segments_per_second": "0"}, "Between 0.1 and 100"),
        ({"kind": ""}, "Please fill this in."),
    ],
)
def test_a_bad_one_is_refused_in_words(cast: Cast, typed: dict[str, str], said: str) -> None:
    make_sender(cast.there, address="+13235550199")
    response = signed_in(cast.lead).post(PAGE, NUMBER | typed)
    page = response.content.decode()
    assert (response.status_code, said in page, (NUMBER | typed)["address"] in page) == (422, True, True)
    assert not cast.here.senders.exists()


def test_out_of_use_and_back(cast: Cast) -> None:
    sender = make_sender(cast.here)
    client = signed_in(cast.lead)
    assert client.post(f"{PAGE}{sender.code}/")["Location"] == PAGE
    assert not Sender.objects.get().is_active
    assert "Use again" in client.get(PAGE).content.decode()
    client.post(f"{PAGE}{sender.code}/", {"on": "1"})
    assert Sender.objects.get().is_active
    acts = list(AuditEntry.objects.order_by("id").values_list("act", flat=True))
    assert acts == ["sender_rested", "sender_used"]


def test_a_sender_of_another_chapter_is_not_found(cast: Cast) -> None:
    sender = make_sender(cast.there)
    assert signed_in(cast.lead).post(f"{PAGE}{sender.code}/").status_code == 404
    assert Sender.objects.get().is_active
