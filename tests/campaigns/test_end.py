"""How a campaign ends and goes on: `campaigns:end`, `campaigns:go_on`."""

import pytest
from django.test import Client

from campaigns.models import Campaign
from chapters.models import AuditEntry
from tests.cast import Cast
from tests.factories import make_campaign, make_event, signed_in

pytestmark = pytest.mark.django_db
ENDED = {
    "outcome": "won",
    "ended_on": "2017-12-01",
    "en-what_next": "We watch the police chief.",
    "es-what_next": "Vigilamos al jefe de la policía.",
}


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return make_campaign(cast.here)


def path(campaign: Campaign, last: str = "end") -> str:
    return f"/c/highland-park/campaigns/{campaign.code}/{last}/"


def test_it_ends_in_both_languages_and_the_public_page_says_what_comes_next(cast: Cast, campaign: Campaign) -> None:
    lead = signed_in(cast.lead)
    assert 'type="date"' in lead.get(path(campaign)).content.decode()
    assert lead.post(path(campaign), ENDED).status_code == 302
    campaign.refresh_from_db()
    assert (campaign.outcome, str(campaign.ended_on)) == ("won", "2017-12-01")
    assert [text.demand for text in campaign.texts.all()] == [
        "A city law that keeps police out of deportations.",
        "Una ley que aleje a la policía de las deportaciones.",
    ]
    page = Client().get("/highland-park/sanctuary/").content.decode()
    assert "Our campaign · We won" in page
    assert page.count("We watch the police chief.") >= 1
    assert "btn flame" not in page
    spanish = Client().get("/highland-park/sanctuary/?lang=es").content.decode()
    assert "Vigilamos al jefe de la policía." in spanish
    assert "Ganamos" in spanish
    assert [*AuditEntry.objects.values_list("act", flat=True)] == ["campaign_ended"]


def test_it_goes_on(cast: Cast, campaign: Campaign) -> None:
    lead = signed_in(cast.lead)
    make_event(cast.here, campaign=campaign)
    lead.post(path(campaign), ENDED | {"outcome": "paused"})
    assert "Go on with it" in lead.get(path(campaign)).content.decode()
    lead.post(path(campaign, "go-on"))
    campaign.refresh_from_db()
    assert (campaign.outcome, campaign.ended_on) == ("", None)
    assert "btn flame" in Client().get("/highland-park/sanctuary/").content.decode()
    assert AuditEntry.objects.filter(act="campaign_goes_on").exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"outcome": ""}, "Please fill this in."),
        ({"ended_on": ""}, "Please fill this in."),
        ({"ended_on": "soon"}, "soon"),
        ({"outcome": "tied"}, "tied"),
    ],
)
def test_half_an_ending_is_refused_and_nothing_typed_is_lost(
    cast: Cast, campaign: Campaign, wrong: dict[str, str], words: str
) -> None:
    answer = signed_in(cast.lead).post(path(campaign), ENDED | wrong)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "We watch the police chief." in answer.content.decode()
    campaign.refresh_from_db()
    assert (campaign.outcome, campaign.ended_on) == ("", None)


def test_only_those_who_run_campaigns_end_them(cast: Cast, campaign: Campaign) -> None:
    for last in ("end", "go-on"):
        assert signed_in(cast.volunteer).post(path(campaign, last), ENDED).status_code == 403
        assert signed_in(cast.stranger).post(path(campaign, last), ENDED).status_code == 404
    campaign.refresh_from_db()
    assert campaign.ended_on is None
