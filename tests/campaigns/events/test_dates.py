"""The dates of a series: campaigns:events_dates, campaigns:events_dates_add, campaigns:events_dates_end."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.events import seats, series
from campaigns.models import Event, Series, StandingRsvp
from tests.campaigns.events.repeating import FIRST, begin, change, dates_of, here
from tests.cast import Cast
from tests.factories import make_event, make_member, signed_in

pytestmark = pytest.mark.django_db
EXTRA = FIRST + timedelta(days=2)


@pytest.fixture
def one(cast: Cast) -> Series:
    return begin(cast)


def path(one: Series, rest: str = "") -> str:
    return f"/c/highland-park/events/{dates_of(one)[0].code}/dates/{rest}"


def test_every_date_with_its_state_and_seats(cast: Cast, one: Series) -> None:
    first, second, third, *_rest = dates_of(one)
    seats.save(second, member=make_member(cast.here), party_size=3, source="page", confirm=False)
    Event.objects.filter(pk=third.pk).update(cancelled_at=timezone.now())
    change(cast, first, scope="one", place="The park, once")
    page = signed_in(cast.lead).get(path(one)).content.decode()
    assert [page.count(f'/events/{event.code}/"') for event in dates_of(one)] == [2, *[1] * (one.events.count() - 1)]
    assert f"Every {here(first):%A}" in page
    for words in ("<b>3 coming</b> · 5 seats.", "The park, once", "changed on its own", "Called off"):
        assert words in page
    assert page.count(f"/events/{third.code}/call-off/") == 0
    assert page.count(f"/events/{second.code}/call-off/") == 1
    assert "Lupe" not in page


def test_dates_that_are_over_are_apart(cast: Cast, one: Series) -> None:
    first = dates_of(one)[0]
    Event.objects.filter(pk=first.pk).update(starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now())
    coming, over = (signed_in(cast.lead).get(path(one) + query).content.decode() for query in ("", "?show=past"))
    listed = [page.split('class="ledger')[1].count("<li>") for page in (coming, over)]
    assert listed == [one.events.count() - 1, 1]


def test_an_extra_date_is_like_the_others_and_stays_on_its_day(cast: Cast, one: Series) -> None:
    ben = make_member(cast.here, "Ben")
    StandingRsvp.objects.create(chapter=cast.here, series=one, member=ben)
    client = signed_in(cast.lead)
    answer = client.post(path(one, "add/"), {"day": EXTRA.isoformat(), "begins": "10:00", "ends": "11:30"})
    extra = one.events.get(original_start=None)
    assert answer["Location"] == f"/c/highland-park/events/{extra.code}/dates/"
    assert (here(extra).date(), here(extra).hour, extra.place, extra.is_published) == (EXTRA, 10, "Avenue 56", True)
    assert extra.rsvps.get().member == ben
    assert "an extra date" in client.get(path(one)).content.decode()
    change(cast, dates_of(one)[0], scope="all", place="Library", day=(FIRST + timedelta(days=1)).isoformat())
    extra.refresh_from_db()
    assert (here(extra).date(), extra.place) == (EXTRA, "Avenue 56")
    change(cast, dates_of(one)[0], scope="all", also_apart="on", place="Park", begins="09:00", ends="10:00")
    extra.refresh_from_db()
    assert (here(extra).date(), here(extra).hour, extra.place) == (EXTRA, 9, "Park")


def test_an_extra_date_is_changed_and_called_off_like_any(cast: Cast, one: Series) -> None:
    starts_at = dates_of(one)[1].starts_at + timedelta(days=2)
    extra = series.add_date(one, starts_at, starts_at + timedelta(hours=1), by=cast.lead)
    change(cast, extra, scope="one", day=(here(extra).date() + timedelta(days=1)).isoformat())
    change(cast, extra, scope="following", place="Library")
    rest = Series.objects.latest("id")
    assert (one.events.count(), {event.place for event in dates_of(rest)}) == (2, {"Library"})


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"day": ""}, "Please fill this in."),
        ({"day": "2017-10-05"}, "This is over already. Check the day."),
        ({"ends": "09:00"}, "It ends before it begins. Check both times."),
        ({"day": "2027-03-14", "begins": "02:30"}, "The clocks skip this hour on that day."),
        ({"day": FIRST.isoformat(), "begins": "18:30", "ends": "20:00"}, "The series has this date already."),
    ],
)
def test_a_date_that_cannot_be_is_refused(cast: Cast, one: Series, fields: dict[str, Any], words: str) -> None:
    before = one.events.count()
    posted = {"day": EXTRA.isoformat(), "begins": "10:10", "ends": "11:30"} | fields
    answer = signed_in(cast.lead).post(path(one, "add/"), posted)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert f'value="{posted["begins"]}"' in answer.content.decode()
    assert one.events.count() == before


def test_a_draft_gets_no_extra_date(cast: Cast) -> None:
    draft = begin(cast)
    draft.events.exclude(pk=dates_of(draft)[0].pk).delete()
    Event.objects.update(published_at=None)
    answer = signed_in(cast.lead).post(
        path(draft, "add/"), {"day": EXTRA.isoformat(), "begins": "10:00", "ends": "11:30"}
    )
    assert (answer.status_code, "Make the first date public." in answer.content.decode()) == (422, True)


def test_the_end_of_a_series(cast: Cast, one: Series) -> None:
    client, before = signed_in(cast.lead), one.events.count()
    assert client.post(path(one, "end/")).status_code == 302
    page = client.get(path(one)).content.decode()
    assert "No more dates are made. Those on this page stay." in page
    assert "This series has ended." in page
    assert "Make no more dates" not in page
    one.refresh_from_db()
    assert (one.ended_at is not None, one.events.filter(cancelled_at=None).count()) == (True, before)


@pytest.mark.parametrize("who", ["texter", "volunteer", "liaison"])
def test_who_may_look_and_who_may_change(cast: Cast, one: Series, who: str) -> None:
    client = signed_in(getattr(cast, who))
    page = client.get(path(one))
    assert (page.status_code, "Add a date" in page.content.decode()) == (200, False)
    assert "call-off" not in page.content.decode()
    for rest in ("add/", "end/"):
        assert client.post(path(one, rest)).status_code == 403
    one.refresh_from_db()
    assert one.ended_at is None


def test_there_is_no_such_page_of_a_single_event_nor_for_strangers(cast: Cast, one: Series) -> None:
    single = make_event(cast.here)
    assert signed_in(cast.lead).get(f"/c/highland-park/events/{single.code}/dates/").status_code == 404
    code = dates_of(one)[0].code
    assert signed_in(cast.stranger).get(f"/c/east-valley/events/{code}/dates/").status_code == 404
    assert Client().get(path(one)).status_code == 302


def test_how_many_come_every_time_is_not_said_where_no_list_is_kept(cast: Cast, one: Series) -> None:
    StandingRsvp.objects.create(chapter=cast.here, series=one, member=make_member(cast.here), party_size=2)
    client = signed_in(cast.lead)
    assert "2 people come every time." in client.get(path(one)).content.decode()
    Event.objects.update(kind="court_support")
    assert "come every time." not in client.get(path(one)).content.decode()


def test_a_page_of_many_dates_takes_few_queries(cast: Cast, one: Series, django_assert_max_num_queries: Any) -> None:
    client, where = signed_in(cast.lead), path(one)
    with django_assert_max_num_queries(18):
        client.get(where)
