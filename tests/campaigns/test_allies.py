"""Who is in a campaign with us: `campaigns:ally_add` (with-us/add/) and `campaigns:ally_edit` (/in-it-with-us/)."""

import pytest
from django.test import Client

from campaigns.models import Campaign, CampaignPartner
from chapters.models import PartnerOrganization, WorkingGroup, WorkingGroupMember
from tests.cast import Cast
from tests.factories import make_campaign, make_member, signed_in

pytestmark = pytest.mark.django_db
PUBLIC = "/highland-park/sanctuary/"


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return make_campaign(cast.here)


def add(campaign: Campaign) -> str:
    return f"/c/highland-park/campaigns/{campaign.code}/with-us/add/"


def partner(cast: Cast, name: str = "NDLON") -> PartnerOrganization:
    return PartnerOrganization.objects.create(chapter=cast.here, name=name, contact_name="LEAK Pablo", note="LEAK")


def test_leads_allies_and_endorsers_in_that_order_and_only_those_who_agreed(cast: Cast, campaign: Campaign) -> None:
    lead = signed_in(cast.lead)
    known = partner(cast)
    lead.post(add(campaign), {"new_partner": "St. Ignatius Parish", "role": "endorses", "is_public": "on"})
    lead.post(add(campaign), {"partner": known.code, "role": "leads", "is_public": "on"})
    lead.post(add(campaign), {"new_partner": "LEAK Union", "role": "ally"})
    html = Client().get(PUBLIC).content.decode()
    assert html.index("NDLON") < html.index("Leads it with us") < html.index("St. Ignatius Parish")
    assert "LEAK" not in html
    inside = lead.get(f"/c/highland-park/campaigns/{campaign.code}/").content.decode()
    assert "LEAK Union" in inside
    assert "not named in public" in inside
    assert "LEAK Pablo" not in inside


def test_each_is_there_once_and_somebody_is_named(cast: Cast, campaign: Campaign) -> None:
    lead = signed_in(cast.lead)
    known = partner(cast)
    lead.post(add(campaign), {"partner": known.code, "role": "ally"})
    for given, words in (
        ({"partner": known.code}, "They are in this campaign already."),
        ({"new_partner": "ndlon"}, "They are in this campaign already."),
        ({}, "Choose one, or type the name of a new one."),
        ({"partner": "zz22zz22zz"}, "Select a valid choice"),
    ):
        answer = lead.post(add(campaign), {"role": "ally"} | given)
        assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert (CampaignPartner.objects.count(), PartnerOrganization.objects.count()) == (1, 1)


def test_an_ally_changes_and_leaves(cast: Cast, campaign: Campaign) -> None:
    lead = signed_in(cast.lead)
    ally = CampaignPartner.objects.create(chapter=cast.here, campaign=campaign, partner=partner(cast))
    path = f"/c/highland-park/in-it-with-us/{ally.code}/"
    assert "NDLON" in lead.get(path).content.decode()
    lead.post(path, {"role": "leads", "is_public": "on"})
    ally.refresh_from_db()
    assert (ally.role, ally.is_public) == ("leads", True)
    assert signed_in(cast.volunteer).post(path, {"remove": "1"}).status_code == 403
    assert signed_in(cast.stranger).post(path, {"remove": "1"}).status_code == 404
    lead.post(path, {"remove": "1"})
    assert (CampaignPartner.objects.count(), PartnerOrganization.objects.count()) == (0, 1)


def test_a_partner_of_another_chapter_is_no_choice(cast: Cast, campaign: Campaign) -> None:
    theirs = PartnerOrganization.objects.create(chapter=cast.there, name="Their LEAK")
    lead = signed_in(cast.lead)
    assert "LEAK" not in lead.get(add(campaign)).content.decode()
    assert lead.post(add(campaign), {"partner": theirs.code, "role": "ally"}).status_code == 422


def test_a_working_group_runs_it_and_its_leads_are_named_to_the_team(cast: Cast, campaign: Campaign) -> None:
    lead = signed_in(cast.lead)
    edit = f"/c/highland-park/campaigns/{campaign.code}/edit/"
    words = {"en-name": "Sanctuary", "en-demand": "A law.", "slug": "sanctuary", "stage": "pressing"}
    lead.post(edit, words | {"new_group": "Immigrant justice"})
    group = WorkingGroup.objects.get()
    member = make_member(cast.here, "Lupe Canario")
    shown = lead.get(f"/c/highland-park/campaigns/{campaign.code}/").content.decode()
    assert "Nobody leads this group yet." in shown
    WorkingGroupMember.objects.create(chapter=cast.here, working_group=group, member=member, is_lead=True)
    shown = signed_in(cast.volunteer).get(f"/c/highland-park/campaigns/{campaign.code}/").content.decode()
    assert "Immigrant justice" in shown
    assert "Lupe C." in shown
    assert "Canario" not in shown
    lead.post(edit, words | {"working_group": group.code, "new_group": " immigrant  JUSTICE "})
    assert WorkingGroup.objects.count() == 1
    foreign = WorkingGroup.objects.create(chapter=cast.there, name="LEAK")
    assert lead.post(edit, words | {"working_group": foreign.code}).status_code == 422
    assert "LEAK" not in lead.get(edit).content.decode()
