"""Organizations beside us: chapters:coalitions_partners, coalitions_partner, coalitions_partner_add and
coalitions_partner_edit."""

from typing import Any

import pytest
from django.db import connection

from campaigns.models import CoHost
from chapters.models import AuditEntry, PartnerOrganization
from tests.cast import Cast
from tests.factories import make_event, signed_in

pytestmark = pytest.mark.django_db
HERE = "/c/highland-park/partners/"


def card(**fields: Any) -> dict[str, Any]:
    return {
        "name": "CHIRLA",
        "url": "chirla.example",
        "contact_name": "Dolores Prieto",
        "phone": "213 555 0188",
        "email": "Dolores@Chirla.example",
        "note": "Call in the morning.",
    } | fields


@pytest.fixture
def chirla(cast: Cast) -> PartnerOrganization:
    PartnerOrganization.objects.create(chapter=cast.there, name="Canary Clinic", phone="+12135550199")
    return PartnerOrganization.objects.create(
        chapter=cast.here,
        name="CHIRLA",
        url="https://chirla.example",
        contact_name="Dolores Prieto",
        phone="+12135550188",
        email="dolores@chirla.example",
        note="Call in the morning.",
    )


def test_the_first_one_is_asked_for_and_written_down(cast: Cast) -> None:
    client = signed_in(cast.organizer)
    assert "No partners yet" in client.get(HERE).content.decode()
    page = client.post(f"{HERE}add/", card(), follow=True).content.decode()
    partner = PartnerOrganization.objects.get()
    assert (partner.chapter, partner.url, partner.phone) == (cast.here, "https://chirla.example", "+12135550188")
    assert partner.email == "dolores@chirla.example"
    assert "CHIRLA is saved." in page
    assert "(213) 555-0188" in page
    assert "One group works with us" in client.get(HERE).content.decode()
    assert AuditEntry.objects.get().act == "partner_added"


def test_whom_we_know_there_is_kept_encrypted(chirla: PartnerOrganization) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact_name, phone, email, note FROM chapters_partnerorganization")
        kept = str(cursor.fetchall())
    for words in ("Dolores", "5550188", "chirla.example", "morning"):
        assert words not in kept


def test_only_those_who_reach_people_see_how_to_reach_them(cast: Cast, chirla: PartnerOrganization) -> None:
    contact = ("Dolores Prieto", "555-0188", "dolores@chirla.example", "Call in the morning.")
    for who in ("lead", "organizer"):
        page = signed_in(getattr(cast, who)).get(f"{HERE}{chirla.code}/").content.decode()
        assert [words for words in contact if words not in page] == []
    for who in ("texter", "volunteer", "liaison"):
        client = signed_in(getattr(cast, who))
        page = client.get(f"{HERE}{chirla.code}/").content.decode()
        assert "https://chirla.example" in page
        assert [words for words in contact if words in page] == []
        assert "Dolores" not in client.get(HERE).content.decode()
        for path in (f"{HERE}add/", f"{HERE}{chirla.code}/edit/"):
            assert client.post(path, card()).status_code == 403


def test_other_chapters_do_not_see_that_we_know_it(cast: Cast, chirla: PartnerOrganization) -> None:
    assert "Canary" not in signed_in(cast.lead).get(HERE).content.decode()
    stranger = signed_in(cast.stranger)
    for path in (HERE, f"{HERE}{chirla.code}/", f"/c/east-valley/partners/{chirla.code}/edit/"):
        answer = stranger.get(path)
        assert (answer.status_code, b"CHIRLA" in answer.content) == (404, False)


def test_what_we_held_together_is_told(cast: Cast, chirla: PartnerOrganization) -> None:
    theirs = make_event(cast.here, "Their march", days=2, partner=chirla)
    ours = make_event(cast.here, "Our vigil", days=5)
    asked = make_event(cast.here, "Only asked", days=8)
    for event, state in ((ours, "yes"), (asked, "asked")):
        CoHost.objects.create(chapter=cast.here, event=event, partner=chirla, state=state)
    page = signed_in(cast.volunteer).get(f"{HERE}{chirla.code}/").content.decode()
    assert page.index("Our vigil") < page.index("Their march")
    assert f"/c/highland-park/events/{theirs.code}/" in page
    assert "They hold it. We come." in page
    assert "Only asked" not in page


def test_changed_and_in_spanish(cast: Cast, chirla: PartnerOrganization) -> None:
    client = signed_in(cast.lead)
    path = f"{HERE}{chirla.code}/edit/"
    assert "Dolores Prieto" in client.get(path).content.decode()
    client.post(path, card(contact_name="", phone="", email="", note=""))
    chirla.refresh_from_db()
    assert (chirla.contact_name, chirla.phone) == ("", "")
    page = client.get(f"{HERE}?lang=es").content.decode()
    assert "Un grupo trabaja con nosotros" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": " "}, "Please fill this in."),
        ({"name": "chirla"}, "This one is on your list already."),
        ({"phone": "213 555"}, "This number is 4 digits short."),
        ({"email": "dolores"}, "This email is not complete."),
        ({"url": "not a page"}, "Enter a valid URL."),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(
    cast: Cast, chirla: PartnerOrganization, fields: dict[str, Any], words: str
) -> None:
    answer = signed_in(cast.lead).post(f"{HERE}add/", card(**({"name": "Clinic"} | fields)))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Call in the morning." in answer.content.decode()
    assert cast.here.partners.count() == 1


def test_partners_are_reached_from_the_events(cast: Cast) -> None:
    page = signed_in(cast.volunteer).get("/c/highland-park/events/").content.decode()
    assert f'href="{HERE}"' in page
    inside = signed_in(cast.volunteer).get(HERE).content.decode()
    assert 'href="/c/highland-park/events/" aria-current="page"' in inside
