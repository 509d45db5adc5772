"""How far a campaign is, as its pages say it; typed at `campaigns:edit`."""

import pytest
from django.test import Client

from campaigns.models import Campaign
from tests.campaigns.fights import held, make_action, make_target, stand
from tests.cast import Cast
from tests.factories import make_campaign, signed_in

pytestmark = pytest.mark.django_db
WORDS = {"en-name": "Sanctuary", "en-demand": "A law.", "slug": "sanctuary", "stage": "deciding"}


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return make_campaign(cast.here)


def said(campaign: Campaign, cast: Cast) -> tuple[str, str]:
    """What the public page and the team's page say."""
    public = Client().get("/highland-park/sanctuary/").content.decode()
    inside = signed_in(cast.volunteer).get(f"/c/highland-park/campaigns/{campaign.code}/").content.decode()
    return public, inside


def test_turnout_is_counted_and_rounded_in_public(campaign: Campaign, cast: Cast) -> None:
    Campaign.objects.update(goal_kind="turnout", goal_number=300)
    held(campaign, "Small", "2017-03-01", came=12)
    public, inside = said(campaign, cast)
    assert "we have just begun." in public
    assert "12 of 300" not in public
    assert "12 of 300" in inside
    held(campaign, "Candles", "2017-04-22", came=214)
    public, inside = said(campaign, cast)
    assert "200 of 300" in public
    assert "226 of 300" in inside


def test_actions_and_officials_are_counted(campaign: Campaign, cast: Cast) -> None:
    make_action(campaign, taken_count=120)
    make_action(campaign, taken_count=5)
    Campaign.objects.update(goal_kind="actions", goal_number=100)
    public, inside = said(campaign, cast)
    assert ("100 of 100" in public, "125 of 100" in inside) == (True, True)
    assert "reached" in public
    Campaign.objects.update(goal_kind="positions", goal_number=8)
    stand(make_target(campaign, "Ours"), 5, "2017-03-01")
    stand(make_target(campaign, "Secretly ours", is_public=False), 5, "2017-03-01")
    lost = make_target(campaign, "Not any more")
    stand(lost, 5, "2017-03-01")
    stand(lost, 2, "2017-04-01")
    public, inside = said(campaign, cast)
    assert ("1 of 8" in public, "2 of 8" in inside) == (True, True)


def test_it_is_typed_in_with_stage_and_words(campaign: Campaign, cast: Cast) -> None:
    lead = signed_in(cast.lead)
    edit = f"/c/highland-park/campaigns/{campaign.code}/edit/"
    goal = {"goal_kind": "typed", "goal_number": "15", "goal_reached": "4", "en-goal": "All 15 seats"}
    assert lead.post(edit, WORDS | goal).status_code == 302
    public, inside = said(campaign, cast)
    for words in ("They are deciding.", "All 15 seats", "4 of 15"):
        assert words in public
        assert words in inside
    for wrong in ({"goal_number": ""}, {"goal_number": "0"}, {"goal_number": "many"}, {"stage": "sleeping"}):
        answer = lead.post(edit, WORDS | goal | wrong)
        assert answer.status_code == 422
        assert "All 15 seats" in answer.content.decode()
    spanish = Client().get("/highland-park/sanctuary/?lang=es").content.decode()
    assert "Están decidiendo" in spanish


def test_nothing_is_counted_unless_somebody_wants_it(campaign: Campaign, cast: Cast) -> None:
    lead = signed_in(cast.lead)
    lead.post(f"/c/highland-park/campaigns/{campaign.code}/edit/", WORDS | {"goal_kind": "", "goal_number": ""})
    public, inside = said(campaign, cast)
    assert ' class="bar' not in public
    assert "They are deciding." in inside
