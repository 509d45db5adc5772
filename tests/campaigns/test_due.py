"""What the workspace of a campaign says is due, and its one next step: `campaigns:show`."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Campaign, Demand
from tests.campaigns.fights import make_action, make_bill, make_target, promise
from tests.cast import Cast
from tests.factories import make_call, make_campaign, make_event, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return make_campaign(cast.here)


def day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def steps(cast: Cast, campaign: Campaign, who: str = "lead") -> list[str]:
    """The words of each step in order, the first with a flame."""
    html = signed_in(getattr(cast, who)).get(f"/c/highland-park/campaigns/{campaign.code}/").content.decode()
    assert html.count("btn small flame") <= 1
    part = html.partition('<ul class="ledger acts todo">')[2].partition("</ul>")[0]
    return re.findall(r"<h3>(.*?)</h3>", part)


def test_a_new_campaign_says_what_it_lacks_one_after_the_other(cast: Cast, campaign: Campaign) -> None:
    Campaign.objects.update(published_at=None)
    assert steps(cast, campaign) == [
        "Write what the law must say", "Say whom you must move", "Make the page public", "Plan the next event",
    ]  # fmt: skip
    Demand.objects.create(chapter=cast.here, campaign=campaign)
    make_target(campaign)
    Campaign.objects.update(published_at=timezone.now())
    make_event(cast.here, "Vigil", campaign=campaign)
    assert steps(cast, campaign) == ["Vigil"]


def test_what_is_due_comes_by_its_day_and_late_first(cast: Cast, campaign: Campaign) -> None:
    Demand.objects.create(chapter=cast.here, campaign=campaign)
    target = make_target(campaign)
    make_event(cast.here, "Vigil", campaign=campaign, days=4)
    make_call(cast.here, campaign=campaign)
    promise(target, "read our draft", day(-30), due_on=day(-3))
    promise(target, "a far thing", day(-30), due_on=day(90))
    promise(target, "a kept thing", day(-30), due_on=day(-3), state="kept", settled_on=day(-3))
    bill = make_bill(campaign, is_public=False)
    bill.stages.create(chapter=cast.here, kind="committee", reached_on=day(9), words="Room 1010")
    campaign.coming_votes.create(chapter=cast.here, body="the council", needed=8, decides_on=day(20))
    make_action(campaign, rewrite_since=timezone.now() - timedelta(days=1))
    campaign.paper_batches.create(chapter=cast.here, collected_on=day(-9), counted=12)
    assert steps(cast, campaign) == [
        "Gilbert Cedillo promised: read our draft",
        "Rewrite the words of “Call Cedillo”",
        "Vigil",
        "SB 54: in committee",
        "The council decides",
        "Message: Come to the vigil",
        "Deliver 12 postcards",
    ]


def test_a_volunteer_sees_only_what_they_may_open(cast: Cast, campaign: Campaign) -> None:
    make_event(cast.here, "Vigil", campaign=campaign)
    promise(make_target(campaign), "LEAK", day(-30), due_on=day(-3))
    make_call(cast.here, campaign=campaign, title="LEAK")
    assert steps(cast, campaign, "volunteer") == ["Vigil"]


def test_nothing_is_due_once_it_is_over(cast: Cast, campaign: Campaign) -> None:
    promise(make_target(campaign), "read our draft", day(-30), due_on=day(-3))
    Campaign.objects.update(outcome="lost", ended_on=day(-1))
    assert steps(cast, campaign) == []
    html = signed_in(cast.lead).get(f"/c/highland-park/campaigns/{campaign.code}/").content.decode()
    assert "Say what comes next" in html
    assert "We lost this time" in html
