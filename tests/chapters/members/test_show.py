"""Everything about one person, and what leads write down about them."""

import pytest
from django.test import Client
from django.urls import reverse

from chapters.members import consenting
from chapters.models import AuditEntry, Consent, Member, Note, OptOut
from tests.cast import Cast
from tests.factories import make_member, signed_in

LIST = "/c/highland-park/people/"
SAID = {
    "yes-channels": ["text"],
    "yes-source": "paper",
    "yes-detail": "Clipboard at the vigil",
    "yes-wording": "Yes, text me.",
}


@pytest.fixture
def client(cast: Cast) -> Client:
    return signed_in(cast.organizer)


@pytest.fixture
def rosa(cast: Cast) -> Member:
    return make_member(cast.here, "Rosa Villaseñor", phone="+13235550101", email="rosa@example.org")


def page(member: Member, act: str = "") -> str:
    return f"{LIST}{member.code}/{act}"


def test_it_says_how_to_reach_them_and_why_we_may(client: Client, rosa: Member) -> None:
    Note.objects.create(chapter=rosa.chapter, member=rosa, body="Lends her projector.")
    text = client.get(page(rosa)).content.decode()
    for words in (
        "Rosa Villaseñor",
        "(323) 555-0101",
        "rosa@example.org",
        "Clipboard at the vigil",
        "Yes, text me about actions.",
        "They did not say yes to email",
        "Said yes to texts (paper sign-up: Clipboard at the vigil)",
        "Lends her projector.",
    ):
        assert words in text


def test_only_those_who_may_see_people_open_it(cast: Cast, rosa: Member) -> None:
    assert signed_in(cast.volunteer).get(page(rosa)).status_code == 403
    assert signed_in(cast.stranger).get(page(rosa)).status_code == 404
    leaked = make_member(cast.there, "Eve Leak")
    acts = ("", "edit/", "said-yes/", "stop/text/")
    for act in acts:
        missing = signed_in(cast.organizer).get(f"{LIST}nobody/{act}")
        foreign = signed_in(cast.organizer).get(page(leaked, act))
        assert (foreign.status_code, foreign.content) == (404, missing.content)


def test_add_someone_with_their_yes(cast: Cast, client: Client) -> None:
    assert client.get(f"{LIST}add/").status_code == 200
    data = {"name": "Luz Peña", "phone": "323 555 0142", "zip": "2139", "language": "es", "tags": "host, driver"}
    response = client.post(f"{LIST}add/", data | SAID)
    luz = cast.here.members.get()
    assert response.headers["Location"] == page(luz)
    assert (luz.phone, luz.zip, luz.first_name, luz.language) == ("+13235550142", "02139", "Luz", "es")
    assert list(luz.tags.values_list("name", flat=True)) == ["driver", "host"]
    proof = luz.consents.get()
    assert (proof.source, proof.source_detail, proof.wording_text) == (
        "paper",
        "Clipboard at the vigil",
        "Yes, text me.",
    )
    assert (proof.entered_by, proof.language) == (cast.organizer, "es")
    assert AuditEntry.objects.filter(act="member_added", subject=f"member {luz.code}").count() == 1


def test_the_next_line_of_a_clipboard_starts_with_the_proof_of_the_last(cast: Cast, client: Client) -> None:
    client.post(f"{LIST}add/", {"name": "Luz Peña", "language": "en"} | SAID)
    text = client.get(f"{LIST}add/").content.decode()
    assert 'value="Clipboard at the vigil"' in text
    assert "Yes, text me.</textarea>" in text
    assert "Clipboard" not in signed_in(cast.lead).get(f"{LIST}add/").content.decode().replace("clipboard", "")


def test_add_someone_who_did_not_say_yes(cast: Cast, client: Client) -> None:
    client.post(f"{LIST}add/", {"name": "Luz Peña", "language": "en", "yes-none": "on"})
    assert cast.here.members.get().consents.count() == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"yes-channels": []}, "Choose what they said yes to, or say that they did not."),
        ({"yes-none": "on"}, "You chose both. Which one is it?"),
        ({"yes-wording": ""}, "We need this to show later that they agreed."),
        ({"phone": "323 555 01"}, "This number is 2 digits short."),
        ({"email": "luz@"}, "This email is not complete."),
        ({"name": ""}, "Please fill this in."),
    ],
)
def test_nothing_typed_is_lost_when_something_is_missing(
    cast: Cast, client: Client, change: dict[str, object], words: str
) -> None:
    data = {"name": "Luz Peña", "phone": "323 555 0142", "language": "es", "tags": "host"} | SAID | change
    response = client.post(f"{LIST}add/", data)
    assert response.status_code == 422
    text = response.content.decode()
    assert words in text
    assert 'value="host"' in text
    assert "Clipboard at the vigil" in text
    assert cast.here.members.count() == 0


def test_somebody_who_is_here_already_is_not_added_twice(cast: Cast, client: Client, rosa: Member) -> None:
    data = {"name": "Rosa V", "phone": "(323) 555-0101", "language": "es"} | SAID
    response = client.post(f"{LIST}add/", data)
    assert response.status_code == 422
    assert f'href="{page(rosa)}"' in response.content.decode()
    client.post(f"{LIST}add/", data | {"name": "Hector V"})
    assert cast.here.members.count() == 2


def test_change_someone(client: Client, rosa: Member) -> None:
    Member.objects.filter(pk=rosa.pk).update(phone_trouble="No such number")
    assert "(323) 555-0101" in client.get(f"/c/highland-park/people/{rosa.code}/edit/").content.decode()
    data = {"name": "Rosa Peña", "phone": "323 555 0199", "email": "", "language": "es", "tags": "driver"}
    assert client.post(page(rosa, "edit/"), data).status_code == 302
    rosa.refresh_from_db()
    assert (rosa.name, rosa.first_name, rosa.phone, rosa.email) == ("Rosa Peña", "Rosa", "+13235550199", "")
    assert (rosa.phone_trouble, rosa.tags.get().name) == ("", "driver")
    assert list(Member.objects.with_phone("+13235550199")) == [rosa]
    assert client.post(page(rosa, "edit/"), data | {"zip": "9"}).status_code == 422


@pytest.mark.parametrize(("reach", "chapters"), [("all", [None]), ("here", ["highland-park"])])
def test_stop_when_they_told_a_lead(
    cast: Cast, client: Client, rosa: Member, reach: str, chapters: list[str | None]
) -> None:
    question = client.get(reverse("chapters:members_stop", args=["highland-park", rosa.code, "text"]))
    assert "Stop texting Rosa" in question.content.decode()
    assert client.post(page(rosa, "stop/text/"), {"reach": reach}).status_code == 302
    assert list(OptOut.objects.values_list("chapter__slug", flat=True)) == chapters
    said = rosa.consents.first()
    assert said is not None
    assert (said.is_given, said.source, said.entered_by) == (False, "person", cast.organizer)
    assert rosa.consents.filter(is_given=False).count() == 1
    assert "Stopped" in client.get(page(rosa)).content.decode()


def test_stop_needs_an_answer_and_a_channel(client: Client, rosa: Member) -> None:
    assert client.post(page(rosa, "stop/text/"), {"reach": "x"}).status_code == 422
    assert client.post(page(rosa, "stop/fax/"), {"reach": "all"}).status_code == 404
    assert OptOut.objects.count() == 0


def test_a_yes_can_be_written_down_later_and_takes_back_a_leads_stop(cast: Cast, client: Client, rosa: Member) -> None:
    client.post(page(rosa, "stop/text/"), {"reach": "all"})
    data = {"channels": ["text", "email"], "source": "person", "detail": "At the door", "wording": "Yes, write to me."}
    assert client.get(f"/c/highland-park/people/{rosa.code}/said-yes/").status_code == 200
    assert client.post(page(rosa, "said-yes/"), data | {"channels": []}).status_code == 422
    assert client.post(page(rosa, "said-yes/"), data).status_code == 302
    assert [rosa in cast.here.members.reachable_by(channel) for channel in ("text", "email")] == [True, True]


def test_a_stop_of_their_own_hand_stays(cast: Cast, client: Client, rosa: Member) -> None:
    consenting.stop("text", rosa.phone, source=Consent.Source.KEYWORD)
    data = {"channels": ["text"], "source": "person", "detail": "At the door", "wording": "Yes, write to me."}
    response = client.post(page(rosa, "said-yes/"), data)
    assert response.status_code == 422
    assert "Only they can start again" in response.content.decode()
    client.post(f"{LIST}add/", {"name": "Luz", "phone": "323 555 0101", "language": "es"} | SAID)
    assert cast.here.members.count() == 2
    assert cast.here.members.reachable_by("text").count() == 0


def test_what_happened_goes_on_on_older_pages(client: Client, rosa: Member) -> None:
    for number in range(40):
        Note.objects.create(chapter=rosa.chapter, member=rosa, body=f"Note number {number:02}.")
    first, second = client.get(page(rosa)).content.decode(), client.get(f"{page(rosa)}?page=2").content.decode()
    assert ("Note number 39." in first, "Note number 00." in first, "?page=2#history" in first) == (True, False, True)
    assert ("Note number 39." in second, "Note number 00." in second) == (False, True)
    assert client.get(f"{page(rosa)}?page=moon").status_code == 200
