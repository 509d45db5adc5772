"""One conversation: what was said, and answering it."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.models import Conversation, Delivery
from chapters.models import OptOut
from tests.campaigns.messaging.test_replies import REPLIES, wrote
from tests.cast import Cast
from tests.factories import make_call, make_member, signed_in

pytestmark = pytest.mark.django_db


def sent(conversation: Conversation, body: str, **fields: object) -> Delivery:
    now = timezone.now()
    given = {"purpose": "ask", "queue": "bulk", "state": "delivered", "language": "en", "attempted_at": now}
    return Delivery.objects.create(
        key=f"test:{uuid4()}",
        chapter=conversation.chapter,
        channel="text",
        sender=conversation.sender,
        member=conversation.member,
        address=conversation.address,
        address_index=conversation.address_index,
        body=body,
        not_before=now,
        expires_at=now,
        **(given | fields),
    )


def page(client: Client, conversation: Conversation) -> str:
    response = client.get(f"{REPLIES}{conversation.code}/")
    assert response.status_code == 200
    return response.content.decode()


def test_both_sides_are_shown_with_what_became_of_each(cast: Cast) -> None:
    rosa = make_member(cast.here, "Rosa Peña", language="es", zip="90065", came_count=3)
    rosas = wrote(cast.here, "¿A qué hora?", hours=5, member=rosa)
    other = wrote(cast.here, "CANARY from another phone")
    call = make_call(cast.here, state="done", approved_at=timezone.now(), approved_count=96)
    sent(rosas, "Hola Rosa, ¿viene?", call_to_action=call, language="es")
    sent(rosas, "A las siete", written_by=cast.texter, state="undelivered")
    sent(rosas, "Never shown", state="cancelled")
    sent(other, "CANARY to another phone")
    html = page(signed_in(cast.lead), rosas)
    for words in (
        "Reads Spanish.",
        "ZIP 90065.",
        "Times they came: 3.",
        "Said yes to texts on",
        "Hola Rosa, ¿viene?",
        "Sent to 96 people.",
        "June wrote this.",
        "Not arrived",
        "Your answer, in Spanish",
        "Goes to Rosa Peña only, as Highland Park Neighbors.",
    ):
        assert words in html
    assert "Never shown" not in html
    assert "CANARY to" not in html
    assert html.count("CANARY from another phone") == 1  # in the list beside it
    part = signed_in(cast.lead).get(f"{REPLIES}{rosas.code}/", headers={"HX-Request": "true"}).content.decode()
    assert "A las siete" in part
    assert "<form" not in part


def test_an_answer_goes_out_once_and_the_wait_is_over(cast: Cast) -> None:
    rosas = wrote(cast.here, "¿A qué hora?", member=make_member(cast.here, "Rosa Peña", language="es"))
    texter = signed_in(cast.texter)
    key = str(texter.get(f"{REPLIES}{rosas.code}/").context["form"]["key"].value())
    for _click in range(3):
        response = texter.post(f"{REPLIES}{rosas.code}/answer/?show=es", {"body": "A las 7.", "key": key})
        assert response.status_code == 302
        assert response.headers["Location"] == f"{REPLIES}?show=es"
    answer = Delivery.objects.get()
    assert (answer.body, answer.purpose, answer.queue) == ("A las 7.", "answer", "urgent")
    assert (answer.address, answer.language, answer.written_by) == (rosas.address, "es", cast.texter)
    rosas.refresh_from_db()
    assert rosas.waiting_since is None
    assert "Sent to Rosa P." in texter.get(REPLIES).content.decode()


@pytest.mark.parametrize(
    ("body", "says"), [("  ", "Write an answer first"), ("x" * 1601, "That is more than one text can carry")]
)
def test_an_answer_that_cannot_go_is_shown_again_with_its_words(cast: Cast, body: str, says: str) -> None:
    conversation = wrote(cast.here, "Hello?")
    response = signed_in(cast.lead).post(f"{REPLIES}{conversation.code}/answer/", {"body": body, "key": str(uuid4())})
    assert response.status_code == 422
    html = response.content.decode()
    assert says in html
    assert body.strip() in html
    assert not Delivery.objects.exists()


def test_nobody_texts_a_person_who_said_stop(cast: Cast) -> None:
    conversation = wrote(cast.here, "take me off", kind="stop")
    OptOut.objects.create(channel="text", address_index=conversation.address_index, source="keyword", at=timezone.now())
    client = signed_in(cast.lead)
    html = page(client, conversation)
    assert "They asked us to stop." in html
    assert "Done, no answer needed" in html
    assert 'id="answer"' not in html
    assert "They can start again by writing START or EMPEZAR." in html
    response = client.post(f"{REPLIES}{conversation.code}/answer/", {"body": "Please stay", "key": str(uuid4())})
    assert response.status_code == 422
    assert not Delivery.objects.exists()


def test_the_length_is_said_in_texts(cast: Cast) -> None:
    conversation = wrote(cast.here, "Hello?")
    client = signed_in(cast.texter)

    def said(body: str) -> str:
        response = client.post(f"{REPLIES}{conversation.code}/length/", {"body": body, "key": str(uuid4())})
        assert response.status_code == 200
        return response.content.decode()

    assert "This is 1 text long." in said("See you there.")
    assert "This is 3 texts long." in said("ó" * 140)
    assert "<form" not in said("See you there.")


def test_taking_handing_over_and_closing(cast: Cast) -> None:
    conversation = wrote(cast.here, "Hello?")
    client, at = signed_in(cast.lead), f"{REPLIES}{conversation.code}/"
    assert "Hand to June" in page(client, conversation)
    assert "Hand to Beth" not in page(client, conversation)
    client.post(f"{at}hand/", {"to": cast.texter.code})
    conversation.refresh_from_db()
    assert conversation.assigned_to == cast.texter
    assert "June has this one." in page(client, conversation)
    for wrong in (cast.volunteer.code, cast.stranger.code, "", "x"):
        assert client.post(f"{at}hand/", {"to": wrong}).status_code == 422
    client.post(f"{at}hand/", {"to": cast.lead.code})
    assert "You have this one." in page(client, conversation)
    assert f"{at}give-back/" in page(client, conversation)
    assert client.post(f"{at}give-back/").status_code == 302
    conversation.refresh_from_db()
    assert not conversation.assigned_to_id
    client.post(f"{at}hand/", {"to": cast.lead.code})
    client.post(f"{at}close/")
    conversation.refresh_from_db()
    assert conversation.waiting_since is None
    assert not Delivery.objects.exists()


def test_an_emergency_shows_its_number_to_those_who_may_see_it(cast: Cast) -> None:
    member = make_member(cast.here, phone="+13235550155")
    conversation = wrote(cast.here, "ICE here", kind="emergency", is_emergency=True, member=member)
    assert 'href="tel:+13235550155"' in page(signed_in(cast.lead), conversation)
    html = page(signed_in(cast.texter), conversation)
    assert "This sounds like an emergency." in html
    assert "5550155" not in html


def test_a_thread_of_another_chapter_does_not_exist(cast: Cast) -> None:
    theirs = wrote(cast.there, "CANARY")
    client = signed_in(cast.lead)
    assert client.get(f"{REPLIES}{theirs.code}/").status_code == 404
    for act in ("answer", "length", "close", "hand"):
        given = {"body": "x", "key": str(uuid4()), "to": cast.lead.code}
        assert client.post(f"{REPLIES}{theirs.code}/{act}/", given).status_code == 404
        assert client.get(f"{REPLIES}{theirs.code}/{act}/").status_code == 405
    theirs.refresh_from_db()
    assert theirs.waiting_since is not None
