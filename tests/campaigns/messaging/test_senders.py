"""What a chapter sends from: adding one, and taking it out of use and back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Brand, Sender
from chapters.models import AuditEntry
from tests.cast import Cast
from tests.factories import make_email_sender, make_sender, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/c/highland-park/setup/senders/"
NUMBER = {
    "kind": "local",
    "address": "(323) 555-0147",
    "messaging_service_sid": "",
    "segments_per_second": "",
    "daily_segments": "",
}
SERVICE = "MG" + "a" * 32


def test_adding_a_number(cast: Cast) -> None:
    client = signed_in(cast.lead)
    assert "Nothing to send from yet." in client.get(PAGE).content.decode()
    assert client.post(PAGE, NUMBER)["Location"] == PAGE
    sender = cast.here.senders.get()
    assert (sender.address, sender.segments_per_second, sender.is_active) == ("+13235550147", 3.75, True)
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
        ({"segments_per_second": "0"}, "Between 0.1 and 225"),
        ({"segments_per_second": "226"}, "Between 0.1 and 225"),
        ({"daily_segments": "0"}, "Between 1 and 1,000,000 texts a day."),
        ({"kind": ""}, "Please fill this in."),
    ],
)
def test_a_bad_one_is_refused_in_words(cast: Cast, typed: dict[str, str], said: str) -> None:
    make_sender(cast.there, address="+13235550199")
    response = signed_in(cast.lead).post(PAGE, NUMBER | typed)
    page = response.content.decode()
    assert (response.status_code, said in page, (NUMBER | typed)["address"] in page) == (422, True, True)
    assert not cast.here.senders.exists()


@pytest.mark.parametrize(
    ("kind", "address", "pace", "cap"),
    [
        ("local", "(323) 555-0147", 3.75, 2000),
        ("standard", "(323) 555-0147", 12, 10_000),
        ("toll_free", "(833) 555-0147", 3, None),
        ("short_code", "55155", 100, None),
        ("email", "hello@hp.example", 10, None),
    ],
)
def test_left_blank_it_is_what_its_kind_may_do(
    cast: Cast, kind: str, address: str, pace: float, cap: int | None
) -> None:
    client = signed_in(cast.lead)
    assert client.post(PAGE, NUMBER | {"kind": kind, "address": address}).status_code == 302
    sender = cast.here.senders.get()
    assert (sender.segments_per_second, sender.daily_segments) == (pace, cap)
    page = client.get(PAGE).content.decode()
    assert f"{pace:g} a second" in page
    assert f"0 of {cap:,} used today" in page if cap else "0 used today" in page


def test_own_numbers_are_kept_and_the_page_says_where_the_others_come_from(cast: Cast) -> None:
    client = signed_in(cast.lead)
    client.post(PAGE, NUMBER | {"segments_per_second": "1.5", "daily_segments": "700"})
    page = client.get(PAGE).content.decode()
    assert "1.5 a second" in page
    assert "0 of 700 used today" in page
    assert "T-Mobile’s limit" in page
    assert 'name="segments_per_second" value' not in page


def test_numbers_of_one_legal_entity_share_its_day(cast: Cast) -> None:
    brand = Brand.objects.create(name="Neighbors Fund Inc.", daily_segments=2000)
    today = timezone.localdate(timezone=cast.here.zone)
    make_sender(cast.here, brand=brand, counted_on=today, segments_today=300, daily_segments=1000)
    make_sender(cast.here, brand=brand, counted_on=today - timedelta(days=1), segments_today=900)
    make_sender(cast.there, brand=brand, address="+13235550199", counted_on=today, segments_today=112)
    page = signed_in(cast.lead).get(PAGE).content.decode()
    shared = "Shares 2,000 texts a day with 2 other numbers of Neighbors Fund Inc.: 412 are used today."
    assert page.count(shared) == 2
    assert "300 of 1,000 used today" in page
    assert "555-0199" not in page
    Sender.objects.exclude(daily_segments=1000).update(brand=None)
    page = signed_in(cast.lead).get(PAGE).content.decode()
    assert "Neighbors Fund Inc. may send 2,000 texts a day: 300 are used today." in page


def test_changing_a_number(cast: Cast) -> None:
    sender = make_sender(cast.here, daily_segments=2000)
    client = signed_in(cast.lead)
    path = f"{PAGE}{sender.code}/change/"
    page = client.get(path).content.decode()
    assert 'value="2000"' in page
    assert 'value="short_code"' not in page
    typed = {"kind": "standard", "messaging_service_sid": "MG1", "segments_per_second": "", "daily_segments": ""}
    answer = client.post(path, typed)
    assert (answer.status_code, "begins with MG" in answer.content.decode()) == (422, True)
    assert client.post(path, typed | {"messaging_service_sid": SERVICE})["Location"] == PAGE
    changed = Sender.objects.get()
    assert (changed.kind, changed.segments_per_second, changed.daily_segments) == ("standard", 12, 10_000)
    assert (changed.messaging_service_sid, changed.address) == (SERVICE, sender.address)
    assert AuditEntry.objects.get().act == "sender_changed"
    page = client.get("/c/highland-park/setup/audit/").content.decode()
    assert "changed something to send from: local number, standard registration" in page


def test_an_email_sender_has_no_service_and_stays_an_email(cast: Cast) -> None:
    sender = make_email_sender(cast.here)
    client = signed_in(cast.lead)
    path = f"{PAGE}{sender.code}/change/"
    assert "messaging_service_sid" not in client.get(path).content.decode()
    assert client.post(path, {"kind": "local", "segments_per_second": "5"}).status_code == 422
    assert client.post(path, {"kind": "email", "segments_per_second": "5"}).status_code == 302
    assert (Sender.objects.get().kind, Sender.objects.get().segments_per_second) == ("email", 5)


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
    client = signed_in(cast.lead)
    assert client.post(f"{PAGE}{sender.code}/").status_code == 404
    assert client.get(f"{PAGE}{sender.code}/change/").status_code == 404
    assert client.get(f"{PAGE}{sender.code}/registration/").status_code == 404
    assert Sender.objects.get().is_active
