"""Sign-ups on paper: a poster to scan, and a page that takes one line after the other."""

from typing import Any

import pytest
from django.utils import timezone

from chapters.models import AuditEntry, Consent, ConsentWording, ConsentWordingText, Member, OptOut
from tests.cast import Cast
from tests.factories import make_member, signed_in

pytestmark = pytest.mark.django_db
PATH = "/c/highland-park/people/paper/"
POSTER = "/c/highland-park/people/poster/"


def type_in(cast: Cast, **fields: Any) -> Any:
    line = {"name": "Rosa Vega", "phone": "323 555 0142", "text": "on"}
    sheet = {"where": "Table at the vigil", "on": "2017-08-30", "language": "en"}
    return signed_in(cast.organizer).post(PATH, line | sheet | fields, follow=True)


def test_a_line_is_kept_with_where_when_and_the_exact_words(cast: Cast) -> None:
    answer = type_in(cast)
    assert answer.status_code == 200
    assert "Rosa Vega is in." in answer.content.decode()
    consent = Consent.objects.get()
    assert (consent.member.name, consent.channel, consent.source) == ("Rosa Vega", "text", "paper")
    assert (consent.source_detail, consent.entered_by) == ("Table at the vigil, August 30, 2017", cast.organizer)
    assert consent.wording_text.startswith("Yes, Highland Park Neighbors may text me")
    assert consent.wording is not None
    assert (consent.wording.version, AuditEntry.objects.get().act) == (1, "paper_sign_up")


def test_the_next_line_begins_empty_and_the_sheet_stays(cast: Cast) -> None:
    page = type_in(cast).content.decode()
    for kept in ('value="Table at the vigil"', 'value="2017-08-30"'):
        assert kept in page
    assert 'value="323' not in page
    assert page.index("autofocus") > 0
    assert page.count("Rosa Vega") == 2  # what happened, and the list of the last ones


def test_without_a_check_there_is_no_yes(cast: Cast) -> None:
    type_in(cast, text="", email="rosa@home.example")
    assert (Member.objects.get().email, Consent.objects.count()) == ("rosa@home.example", 0)


def test_a_spanish_sheet_keeps_its_own_version(cast: Cast) -> None:
    wording = ConsentWording.objects.create(chapter=cast.here, channel="text", version=4)
    ConsentWordingText.objects.create(parent=wording, language="es", sentence="Sí, mándenme textos.")
    type_in(cast, language="es")
    consent = Consent.objects.get()
    assert (consent.wording, consent.wording_text, consent.language) == (wording, "Sí, mándenme textos.", "es")
    assert consent.member.language == "es"


def test_a_double_is_said_and_filled_in(cast: Cast) -> None:
    known = make_member(cast.here, "Rosa Vega", phone="+13235550142", consents=())
    make_member(cast.here, "Luis Vega", phone="+13235550142", consents=())
    make_member(cast.there, "Otro Quetzal", phone="+13235550142", consents=())
    page = type_in(cast, email="rosa@home.example").content.decode()
    for words in ("was here already", "The same phone or email: Luis Vega."):
        assert words in page
    known.refresh_from_db()
    assert (known.email, cast.here.members.count(), "Quetzal" in page) == ("rosa@home.example", 2, False)


def test_paper_never_takes_back_a_stop(cast: Cast) -> None:
    known = make_member(cast.here, "Rosa Vega", phone="+13235550142")
    OptOut.objects.create(channel="text", address_index=known.phone_index, source="keyword", at=timezone.now())
    assert "only they can start again" in type_in(cast).content.decode()
    assert known.consents.count() == 1
    assert not Member.objects.reachable_by("text").exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "Please fill this in."),
        ({"phone": "", "text": ""}, "Type the phone or the email"),
        ({"phone": "323 555"}, "digits short"),
        ({"emailing": "on"}, "There is no email to write to."),
        ({"where": ""}, "Please fill this in."),
        ({"on": "yesterday"}, "date"),
        ({"name": "x" * 10_000}, "120"),
    ],
)
def test_a_wrong_line_keeps_what_was_typed(cast: Cast, fields: dict[str, Any], words: str) -> None:
    answer = type_in(cast, zip="90042", **fields)
    assert (answer.status_code, Member.objects.count()) == (422, 0)
    assert words in answer.content.decode()
    assert 'value="90042"' in answer.content.decode()


def test_the_poster_speaks_every_language_of_the_chapter(cast: Cast) -> None:
    page = signed_in(cast.organizer).get(POSTER).content.decode()
    for words in ("Join us", "Únase", "/join/with/highland-park/", "<svg", "data-print"):
        assert words in page
    assert signed_in(cast.volunteer).get(POSTER).status_code == 403
