"""How many come from each district: campaigns:events_program_district_create, campaigns:events_program_district,
campaigns:events_seat_district.
"""

from typing import Any

import pytest
from django.test import Client

from campaigns import district_turnout
from campaigns.events import guests
from campaigns.models import DistrictGoal, DistrictPick, Event, Rsvp
from tests.campaigns.events.people import make_rsvp
from tests.cast import Cast
from tests.factories import make_event, make_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(cast: Cast) -> Event:
    """District 1 and 14 share 90042; 90065 is District 1 alone, 90033 is 14 alone."""
    event = make_event(cast.here, "Town hall", kind="town_hall")
    for name, zips, goal in (("District 1", ["90042", "90065"], 30), ("District 14", ["90033", "90042"], 40)):
        DistrictGoal.objects.create(chapter=cast.here, event=event, name=name, zips=zips, goal=goal)
    return event


def from_zip(event: Event, zip: str, name: str = "Ana Paz", **fields: Any) -> Rsvp:
    return make_rsvp(event, make_member(event.chapter, name, zip=zip), **fields)


def path(event: Event, rest: str) -> str:
    return f"/c/highland-park/events/{event.code}/{rest}"


def given(**fields: Any) -> dict[str, Any]:
    return {"name": "District 9", "goal": "25", "zips": "90011, 90037\n90044"} | fields


def test_a_zip_of_one_district_counts_and_one_of_two_does_not(hall: Event) -> None:
    from_zip(hall, "90065", party_size=2)
    from_zip(hall, "90033", "Ben", state="unconfirmed", held_until=hall.starts_at)
    from_zip(hall, "90042", "Cleo", party_size=4)
    from_zip(hall, "10001", "Dora")
    from_zip(hall, "", "Eli", party_size=3)
    from_zip(hall, "90033", "Fay", state="cancelled")
    found = district_turnout.count(hall)
    assert [(line.district.name, line.sure, line.maybe) for line in found.lines] == [
        ("District 1", 2, 0),
        ("District 14", 0, 1),
    ]
    assert (found.torn, found.elsewhere, found.unknown) == (4, 1, 3)


def test_the_page_says_who_is_not_counted(cast: Cast, hall: Event) -> None:
    from_zip(hall, "90042", party_size=4)
    page = signed_in(cast.volunteer).get(path(hall, "program/")).content.decode()
    assert ("0 of 40" in page, "live in a ZIP code of two districts" in page) == (True, True)
    assert "Ana Paz" not in page


def test_the_count_takes_two_queries_for_any_number(hall: Event, django_assert_num_queries: Any) -> None:
    for n in range(20):
        from_zip(hall, "90065", f"P{n}")
    with django_assert_num_queries(2):
        assert district_turnout.count(hall).lines[0].sure == 20


def test_a_person_picks_their_own_and_then_counts(hall: Event) -> None:
    ana = from_zip(hall, "90042")
    page = Client().get(f"/r/{ana.secret}/").content.decode()
    assert [name in page for name in ("Which district do you live in?", "District 14", "District 1")] == [True] * 3
    fourteen = hall.district_goals.get(name="District 14")
    Client().post(f"/r/{ana.secret}/district/", {"district": fourteen.code})
    assert district_turnout.count(hall).lines[1].sure == 1
    assert f'value="{fourteen.code}" selected' in Client().get(f"/r/{ana.secret}/").content.decode()
    Client().post(f"/r/{ana.secret}/district/", {"district": ""})
    assert (district_turnout.count(hall).torn, DistrictPick.objects.count()) == (1, 0)


def test_who_lives_in_one_for_sure_is_not_asked(hall: Event) -> None:
    ana = from_zip(hall, "90033")
    assert "Which district do you live in?" not in Client().get(f"/r/{ana.secret}/").content.decode()


def test_whoever_typed_a_neighbors_name_learns_nothing_of_their_zip_or_pick(hall: Event) -> None:
    ana = from_zip(hall, "90033")
    DistrictPick.objects.create(chapter=hall.chapter, rsvp=ana, district=hall.district_goals.get(name="District 14"))
    page = Client().get(f"/r/{guests.ticket(ana)}/").content.decode()
    assert ("District 1<" in page, "District 14<" in page, "selected>District 14" in page) == (True, True, False)


def test_a_district_of_another_event_is_refused(cast: Cast, hall: Event) -> None:
    ana = from_zip(hall, "90042")
    other = DistrictGoal.objects.create(
        chapter=cast.here, event=make_event(cast.here, "Other"), name="District 2", goal=5
    )
    answer = Client().post(f"/r/{ana.secret}/district/", {"district": other.code}, follow=True)
    assert "Choose one from the list." in answer.content.decode()
    assert not DistrictPick.objects.exists()


def test_a_goal_is_set_changed_and_taken_away(cast: Cast, hall: Event) -> None:
    client = signed_in(cast.organizer)
    client.post(path(hall, "districts/new/"), given())
    nine = hall.district_goals.get(name="District 9")
    assert (nine.zips, nine.goal) == (["90011", "90037", "90044"], 25)
    assert "90011, 90037, 90044" in client.get(path(hall, f"districts/{nine.code}/")).content.decode()
    client.post(path(hall, f"districts/{nine.code}/"), given(goal="30"))
    nine.refresh_from_db()
    assert nine.goal == 30
    client.post(path(hall, f"districts/{nine.code}/"), {"remove": "1"})
    assert hall.district_goals.count() == 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"zips": "90011, 9004"}, "“9004” is no ZIP code"),
        ({"zips": "the east side"}, "“the” is no ZIP code"),
        ({"goal": "0"}, "greater than or equal to 1"),
        ({"name": "district 14"}, "This district has a goal already."),
        ({"name": ""}, "Please fill this in."),
    ],
)
def test_a_wrong_goal_is_refused_and_nothing_is_lost(
    cast: Cast, hall: Event, fields: dict[str, str], words: str
) -> None:
    answer = signed_in(cast.lead).post(path(hall, "districts/new/"), given() | fields)
    page = answer.content.decode()
    assert (answer.status_code, words in page) == (422, True)
    assert all(str(value) in page for value in (given() | fields).values() if value)
    assert hall.district_goals.count() == 2


def test_today_names_the_district_that_lacks_most(cast: Cast, hall: Event) -> None:
    from_zip(hall, "90033", party_size=12)
    today = signed_in(cast.lead).get("/c/highland-park/").content.decode()
    assert "District 1: 0 of 30" in today
    from_zip(hall, "90065", "Ben", party_size=20)
    assert "District 14: 12 of 40" in signed_in(cast.lead).get("/c/highland-park/").content.decode()


def test_whoever_may_not_hold_events_sets_no_goal(cast: Cast, hall: Event) -> None:
    for client, status in ((signed_in(cast.volunteer), 403), (signed_in(cast.stranger), 404)):
        assert client.post(path(hall, "districts/new/"), given()).status_code == status
    assert hall.district_goals.count() == 2
