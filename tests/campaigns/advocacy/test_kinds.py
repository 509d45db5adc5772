"""Letters, visits and posts; officials found by ZIP code; what other pages are told about actions."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.advocacy import acting, action_counts, lineup
from campaigns.advocacy.finding import Found
from campaigns.models import Action, ActionTaken, Campaign, Official
from chapters.models import Zip
from chapters.week import AHEAD
from tests.campaigns.advocacy.acts import make_action, make_official
from tests.cast import Cast
from tests.factories import make_campaign, make_member

pytestmark = pytest.mark.django_db
IN_CALIFORNIA = "ocd-division/country:us/state:ca/sldl:{}"


def page(action: Action, query: str = "", *, status: int = 200) -> str:
    answer = Client().get(f"/a/{action.code}/{query}")
    assert answer.status_code == status
    return answer.content.decode()


def test_a_letter_opens_in_their_mail_program_with_subject_and_words(cast: Cast) -> None:
    letter = make_action(cast.here, make_official(cast.here, email="nora@city.example"), kind="letter")
    body = page(letter)
    assert "mailto:nora@city.example?subject=Sanctuary%20for%20Los%20Angeles&amp;body=Hello%2C%20my%20name" in body
    assert "Copy the words" in body
    assert body.count("btn flame") == 1
    assert Client().post(f"/a/{letter.code}/", {"outcome": "done"})["Location"].endswith("?thanks=1")
    assert ActionTaken.objects.get().outcome == "done"
    assert Client().post(f"/a/{letter.code}/", {"outcome": "busy"}).status_code == 422


def test_where_there_is_no_email_the_form_and_the_post_remain(cast: Cast) -> None:
    member_of_congress = make_official(cast.here, contact_form="https://house.example/contact")
    body = page(make_action(cast.here, member_of_congress, kind="letter"))
    assert "https://house.example/contact" in body
    assert "By post: 1 Elm St" in body
    assert "mailto:" not in body
    assert body.count("btn flame") == 1


def test_a_visit_has_the_address_and_the_hours(cast: Cast) -> None:
    official = make_official(cast.here)
    official.offices.update(hours="Mon to Fri, 9 to 5")
    body = page(make_action(cast.here, official, kind="visit"))
    assert "1 Elm St" in body
    assert "Open: Mon to Fri, 9 to 5" in body
    assert "I was there" in body


def test_a_post_is_ready_to_be_shared(cast: Cast) -> None:
    social = make_action(cast.here, kind="social", hashtags="#Sanctuary")
    body = page(social)
    assert f"http://localhost:8000/a/{social.code}/ #Sanctuary" in body
    assert "https://wa.me/?text=Hello%2C" in body
    assert "{" not in body.partition('id="id_post"')[2].partition("</textarea>")[0], "no field is left in braces"
    assert Client().post(f"/a/{social.code}/", {"outcome": "done"}).status_code == 302
    assert ActionTaken.objects.get().official is None


# --- by ZIP code --------------------------------------------------------------------------------------------


@pytest.fixture
def assembly(cast: Cast) -> Action:
    """Two districts of one body, one senator of another, and somebody from another state."""
    Zip.objects.get_or_create(zip="90042", defaults={"place": "Los Angeles", "state": "CA"})
    seats = {"kind": "lower", "body": "Assembly"}
    return make_action(
        cast.here,
        make_official(cast.here, "Ada First", district="51", division=IN_CALIFORNIA.format(51), **seats),
        make_official(cast.here, "Ben Second", district="52", division=IN_CALIFORNIA.format(52), **seats),
        make_official(cast.here, "Cleo Senate", kind="upper", body="Senate", district="26"),
        make_official(cast.here, "Dan Elsewhere", division="ocd-division/country:us/state:il/sldl:4"),
        is_by_zip=True,
    )


def test_the_zip_code_is_asked_for_first(assembly: Action) -> None:
    body = page(assembly)
    assert 'name="zip"' in body
    assert "tel:+1" not in body
    assert "A ZIP code has 5 digits, like 90042." in page(assembly, "?zip=9x", status=422)


def test_several_districts_are_shown_as_what_they_are(assembly: Action) -> None:
    body = page(assembly, "?zip=90042")
    assert "Your ZIP does not tell your district: pick yours" in body
    assert "Ada First" in body
    assert "Dan Elsewhere" not in body
    ben = Official.objects.get(name="Ben Second")
    body = page(assembly, f"?zip=90042&pick={ben.code}")
    assert "Call Ben Second" in body
    assert "1 of 2" in body
    assert "Skip, go on to Cleo Senate" in body
    done = Client().post(f"/a/{assembly.code}/?zip=90042&pick={ben.code}", {"outcome": "spoke"})
    assert done["Location"].startswith(f"/a/{assembly.code}/?zip=90042&pick={ben.code}&official=")
    assert "Call Cleo Senate" in Client().get(done["Location"]).content.decode()


def test_where_a_map_knows_the_districts_only_they_are_left(cast: Cast, assembly: Action) -> None:
    everyone = {official.name: official for official in lineup.officials_of(assembly)}
    ada, ben, cleo = (everyone[name] for name in ("Ada First", "Ben Second", "Cleo Senate"))
    sure = lineup.narrowed([*everyone.values()], Found("CA", sure=(ben,)))
    assert sure == [ben, cleo]
    assert lineup.sort_out(sure, ()) == ([ben, cleo], [])
    either = lineup.narrowed([*everyone.values()], Found("CA", maybe=(ada, ben)))
    assert lineup.sort_out(either, ()) == ([cleo], [ada, ben])
    assert lineup.sort_out(either, (ada.code,)) == ([ada, cleo], [])


def test_a_zip_code_where_nobody_speaks_for_you_shows_everyone(cast: Cast, assembly: Action) -> None:
    Zip.objects.get_or_create(zip="60622", defaults={"place": "Chicago", "state": "IL"})
    for name in ("Dan Elsewhere", "Cleo Senate"):
        Official.objects.get(name=name).action_targets.all().delete()
    body = page(assembly, "?zip=60622")
    assert "We know nobody on this list who speaks for ZIP 60622." in body
    assert "Call Ada First" in body


def test_a_term_that_ended_yesterday_is_no_seat(cast: Cast) -> None:
    official = make_official(cast.here)
    official.terms.update(ends_on=timezone.localdate(timezone=cast.here.zone) - timedelta(days=1))
    assert "Sycamore City Council" not in page(make_action(cast.here, official))
    official.terms.update(ends_on=timezone.localdate(timezone=cast.here.zone) + timedelta(days=1))
    assert "Sycamore City Council" in page(Action.objects.get())


# --- for other pages ----------------------------------------------------------------------------------------


def test_open_actions_are_shown_by_the_chapter_and_cost_two_queries(cast: Cast) -> None:
    campaign = make_campaign(cast.here)
    for number in range(12):
        make_action(cast.here, campaign=campaign, taken_count=number)
    make_action(cast.here, campaign=campaign, published_at=None)
    make_action(cast.here, campaign=campaign, closes_at=timezone.now())
    with CaptureQueriesContext(connection) as queries:
        found = acting.open_actions(campaign)
        assert [str(action) for action in found] == ["Call the council"] * 12
    assert len(queries) == 2
    assert Client().get("/highland-park/").content.decode().count("Call the council") == 12
    Campaign.objects.update(published_at=None)
    assert "Call the council" not in Client().get("/highland-park/").content.decode()


def test_the_log_of_an_official_gets_the_results_by_day(cast: Cast) -> None:
    official = make_official(cast.here)
    action = make_action(cast.here, official)
    for outcome in ("message", "message", "spoke"):
        Client().post(f"/a/{action.code}/", {"outcome": outcome})
    ActionTaken.objects.filter(outcome="spoke").update(taken_at=timezone.now() - timedelta(days=3))
    today = timezone.localdate(timezone=cast.here.zone)
    found = [(result.on, result.outcome, result.count, str(result.action)) for result in acting.results_for(official)]
    assert found == [
        (today, "left a message", 2, "Call the council"),
        (today - timedelta(days=3), "talked with someone", 1, "Call the council"),
    ]


def test_the_week_and_the_year_tell_of_actions(cast: Cast) -> None:
    now = timezone.now()
    action = make_action(cast.here, make_official(cast.here), closes_at=now + timedelta(days=3), taken_count=34)
    make_action(cast.here, closes_at=now + timedelta(days=30))
    assert [line.words for line in action_counts.for_week(cast.here, now, now + AHEAD)] == [
        "Last chance: Call the council (34 so far)"
    ]
    Client().post(f"/a/{action.code}/", {"outcome": "spoke"})
    Client().post(f"/a/{action.code}/", {"outcome": "busy"})
    make_member(cast.here)
    year = timezone.localdate(timezone=cast.here.zone).year
    figures = {figure.key: (figure.words, figure.total) for figure in action_counts.for_year(cast.here, year)}
    assert figures == {"acted_calls": ("Calls to officials", 1)}
