import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from campaigns.models import Campaign, CampaignText, Demand, DemandText, Event, Moment
from chapters import dates
from chapters.models import Chapter, PartnerOrganization
from tests.campaigns.fights import make_moment, make_target, promise, stand
from tests.cast import Cast
from tests.factories import make_campaign, make_event


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return make_campaign(cast.here)


def page(client: Client, query: str = "", status: int = 200) -> str:
    response = client.get(f"/highland-park/sanctuary/{query}")
    assert response.status_code == status
    return response.content.decode()


def story(html: str) -> list[tuple[str, str]]:
    """(state, title) of each line of the timeline."""
    part = "".join(re.findall(r'<ol class="moments">(.*?)</ol>', html, re.DOTALL))
    found = re.findall(r'<li(?: class="(\w+)")? id=.*?<h3[^>]*>(?:<a[^>]*>)?(.*?)<', part, re.DOTALL)
    return [(state, title) for state, title in found]


def test_the_demand_the_reasons_and_one_next_step(client: Client, cast: Cast, campaign: Campaign) -> None:
    CampaignText.objects.filter(language="en").update(why="Because.\n\n<i>Really</i>.")
    demand = Demand.objects.create(chapter=cast.here, campaign=campaign)
    DemandText.objects.create(parent=demand, language="en", sentence="No police in deportations.")
    event = make_event(cast.here, campaign=campaign)
    make_event(cast.here, "Not of this campaign")
    html = page(client)
    assert "A city law that keeps police out of deportations." in html
    assert "<p>&lt;i&gt;Really&lt;/i&gt;.</p>" in html
    assert "No police in deportations." in html
    assert html.count("btn flame") == 1
    assert f"Come on {dates.day(event.starts_at, event.zone)}" in html
    assert "Not of this campaign" not in html


def test_the_story_in_order_with_wins_the_next_step_and_what_may_come(client: Client, campaign: Campaign) -> None:
    make_moment(campaign, "The committee takes it up", kind=Moment.Kind.PLAN)
    make_moment(campaign, "Free on bond", -90, kind=Moment.Kind.WIN)
    make_moment(campaign, "A father is taken", -200)
    make_moment(campaign, "Vote delayed", -10, kind=Moment.Kind.SETBACK)
    make_moment(campaign, "Declared today", 0, kind=Moment.Kind.WIN)
    make_moment(campaign, "Hearing", 9)
    make_moment(campaign, "A win we hope for", 30, kind=Moment.Kind.WIN)
    html = page(client)
    assert story(html) == [
        ("", "A father is taken"),
        ("won", "Free on bond"),
        ("", "Vote delayed"),
        ("won", "Declared today"),
        ("next", "Hearing"),
        ("later", "A win we hope for"),
        ("later", "The committee takes it up"),
    ]
    assert re.findall(r" · (\w+)</p>", html) == ["Won", "Setback", "Won", "Next"]
    assert "Date not set" in html
    assert "More on Hearing" in html


def test_a_month_is_enough(client: Client, campaign: Campaign) -> None:
    make_moment(campaign, "Old", happened_on=date(2017, 2, 1), precision=Moment.Precision.MONTH)
    make_moment(campaign, "Older", happened_on=date(2016, 8, 30))
    html = page(client)
    assert '<p class="over">August 30, 2016</p>' in html
    assert '<p class="over">February 2017</p>' in html


def test_the_next_event_is_in_the_story_once(client: Client, cast: Cast, campaign: Campaign) -> None:
    told = make_event(cast.here, "Town hall", campaign=campaign, days=8)
    untold = make_event(cast.here, "Vigil tomorrow", campaign=campaign, days=1)
    make_moment(campaign, "The big town hall", event=told)
    html = page(client)
    assert story(html) == [("next", "Vigil tomorrow"), ("later", "The big town hall")]
    assert f'<h3><a href="/e/{told.code}/">The big town hall</a></h3>' in html
    assert f'<h3><a href="/e/{untold.code}/">Vigil tomorrow</a></h3>' in html


def test_what_is_not_public_is_not_told(client: Client, cast: Cast, campaign: Campaign) -> None:
    secret = make_event(cast.here, "LEAK plan", campaign=campaign, audience=Event.Audience.INVITED)
    draft = make_event(cast.here, "LEAK draft", campaign=campaign, published_at=None)
    past = make_event(cast.here, "LEAK past", campaign=campaign, audience=Event.Audience.MEMBERS, days=-3)
    make_moment(campaign, "LEAK of the plan", 7, event=secret)
    make_moment(campaign, "LEAK of the draft", event=draft)
    make_moment(campaign, "LEAK inner note", -1, is_public=False)
    make_moment(campaign, "What members did", -3, event=past)
    html = page(client)
    assert "LEAK" not in html
    assert story(html) == [("", "What members did")]
    assert "/e/" not in html


def test_unpublished_closed_and_foreign_are_not_there(client: Client, cast: Cast, campaign: Campaign) -> None:
    assert client.get("/east-valley/sanctuary/").status_code == 404
    Campaign.objects.update(published_at=timezone.now() + timedelta(hours=1))
    hidden = page(client, status=404)
    Campaign.objects.update(published_at=None)
    assert page(client, status=404) == hidden
    Campaign.objects.update(published_at=timezone.now())
    Chapter.objects.filter(pk=cast.here.pk).update(closed_at=timezone.now())
    assert page(client, status=404) == hidden


def test_queries_do_not_grow(
    client: Client, cast: Cast, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def tell(number: int) -> None:
        make_moment(campaign, f"Step {number}", -number, event=make_event(cast.here, campaign=campaign, days=number))
        demand = Demand.objects.create(chapter=cast.here, campaign=campaign)
        DemandText.objects.create(parent=demand, language="en", sentence=f"{number}")
        target = make_target(campaign, f"Official {number}")
        stand(target, 4, "2017-05-01")
        promise(target, "A vote", "2017-05-01", is_public=True)
        partner = PartnerOrganization.objects.create(chapter=cast.here, name=f"Parish {number}")
        campaign.campaign_partners.create(chapter=cast.here, partner=partner, is_public=True)

    tell(99)
    with CaptureQueriesContext(connection) as few:
        page(client)
    for number in range(9):
        tell(number)
    with django_assert_num_queries(len(few)):
        page(client)


def test_in_spanish_and_marked_where_it_is_not(client: Client, campaign: Campaign) -> None:
    make_moment(campaign, "Taken", happened_on=date(2017, 2, 1), precision=Moment.Precision.MONTH)
    html = page(client, "?lang=es")
    assert "Santuario para Los Ángeles" in html
    assert "febrero de 2017" in html
    assert re.search(r'<h3 lang="en"><a[^>]+>Taken</a></h3>', html)
