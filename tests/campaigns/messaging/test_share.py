"""Words for a group chat: nothing personal in them, and a link for each place."""

from urllib.parse import unquote

import pytest

from campaigns.messaging import merging, sharing
from campaigns.models import CallToAction, ShareLink
from tests.campaigns.messaging.test_following import sent
from tests.cast import Cast
from tests.factories import make_call, make_event, make_member, signed_in

pytestmark = pytest.mark.django_db


def address(call: CallToAction) -> str:
    return f"/c/highland-park/messages/{call.code}/share/"


def make_link(call: CallToAction, place: str = "WhatsApp") -> ShareLink:
    return ShareLink.objects.create(chapter=call.chapter, call_to_action=call, place=place)


def test_a_place_gets_its_own_link_and_words_to_paste(cast: Cast) -> None:
    make_member(cast.here, "Lupe Canario")
    call = sent(cast.here, event=make_event(cast.here))
    client = signed_in(cast.organizer)
    page = client.get(address(call)).content.decode()
    assert 'value="Signal"' in page
    assert "textarea" not in page
    answer = client.post(address(call), {"place": "WhatsApp"})
    link = ShareLink.objects.get()
    assert (answer.headers["Location"], link.place, link.created_by) == (
        f"{address(call)}#{link.code}",
        "WhatsApp",
        cast.organizer,
    )
    client.post(address(call), {"place": " WhatsApp "})
    client.post(address(call), {"place": "The parents’ group"})
    page = client.get(address(call)).content.decode()
    assert ShareLink.objects.count() == 2
    for words in ("The parents’ group", f"/t/{link.code}/", "https://wa.me/?text=", 'lang="es"', 'value="Signal"'):
        assert words in page
    assert "Lupe" not in page
    assert "Copy for WhatsApp and Signal" in client.get(
        f"/c/highland-park/messages/{call.code}/progress/"
    ).content.decode()  # fmt: skip


def test_the_words_greet_nobody_by_name_and_do_not_speak_of_stopping(cast: Cast) -> None:
    event = make_event(cast.here)
    call = make_call(cast.here, event=event)
    for text in call.texts.all():
        text.text_body = merging.suggested(text.language, call)["text_body"]
        text.save()
    link = make_link(call)
    english, spanish = sharing.copies(link, CallToAction.objects.with_words().get(pk=call.pk))
    tail = f"York Boulevard. http://localhost:8000/t/{link.code}/"
    assert english.words.startswith("Highland Park Neighbors: Hi neighbor, will you come to Candlelight vigil? ")
    assert spanish.words.startswith("Highland Park Neighbors: Hola vecina o vecino, ¿viene a Vigilia con velas? ")
    for copy in (english, spanish):
        assert copy.words.endswith(tail)
        assert unquote(copy.whatsapp) == f"https://wa.me/?text={copy.words}"


def test_words_without_a_link_get_it_at_the_end(cast: Cast) -> None:
    call = make_call(cast.here, languages=("en",))
    call.texts.update(text_body="", email_body="Hi {first_name},\n\ncome.\n\nReply STOP to end.")
    link = make_link(call)
    [copy] = sharing.copies(link, CallToAction.objects.with_words().get(pk=call.pk))
    assert copy.words == f"Hi neighbor,\n\ncome. http://localhost:8000/t/{link.code}/"


def test_counts_are_shown(cast: Cast) -> None:
    call = sent(cast.here)
    make_link(call)
    ShareLink.objects.update(taps=12)
    assert "12 taps" in signed_in(cast.lead).get(address(call)).content.decode()


def test_an_event_that_is_not_open_to_all_is_said(cast: Cast) -> None:
    call = sent(cast.here, event=make_event(cast.here, audience="invited"))
    assert "This event is not open to all." in signed_in(cast.lead).get(address(call)).content.decode()


def test_a_place_needs_a_name_and_there_are_not_too_many(cast: Cast) -> None:
    call = sent(cast.here)
    client = signed_in(cast.lead)
    answer = client.post(address(call), {"place": "  "})
    assert (answer.status_code, ShareLink.objects.count()) == (422, 0)
    for number in range(20):
        make_link(call, f"Place {number}")
    assert client.post(address(call), {"place": "One more"}).status_code == 422
    assert client.post(address(call), {"place": "Place 3"}).status_code == 302
    assert ShareLink.objects.count() == 20


def test_a_draft_is_not_shared_nor_one_next_door(cast: Cast) -> None:
    draft, there = make_call(cast.here), sent(cast.there)
    client = signed_in(cast.lead)
    assert (
        client.post(address(draft), {"place": "Signal"}).headers["Location"]
        == f"/c/highland-park/messages/{draft.code}/"
    )
    assert client.post(address(there), {"place": "Signal"}).status_code == 404
    assert ShareLink.objects.count() == 0
