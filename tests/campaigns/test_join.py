"""Joining: nothing is kept or sent before the person has confirmed it from their own number or email."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.messaging import conversations
from campaigns.models import Delivery, Reply, Sender
from chapters import traps
from chapters.models import AddressProof, Consent, Member, Note, OptOut
from tests.cast import Cast
from tests.factories import make_email_sender, make_event, make_member, make_sender

pytestmark = pytest.mark.django_db
PATH = "/join/with/highland-park/"
SENTENCE = (
    "Yes, Highland Park Neighbors may text me about its actions and events, about 4 texts a month. Message and data "
    "rates may apply. I can reply STOP at any time."
)


def stamp(seconds: float = 5) -> str:
    """A page that was shown so many seconds ago."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.core.signing.time.time", lambda: timezone.now().timestamp() - seconds)
        return traps.signer.sign("1")


def typed(**fields: Any) -> dict[str, Any]:
    given = {"name": "Rosa Vega", "phone": "323 555 0142", "zip": "90042", "agrees": "on", "version": "0"}
    return given | {"website": "", "shown": stamp()} | fields


def join(by: str = "text", **fields: Any) -> Any:
    return Client().post(f"{PATH}?by={by}", typed(**fields))


def sent(sender: Sender, words: str, address: str = "+13235550142") -> Reply:
    Delivery.objects.filter(key__startswith="proof:").update(state="delivered", attempted_at=timezone.now())
    reply = conversations.receive(sender=sender, address=address, body=words, sid=f"SM{words}{timezone.now()}"[:40])
    assert reply
    return reply


def test_only_the_question_goes_out_before_the_yes(cast: Cast) -> None:
    make_sender(cast.here)
    answer = join()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{PATH}sent/")
    text = Delivery.objects.get()
    assert (text.purpose, text.address, text.member) == ("confirm", "+13235550142", None)
    assert "Reply YES" in text.body
    assert "Rosa" not in text.body
    assert "/join/yes/" in text.body
    assert (Member.objects.count(), Consent.objects.count()) == (0, 0)


def test_yes_by_text_brings_them_in_with_the_exact_words(cast: Cast) -> None:
    sender = make_sender(cast.here)
    join()
    reply = sent(sender, "YES")
    member = Member.objects.get()
    assert (member.name, member.phone, member.zip, member.chapter) == ("Rosa Vega", "+13235550142", "90042", cast.here)
    consent = Consent.objects.get()
    assert (consent.is_given, consent.channel, consent.source, consent.language) == (True, "text", "form", "en")
    assert (consent.wording_text, consent.source_detail) == (SENTENCE, PATH)
    assert consent.wording is not None
    assert consent.wording.version == 1
    reply.conversation.refresh_from_db()
    assert (reply.conversation.member, reply.conversation.waiting_since) == (member, None)
    assert "you are in" in Delivery.objects.get(purpose="answer").body
    sent(sender, "yes")
    assert (Member.objects.count(), Consent.objects.count()) == (1, 1)


def test_no_by_text_forgets_what_was_typed(cast: Cast) -> None:
    sender = make_sender(cast.here)
    join()
    sent(sender, "NO")
    assert (Member.objects.count(), AddressProof.objects.count()) == (0, 0)


def test_yes_by_email_is_a_button_behind_the_link(cast: Cast) -> None:
    make_email_sender(cast.here)
    event = make_event(cast.here)
    join("email", email="rosa@home.example")
    mail = Delivery.objects.get()
    found = re.search(r"/join/yes/\w+/", mail.body)
    assert found
    page = Client().get(found[0])
    assert (page.status_code, Member.objects.count()) == (200, 0)
    assert "may email me" in page.content.decode()
    client = Client()
    done = client.post(found[0], follow=True)
    member = Member.objects.get()
    for words in ("Thank you, you are in", str(event), f"/m/{member.page_secret}/"):
        assert words in done.content.decode()
    assert (member.email, Consent.objects.get().channel) == ("rosa@home.example", "email")
    client.post(found[0])
    assert Consent.objects.count() == 1


def test_the_link_dies(cast: Cast) -> None:
    make_sender(cast.here)
    join()
    proof = AddressProof.objects.get()
    AddressProof.objects.update(created_at=timezone.now() - AddressProof.LIVES[AddressProof.Kind.JOIN])
    for answer in (Client().get(f"/join/yes/{proof.secret}/"), Client().post(f"/join/yes/{proof.secret}/")):
        assert (answer.status_code, Member.objects.count()) == (410, 0)
    assert Client().get("/join/yes/2222222222222222222222/").status_code == 404


def test_the_same_person_is_updated_and_not_doubled(cast: Cast) -> None:
    sender = make_sender(cast.here)
    known = make_member(cast.here, "Rosa Vega-Luna", phone="+13235550142", zip="90065", consents=())
    brother = make_member(cast.here, "Luis Vega", phone="+13235550142", consents=())
    join()
    sent(sender, "YES")
    known.refresh_from_db()
    assert (Member.objects.count(), known.zip, known.name) == (2, "90042", "Rosa Vega-Luna")
    assert (known.consents.count(), brother.consents.count()) == (1, 0)


def test_their_own_yes_opens_what_they_had_stopped_by_email(cast: Cast) -> None:
    make_email_sender(cast.here)
    known = make_member(cast.here, "Rosa Vega", phone="", email="rosa@home.example", consents=("email",))
    index = known.email_index
    OptOut.objects.create(channel="email", address_index=index, source="unsubscribe", at=timezone.now())
    join("email", email="rosa@home.example")
    Client().post(f"/join/yes/{AddressProof.objects.get().secret}/")
    assert Member.objects.filter(pk=known.pk).reachable_by("email").exists()
    assert OptOut.objects.filter(chapter=cast.there, address_index=index).exists()


def test_whoever_stopped_texts_is_not_texted(cast: Cast) -> None:
    make_sender(cast.here)
    known = make_member(cast.here, "Rosa Vega", phone="+13235550142")
    OptOut.objects.create(channel="text", address_index=known.phone_index, source="keyword", at=timezone.now())
    assert join().status_code == 302
    assert Delivery.objects.count() == 0
    assert "text START first" in Client().get(f"{PATH}sent/").content.decode()


def test_in_spanish_the_words_are_kept_in_spanish(cast: Cast) -> None:
    make_sender(cast.here)
    client = Client(headers={"accept-language": "es"})
    page = client.get(PATH).content.decode()
    assert 'lang="es"' in page
    client.post(f"{PATH}?by=text", typed())
    proof = AddressProof.objects.get()
    assert proof.language == Delivery.objects.get().language == "es"
    client.post(f"/join/yes/{proof.secret}/")
    consent = Consent.objects.get()
    assert consent.wording is not None
    kept = consent.wording.text_in("es")
    assert kept is not None
    assert (consent.language, consent.wording_text) == ("es", kept.sentence)
    assert consent.wording_text.startswith("Sí, Highland Park Neighbors")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "Please fill this in."),
        ({"name": "12 34"}, "Please write a name"),
        ({"phone": "323 555"}, "digits short"),
        ({"zip": "9004x"}, "5 digits"),
        ({"agrees": ""}, "Check the box if you agree"),
        ({"version": "7"}, "changed this sentence"),
        ({"website": "https://buy.example"}, "hidden field"),
        ({"shown": "forged"}, "could not check this page"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(cast: Cast, fields: dict[str, Any], words: str) -> None:
    make_sender(cast.here)
    answer = join(**fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert 'value="90042"' in answer.content.decode() or "zip" in fields
    assert (AddressProof.objects.count(), Delivery.objects.count()) == (0, 0)


def test_nobody_is_flooded(cast: Cast) -> None:
    make_sender(cast.here)
    for _try in range(5):
        assert join().status_code == 302
    assert Delivery.objects.count() == 3
    join(name="Casino www.win.example", phone="323 555 0143")
    assert Delivery.objects.count() == 3


def test_a_chapter_that_can_send_nothing_keeps_the_person_without_a_yes(cast: Cast) -> None:
    join()
    member = Member.objects.get()
    assert (member.name, member.consents.count()) == ("Rosa Vega", 0)
    assert SENTENCE in Note.objects.get(member=member).body
    assert "gets in touch" in Client().get(f"{PATH}sent/").content.decode()


def test_the_chapter_page_leads_here(cast: Cast) -> None:
    assert f'href="{PATH}"' in Client().get("/highland-park/").content.decode()
    assert Client().get("/join/with/nowhere/").status_code == 404
