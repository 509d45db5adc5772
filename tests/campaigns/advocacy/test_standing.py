import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from campaigns.advocacy import standing
from campaigns.models import Campaign
from chapters import dates
from tests.campaigns.advocacy.people import day, make_official, make_position, make_promise, make_target, make_term
from tests.cast import Cast
from tests.factories import make_campaign

TEMPLATE = "campaigns/advocacy/where_they_stand.html"


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return make_campaign(cast.here)


def shown(campaign: Campaign) -> str:
    return render_to_string(TEMPLATE, {"standing": standing.public(campaign)})


def test_now_and_before_in_words_and_boxes(campaign: Campaign) -> None:
    target = make_target(campaign, make_official(campaign.chapter), about="Heads the committee.")
    make_position(target, 1, -200)
    make_position(target, 1, -150)
    make_position(target, 4, -30)
    make_position(target, 4, -10)
    row = standing.public(campaign).rows[0]
    assert (row.at, row.word, row.steps, row.direction) == (4, "Part of the way", 3, "moved toward us")
    assert row.was == f"Was: against. Since {dates.on_day(day(-30))}: part of the way."
    assert [(stretch.at, stretch.since) for stretch in row.path] == [(1, day(-200)), (4, day(-30))]
    html = shown(campaign)
    assert '<p class="stand" data-at="4">' in html
    assert "Rivertown City Council, District 1. Heads the committee." in html
    assert "<b>1</b> has moved toward us." in html


def test_the_later_entry_of_one_day_holds_and_a_day_to_come_does_not(campaign: Campaign) -> None:
    target = make_target(campaign, make_official(campaign.chapter))
    make_position(target, 2)
    make_position(target, 3)
    make_position(target, 5, 1)
    assert standing.public(campaign).rows[0].at == 3


def test_what_nobody_knows_is_said_so(campaign: Campaign) -> None:
    make_target(campaign, make_official(campaign.chapter))
    html = shown(campaign)
    assert '<p class="stand" data-at="0">' in html
    assert "Not known yet" in html
    assert "moved toward us" not in html


def test_the_public_never_sees_what_is_kept_for_the_team(campaign: Campaign) -> None:
    seen = make_target(campaign, make_official(campaign.chapter, "Ana Abierta"))
    hidden = make_target(campaign, make_official(campaign.chapter, "Olga Oculta"), is_public=False)
    make_position(hidden, 5)
    make_position(seen, 1, -9)
    make_position(seen, 5, -1, is_public=False, source_words="Told us in secret")
    make_promise(seen.official, campaign, words="A promise in private")
    make_promise(seen.official, campaign, words="A promise in the open", is_public=True)
    make_promise(seen.official, make_campaign(campaign.chapter, "other"), words="Another fight", is_public=True)
    html = shown(campaign)
    assert "Ana Abierta" in html
    assert 'data-at="1"' in html
    assert "A promise in the open" in html
    for secret in ("Olga Oculta", "secret", "private", "Another fight", 'data-at="5"'):
        assert secret not in html
    inside = standing.internal(campaign)
    assert [row.at for row in inside.rows] == [5, 5]
    assert {promise.words for promise in inside.rows[0].promises} == {"A promise in private", "A promise in the open"}


def test_counts_of_each_place_now_and_when_we_began(campaign: Campaign) -> None:
    for n, (first, last) in enumerate([(1, 5), (3, 5), (4, 2)]):
        target = make_target(campaign, make_official(campaign.chapter, f"Person {n}"))
        make_position(target, first, -50)
        make_position(target, last, -5)
    make_target(campaign, make_official(campaign.chapter, "Person Unknown"))
    picture = standing.internal(campaign)
    assert [(level.at, level.now, level.then) for level in picture.levels] == [
        (5, 2, 0),
        (4, 0, 1),
        (3, 0, 1),
        (2, 1, 0),
        (1, 0, 1),
    ]
    assert (picture.known, picture.toward, picture.away) == (3, 2, 1)


def test_a_seat_that_ended_by_its_date_is_still_named(campaign: Campaign) -> None:
    official = make_official(campaign.chapter, district="")
    make_term(official, district="3", starts_on=day(-900), ends_on=day(-400))
    make_term(official, district="9", starts_on=day(-400), ends_on=day(-2))
    make_target(campaign, official)
    seat = standing.public(campaign).rows[0].seat
    assert (str(seat), seat.is_over) == ("Rivertown City Council, District 9", True)


def test_fifty_officials_cost_as_many_queries_as_one(
    campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(50):
        target = make_target(campaign, make_official(campaign.chapter, f"Person {n}"))
        make_position(target, 1, -5)
        make_position(target, 2, -4)
    fresh = Campaign.objects.with_words().get()
    with django_assert_num_queries(4):
        shown(fresh)


def test_in_spanish(campaign: Campaign) -> None:
    target = make_target(campaign, make_official(campaign.chapter))
    make_position(target, 1, -40)
    make_position(target, 5, -4)
    with override("es"):
        html = shown(campaign)
    assert "Qué postura tienen" in html
