"""The whole story: `campaigns:story` (/highland-park/sanctuary/story/) and `campaigns:story_inside`."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.models import Campaign, Moment
from tests.campaigns.fights import (
    held,
    make_action,
    make_bill,
    make_moment,
    make_target,
    promise,
    stand,
    step,
    version,
    vote,
)
from tests.cast import Cast
from tests.factories import make_campaign, make_event, signed_in

pytestmark = pytest.mark.django_db
STORY = "/highland-park/sanctuary/story/"
EVERY_PART = (
    "Candles", "Gilbert Cedillo moves from “no promise yet” to “part of the way”",
    "Gilbert Cedillo promises: a hearing in May", "Gilbert Cedillo keeps the promise: a hearing in May",
    "SB 54: introduced", "SB 54 has new words: as amended", "SB 54 passes a vote, 27 to 12", "We begin: Call Cedillo",
    "2 times done: Call Cedillo",
)  # fmt: skip


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return make_campaign(cast.here)


def tell_everything(campaign: Campaign) -> None:
    """One fact of each part, all of them public."""
    held(campaign, "Candles", "2017-04-22", came=214)
    target = make_target(campaign)
    stand(target, 3, "2017-03-01")
    stand(target, 4, "2017-06-10", source_words="I will read your draft.")
    promise(target, "a hearing in May", "2017-04-01", is_public=True, state="kept", settled_on="2017-05-20")
    bill = make_bill(campaign)
    step(bill, "filed", "2017-01-10")
    version(bill, "as amended", "2017-03-29")
    vote(bill, "2017-04-03", 27, 12)
    action = make_action(campaign, goal=2, taken_count=3)
    assert action.published_at
    for number in range(3):
        action.taken.create(
            chapter=campaign.chapter,
            source="shared",
            key=f"k{number}",
            taken_at=action.published_at or action.created_at,
        )


def page(query: str = "", *, status: int = 200, address: str = STORY, client: Client | None = None) -> str:
    answer = (client or Client()).get(address + query)
    assert answer.status_code == status
    return answer.content.decode()


def titles(html: str) -> list[str]:
    part = "".join(re.findall(r'<ol class="moments">(.*?)</ol>', html, re.DOTALL))
    return re.findall(r"<h3[^>]*>(?:<a[^>]*>)?(.*?)<", part, re.DOTALL)


def queries(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as found:
        ask()
    return len(found)


def test_it_is_drawn_from_every_part_in_order(campaign: Campaign) -> None:
    tell_everything(campaign)
    html = page()
    assert set(titles(html)) == set(EVERY_PART)
    assert titles(html)[:3] == ["SB 54: introduced", "SB 54 has new words: as amended", EVERY_PART[2]]
    assert "200+ people came." in html
    assert "I will read your draft." in html
    assert "State Senate" in html


@pytest.mark.parametrize("lang", ["en", "es"])
def test_nothing_internal_is_told(campaign: Campaign, lang: str) -> None:
    make_moment(campaign, "Told", happened_on="2017-01-01")
    make_moment(campaign, "LEAK note", -1, is_public=False)
    held(campaign, "LEAK invited", "2017-04-22", audience="invited")
    held(campaign, "LEAK draft", "2017-04-22", published_at=None)
    held(campaign, "LEAK called off", "2017-04-22", cancelled_at=timezone.now())
    held(campaign, "LEAK planning", "2017-04-22", kind="meeting")
    held(campaign, "LEAK in court", "2017-04-22", kind="court_support")
    hidden, shown = make_target(campaign, "LEAK Official", is_public=False), make_target(campaign, "Open Official")
    stand(hidden, 5, "2017-06-10")
    stand(shown, 1, "2017-06-10", is_public=False, source_words="LEAK said in private")
    stand(shown, 5, "2017-06-11")
    promise(shown, "LEAK promise", "2017-04-01", state="broken", settled_on="2017-05-01")
    secret = make_bill(campaign, "LEAK bill", is_public=False)
    step(secret, "filed", "2017-01-10")
    version(secret, "old", "2017-01-10")
    vote(secret, "2017-01-10", 1, 2)
    bill = make_bill(campaign)
    step(bill, "stalled", "2017-01-10", words="LEAK step", is_public=False)
    version(bill, "LEAK version", "2017-01-10", is_public=False)
    vote(bill, "2017-01-11", 3, 2, motion="LEAK motion", is_public=False)
    make_action(campaign, "LEAK unopened", on="")
    html = page(f"?lang={lang}")
    assert "LEAK" not in html
    assert titles(html) == ["Told", "Open Official: with us" if lang == "en" else "Open Official: con nosotros"]
    inside = signed_in(campaign.chapter.roles.get(kind="volunteer").user).get(
        f"/c/highland-park/campaigns/{campaign.code}/story/"
    )
    assert inside.content.decode().count("LEAK") > 8
    assert "LEAK draft" not in inside.content.decode()


def test_a_typed_moment_takes_the_place_of_a_drawn_one(campaign: Campaign) -> None:
    event = held(campaign, "Candles", "2017-04-22")
    position = stand(make_target(campaign), 4, "2017-06-10")
    make_moment(campaign, "Candles on York", happened_on="2017-04-22", event=event)
    make_moment(campaign, "He gives in", happened_on="2017-06-10", instead_of=f"position:{position.code}")
    assert titles(page()) == ["Candles on York", "He gives in"]
    Moment.objects.update(is_public=False)
    assert titles(page()) == [], "what is kept inside does not come back as it was drawn"


def test_by_kind_and_year_in_the_address(campaign: Campaign) -> None:
    tell_everything(campaign)
    make_moment(campaign, "Won at last", happened_on="2018-01-09", kind="win")
    make_moment(campaign, "A plan", kind="plan")
    html = page("?kind=vote")
    assert titles(html) == ["SB 54 passes a vote, 27 to 12"]
    assert '<option value="vote" selected>Vote</option>' in html
    assert titles(page("?year=2018")) == ["Won at last"]
    assert re.findall(r"<h2>(.*?)</h2>", page()) == ["2017", "2018", "Date not set"]
    assert "Nothing of this kind in this year." in page("?year=2018&kind=vote")
    assert '<option value="hearing"' not in html, "no kind is offered of which there is nothing"
    for wrong in ("?kind=coup", "?year=soon", "?page=zero", "?page=-4", "?year=1066&kind=%00"):
        assert len(titles(page(wrong))) == len(EVERY_PART) + 2


def test_a_long_story_comes_in_pages_and_asks_as_often_as_a_short_one(campaign: Campaign) -> None:
    tell_everything(campaign)
    make_moment(campaign, "Begun", happened_on="2017-01-01")
    short = queries(page)
    moments = [Moment(chapter=campaign.chapter, campaign=campaign, happened_on=f"20{n:02}-01-01") for n in range(90)]
    Moment.objects.bulk_create(moments)
    for number in range(3):
        tell_more(campaign, number)
    assert queries(page) == short
    first = page()
    assert len(titles(first)) == 40
    assert "Page 1 of 3" in first
    assert 'href="?kind=&amp;year=&amp;page=2"' in first
    assert len(titles(page("?page=99"))) <= 40
    whole = "/highland-park/sanctuary/"
    assert re.search(r"The whole story: \d\d+ more moments", page(address=whole))
    assert page(address=whole).count("<li") < 60


def tell_more(campaign: Campaign, number: int) -> None:
    target = make_target(campaign, f"Official {number}")
    stand(target, 2, "2017-03-01")
    stand(target, 5, "2017-04-01")
    bill = make_bill(campaign, f"AB {number}")
    step(bill, "filed", "2017-01-10")
    version(bill, "amended", "2017-03-29")
    make_action(campaign, f"Write {number}")
    held(campaign, f"March {number}", "2017-05-01")


def test_public_words_do_not_compare_with_an_internal_position(campaign: Campaign) -> None:
    target = make_target(campaign)
    stand(target, 1, "2017-03-01", is_public=False)
    stand(target, 4, "2017-06-10")
    stand(target, 4, "2017-07-10")
    assert titles(page()) == [
        "Gilbert Cedillo: part of the way",
        "Gilbert Cedillo stays where they were: part of the way",
    ]


def test_it_ends_with_how_it_ended(campaign: Campaign) -> None:
    make_moment(campaign, "Begun", -90)
    make_moment(campaign, "A plan that nobody needs any more", kind="plan")
    today = timezone.localdate(timezone=campaign.chapter.zone)
    Campaign.objects.update(outcome="won", ended_on=today - timedelta(days=1))
    campaign.texts.update(what_next="We watch the police chief.")
    html = page()
    assert titles(html) == ["Begun", "We won"]
    assert re.search(r'<li class="won" id="ending-\w+">', html)
    assert "We watch the police chief." in html
    Campaign.objects.update(outcome="paused")
    assert "· Pause</p>" in page()


def test_the_team_sees_what_is_kept_inside_and_can_tell_it_in_its_own_words(campaign: Campaign, cast: Cast) -> None:
    position = stand(make_target(campaign), 5, "2017-06-10", is_public=False)
    make_event(cast.there, "Their LEAK")
    inside = f"/c/highland-park/campaigns/{campaign.code}/story/"
    html = page(address=inside, client=signed_in(cast.lead))
    assert titles(html) == ["Gilbert Cedillo: with us"]
    assert "Only your team sees this" in html
    assert f"instead_of=position%3A{position.code}" in html
    assert "LEAK" not in html
    html = page(address=inside, client=signed_in(cast.volunteer))
    assert "instead_of" not in html
    assert titles(page("?kind=win", address=inside, client=signed_in(cast.lead))) == ["Gilbert Cedillo: with us"]


def test_no_story_of_a_draft(campaign: Campaign) -> None:
    assert "Nothing is told yet." in page()
    Campaign.objects.update(published_at=None)
    page(status=404)


def test_the_campaigns_page_begins_with_what_people_wrote_first(campaign: Campaign) -> None:
    tell_everything(campaign)
    make_moment(campaign, "Taken on the way to school", happened_on="2017-02-28")
    for number in range(20):
        make_moment(campaign, f"Told {number}", happened_on=f"2017-07-{number + 1:02}")
    shown = titles(page(address="/highland-park/sanctuary/"))
    assert shown[:2] == ["Taken on the way to school", "Told 0"]
    assert [one for one in shown if one.startswith("Told")][1:] == [f"Told {number}" for number in range(14, 20)]
