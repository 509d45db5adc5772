"""Sign-on letters: `campaigns:advocacy_letters`, `campaigns:advocacy_letter_add`, `campaigns:advocacy_letter_edit`,
`campaigns:advocacy_letter`, `campaigns:advocacy_letter_move`, `campaigns:advocacy_sign`,
`campaigns:advocacy_sign_sent`, `campaigns:advocacy_sign_yes`, `campaigns:advocacy_sign_decide`,
`campaigns:advocacy_letter_block`, `campaigns:advocacy_letter_names`, `campaigns:advocacy_letter_print`."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.advocacy import signing
from campaigns.advocacy.facts import drawn
from campaigns.models import Campaign, Delivery, SignOn, SignOnLetter
from chapters import traps
from chapters.models import AuditEntry
from tests.cast import Cast
from tests.factories import make_campaign, make_email_sender, signed_in

pytestmark = pytest.mark.django_db
HERE = "/c/highland-park"
WORDS = {
    "closes_on": "2036-10-05", "en-addressed_to": "Council Member Gil Cedillo",
    "es-addressed_to": "el concejal Gil Cedillo",
    "en-title": "A law with teeth", "en-body": "Dear Council Member,", "es-title": "Una ley con fuerza",
    "es-body": "Estimado concejal:",
}  # fmt: skip
EMAIL = "amparo@stjude.example"


@pytest.fixture
def letter(cast: Cast) -> SignOnLetter:
    make_email_sender(cast.here)
    letter = SignOnLetter.objects.create(
        chapter=cast.here, campaign=make_campaign(cast.here), state="open",
        closes_on=date(2036, 10, 5),
    )  # fmt: skip
    letter.texts.create(
        language="en", title="A law with teeth", addressed_to="Gil Cedillo", body="Dear Council Member,"
    )
    letter.texts.create(
        language="es", title="Una ley con fuerza", addressed_to="Gil Cedillo", body="Estimado concejal:"
    )
    return letter


@pytest.fixture
def lead(cast: Cast) -> Client:
    return signed_in(cast.lead)


def stamp() -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.core.signing.time.time", lambda: timezone.now().timestamp() - 5)
        return traps.signer.sign("1")


def typed(**changes: Any) -> dict[str, Any]:
    given = {"organization": "St. Jude Parish", "signer_name": "Amparo Solís", "signer_title": "Sister", "email": EMAIL}
    return given | {"website": "", "shown": stamp()} | changes


def sign(letter: SignOnLetter, **changes: Any) -> Any:
    return Client().post(f"/s/{letter.code}/", typed(**changes))


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def link_in(delivery: Delivery) -> str:
    found = re.search(r"/s/yes/\w+/", delivery.body)
    assert found
    return found.group()


def inside(letter: SignOnLetter, rest: str = "") -> str:
    return f"{HERE}/letters/{letter.code}/{rest}"


def test_a_letter_is_written_opened_and_its_words_stay_once_signed(cast: Cast, lead: Client) -> None:
    campaign = make_campaign(cast.here)
    lead.post(f"{HERE}/campaigns/{campaign.code}/letters/new/", WORDS)
    letter = SignOnLetter.objects.get()
    assert Client().get(f"/s/{letter.code}/").status_code == 404, "a draft is nobody's business"
    lead.post(inside(letter, "edit/"), WORDS | {"en-body": "Dear Sir,"})
    lead.post(inside(letter, "move/"), {"state": "open"})
    assert "Dear Sir," in page(Client(), f"/s/{letter.code}/")
    lead.post(inside(letter), {"organization": "Homies Unidos", "signer_name": "", "signer_title": ""})
    answer = lead.post(inside(letter, "edit/"), WORDS | {"en-body": "Other words"}, follow=True)
    assert "Organizations stand under these words." in answer.content.decode()
    assert letter.texts.get(language="en").body == "Dear Sir,"
    assert "1 organization has signed" in page(lead, f"{HERE}/campaigns/{campaign.code}/letters/")


def test_an_organization_signs_by_the_link_in_its_email(letter: SignOnLetter) -> None:
    assert sign(letter)["Location"] == f"/s/{letter.code}/sent/"
    assert Client().get(f"/s/{letter.code}/sent/").status_code == 200
    delivery = Delivery.objects.get()
    assert (delivery.address, delivery.member) == (EMAIL, None)
    assert not [word for word in ("Jude", "Amparo") if word in delivery.body + delivery.subject]
    assert "St. Jude Parish" not in page(Client(), f"/s/{letter.code}/"), "not before the yes"
    address = link_in(delivery)
    assert "Does your organization sign?" in page(Client(), address)
    assert SignOn.objects.get().state == "waiting", "opening the link changes nothing"
    Client().post(address)
    assert "Thank you, you have signed" in Client().post(address, follow=True).content.decode(), "twice is once"
    shown = page(Client(), f"/s/{letter.code}/")
    assert "St. Jude Parish" in shown
    assert not [word for word in ("Amparo", "Sister", EMAIL) if word in shown]


def test_the_page_speaks_the_language_of_the_visitor(letter: SignOnLetter) -> None:
    Client().post(f"/s/{letter.code}/?lang=es", typed())
    assert Delivery.objects.get().language == "es"
    assert "Estimado concejal:" in page(Client(), f"/s/{letter.code}/?lang=es")


def test_a_late_signature_is_answered_clearly_and_not_kept(letter: SignOnLetter) -> None:
    SignOnLetter.objects.update(closes_on=timezone.localdate() - timedelta(days=2))
    assert "We sign" not in page(Client(), f"/s/{letter.code}/")
    answer = sign(letter)
    assert answer.status_code == 410
    assert "The last day to sign was" in answer.content.decode()
    assert "nothing that you typed was kept" in answer.content.decode()
    assert not SignOn.objects.exists()


def test_what_was_typed_in_time_may_be_confirmed_until_the_letter_is_closed(letter: SignOnLetter, lead: Client) -> None:
    sign(letter)
    sign(letter, organization="Late Shop", email="late@shop.example")
    first, second = Delivery.objects.order_by("id")
    SignOnLetter.objects.update(closes_on=timezone.localdate() - timedelta(days=2))
    assert Client().post(link_in(first)).status_code == 302
    lead.post(inside(letter, "move/"), {"state": "closed"})
    answer = Client().post(link_in(second))
    assert (answer.status_code, "takes no signatures any more" in answer.content.decode()) == (410, True)


def test_an_organization_stands_under_it_once(letter: SignOnLetter) -> None:
    sign(letter)
    sign(letter, organization="St Jude parish", email="father@stjude.example")
    first, second = Delivery.objects.order_by("id")
    Client().post(link_in(first))
    assert Client().post(link_in(second)).status_code == 410
    assert sign(letter, organization="ST. JUDE PARISH", email="third@stjude.example").status_code == 409
    assert SignOn.objects.signed().count() == 1
    assert signing.key_of("Clínica, Inc.") == signing.key_of("clinica inc")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"website": "x"}, "hidden field"),
        ({"organization": "Buy at www.pills.example"}, "Only the name, please"),
        ({"organization": "..."}, "the name of your organization"),
        ({"email": "nobody"}, "email"),
        ({"signer_name": ""}, "Please fill this in"),
        ({"organization": "x" * 121}, "120"),
    ],
)
def test_a_bad_line_is_refused_with_what_was_typed(letter: SignOnLetter, changes: dict[str, str], words: str) -> None:
    answer = sign(letter, **changes)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert 'value="Sister"' in answer.content.decode()
    assert not SignOn.objects.exists()


def test_one_source_fills_no_table_and_no_mailbox(letter: SignOnLetter, monkeypatch: pytest.MonkeyPatch) -> None:
    for _number in range(5):
        sign(letter)
    assert (SignOn.objects.count(), Delivery.objects.count() <= 3) == (1, True)
    monkeypatch.setattr(signing, "WAITING_AT_MOST", 1)
    assert sign(letter, organization="Another").status_code == 429
    monkeypatch.setattr("campaigns.advocacy.sign_views.FROM_ONE_OFFICE", 0)
    assert sign(letter).status_code == 429


def test_a_lead_confirms_by_hand_and_takes_off(cast: Cast, letter: SignOnLetter, lead: Client) -> None:
    sign(letter)
    one = SignOn.objects.get()
    assert "1 signature under “A law with teeth” waits" in page(lead, f"{HERE}/")
    lead.post(inside(letter, f"{one.code}/"), {"answer": "yes"})
    assert SignOn.objects.get().source == "lead"
    lead.post(inside(letter, f"{one.code}/"), {"answer": "no"})
    assert "St. Jude Parish" not in page(Client(), f"/s/{letter.code}/")
    assert Client().post(f"/s/yes/{one.secret}/").status_code == 410, "taken off is taken off"
    acts = list(AuditEntry.objects.order_by("id").values_list("act", flat=True))
    assert acts == ["sign_on_signed", "sign_on_removed"]
    assert signed_in(cast.volunteer).get(inside(letter)).status_code == 403


def test_signatures_leave_as_a_logged_list_without_an_email(cast: Cast, letter: SignOnLetter, lead: Client) -> None:
    sign(letter, organization="=HYPERLINK Parish")
    Client().post(link_in(Delivery.objects.get()))
    text = lead.post(inside(letter, "signatures.txt"))
    assert text["Content-Type"] == "text/plain; charset=utf-8"
    assert text.content.decode() == "=HYPERLINK Parish\nAmparo Solís, Sister\n"
    table = b"".join(lead.post(inside(letter, "signatures.csv"))).decode()
    assert "'=HYPERLINK Parish" in table
    printed = lead.post(inside(letter, "print/"), {"language": "es"}).content.decode()
    assert "Estimado concejal:" in printed
    assert not [one for one in (text.content.decode(), table, printed) if EMAIL in one]
    logged = AuditEntry.objects.filter(act="list_exported")
    assert [entry.facts["what"] for entry in logged] == ["signatures"] * 3
    stale = signed_in(cast.lead, fresh=False)
    for kind in ("signatures.txt", "signatures.csv", "print/"):
        assert stale.post(inside(letter, kind))["Location"].startswith("/accounts/again/")
        assert signed_in(cast.organizer).post(inside(letter, kind)).status_code == 403


def test_a_long_list_waits_for_a_second_lead(letter: SignOnLetter, lead: Client, settings: Any) -> None:
    settings.EXPORT_SECOND_LEAD_ABOVE = 0
    lead.post(inside(letter), {"organization": "Homies Unidos", "signer_name": "Al", "signer_title": ""})
    assert "/people/leaving/" in lead.post(inside(letter, "signatures.txt"))["Location"]


def test_a_delivered_letter_is_on_the_timeline(letter: SignOnLetter, lead: Client) -> None:
    campaign = Campaign.objects.get()
    assert drawn(campaign) == []
    lead.post(inside(letter), {"organization": "Homies Unidos", "signer_name": "", "signer_title": ""})
    lead.post(inside(letter, "move/"), {"state": "delivered"})
    (fact,) = drawn(campaign)
    assert (fact.title, fact.body) == ("We hand over a letter: A law with teeth", "Signed by 1 organization.")
    assert "was handed over on" in page(Client(), f"/s/{letter.code}/")
    late = lead.post(inside(letter), {"organization": "Late", "signer_name": "", "signer_title": ""}, follow=True)
    assert "nothing is added any more" in late.content.decode()
    lead.post(inside(letter, "move/"), {"state": "nonsense"})
    lead.post(inside(letter, "move/"), {"state": "closed"})
    assert SignOnLetter.objects.get().delivered_on is None


def test_a_letter_whose_day_is_over_is_on_today(letter: SignOnLetter, lead: Client) -> None:
    assert "Close the letter" not in page(lead, f"{HERE}/")
    SignOnLetter.objects.update(closes_on=timezone.localdate() - timedelta(days=2))
    assert "Close the letter “A law with teeth”" in page(lead, f"{HERE}/")
