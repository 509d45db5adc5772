"""Writing a message: it saves itself, says what is wrong, and is asked for only when it can be sent."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.messaging import merging
from campaigns.models import CallToAction, CallToActionText
from chapters.models import Chapter
from tests.cast import Cast
from tests.factories import (
    make_call,
    make_campaign,
    make_email_sender,
    make_event,
    make_member,
    make_sender,
    signed_in,
)

pytestmark = pytest.mark.django_db
GOOD = {
    "en": "{chapter}: Hi {first_name}, help us? Reply STOP to end.",
    "es": "{grupo}: Hola {nombre}, ¿nos ayuda? ALTO para salir.",
}


def form(**fields: str) -> dict[str, str]:
    """What the page posts: a text for everyone in both languages, as soon as it is approved."""
    filled = {"title": "Will you come?", "reach": "text", "when": "now", "form_key": str(uuid.uuid4())}
    filled |= {f"{code}-text_body": body for code, body in GOOD.items()}
    return filled | fields


def write(client: Client, call: CallToAction | None = None, **fields: str) -> Any:
    """Post the page, with `_` for a dash in two: `es__text_body`. `htmx="1"` is how the page saves itself."""
    place = f"{call.code}/write" if call else "new"
    htmx = fields.pop("htmx", "")
    headers = {"HX-Request": "true"} if htmx else {}
    path = f"/c/highland-park/messages/{place}/"
    return client.post(
        path, form(**{name.replace("__", "-"): value for name, value in fields.items()}), headers=headers
    )


def said(language: str) -> str:
    """The text of the only message, as it is stored."""
    return CallToActionText.objects.get(language=language).text_body


def test_a_message_is_written_and_asked_for(cast: Cast) -> None:
    event, campaign = make_event(cast.here), make_campaign(cast.here)
    make_sender(cast.here)
    make_member(cast.here, "Ana Lopez", language="es")
    client = signed_in(cast.organizer)
    assert client.get("/c/highland-park/messages/new/").status_code == 200
    answer = write(client, event=event.code, campaign=campaign.code, who__language="es", ask="1")
    call = CallToAction.objects.get()
    assert answer.url == f"/c/highland-park/messages/{call.code}/progress/"
    assert (call.state, call.asked_count, call.written_by, call.event) == ("asked", 1, cast.organizer, event)
    assert call.audience == {"version": 1, "all": [{"filter": "language", "value": "es"}]}
    assert {text.language: text.text_body for text in call.texts.all()} == GOOD
    assert cast.here.audit_entries.get().act == "call_asked"


def test_it_saves_itself_and_says_when(cast: Cast) -> None:
    make_sender(cast.here)
    make_member(cast.here, "Ana Lopez", language="es")
    client, key = signed_in(cast.lead), str(uuid.uuid4())
    answer = write(client, htmx="1", form_key=key, en__text_body="Half a tho")
    call = CallToAction.objects.get()
    page = answer.content.decode()
    assert answer.headers["HX-Replace-Url"] == f"/c/highland-park/messages/{call.code}/write/"
    assert "Draft, saved" in page
    assert 'id="people" hx-swap-oob="true"' in page
    assert "<textarea" not in page
    again = write(client, htmx="1", form_key=key, en__text_body="Half a thought")
    assert (again.status_code, said("en")) == (200, "Half a thought")


def test_another_way_asks_for_other_words(cast: Cast) -> None:
    client, call = signed_in(cast.lead), make_call(cast.here)
    page = f"/c/highland-park/messages/{call.code}/write/"
    assert "es-email_body" not in client.get(page).content.decode()
    assert write(client, call, htmx="1", reach="both").headers["HX-Redirect"] == page
    assert "es-email_body" in client.get(page).content.decode()


def test_twenty_clicks_make_one(cast: Cast) -> None:
    make_sender(cast.here)
    make_member(cast.here)
    client, key = signed_in(cast.organizer), str(uuid.uuid4())
    lines = "{chapter}: Hi {first_name},\r\nhelp us? Reply STOP to end."
    answers = [write(client, form_key=key, ask="1", en__text_body=lines) for _ in range(20)]
    call = CallToAction.objects.get()
    assert {answer.status_code for answer in answers} == {302}
    assert (call.state, said("en").count("\r")) == ("asked", 0)
    assert [entry.act for entry in cast.here.audit_entries.all()] == ["call_asked"]


def test_a_key_of_another_chapter_is_nobodys(cast: Cast) -> None:
    theirs = make_call(cast.there, title="Secret plan")
    answer = write(signed_in(cast.lead), form_key=str(theirs.form_key))
    assert (answer.status_code, CallToAction.objects.count()) == (404, 1)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": " "}, "Say in a few words what you ask."),
        ({"en__text_body": "", "es__text_body": ""}, "Write the text."),
        ({"en__text_body": "{chapter}: {frist_name}? Reply STOP to end."}, "We do not know {frist_name}. You can use"),
        ({"es__text_body": "{grupo}: {evento}? ALTO para salir."}, "{evento} would stay blank"),
        ({"en__text_body": "{chapter}: come. We must STOP this bill."}, "Say how to stop"),
        ({"es__text_body": "Vecinos: venga. ALTO para salir."}, "the text must name the chapter"),
        ({"en__text_body": "{chapter}: " + "a" * 1600 + " Reply STOP to end."}, "A text can be 1600 letters at most."),
        ({"when": "at"}, "Choose the day and the time."),
        ({"when": "at", "send_on": "2020-01-01", "send_time": "12:00"}, "This time has passed."),
        ({"when": "at", "send_on": "2099-01-05", "send_time": "22:30"}, "We only text from 9 am to 8 pm."),
        ({"who__zip": "10001"}, "Nobody gets this."),
        ({"reach": "email"}, "no email address to send from yet"),
        ({"reach": "email", "en__email_body": "Come."}, "An email needs a subject and words."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(cast: Cast, fields: dict[str, str], sentence: str) -> None:
    make_sender(cast.here)
    make_member(cast.here)
    answer = write(signed_in(cast.lead), None, ask="1", **fields)
    assert answer.status_code == 422
    assert sentence in answer.content.decode().replace("&#x27;", "'")
    call = CallToAction.objects.get()
    assert call.state == "draft"
    kept = {name.replace("__", "-"): value for name, value in fields.items()}
    texts = {f"{text.language}-text_body": text.text_body for text in call.texts.all()}
    assert {name: value for name, value in kept.items() if name in texts}.items() <= texts.items()


def test_an_email_needs_the_postal_address_and_the_page_says_where_to_add_it(cast: Cast) -> None:
    make_email_sender(cast.here)
    make_member(cast.here, email="ana@example.org", consents=("email",))
    Chapter.objects.update(postal_address="")
    words = {"reach": "email", "en__email_subject": "Come", "en__email_body": "Come tonight."}
    answer = write(signed_in(cast.lead), None, ask="1", **words)
    page = answer.content.decode()
    assert (answer.status_code, "the chapter&#x27;s postal address" in page) == (422, True)
    assert 'href="/c/highland-park/setup/#id_postal_address"' in page
    assert CallToAction.objects.get().state == "draft"


@pytest.mark.parametrize("field", ["event", "campaign", "who__tag", "who__list", "reach", "when", "send_on"])
def test_what_cannot_be_stored_is_refused_with_everything_typed(cast: Cast, field: str) -> None:
    event, campaign = make_event(cast.there), make_campaign(cast.there)
    tag = cast.there.tags.create(name="theirs")
    cast.here.tags.create(name="ours")
    saved = cast.there.segments.create(name="theirs")
    cast.here.segments.create(name="ours")
    foreign = {"event": event.code, "campaign": campaign.code, "who__tag": tag.code, "who__list": saved.code}
    fields = {field: foreign.get(field, "nonsense"), "en__text_body": "Typed with care"}
    answer = write(signed_in(cast.lead), None, **fields)
    page = answer.content.decode()
    assert (answer.status_code, CallToAction.objects.get().texts.count()) == (422, 0)
    assert "Typed with care" in page
    assert "data-errors" in page


def test_one_tap_mends_a_text(cast: Cast) -> None:
    call = make_call(cast.here)
    client = signed_in(cast.lead)

    def after(button: str, value: str, body: str) -> str:
        answer = write(client, call, **{button: value, "es__text_body": body})
        assert answer.url == f"/c/highland-park/messages/{call.code}/write/#words-es"
        return said("es")

    assert after("plain", "es", "¿Qué más? ALTO para no recibir más.") == "¿Qué mas? ALTO para salir."
    assert after("fix", "stop:es", "{grupo}: Venga. ") == "{grupo}: Venga. ALTO para salir."
    assert after("fix", "name:es", "Venga.") == "{grupo}: Venga."
    assert after("insert", "es:{nombre}", "Hola") == "Hola {nombre}"
    assert write(client, call, plain="fr").status_code == 404


def test_our_own_words_fill_only_what_is_blank(cast: Cast) -> None:
    make_sender(cast.here)
    make_member(cast.here)
    event, client = make_event(cast.here), signed_in(cast.lead)
    write(client, start="1", event=event.code, en__text_body="Mine", es__text_body="")
    assert said("en") == "Mine"
    assert "{evento}" in said("es")
    page = client.get(f"/c/highland-park/messages/new/?event={event.code}").content.decode()
    assert "will you come to {event}?" in page
    assert f'value="{event.code}" selected' in page
    ours = {f"en__{field}": words for field, words in merging.suggested("en", CallToAction(event=event)).items()}
    assert write(client, None, ask="1", event=event.code, **ours).status_code == 302


def test_costly_letters_are_named_with_a_plainer_way(cast: Cast) -> None:
    make_sender(cast.here)
    make_member(cast.here, "Ana Lopez", language="es")
    body = "{grupo}: Hola {nombre}, ¿viene el jueves a la casa de la calle Fig? Responda VOY, ALTO para no recibir más."
    page = write(signed_in(cast.lead), htmx="1", es__text_body=body, look="text-es").content.decode()
    assert "This makes it 2 texts instead of 1: the á in “más”." in page
    assert "Say it like this, save $0.01" in page
    assert '<mark class="cost">á</mark>' in page


def test_the_preview_is_a_real_person_and_then_another(cast: Cast) -> None:
    make_sender(cast.here, address="+13235550142")
    names = {"Ana", "Luz"}
    for name in names:
        make_member(cast.here, f"{name} Lopez", language="es")
    make_member(cast.here, "Eva NotAsked", language="es", consents=())
    call = make_call(cast.here)
    client = signed_in(cast.lead)
    shown = set()
    for person in ("0", "1", "-1", "99999", "x"):
        path = f"/c/highland-park/messages/{call.code}/write/?look=text-es&person={person}"
        page = client.get(path, headers={"HX-Request": "true"}).content.decode()
        assert "(323) 555-0142" in page
        assert "<form" not in page
        shown |= {name for name in ("Ana", "Luz", "Eva") if f"Hola <mark>{name}</mark>" in page}
    assert shown == names


def test_an_edit_that_comes_too_late_is_shown_not_saved(cast: Cast) -> None:
    call = make_call(cast.here, state="asked")
    answer = write(signed_in(cast.lead), call, en__text_body="My late idea")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This message cannot be changed now." in page
    assert "My late idea" in page
    assert said("en") != "My late idea"
    assert write(signed_in(cast.lead), call, htmx="1", en__text_body="My late idea").status_code == 422
    assert signed_in(cast.lead).get(f"/c/highland-park/messages/{call.code}/write/").status_code == 302


def test_words_are_used_again_for_the_same_people(cast: Cast) -> None:
    spanish = {"filter": "language", "value": "es"}
    tree = {"version": 1, "all": [{"not": {"all": [spanish]}}]}
    old = make_call(cast.here, audience=tree, title="Bring a friend", state="done", approved_at=timezone.now())
    client = signed_in(cast.lead)
    page = client.get(f"/c/highland-park/messages/new/?from={old.code}").content.decode()
    assert "Bring a friend" in page
    assert "will you come? {link}" in page
    write(client, None, **{"from": old.code})
    new = CallToAction.objects.exclude(pk=old.pk).get()
    # A list that the sentence cannot show stays whole: it never grows to everyone.
    assert (new.audience, old.texts.count()) == (tree, 2)
    write(client, new)
    assert CallToAction.objects.get(pk=new.pk).audience == tree
    write(client, new, anew="1")
    assert CallToAction.objects.get(pk=new.pk).audience == {}


@pytest.mark.parametrize("node", [{"filter": "list", "value": "gone"}, {"filter": "shoe_size", "value": "9"}])
def test_a_list_that_is_gone_never_becomes_everyone(cast: Cast, node: dict[str, str]) -> None:
    make_member(cast.here)
    call = make_call(cast.here, audience={"version": 1, "all": [node]})
    client = signed_in(cast.lead)
    page = client.get(f"/c/highland-park/messages/{call.code}/write/").content.decode()
    assert '<p class="gets num">0</p>' in page
    assert "Choose other people" in page
    write(client, call, htmx="1")
    assert CallToAction.objects.get().audience == {"version": 1, "all": [node]}


def test_the_people_page_leads_here_with_its_sentence(cast: Cast) -> None:
    page = signed_in(cast.lead).get("/c/highland-park/messages/new/?zip=90042&language=es").content.decode()
    assert 'value="90042"' in page
    assert '<option value="es" selected>' in page


def test_people_who_wait_for_their_language_are_shown_and_may_be_sent_another(cast: Cast) -> None:
    make_sender(cast.here)
    make_member(cast.here, "Ana Lopez", language="es")
    make_member(cast.here, "Beth Stone")
    client = signed_in(cast.organizer)
    page = write(client, htmx="1", es__text_body="").content.decode()
    assert "1 person waits for the Spanish." in page
    assert '<p class="gets num">1</p>' in page
    call = CallToAction.objects.get()
    page = write(client, call, htmx="1", es__text_body="", other_language_allowed="on").content.decode()
    assert '<p class="gets num">2</p>' in page


def test_the_page_asks_few_questions_of_the_database(cast: Cast, django_assert_max_num_queries: Any) -> None:
    make_sender(cast.here)
    for number in range(30):
        make_event(cast.here, f"Vigil {number}")
        make_member(cast.here, f"Person {number}")
    call = make_call(cast.here)
    client = signed_in(cast.lead)
    with django_assert_max_num_queries(45):
        client.get(f"/c/highland-park/messages/{call.code}/write/")


def test_writing_needs_the_role(cast: Cast) -> None:
    call = make_call(cast.here)
    for place in ("new", f"{call.code}/write"):
        path = f"/c/highland-park/messages/{place}/"
        assert signed_in(cast.texter).get(path).status_code == 403
        assert signed_in(cast.stranger).get(path).status_code == 404
