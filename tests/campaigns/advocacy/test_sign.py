"""A name under a petition, a pledge or a public comment: who it is, once, and a yes that is asked of the address."""

import pytest
from django.test import Client

from campaigns.models import Action, ActionTaken, Delivery
from chapters import traps
from chapters.models import AddressProof, Consent, Member
from tests.campaigns.advocacy.acts import make_action
from tests.cast import Cast
from tests.factories import make_member, make_sender

pytestmark = pytest.mark.django_db
TYPED = {"name": "Inés Prado", "phone": "323 555 0143", "zip": "90042"}


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the form is tested below; elsewhere nobody waits for it."""
    monkeypatch.setattr(traps, "is_too_soon", lambda _stamp: False)


@pytest.fixture
def petition(cast: Cast) -> Action:
    return make_action(cast.here, kind="petition", goal=100)


def sign(action: Action, **typed: str) -> "tuple[int, str]":
    given = TYPED | {"shown": traps.signer.sign("1"), "website": ""} | typed
    query = "?by=email" if "email" in given else ""
    answer = Client().post(f"/a/{action.code}/{query}", {key: value for key, value in given.items() if value})
    return answer.status_code, answer.content.decode()


def test_the_form_asks_little_and_never_says_yes_by_itself(petition: Action) -> None:
    body = Client().get(f"/a/{petition.code}/").content.decode()
    for name in ("name", "zip", "phone", "is_name_public", "hear"):
        assert f'name="{name}"' in body
    assert "checked" not in body
    assert "Yes, Highland Park Neighbors may text me" in body
    assert body.count("btn flame big wide") == 1


def test_a_name_is_kept_once_and_the_person_with_it(petition: Action) -> None:
    assert sign(petition)[0] == 302
    assert sign(petition, phone="(323) 555-0143", name="Inés")[0] == 302
    row, member = ActionTaken.objects.get(), Member.objects.get()
    petition.refresh_from_db()
    assert (row.member, row.name, row.place, row.source, row.is_name_public) == (
        member, "Inés Prado", "90042", "shared", False,
    )  # fmt: skip
    assert (petition.taken_count, member.zip, Consent.objects.count()) == (1, "90042", 0)


def test_somebody_we_know_is_found_as_for_a_seat(cast: Cast, petition: Action) -> None:
    ines = make_member(cast.here, "Inés Prado", phone="+13235550143", consents=())
    sign(petition)
    sign(petition, name="Teo Prado")
    assert Member.objects.count() == 2
    assert set(ActionTaken.objects.values_list("member__name", flat=True)) == {ines.name, "Teo Prado"}


def test_a_tick_asks_the_address_itself(cast: Cast, petition: Action) -> None:
    make_sender(cast.here)
    sign(petition, hear="on", version="0")
    proof = AddressProof.objects.get()
    assert (proof.kind, proof.channel, proof.wording_text.startswith("Yes, Highland Park Neighbors may")) == (
        "join", "text", True,
    )  # fmt: skip
    assert Delivery.objects.get().purpose == "confirm"
    assert Consent.objects.count() == 0


def test_a_sentence_that_changed_is_read_again(petition: Action) -> None:
    status, body = sign(petition, hear="on", version="7")
    assert (status, "We changed this sentence a moment ago." in body) == (422, True)
    assert ActionTaken.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "Please fill this in."),
        ({"name": "123"}, "Please write a name we can call you by."),
        ({"name": "Buy www.pills.example"}, "Please write a name we can call you by."),
        ({"phone": "323 555 01"}, "This number is 2 digits short."),
        ({"zip": "9004x"}, "A ZIP code has 5 digits"),
        ({"website": "http://spam.example"}, "Please leave the hidden field empty"),
        ({"shown": "forged"}, "We could not check this page."),
        ({"email": "ines@", "phone": ""}, "This email is not complete."),
    ],
)
def test_bad_input_is_said_and_what_was_typed_stays(petition: Action, typed: dict[str, str], words: str) -> None:
    status, body = sign(petition, **typed)
    assert (status, words in body) == (422, True)
    assert 'value="90042"' in body or "zip" in typed
    assert ActionTaken.objects.count() == Member.objects.count() == 0


def test_the_clock_of_the_form(petition: Action, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    status, body = sign(petition)
    assert (status, "That was very fast." in body) == (422, True)


def test_by_email(petition: Action) -> None:
    assert sign(petition, email="Ines@Example.org", phone="")[0] == 302
    assert Member.objects.get().email == "ines@example.org"


def test_a_comment_is_in_their_own_words(cast: Cast) -> None:
    comment = make_action(
        cast.here, kind="comment", body="Sycamore City Council", agenda_item="Item 12", url="https://city.example/12"
    )
    body = Client().get(f"/a/{comment.code}/").content.decode()
    for words in ("Sycamore City Council", "Item 12", "https://city.example/12", "Hello, my name is [your name]"):
        assert words in body
    assert sign(comment, words="I was born on Elm Street.")[0] == 302
    assert ActionTaken.objects.get().words == "I was born on Elm Street."
    assert sign(comment, words="x" * 5001, phone="323 555 0144")[0] == 422
