"""Choosing whom a campaign must move, and writing down where they stand.

Views: campaigns:advocacy_stand, campaigns:advocacy_target, campaigns:advocacy_target_remove,
campaigns:advocacy_position_edit.
"""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from campaigns.models import Campaign, Official, Target
from chapters import dates
from tests.campaigns.advocacy.people import day, make_official, make_position, make_promise, make_target
from tests.cast import Cast
from tests.factories import make_campaign, signed_in


@pytest.fixture
def organizer(cast: Cast) -> Client:
    return signed_in(cast.organizer)


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return make_campaign(cast.here)


def at(campaign: Campaign, rest: str = "") -> str:
    return f"/c/highland-park/campaigns/{campaign.code}/{rest}"


def of(target: Target, rest: str = "") -> str:
    return at(target.campaign, f"targets/{target.code}/{rest}")


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_targets_are_chosen_from_the_list(cast: Cast, organizer: Client, campaign: Campaign) -> None:
    assert "No targets yet: who must be moved?" in page(organizer, at(campaign))
    assert "Whom must this campaign move?" in page(organizer, at(campaign, "stand/"))
    rosa, omar = make_official(cast.here), make_official(cast.here, "Omar Otro", district="9")
    assert "Omar Otro" not in page(organizer, at(campaign, "targets/?q=rosa"))
    for _twice in range(2):
        organizer.post(at(campaign, "targets/add/"), {"official": rosa.code})
    organizer.post(at(campaign, "targets/add/"), {"official": omar.code})
    assert [(target.official, target.order) for target in campaign.targets.all()] == [(rosa, 1), (omar, 2)]
    assert "Everyone on your list is chosen" in page(organizer, at(campaign, "targets/"))
    assert "2 targets, and nobody knows where they stand" in page(organizer, at(campaign, "stand/"))


def test_nobody_of_another_chapter_is_chosen(cast: Cast, organizer: Client, campaign: Campaign) -> None:
    stranger = make_official(cast.there)
    assert organizer.post(at(campaign, "targets/add/"), {"official": stranger.code}).status_code == 404
    assert organizer.post(at(campaign, "targets/add/"), {}).status_code == 404
    assert not campaign.targets.exists()


def test_where_they_stand_since_when_and_how_we_know(cast: Cast, organizer: Client, campaign: Campaign) -> None:
    target = make_target(campaign, make_official(cast.here))
    given = {"stand": "1", "taken_on": day(-30), "source": "vote", "source_words": "No police reform this year"}
    organizer.post(of(target, "positions/new/"), given)
    organizer.post(of(target, "positions/new/"), {"stand": "4", "taken_on": day(-2), "source": "meeting"})
    first = target.positions.get(stand=1)
    assert (first.logged_by, first.is_public) == (cast.organizer, False)
    html = page(organizer, of(target))
    for words in ("Moved toward us", "No police reform this year", "logged by Carmen Ibarra", "A vote"):
        assert words in html
    stand = page(organizer, at(campaign, "stand/"))
    assert of(target, "positions/new/") in stand
    assert of(target, "positions/new/") not in page(signed_in(cast.volunteer), at(campaign, "stand/"))
    assert "1 of 1 moved toward us" in stand
    assert f"Was: against. Since {dates.on_day(day(-2))}: part of the way." in stand
    organizer.post(of(target, f"positions/{first.code}/"), given | {"stand": "2"})
    first.refresh_from_db()
    assert first.stand == 2
    organizer.post(of(target, f"positions/{first.code}/"), {"remove": "1"})
    assert target.positions.count() == 1


@pytest.mark.parametrize(
    "given", [{}, {"stand": "9", "taken_on": "2026-01-01", "source": "vote"}, {"stand": "5", "source": "vote"}]
)
def test_half_a_position_is_refused(cast: Cast, organizer: Client, campaign: Campaign, given: dict[str, str]) -> None:
    target = make_target(campaign, make_official(cast.here))
    assert organizer.post(of(target, "positions/new/"), given).status_code == 422
    later = {"stand": "5", "taken_on": day(2), "source": "vote"}
    assert "This day is still to come." in organizer.post(of(target, "positions/new/"), later).content.decode()
    assert not target.positions.exists()


def test_a_target_is_hidden_but_not_removed_once_something_is_known(
    cast: Cast, organizer: Client, campaign: Campaign
) -> None:
    target = make_target(campaign, make_official(cast.here))
    make_position(target, 3)
    organizer.post(of(target, "remove/"))
    organizer.post(of(target), {"about": "Heads the committee", "order": "4"})
    target.refresh_from_db()
    assert (target.about, target.order, target.is_public) == ("Heads the committee", 4, False)
    assert "Rosa Concejal" not in page(Client(), "/highland-park/sanctuary/")
    target.positions.all().delete()
    organizer.post(of(target, "remove/"))
    assert not campaign.targets.exists()


def test_one_target_shows_its_log_and_promises_of_this_campaign_only(
    cast: Cast, organizer: Client, campaign: Campaign
) -> None:
    target = make_target(campaign, make_official(cast.here))
    make_promise(target.official, campaign, words="Promised here")
    make_promise(target.official, make_campaign(cast.here, "other"), words="Promised elsewhere")
    html = page(organizer, of(target))
    assert ("Promised here" in html, "Promised elsewhere" in html) == (True, False)


def test_the_public_page_reads_it_without_colour(cast: Cast, campaign: Campaign) -> None:
    target = make_target(campaign, make_official(cast.here), about="Heads the committee.")
    make_position(target, 1, -30)
    make_position(target, 5, -2, source_url="https://news.example/vote")
    html = page(Client(), "/highland-park/sanctuary/")
    assert "With us" in html
    assert f"Was: against. Since {dates.on_day(day(-2))}: with us." in html
    assert 'href="https://news.example/vote"' in html


def test_many_targets_cost_few_queries(
    cast: Cast, organizer: Client, campaign: Campaign, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(50):
        make_position(make_target(campaign, make_official(cast.here, f"Person {n}")), 1 + n % 5, -n)
    page(organizer, at(campaign, "stand/"))
    with django_assert_max_num_queries(14):
        html = page(organizer, at(campaign, "stand/"))
    assert html.count('class="face"') == 50
    assert Official.objects.count() == 50
