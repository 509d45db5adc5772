"""Votes ahead: `campaigns:advocacy_vote_create`, `campaigns:advocacy_vote_edit`, and their line on Today."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.advocacy import voting
from campaigns.models import Campaign, ComingVote
from tests.campaigns.advocacy.bills import make_measure, make_official, make_target
from tests.cast import Cast
from tests.factories import make_campaign, signed_in

pytestmark = pytest.mark.django_db
TODAY = "/c/highland-park/"


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return make_campaign(cast.here)


@pytest.fixture
def lead(cast: Cast) -> Client:
    return signed_in(cast.lead)


def days(n: int) -> str:
    return str(timezone.localdate() + timedelta(days=n))


def home(campaign: Campaign) -> str:
    return f"/c/highland-park/campaigns/{campaign.code}/"


def council(campaign: Campaign) -> list[Any]:
    stands = {"Ana Yes": 5, "Ben Lean": 4, "Cal Quiet": 3, "Dee Unknown": 0, "Eli Against": 1}
    return [make_target(campaign, make_official(campaign.chapter, name), stand) for name, stand in stands.items()]


def vote(**fields: Any) -> dict[str, Any]:
    said = {"body": "the immigrant affairs committee", "what": "", "decides_on": days(9), "needed": "3"}
    return said | fields


def test_have_lean_and_need_are_counted_and_who_is_missing_is_named(campaign: Campaign, lead: Client) -> None:
    targets, measure = council(campaign), make_measure(campaign)
    page = f"{home(campaign)}votes/new/"
    assert "Dee Unknown" in lead.get(page).content.decode()
    lead.post(page, vote(measure=measure.code, voters=[target.code for target in targets]))
    ahead = voting.ahead(campaign)[0]
    assert [[str(voter.target) for voter in found] for found in (ahead.tally.have, ahead.tally.lean)] == [
        ["Ana Yes"],
        ["Ben Lean"],
    ]
    assert [str(voter.target) for voter in ahead.tally.missing] == [
        "Ben Lean",
        "Cal Quiet",
        "Dee Unknown",
        "Eli Against",
    ]
    assert (ahead.tally.lacking, ahead.days) == (2, 9)
    body = lead.get(f"{home(campaign)}bills/").content.decode()
    assert ("9 days left" in body, "of 3" in body, "California Values Act" in body) == (True, True, True)
    today = lead.get(TODAY).content.decode()
    assert "The immigrant affairs committee decides in 9 days" in today
    assert "2 votes are missing. Not won yet: Ben Lean, Cal Quiet, Dee Unknown, Eli Against." in today
    targets[1].positions.create(chapter=campaign.chapter, stand=5, taken_on=timezone.localdate(), source="meeting")
    targets[2].positions.create(chapter=campaign.chapter, stand=5, taken_on=timezone.localdate(), source="meeting")
    assert "3 of 3 votes are promised. Keep them." in lead.get(TODAY).content.decode()


def test_only_what_is_near_stands_on_today(campaign: Campaign, lead: Client) -> None:
    ours = {"chapter": campaign.chapter, "needed": 1}
    for body, day in (("near", days(14)), ("far", days(15)), ("undated", None), ("over", days(-2)), ("now", days(0))):
        campaign.coming_votes.create(**ours, body=f"{body} body", decides_on=day)
    campaign.coming_votes.create(**ours, body="done body", decides_on=days(3), outcome="won")
    page = lead.get(TODAY).content.decode()
    shown = {name: f"{name} body" in page.casefold() for name in ("near", "far", "undated", "over", "now", "done")}
    assert shown == {"near": True, "far": False, "undated": False, "over": True, "now": True, "done": False}
    assert ("Now body decides today" in page, "Write down how over body decided" in page) == (True, True)


def test_a_vote_is_closed_and_leaves_the_list(campaign: Campaign, lead: Client) -> None:
    targets = council(campaign)
    lead.post(f"{home(campaign)}votes/new/", vote(voters=[targets[0].code, targets[1].code]))
    row = ComingVote.objects.get()
    page = f"{home(campaign)}votes/{row.code}/"
    lead.post(page, vote(voters=[targets[1].code, targets[2].code], outcome=""))
    assert {str(voter) for voter in row.voters.all()} == {"Ben Lean", "Cal Quiet"}
    lead.post(page, vote(voters=[targets[1].code], outcome="won"))
    assert voting.ahead(campaign) == []
    assert "we won it" in lead.get(f"{home(campaign)}bills/").content.decode()
    lead.post(page, {"remove": "1"})
    assert ComingVote.objects.count() == 0


def test_what_cannot_be_is_said(cast: Cast, campaign: Campaign, lead: Client) -> None:
    theirs = make_target(make_campaign(cast.there, "theirs"), make_official(cast.there, "Far Away"))
    council(campaign)
    for fields, words in (
        ({"needed": "0"}, "It takes at least one vote."),
        ({"needed": ""}, "Please fill this in."),
        ({"body": ""}, "Please fill this in."),
        ({"decides_on": "soon"}, "Enter a valid date."),
        ({"voters": [theirs.code]}, "is not one of the available choices"),
    ):
        answer = lead.post(f"{home(campaign)}votes/new/", vote(**fields))
        assert (answer.status_code, words in answer.content.decode()) == (422, True), fields
    assert ComingVote.objects.count() == 0
    lead.post(f"{home(campaign)}votes/new/", vote(decides_on=""))
    assert ComingVote.objects.get().decides_on is None


def test_the_count_costs_the_same_for_many(campaign: Campaign) -> None:
    targets = council(campaign)
    sizes = []
    for n in range(1, 4):
        row = campaign.coming_votes.create(chapter=campaign.chapter, body=f"body {n}", needed=3)
        for target in targets:
            row.voters.create(chapter=campaign.chapter, target=target)
        with CaptureQueriesContext(connection) as queries:
            assert len(voting.ahead(campaign)) == n
        sizes.append(len(queries))
    assert len({*sizes}) == 1


def test_without_targets_the_form_leads_to_them_and_with_them_the_tally_does(campaign: Campaign, lead: Client) -> None:
    targets = f"{home(campaign)}targets/"
    assert f'href="{targets}"' in lead.get(f"{home(campaign)}votes/new/").content.decode()
    leaning = council(campaign)[1]
    lead.post(f"{home(campaign)}votes/new/", vote(voters=[leaning.code]))
    assert f'href="{targets}{leaning.code}/"' in lead.get(f"{home(campaign)}bills/").content.decode()
