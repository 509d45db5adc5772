"""Stories of people: `campaigns:advocacy_testimonies`, `campaigns:advocacy_testimony_add`,
`campaigns:advocacy_testimony_edit`, `campaigns:advocacy_testimony_withdraw`."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from campaigns.models import Campaign, Testimony
from chapters.members import erasing
from chapters.members.exporting import as_data
from chapters.models import AuditEntry
from tests.cast import Cast
from tests.factories import make_campaign, make_member, signed_in

pytestmark = pytest.mark.django_db
HERE = "/c/highland-park"
PUBLIC = "/highland-park/sanctuary/"
STORY = {
    "name": "Jocelyn CANARYSURNAME", "contact": "323 555 0155", "language": "es", "scope": "first_name",
    "words": "Lo grabé desde el asiento de atrás.", "first_name": "Jocelyn", "consent_words": "Pueden publicarlo.",
    "consent_on": "2017-03-01", "is_public": "on",
}  # fmt: skip


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return make_campaign(cast.here)


@pytest.fixture
def lead(cast: Cast) -> Client:
    return signed_in(cast.lead)


def bank(campaign: Campaign, rest: str = "") -> str:
    return f"{HERE}/campaigns/{campaign.code}/stories/{rest}"


def tell(campaign: Campaign, lead: Client, **changes: Any) -> Testimony:
    answer = lead.post(bank(campaign, "new/"), STORY | changes)
    assert answer.status_code == 302, answer.content.decode()
    return Testimony.objects.get()


def public_page() -> str:
    return Client().get(PUBLIC).content.decode()


def test_a_story_is_public_as_far_as_it_was_allowed(campaign: Campaign, lead: Client, cast: Cast) -> None:
    testimony = tell(campaign, lead)
    shown = public_page()
    assert 'lang="es">“Lo grabé desde el asiento de atrás.”' in shown
    assert "Jocelyn" in shown
    assert not [word for word in ("CANARYSURNAME", "0155", "Pueden publicarlo") if word in shown]
    assert (testimony.recorded_by, testimony.consent_words) == (cast.lead, "Pueden publicarlo.")
    inside = lead.get(bank(campaign)).content.decode()
    assert not [word for word in ("CANARYSURNAME", "(323) 555-0155", "Pueden publicarlo") if word not in inside]


@pytest.mark.parametrize(
    ("changes", "seen"),
    [
        ({"scope": "internal"}, (False, False)),
        ({"scope": "anonymous"}, (True, False)),
        ({"scope": "press"}, (True, True)),
        ({"is_public": ""}, (False, False)),
    ],
)
def test_no_name_and_no_word_beyond_the_consent(
    campaign: Campaign, lead: Client, changes: dict[str, str], seen: tuple[bool, bool]
) -> None:
    tell(campaign, lead, **changes)
    shown = public_page()
    assert ("Lo grabé" in shown, "Jocelyn" in shown) == seen


def test_a_narrower_consent_takes_it_off(campaign: Campaign, lead: Client) -> None:
    testimony = tell(campaign, lead)
    lead.post(f"{HERE}/stories/{testimony.code}/", STORY | {"scope": "internal"})
    assert "Lo grabé" not in public_page()
    assert not Testimony.objects.get().is_public


def test_taken_back_it_is_off_every_page_and_empty(campaign: Campaign, lead: Client) -> None:
    testimony = tell(campaign, lead)
    path = f"{HERE}/stories/{testimony.code}/back/"
    assert "Does Jocelyn CANARYSURNAME take the story back?" in lead.get(path).content.decode()
    assert Testimony.objects.get().withdrawn_at is None, "looking changes nothing"
    lead.post(path)
    gone = Testimony.objects.get()
    assert (gone.name, gone.first_name, gone.contact, gone.words, gone.is_public) == ("", "", "", "", False)
    assert "Lo grabé" not in public_page() + lead.get(bank(campaign)).content.decode()
    for method in (lead.get, lead.post):
        assert method(path).status_code == method(f"{HERE}/stories/{testimony.code}/").status_code == 404
    acts = [*AuditEntry.objects.order_by("id").values_list("act", flat=True)]
    assert acts == ["testimony_recorded", "testimony_withdrawn"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"consent_words": ""}, "Please fill this in"),
        ({"consent_on": "soon"}, "date"),
        ({"first_name": ""}, "Which name may we show?"),
        ({"contact": "555"}, "digits short"),
        ({"words": ""}, "Please fill this in"),
        ({"words": "Mi papá es indocumentado."}, "immigration status"),
    ],
)
def test_a_story_without_its_consent_is_not_kept(
    campaign: Campaign, lead: Client, changes: dict[str, str], words: str
) -> None:
    answer = lead.post(bank(campaign, "new/"), STORY | changes)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert "CANARYSURNAME" in answer.content.decode(), "nothing that was typed is lost"
    assert not Testimony.objects.exists()


def test_asked_once_it_may_be_something_else(campaign: Campaign, lead: Client) -> None:
    tell(campaign, lead, words="Mi papá es indocumentado.", is_sure="1")


def test_only_who_runs_campaigns_reads_it(cast: Cast, campaign: Campaign, lead: Client) -> None:
    testimony = tell(campaign, lead, is_public="")
    for user in (cast.volunteer, cast.texter, cast.liaison):
        for address in (bank(campaign), f"{HERE}/stories/{testimony.code}/"):
            answer = signed_in(user).get(address)
            assert (answer.status_code, "Lo grabé" in answer.content.decode()) == (403, False)


def test_it_belongs_to_the_person(cast: Cast, campaign: Campaign, lead: Client) -> None:
    member = make_member(cast.here, "Jocelyn Avila", phone="+13235550155")
    assert tell(campaign, lead).member == member
    (line,) = as_data(member)["stories"]
    assert (line["words"], line["consent_words"]) == (STORY["words"], STORY["consent_words"])
    erasing.erase(member)
    assert "Lo grabé" not in public_page()
    gone = Testimony.objects.get()
    assert (gone.words, gone.consent_words, gone.member) == ("", "", None)


def test_a_shared_number_is_nobodys(cast: Cast, campaign: Campaign, lead: Client) -> None:
    make_member(cast.here, "Jocelyn Avila", phone="+13235550155")
    make_member(cast.here, "Her mother", phone="+13235550155")
    assert tell(campaign, lead).member is None


def test_the_database_keeps_the_consent(cast: Cast, campaign: Campaign, lead: Client) -> None:
    tell(campaign, lead)
    for changes, rule in (
        ({"scope": "internal"}, "testimony_public_only_with_consent"),
        ({"consent_words": ""}, "testimony_public_only_with_consent"),
        ({"withdrawn_at": "2017-03-02T00:00Z", "is_public": False}, "testimony_withdrawn_is_empty"),
    ):
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            Testimony.objects.update(**changes)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(t)::text FROM campaigns_testimony t")
        dump = cursor.fetchone()[0]
    assert not [word for word in ("grabé", "CANARY", "Jocelyn", "0155", "publicarlo") if word in dump]
