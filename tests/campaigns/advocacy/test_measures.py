"""Bills in the workspace: `campaigns:advocacy_measures`, `campaigns:advocacy_measure_create`,
`campaigns:advocacy_measure_edit`, `campaigns:advocacy_measure_show`, `campaigns:advocacy_measure_remove`,
`campaigns:advocacy_measure_title_create`, `campaigns:advocacy_measure_title_edit`,
`campaigns:advocacy_measure_stage_create`, `campaigns:advocacy_measure_stage_edit`.
"""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from campaigns.models import Campaign, Measure, MeasureStage, MeasureTitle
from tests.campaigns.advocacy.bills import make_measure, make_version
from tests.cast import Cast
from tests.factories import make_campaign, signed_in

pytestmark = pytest.mark.django_db
BILL = {"kind": "bill", "identifier": "SB 54", "name_en": "", "name_es": "", "body": "", "url": "", "is_public": "on"}


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return make_campaign(cast.here)


@pytest.fixture
def lead(cast: Cast) -> Client:
    return signed_in(cast.lead)


def home(campaign: Campaign) -> str:
    return f"/c/highland-park/campaigns/{campaign.code}/bills/"


def refused(answer: Any, *words: str) -> str:
    body: str = answer.content.decode()
    assert answer.status_code == 422
    assert [sentence for sentence in words if sentence not in body] == []
    return body


def test_a_bill_is_added_with_a_name_in_each_language(campaign: Campaign, lead: Client) -> None:
    assert "Add a bill" in lead.get(home(campaign)).content.decode()
    names = {"name_en": "California Values Act", "name_es": "Ley de los Valores", "url": "leginfo.ca.gov/sb54"}
    answer = lead.post(f"{home(campaign)}new/", BILL | names)
    measure = Measure.objects.get()
    assert answer["Location"] == f"{home(campaign)}{measure.code}/"
    assert measure.url == "https://leginfo.ca.gov/sb54"
    assert "SB 54: California Values Act" in lead.get(answer["Location"]).content.decode()
    with translation.override("es"):
        assert Measure.objects.with_words().get().name == "SB 54: Ley de los Valores"


def test_a_bill_needs_a_number_or_a_name_and_has_its_number_once(campaign: Campaign, lead: Client) -> None:
    refused(lead.post(f"{home(campaign)}new/", BILL | {"identifier": ""}), "Give it a number or a name")
    lead.post(f"{home(campaign)}new/", BILL)
    refused(lead.post(f"{home(campaign)}new/", BILL | {"identifier": "sb54"}), "sb54 is in this campaign already.")
    refused(lead.post(f"{home(campaign)}new/", BILL | {"identifier": "SB 1", "url": "not a link"}), "SB 1")
    assert Measure.objects.count() == 1


def test_a_bill_has_names_over_time(campaign: Campaign, lead: Client) -> None:
    measure = make_measure(campaign)
    page = f"{home(campaign)}{measure.code}/names/"
    new = {"title": "Sanctuary State Act", "language": "en", "since_on": "2017-04-01"}
    lead.post(f"{page}new/", new)
    assert "SB 54: Sanctuary State Act" in lead.get(f"{home(campaign)}{measure.code}/").content.decode()
    row = MeasureTitle.objects.get(title="Sanctuary State Act")
    refused(lead.post(f"{page}{row.code}/", new | {"title": ""}), "Please fill this in.")
    lead.post(f"{page}{row.code}/", new | {"remove": "1"})
    assert Measure.objects.with_words().get().name == "SB 54: California Values Act"


def test_a_step_without_a_date_is_expected(campaign: Campaign, lead: Client) -> None:
    measure = make_measure(campaign)
    page = f"{home(campaign)}{measure.code}/steps/"
    step = {"kind": "filed", "reached_on": "2016-12-05", "words": "Senator De León", "is_public": "on"}
    lead.post(f"{page}new/", step)
    lead.post(f"{page}new/", {"kind": "signed", "reached_on": "", "words": "", "is_public": "on"})
    body = lead.get(home(campaign)).content.decode()
    assert ("introduced, Senator De León" in body, "signed: it is law · date not set" in body) == (True, True)
    row = MeasureStage.objects.get(kind="signed")
    refused(lead.post(f"{page}{row.code}/", {"kind": "signed", "reached_on": "someday"}), "Enter a valid date.")
    lead.post(f"{page}{row.code}/", {"kind": "signed", "reached_on": "2017-10-05", "is_public": "on"})
    assert "October 5, 2017: signed: it is law" in lead.get(home(campaign)).content.decode()
    lead.post(f"{page}{row.code}/", {"remove": "1"})
    assert MeasureStage.objects.count() == 1


def test_taking_a_bill_out_asks_first(campaign: Campaign, lead: Client) -> None:
    measure = make_measure(campaign)
    make_version(measure, "As filed", date(2017, 1, 1))
    page = f"{home(campaign)}{measure.code}/remove/"
    assert "1 version goes with it" in lead.get(page).content.decode()
    assert Measure.objects.count() == 1
    assert lead.post(page)["Location"] == home(campaign)
    assert Measure.objects.count() == 0


def test_a_volunteer_reads_and_changes_nothing(cast: Cast, campaign: Campaign) -> None:
    measure, volunteer = make_measure(campaign), signed_in(cast.volunteer)
    body = volunteer.get(f"{home(campaign)}{measure.code}/").content.decode()
    assert ("SB 54" in body, "Add a version" in body) == (True, False)
    assert volunteer.post(f"{home(campaign)}{measure.code}/edit/", BILL).status_code == 403


def test_a_bill_of_another_campaign_is_not_found_under_this_one(cast: Cast, campaign: Campaign, lead: Client) -> None:
    other = make_measure(make_campaign(cast.here, "other"))
    assert lead.get(f"{home(campaign)}{other.code}/").status_code == 404
