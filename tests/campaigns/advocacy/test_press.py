"""The press log: `campaigns:advocacy_press`, `campaigns:advocacy_mention_add`, `campaigns:advocacy_mention_edit`,
`campaigns:advocacy_contacts`, `campaigns:advocacy_contact_add`, `campaigns:advocacy_contact_edit`,
`campaigns:advocacy_statement`, `campaigns:advocacy_statement_add`, `campaigns:advocacy_statement_edit`,
`campaigns:advocacy_statement_ask`, `campaigns:advocacy_statement_approve`, `campaigns:advocacy_statement_sent`."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns.advocacy.facts import drawn
from campaigns.models import Campaign, MediaContact, PressMention, PressStatement
from chapters.models import AuditEntry
from tests.cast import Cast
from tests.factories import make_campaign, signed_in

pytestmark = pytest.mark.django_db
HERE = "/c/highland-park"
PUBLIC = "/highland-park/sanctuary/"
MENTION = {
    "outlet": "La Opinión", "title": "Piden una ciudad santuario", "language": "es", "published_on": "2017-09-19",
    "url": "https://laopinion.example/santuario", "moment": "", "is_public": "on",
}  # fmt: skip
CONTACT = {
    "name": "Rosario Quiroga", "outlet": "La Opinión", "languages": ["es", "en"], "phone": "323 555 0177",
    "email": "rosario@laopinion.example", "note": "Deadline at 4 pm",
}  # fmt: skip
WORDS = {
    "en-headline": "A law with teeth", "en-body": "A resolution is not a law.",
    "es-headline": "Una ley con fuerza", "es-body": "Una resolución no es una ley.",
}  # fmt: skip


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return make_campaign(cast.here)


@pytest.fixture
def lead(cast: Cast) -> Client:
    return signed_in(cast.lead)


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def press_of(campaign: Campaign, rest: str = "") -> str:
    return f"{HERE}/campaigns/{campaign.code}/press/{rest}"


def test_what_was_in_the_news_stands_on_the_public_page_in_its_language(campaign: Campaign, lead: Client) -> None:
    assert lead.post(press_of(campaign, "new/"), MENTION)["Location"] == press_of(campaign)
    assert "Piden una ciudad santuario" in page(lead, press_of(campaign))
    shown = page(Client(), PUBLIC)
    assert '<a href="https://laopinion.example/santuario" rel="noreferrer" lang="es">' in shown
    assert "September 19, 2017" in shown


def test_what_is_internal_stays_inside(campaign: Campaign, lead: Client) -> None:
    lead.post(press_of(campaign, "new/"), MENTION | {"is_public": "", "title": "CANARY headline"})
    assert "CANARY" in page(lead, press_of(campaign))
    assert "CANARY" not in page(Client(), PUBLIC)


def test_a_link_stands_in_the_log_once(campaign: Campaign, lead: Client) -> None:
    lead.post(press_of(campaign, "new/"), MENTION)
    again = lead.post(press_of(campaign, "new/"), MENTION | {"title": "Again"})
    assert again.status_code == 422
    assert "This link is in the log already." in again.content.decode()
    assert 'value="Again"' in again.content.decode()
    mention = PressMention.objects.get()
    assert lead.post(f"{HERE}/press/{mention.code}/", MENTION | {"title": "Other words"}).status_code == 302
    lead.post(f"{HERE}/press/{mention.code}/", {"remove": "1"})
    assert not PressMention.objects.exists()


def test_the_timeline_tells_it_unless_a_moment_does(campaign: Campaign, lead: Client) -> None:
    lead.post(press_of(campaign, "new/"), MENTION)
    (fact,) = drawn(campaign)
    assert (fact.kind, str(fact.on), fact.title) == (
        "press", "2017-09-19", "La Opinión: Piden una ciudad santuario",
    )  # fmt: skip
    assert (fact.is_public, fact.language) == (True, "es")
    moment = campaign.moments.create(chapter=campaign.chapter, kind="press")
    PressMention.objects.update(moment=moment)
    assert drawn(campaign) == []


def test_the_log_costs_the_same_whatever_is_in_it(campaign: Campaign, lead: Client) -> None:
    def queries() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as inside:
            page(lead, press_of(campaign))
        with CaptureQueriesContext(connection) as outside:
            page(Client(), PUBLIC)
        return len(inside), len(outside)

    given = {"chapter": campaign.chapter, "campaign": campaign, "outlet": "KPCC", "language": "en"}
    moment = campaign.moments.create(chapter=campaign.chapter, kind="press", is_public=False)
    PressMention.objects.create(**given, title="One", published_on="2017-09-01", moment=moment)
    first = queries()
    for number in range(20):
        PressMention.objects.create(**given, title=f"{number}", published_on="2017-09-01", moment=moment)
    assert queries() == first


# --- whom we know ------------------------------------------------------------------------------------


def test_a_contact_is_sealed_and_shown_to_who_runs_campaigns(cast: Cast, campaign: Campaign, lead: Client) -> None:
    lead.post(f"{HERE}/press/contacts/new/", CONTACT)
    contact = MediaContact.objects.get()
    assert (contact.phone, contact.languages) == ("+13235550177", ["es", "en"])
    assert "(323) 555-0177" in page(signed_in(cast.organizer), f"{HERE}/press/contacts/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(m)::text FROM campaigns_mediacontact m")
        dump = cursor.fetchone()[0]
    assert not [word for word in ("3235550177", "rosario@", "Deadline") if word in dump]


def test_a_phone_of_a_reporter_is_for_nobody_else(cast: Cast, campaign: Campaign, lead: Client) -> None:
    lead.post(f"{HERE}/press/contacts/new/", CONTACT)
    contact = MediaContact.objects.get()
    for address in (f"{HERE}/press/contacts/", f"{HERE}/press/contacts/{contact.code}/", press_of(campaign)):
        for user in (cast.volunteer, cast.texter, cast.liaison):
            answer = signed_in(user).get(address)
            assert (answer.status_code, "0177" in answer.content.decode()) == (403, False)
    campaign_page = page(signed_in(cast.volunteer), f"{HERE}/campaigns/{campaign.code}/")
    for shown in (page(Client(), PUBLIC), page(Client(), "/highland-park/"), campaign_page):
        assert not [word for word in ("0177", "rosario@", "Rosario") if word in shown]


def test_a_bad_number_is_said_and_nothing_lost(lead: Client, campaign: Campaign) -> None:
    answer = lead.post(f"{HERE}/press/contacts/new/", CONTACT | {"phone": "555 01"})
    assert answer.status_code == 422
    assert "5 digits short" in answer.content.decode()
    assert "rosario@laopinion.example" in answer.content.decode()


# --- what we say -------------------------------------------------------------------------------------


def written(campaign: Campaign, client: Client, **changes: Any) -> PressStatement:
    client.post(press_of(campaign, "say/"), WORDS | changes)
    return PressStatement.objects.get()


def seen(statement: PressStatement) -> dict[str, str]:
    statement.refresh_from_db()
    return {"seen": statement.updated_at.isoformat()}


def path(statement: PressStatement, rest: str = "") -> str:
    return f"{HERE}/statements/{statement.code}/{rest}"


def test_a_statement_goes_out_after_the_yes_of_another_lead(cast: Cast, campaign: Campaign, lead: Client) -> None:
    statement = written(campaign, lead)
    lead.post(path(statement, "sent/"))
    assert PressStatement.objects.get().state == "draft"
    lead.post(path(statement, "ask/"))
    lead.post(path(statement, "approve/"), seen(statement))
    assert PressStatement.objects.get().state == "draft", "its own writer cannot say yes"
    second = signed_in(cast.second_lead)
    assert "Say yes or no to a statement: A law with teeth" in page(second, f"{HERE}/")
    assert "Say yes or no to a statement" not in page(lead, f"{HERE}/")
    assert "data-copy" not in page(second, path(statement)), "not to be copied before the yes"
    second.post(path(statement, "approve/"), seen(statement))
    assert PressStatement.objects.get().state == "approved"
    shown = page(lead, path(statement))
    assert shown.count("data-copy") == 2
    assert "Una resolución no es una ley." in shown
    lead.post(path(statement, "sent/"))
    assert PressStatement.objects.get().state == "sent"
    acts = AuditEntry.objects.order_by("id").values_list("act", flat=True)
    assert [*acts] == ["statement_approved", "statement_sent"]


def test_other_words_need_a_new_yes(cast: Cast, campaign: Campaign, lead: Client) -> None:
    statement, second = written(campaign, lead), signed_in(cast.second_lead)
    read = seen(statement)
    lead.post(path(statement, "edit/"), WORDS | {"en-body": "Something else."})
    answer = second.post(path(statement, "approve/"), read, follow=True)
    assert "The words were changed in the meantime." in answer.content.decode()
    assert PressStatement.objects.get().state == "draft"
    second.post(path(statement, "approve/"), seen(statement))
    second.post(path(statement, "edit/"), WORDS)
    changed = PressStatement.objects.get()
    assert (changed.state, changed.approved_by, changed.written_by) == ("draft", None, cast.second_lead)
    for stamp in ("", "yesterday", "2017-99-99T00:00:00"):
        signed_in(cast.lead).post(path(statement, "approve/"), {"seen": stamp})
        assert PressStatement.objects.get().state == "draft"


def test_an_organizer_writes_and_does_not_approve(cast: Cast, campaign: Campaign) -> None:
    organizer = signed_in(cast.organizer)
    statement = written(campaign, organizer, **{"es-headline": "", "es-body": ""})
    assert "There are no words in Spanish yet." in page(organizer, path(statement))
    assert organizer.post(path(statement, "approve/"), seen(statement)).status_code == 403


def test_what_went_out_stays_as_it_was(cast: Cast, campaign: Campaign, lead: Client) -> None:
    statement = written(campaign, lead)
    signed_in(cast.second_lead).post(path(statement, "approve/"), seen(statement))
    lead.post(path(statement, "sent/"))
    assert lead.post(path(statement, "edit/"), WORDS | {"en-body": "X"})["Location"] == path(statement)
    assert statement.texts.get(language="en").body == "A resolution is not a law."


def test_the_database_keeps_the_two_leads_apart(cast: Cast, campaign: Campaign) -> None:
    with pytest.raises(IntegrityError, match="press_statement_approved_by_another"), transaction.atomic():
        campaign.press_statements.create(chapter=cast.here, written_by=cast.lead, approved_by=cast.lead)
