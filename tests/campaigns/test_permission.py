"""May we text you: the person sees what they agree to, opening changes nothing, and a yes is kept with its words."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.models import Delivery
from chapters.models import Consent, Member, OptOut
from tests.campaigns.messaging.test_following import sent
from tests.campaigns.test_tap import LINK, make_delivery
from tests.cast import Cast
from tests.factories import make_email_sender, make_member, make_sender

pytestmark = pytest.mark.django_db
PATH = f"/t/{LINK}/"
WORDS = (
    "Yes, Highland Park Neighbors may text me about its actions and events, about 4 texts a month. Message and data "
    "rates may apply. I can reply STOP at any time."
)


def asked(cast: Cast, **fields: Any) -> Delivery:
    """An email that asks Lupe for permission; there is a number to text from."""
    make_sender(cast.here)
    person = {"consents": ("email",), "email": "lupe@hp.example", "phone": "+13235550142", "zip": "90065"} | fields
    lupe = make_member(cast.here, "Lupe Canario", **person)
    call = sent(cast.here, follows=sent(cast.here), follow_kind="permission", reach="email")
    delivery = make_delivery(cast.here, lupe, call, channel="email")
    delivery.sender = make_email_sender(cast.here)
    delivery.save()
    return delivery


def said(member: Member | None) -> list[tuple[bool, str]]:
    return [*Consent.objects.filter(member=member, channel="text").values_list("is_given", "wording_text")]


def test_opening_shows_the_words_and_changes_nothing(cast: Cast) -> None:
    lupe = asked(cast).member
    page = Client().get(PATH).content.decode()
    for words in ("Hello Lupe", WORDS, "Not you?", "ends in …0142", "Opening this page told us nothing."):
        assert words in page
    for private in ("Canario", "323", "90065", "lupe@hp.example", " checked"):
        assert private not in page
    assert (said(lupe), Delivery.objects.filter(purpose="confirm").count()) == ([], 0)


def test_a_yes_is_kept_with_its_words_and_confirmed_by_one_text(cast: Cast) -> None:
    delivery = asked(cast)
    for _click in range(2):
        answer = Client().post(PATH, {"agrees": "on", "version": "0"})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/highland-park/")
        Consent.objects.get(channel="text")
    consent = Consent.objects.get(channel="text")
    assert (consent.member, consent.is_given, consent.source) == (delivery.member, True, "page")
    assert (consent.wording_text, consent.language, consent.wording.version) == (WORDS, "en", 1)  # type: ignore[union-attr]
    text = Delivery.objects.get(purpose="confirm")
    assert (text.address, text.body) == ("+13235550142", "You get texts from Highland Park Neighbors. STOP to end.")
    delivery.refresh_from_db()
    assert delivery.answered_at is not None


def test_whoever_has_no_number_types_it(cast: Cast) -> None:
    lupe = asked(cast, phone="").member
    assert lupe is not None
    assert 'type="tel"' in Client().get(PATH).content.decode()
    refused = Client().post(PATH, {"agrees": "on", "version": "0", "phone": "323555"})
    assert (refused.status_code, said(lupe)) == (422, [])
    assert "4 digits short" in refused.content.decode()
    Client().post(PATH, {"agrees": "on", "version": "0", "phone": "323 555 0177"})
    lupe.refresh_from_db()
    assert (lupe.phone, said(lupe)) == ("+13235550177", [(True, WORDS)])
    assert Delivery.objects.get(purpose="confirm").address == "+13235550177"


def test_without_the_box_or_with_other_words_nothing_is_agreed(cast: Cast) -> None:
    lupe = asked(cast).member
    unchecked = Client().post(PATH, {"version": "0"})
    assert "Check the box if you agree." in unchecked.content.decode()
    wording = cast.here.consent_wordings.create(channel="text", version=7)
    wording.texts.create(language="en", sentence="Yes, text me. Version seven.")
    changed = Client().post(PATH, {"agrees": "on", "version": "0"})
    assert "We changed this sentence a moment ago." in changed.content.decode()
    assert "Version seven." in changed.content.decode()
    assert (unchecked.status_code, changed.status_code, said(lupe)) == (422, 422, [])
    Client().post(PATH, {"agrees": "on", "version": "7"})
    assert said(lupe) == [(True, "Yes, text me. Version seven.")]


def test_a_number_that_asked_us_to_stop_is_not_texted(cast: Cast) -> None:
    lupe = asked(cast, phone="").member
    stopped = make_member(cast.here, "Stopped", phone="+13235550177")
    OptOut.objects.create(channel="text", address_index=stopped.phone_index, source="keyword", at=timezone.now())
    answer = Client().post(PATH, {"agrees": "on", "version": "0", "phone": "323 555 0177"})
    assert answer.status_code == 422
    assert "This number asked us to stop." in answer.content.decode()
    assert (said(lupe), Member.objects.get(pk=lupe.pk).phone) == ([], "")  # type: ignore[union-attr]


def test_it_is_in_the_language_of_the_email(cast: Cast) -> None:
    asked(cast)
    Delivery.objects.update(language="es")
    page = Client().get(PATH).content.decode()
    assert '<html lang="es">' in page
    Client().post(PATH, {"agrees": "on", "version": "0"})
    assert Consent.objects.get(channel="text").language == "es"
    assert Delivery.objects.get(purpose="confirm").language == "es"
