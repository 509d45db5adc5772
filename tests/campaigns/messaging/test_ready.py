"""Ready answers: kept in each language, filled in for one person, and never in a language the person does not read."""

from uuid import uuid4

import pytest

from campaigns.models import CannedAnswer, CannedAnswerText, Conversation, Delivery
from chapters.models import Chapter
from tests.campaigns.messaging.test_replies import REPLIES, wrote
from tests.campaigns.messaging.test_thread import sent
from tests.cast import Cast
from tests.factories import make_event, make_member, signed_in

pytestmark = pytest.mark.django_db
READY = f"{REPLIES}ready/"


def make_ready(chapter: Chapter, title: str = "Is there parking?", **words: str) -> CannedAnswer:
    answer = CannedAnswer.objects.create(chapter=chapter, title=title)
    for language, body in (words or {"en": "On the street.", "es": "En la calle, {nombre}."}).items():
        CannedAnswerText.objects.create(parent=answer, language=language, body=body)
    return answer


@pytest.fixture
def rosas(cast: Cast) -> Conversation:
    return wrote(cast.here, "¿Hay dónde estacionarse?", member=make_member(cast.here, "Rosa Peña", language="es"))


def test_a_chapter_writes_changes_and_removes_them(cast: Cast) -> None:
    make_ready(cast.there, "CANARY", en="CANARY")
    organizer = signed_in(cast.organizer)
    assert "No ready answers yet" in organizer.get(READY).content.decode()
    typed = {"title": " Is  there parking? ", "en-body": "On the street, {first_name}.", "es-body": ""}
    assert organizer.post(f"{READY}new/", typed).status_code == 302
    answer = cast.here.canned_answers.get()
    assert (answer.title, answer.text_in("en").body) == ("Is there parking?", "On the street, {first_name}.")  # type: ignore[union-attr]
    page = organizer.get(READY).content.decode()
    assert "Not written in Spanish yet." in page
    assert "CANARY" not in page
    edit = f"{READY}{answer.code}/"
    assert "On the street, {first_name}." in organizer.get(edit).content.decode()
    organizer.post(edit, typed | {"es-body": "En la calle, {nombre}."})
    assert cast.here.canned_answers.get().text_in("es").body == "En la calle, {nombre}."  # type: ignore[union-attr]
    assert organizer.post(f"{READY}{answer.code}/remove/").status_code == 302
    assert list(CannedAnswer.objects.values_list("title", flat=True)) == ["CANARY"]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"title": "", "en-body": "Kept"}, "Please fill this in."),
        ({"title": "is there PARKING?", "en-body": "Kept"}, "There is a ready answer with this question."),
        ({"title": "New", "en-body": ""}, "Please fill this in."),
        ({"title": "New", "en-body": "Kept {frist_name}"}, "Nobody can fill in {frist_name}."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(cast: Cast, typed: dict[str, str], says: str) -> None:
    make_ready(cast.here)
    answer = signed_in(cast.lead).post(f"{READY}new/", typed)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert says in html
    assert typed["en-body"] in html
    assert CannedAnswer.objects.count() == 1


def test_whoever_answers_reads_them_and_whoever_writes_changes_them(cast: Cast) -> None:
    answer = make_ready(cast.here)
    texter = signed_in(cast.texter)
    page = texter.get(READY).content.decode()
    assert "On the street." in page
    assert f"{READY}{answer.code}/" not in page
    for path in (f"{READY}new/", f"{READY}{answer.code}/", f"{READY}{answer.code}/remove/"):
        assert texter.post(path).status_code == 403
    assert signed_in(cast.stranger).get(READY).status_code == 404


def test_the_words_land_in_the_field_in_the_persons_language(cast: Cast, rosas: Conversation) -> None:
    answer = make_ready(cast.here)
    page = signed_in(cast.texter).get(f"{REPLIES}{rosas.code}/", {"ready": answer.code}).content.decode()
    assert ">\nEn la calle, Rosa.</textarea>" in page
    assert "On the street." not in page
    assert not Delivery.objects.exists()


def test_words_typed_so_far_stay_above(cast: Cast, rosas: Conversation) -> None:
    answer, key = make_ready(cast.here), str(uuid4())
    typed = {"body": "Hola Rosa.", "key": key, "ready": answer.code}
    texter = signed_in(cast.texter)
    for headers in ({}, {"HX-Request": "true"}):
        page = texter.post(f"{REPLIES}{rosas.code}/words/", typed, headers=headers).content.decode()
        assert ">\nHola Rosa.\nEn la calle, Rosa.</textarea>" in page
        assert ("<html" in page, key in page) == (not headers, not headers)
    again = typed | {"body": "Hola Rosa.\nEn la calle, Rosa."}
    assert texter.post(f"{REPLIES}{rosas.code}/words/", again).content.decode().count("En la calle, Rosa.") == 1


def test_what_is_not_written_in_their_language_is_said_not_offered(cast: Cast, rosas: Conversation) -> None:
    answer = make_ready(cast.here, en="On the street.")
    lead = signed_in(cast.lead)
    page = lead.get(f"{REPLIES}{rosas.code}/").content.decode()
    assert "Not written in Spanish yet:" in page
    assert f'value="{answer.code}"' not in page
    typed = {"body": "Hola", "key": str(uuid4()), "ready": answer.code}
    for refused in (
        lead.get(f"{REPLIES}{rosas.code}/", {"ready": answer.code}),
        lead.post(f"{REPLIES}{rosas.code}/words/", typed),
        lead.post(f"{REPLIES}{rosas.code}/words/", typed, headers={"HX-Request": "true"}),
    ):
        html = refused.content.decode()
        assert refused.status_code == 422
        assert "“Is there parking?” is not written in Spanish yet." in html
        assert "On the street." not in html
    assert ">\nHola</textarea>" in html
    gone = lead.post(f"{REPLIES}{rosas.code}/words/", typed | {"ready": make_ready(cast.there).code})
    assert (gone.status_code, "This ready answer is gone." in gone.content.decode()) == (422, True)


def test_the_next_event_is_filled_in(cast: Cast, rosas: Conversation) -> None:
    make_event(cast.there, days=1, place="CANARY Hall")
    later = make_event(cast.here, days=9, place="Old Town Hall")
    make_event(cast.here, days=3, place="York Boulevard")
    answer = make_ready(cast.here, es="{evento}, {cuando}, {lugar}: {enlace} de {grupo}")
    lead = signed_in(cast.lead)
    at = f"{REPLIES}{rosas.code}/"
    page = lead.get(at, {"ready": answer.code}).content.decode()
    assert "Vigilia con velas" in page
    assert "York Boulevard" in page
    assert "de Highland Park Neighbors</textarea>" in page
    sent(rosas, "¿Viene?", event=later, language="es")
    page = lead.get(at, {"ready": answer.code}).content.decode()
    assert "Old Town Hall" in page
    assert f"/e/{later.code}/ de" in page


def test_a_gap_that_nobody_filled_is_not_sent(cast: Cast, rosas: Conversation) -> None:
    answer = make_ready(cast.here, es="Es {cuando}.")
    lead = signed_in(cast.lead)
    assert "Es {cuando}.</textarea>" in lead.get(f"{REPLIES}{rosas.code}/", {"ready": answer.code}).content.decode()
    refused = lead.post(f"{REPLIES}{rosas.code}/answer/", {"body": "Es {cuando}.", "key": str(uuid4())})
    assert (refused.status_code, Delivery.objects.count()) == (422, 0)
    assert "Write something in place of {cuando}." in refused.content.decode()
    lead.post(f"{REPLIES}{rosas.code}/answer/", {"body": "Un dibujo: {o_o}", "key": str(uuid4())})
    assert Delivery.objects.count() == 1
