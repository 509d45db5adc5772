"""Finding a thread: by name in the address, by whole number only in what is posted."""

import pytest
from django.test import Client

from campaigns.models import Conversation
from chapters.models import User
from tests.campaigns.messaging.test_replies import REPLIES, wrote
from tests.cast import Cast
from tests.factories import make_member, signed_in

pytestmark = pytest.mark.django_db
FIND = "/c/highland-park/replies/find/"


@pytest.fixture
def rosas(cast: Cast) -> Conversation:
    wrote(cast.there, "CANARY", member=make_member(cast.there, "Rosa CANARY", phone="+13235550178"))
    wrote(cast.here, "Parking?", member=make_member(cast.here, "Gene Abbott"))
    rosa = make_member(cast.here, "Rosa Peña Villalobos", phone="+13235550177")
    return wrote(cast.here, "Hola", member=rosa, waiting_since=None)


def found(user: User, words: str) -> set[str]:
    page = signed_in(user).post(FIND, {"q": words}, follow=True)
    assert page.status_code == 200
    assert "CANARY" not in page.content.decode()
    return {thread.name for thread in page.context["threads"]}


def test_by_name_also_what_is_done(cast: Cast, rosas: Conversation) -> None:
    assert found(cast.lead, "pena") == {"Rosa Peña Villalobos"}
    assert found(cast.lead, "Villalovos") == {"Rosa Peña Villalobos"}
    assert found(cast.lead, "Nobody Here") == set()
    page = signed_in(cast.lead).get(REPLIES, {"q": "Zoila"}).content.decode()
    assert "Nobody called “Zoila” wrote to us" in page


def test_a_texter_finds_first_names_only(cast: Cast, rosas: Conversation) -> None:
    assert found(cast.texter, "ros") == {"Rosa V."}
    assert found(cast.texter, "Villalobos") == set()
    refused = signed_in(cast.texter).post(FIND, {"q": "323 555 0177"})
    assert refused.status_code == 422
    assert "You can look for first names only." in refused.content.decode()


def test_a_number_leads_to_its_thread_and_stands_in_no_address(cast: Cast, rosas: Conversation) -> None:
    lead = signed_in(cast.lead)
    answer = lead.post(FIND, {"q": "(323) 555-0177"})
    assert (answer.status_code, answer["Location"]) == (302, f"{REPLIES}{rosas.code}/")
    assert lead.get(REPLIES, {"q": "3235550177"}).context["threads"] == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "Write a name or a whole number."),
        ("323 555 01", "digits short"),
        ("323 555 0178", "Nobody wrote to us from this number."),
    ],
)
def test_what_cannot_be_found_is_shown_again(cast: Cast, rosas: Conversation, words: str, says: str) -> None:
    answer = signed_in(cast.lead).post(FIND, {"q": words})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert says in html
    assert f'value="{words}"' in html or not words


def test_the_search_is_kept_while_one_reads_and_answers(cast: Cast, rosas: Conversation) -> None:
    lead: Client = signed_in(cast.lead)
    page = lead.get(REPLIES, {"q": "Rosa"}).content.decode()
    assert f"{REPLIES}{rosas.code}/?q=Rosa" in page
    closed = lead.post(f"{REPLIES}{rosas.code}/close/?q=Rosa")
    assert closed["Location"] == f"{REPLIES}?q=Rosa"
