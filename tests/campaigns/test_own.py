"""The member's own page: opening it changes nothing, and everything on it is theirs to decide."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Delivery
from chapters.models import AddressProof, AuditEntry, Consent, Member, Note, OptOut
from tests.campaigns.test_join import stamp
from tests.cast import Cast
from tests.factories import make_email_sender, make_event, make_member, make_sender, signed_in

pytestmark = pytest.mark.django_db
ASK = reverse("campaigns:own_ask", args=["highland-park"])


@pytest.fixture
def lupe(cast: Cast) -> Member:
    make_sender(cast.here)
    make_email_sender(cast.here)
    person: dict[str, Any] = {
        "phone": "+13235550142",
        "email": "lupe@home.example",
        "zip": "90065",
        "consents": ("text", "email"),
    }
    return make_member(cast.here, "Lupe Canario", **person)


def path(member: Member, rest: str = "") -> str:
    return f"/m/{member.page_secret}/{rest}"


def post(member: Member, rest: str, **fields: Any) -> Any:
    return Client().post(path(member, rest), fields, follow=True)


def reachable(member: Member, channel: str) -> bool:
    return Member.objects.filter(pk=member.pk).reachable_by(channel).exists()


def everything() -> tuple[object, ...]:
    rows = (Member.objects.values_list(), Consent.objects.values_list(), OptOut.objects.values_list())
    return (*map(list, rows), Delivery.objects.count(), AuditEntry.objects.count())


# --- getting there ---------------------------------------------------------------------------------


def ask(address: str) -> Any:
    return Client().post(ASK, {"address": address, "website": "", "shown": stamp()})


def test_the_answer_never_says_whether_we_know_the_address(cast: Cast, lupe: Member) -> None:
    known, unknown = ask("(323) 555-0142"), ask("323 555 0199")
    assert (known.status_code, unknown.status_code) == (200, 200)
    assert known.content == unknown.content
    text = Delivery.objects.get()
    assert (text.address, text.purpose, "/m/open/" in text.body) == ("+13235550142", "confirm", True)
    assert [ask("lupe@home.example").content == ask("no@home.example").content, Delivery.objects.count()] == [True, 2]


def test_it_opens_the_page_for_an_hour(cast: Cast, lupe: Member) -> None:
    ask("323 555 0142")
    link = f"/m/open/{AddressProof.objects.get().secret}/"
    assert Client().get(link).headers["Location"] == path(lupe)
    AddressProof.objects.update(created_at=timezone.now() - AddressProof.LIVES[AddressProof.Kind.OPEN])
    assert (Client().get(link).status_code, Client().get("/m/open/2222/").status_code) == (410, 404)


def test_a_household_and_two_chapters_are_a_choice(cast: Cast, lupe: Member) -> None:
    make_member(cast.here, "Ana Canario", phone="+13235550142")
    make_member(cast.there, "Lupe Canario", phone="+13235550142")
    make_member(cast.there, "Otro Quetzal", phone="+13235550143", email="lupe@home.example")
    ask("323 555 0142")
    page = Client().get(f"/m/open/{AddressProof.objects.get().secret}/").content.decode()
    assert [page.count(name) for name in ("Lupe", "Ana", "East Valley Together", "Otro", "Canario")] == [2, 1, 1, 0, 0]


def test_after_a_stop_the_link_still_comes_by_email_and_never_by_text(cast: Cast, lupe: Member) -> None:
    for channel, index in (("text", lupe.phone_index), ("email", lupe.email_index)):
        OptOut.objects.create(channel=channel, address_index=index, source="keyword", at=timezone.now())
    ask("323 555 0142")
    ask("lupe@home.example")
    assert Delivery.objects.get().channel == "email"


def test_asking_is_limited(cast: Cast, lupe: Member) -> None:
    for _try in range(5):
        assert ask("323 555 0142").status_code == 200
    assert Delivery.objects.count() == 3
    assert [ask("nobody").status_code, ask("a@").status_code] == [422, 422]
    assert 429 in [ask("323 555 0142").status_code for _try in range(30)]


def test_a_lead_sends_the_link_and_it_is_written_down(cast: Cast, lupe: Member) -> None:
    lead = signed_in(cast.lead)
    page = lead.get(f"/c/highland-park/people/{lupe.code}/").content.decode()
    assert "Text them the link" in page
    assert lupe.page_secret not in page
    lead.post(f"/c/highland-park/people/{lupe.code}/send-link/", {"channel": "email"})
    mail = Delivery.objects.get()
    assert (mail.channel, path(lupe) in mail.body) == ("email", True)
    assert AuditEntry.objects.get(act="member_link_sent").subject == f"member {lupe.code}"
    OptOut.objects.create(channel="text", address_index=lupe.phone_index, source="keyword", at=timezone.now())
    answer = lead.post(f"/c/highland-park/people/{lupe.code}/send-link/", {"channel": "text"}, follow=True)
    assert "could not send it" in answer.content.decode()


# --- the page --------------------------------------------------------------------------------------


def test_opening_changes_nothing_and_hides_contacts(cast: Cast, lupe: Member) -> None:
    before = everything()
    for rest in ("", "all/", "my-data.json", "delete/"):
        answer = Client().get(path(lupe, rest))
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    page = Client().get(path(lupe)).content.decode()
    for words in ("Hello Lupe", "Not you?", "…0142", "l…@home.example", "Stop everything everywhere"):
        assert words in page
    for hidden in ("555-0142", "5550142", "lupe@home"):
        assert hidden not in page
    assert everything() == before
    assert Client().get("/m/2222222222222222222222/").status_code == 404


def test_they_correct_what_we_know(cast: Cast, lupe: Member) -> None:
    given = {"name": "Guadalupe  Canario", "first_name": "Lupita", "pronouns": "she", "zip": "90042", "language": "es"}
    post(lupe, "change/", **given)
    lupe.refresh_from_db()
    said = (lupe.name, lupe.first_name, lupe.pronouns, lupe.zip, lupe.language, lupe.sort_name)
    assert said == ("Guadalupe Canario", "Lupita", "she", "90042", "es", "canario guadalupe")
    assert 'lang="es"' in Client().get(path(lupe)).content.decode()
    wrong = Client().post(path(lupe, "change/"), given | {"name": "1", "zip": "x", "pronouns": "they"})
    assert (wrong.status_code, 'value="they"' in wrong.content.decode()) == (422, True)
    lupe.refresh_from_db()
    assert lupe.pronouns == "she"


def test_a_new_number_counts_once_it_has_answered(cast: Cast, lupe: Member) -> None:
    post(lupe, "contact/text/", **{"text-address": "323 555 0177"})
    lupe.refresh_from_db()
    assert lupe.phone == "+13235550142"
    text = Delivery.objects.get()
    assert text.address == "+13235550177"
    found = re.search(r"/m/new/\w+/", text.body)
    assert found
    assert "…0177" in Client().get(found[0]).content.decode()
    lupe.refresh_from_db()
    assert lupe.phone == "+13235550142"
    Client().post(found[0])
    lupe.refresh_from_db()
    assert lupe.phone == "+13235550177"
    assert [Client().post(found[0]).status_code, Client().post("/m/new/2222/").status_code] == [410, 404]


def test_a_wrong_number_is_said_and_one_can_be_taken_away(cast: Cast, lupe: Member) -> None:
    refused = Client().post(path(lupe, "contact/text/"), {"text-address": "323 555"})
    assert (refused.status_code, "digits short" in refused.content.decode()) == (422, True)
    post(lupe, "contact/email/", remove="1")
    lupe.refresh_from_db()
    assert (lupe.email, lupe.email_index) == ("", "")
    assert Client().post(path(lupe, "contact/fax/")).status_code == 404


def test_one_channel_of_one_chapter_off_and_on(cast: Cast, lupe: Member) -> None:
    elsewhere = make_member(cast.there, "Lupe Canario", phone=lupe.phone)
    post(lupe, "channel/text/", wants="no")
    assert (reachable(lupe, "text"), reachable(lupe, "email"), reachable(elsewhere, "text")) == (False, True, True)
    stale = post(lupe, "channel/text/", wants="yes", version="9")
    assert ("changed this sentence" in stale.content.decode(), reachable(lupe, "text")) == (True, False)
    post(lupe, "channel/text/", wants="yes", version="0")
    assert reachable(lupe, "text")
    last = lupe.consents.first()
    assert last is not None
    assert (last.source, last.wording_text.startswith("Yes, Highland Park Neighbors may text me")) == ("page", True)


def test_a_household_keeps_its_own_word(cast: Cast, lupe: Member) -> None:
    ana = make_member(cast.here, "Ana Canario", phone=lupe.phone)
    post(lupe, "channel/text/", wants="no")
    assert (reachable(lupe, "text"), reachable(ana, "text")) == (False, True)


def test_stop_everything_everywhere(cast: Cast, lupe: Member) -> None:
    elsewhere = make_member(cast.there, "Lupe Canario", phone=lupe.phone, email=lupe.email, consents=("text", "email"))
    post(lupe, "stop/")
    assert not any(reachable(member, channel) for member in (lupe, elsewhere) for channel in ("text", "email"))
    assert "neither by text nor by email" in Client().get(path(lupe)).content.decode()


def test_after_a_text_stop_only_a_text_start_turns_texts_on(cast: Cast, lupe: Member) -> None:
    OptOut.objects.create(channel="text", address_index=lupe.phone_index, source="keyword", at=timezone.now())
    assert "text START" in Client().get(path(lupe)).content.decode()
    post(lupe, "channel/text/", wants="yes", version="0")
    assert not reachable(lupe, "text")


def test_they_take_everything_along(cast: Cast, lupe: Member) -> None:
    event = make_event(cast.here)
    event.rsvps.create(chapter=cast.here, member=lupe, state="going", source="page", needs_ride=True)
    Note.objects.create(chapter=cast.here, member=lupe, body="Has a van")
    Note.objects.create(chapter=cast.there, member=make_member(cast.there, "Otro"), body="quetzal")
    answer = Client().get(path(lupe, "my-data.json"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    data = json.loads(answer.content)
    assert data["you"][0]["email"] == "lupe@home.example"
    assert (data["seats"][0]["event"], data["seats"][0]["needs_ride"]) == ("Candlelight vigil", True)
    assert (data["notes"][0]["note"], len(data["consents"])) == ("Has a van", 2)
    page = Client().get(path(lupe, "all/")).content.decode()
    for words in ("lupe@home.example", "Candlelight vigil", "Has a van", "Yes, text me about actions."):
        assert words in page
    assert "quetzal" not in page + answer.content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "campaigns:own",
        "campaigns:own_change",
        "campaigns:own_contact",
        "campaigns:own_channel",
        "campaigns:own_stop",
        "campaigns:own_all",
        "campaigns:own_download",
        "campaigns:own_delete",
    ],
)
def test_a_wrong_link_opens_nothing(lupe: Member, name: str) -> None:
    before = everything()
    more = ["text"] if name in {"campaigns:own_contact", "campaigns:own_channel"} else []
    wrong = reverse(name, args=[lupe.page_secret[:-1], *more])
    assert {Client().get(wrong).status_code, Client().post(wrong).status_code} <= {404, 405}
    assert everything() == before
