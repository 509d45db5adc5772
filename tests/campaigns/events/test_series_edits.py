"""Changing one date of a series, the following, or all; and calling them off."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from campaigns.events import seats, series
from campaigns.models import Delivery, Event, Rsvp, Series, Shift, StandingRsvp
from chapters.models import AuditEntry, Zip
from tests.campaigns.events.repeating import FIRST, WEEK, begin, change, dates_of, here, local_days
from tests.cast import Cast
from tests.factories import make_member, make_sender, signed_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def one(cast: Cast) -> Series:
    """Eleven or so Thursdays, say; Ana has a seat on the second and the third."""
    make_sender(cast.here)
    one = begin(cast)
    ana = make_member(cast.here, "Ana")
    for event in dates_of(one)[1:3]:
        seats.save(event, member=ana, source="page", confirm=False)
    return one


def places(one: Series) -> list[str]:
    return [event.place for event in dates_of(one)]


def notices() -> int:
    return Delivery.objects.filter(purpose="notice", state="queued").count()


def shifted(days: list[date], by: timedelta, start: int = 0) -> list[date]:
    return days[:start] + [day + by for day in days[start:]]


def test_the_form_asks_how_far_it_reaches(cast: Cast, one: Series) -> None:
    second = dates_of(one)[1]
    page = signed_in(cast.lead).get(f"/c/highland-park/events/{second.code}/edit/").content.decode()
    ahead = one.events.count()
    for words in (
        "Only this one",
        f"({ahead - 1} dates, 1 person counts on it)",
        f"({ahead} dates, 1 person counts on it)",
    ):
        assert words in page
    assert "Does it repeat?" not in page
    assert "Also the ones changed on their own" not in page


def test_only_this_one(cast: Cast, one: Series) -> None:
    second = dates_of(one)[1]
    days, others = local_days(dates_of(one)), places(one)
    page = change(cast, second, scope="one", place="York Boulevard", begins="18:00")
    assert "We tell 1 person." in page
    second.refresh_from_db()
    assert (second.is_apart, second.place, second.original_start != second.starts_at) == (True, "York Boulevard", True)
    assert (local_days(dates_of(one)), places(one)) == (days, [others[0], "York Boulevard", *others[2:]])
    series.make_tonight()
    assert one.events.count() == len(days)


def test_looking_at_one_and_saving_it_as_it_is_changes_nothing(cast: Cast, one: Series) -> None:
    second = dates_of(one)[1]
    change(cast, second)
    second.refresh_from_db()
    assert (second.is_apart, notices()) == (False, 0)


def test_new_words_and_facts_for_all_leave_what_was_changed_on_its_own(cast: Cast, one: Series) -> None:
    first, second, third, *_rest = dates_of(one)
    Event.objects.filter(pk=third.pk).update(is_apart=True, place="The park, once")
    Event.objects.filter(pk=second.pk).update(goal=77)
    wanted = {"place": "York Boulevard", "has_asl": "on", "en-title": "Wednesday circle"}
    page = change(cast, first, scope="all", tell="", **wanted)
    assert f"Changed on {one.events.count() - 1} dates." in page
    assert set(places(one)) == {"York Boulevard", "The park, once"}
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.goal, second.has_asl, third.has_asl) == (77, True, False)
    titles = {event.texts.get(language="en").title for event in dates_of(one)}
    assert titles == {"Wednesday circle", "Weekly meeting"}
    assert {event.texts.get(language="es").title for event in dates_of(one)} == {"Reunión semanal"}
    assert notices() == 0
    change(cast, first, scope="all", also_apart="on", place="Library")
    assert set(places(one)) == {"Library"}


def test_a_language_that_is_new_or_gone_is_so_everywhere(cast: Cast, one: Series) -> None:
    first = dates_of(one)[0]
    change(cast, first, scope="all", **{"es-title": ""})
    assert {event.texts.count() for event in dates_of(one)} == {1}
    change(cast, first, scope="all", **{"es-title": "Círculo", "es-summary": "Venga."})
    assert {event.texts.get(language="es").summary for event in dates_of(one)} == {"Venga."}


@pytest.mark.parametrize("tell", ["on", ""])
def test_another_weekday_pairs_the_coming_ones_in_order_and_tells_once(cast: Cast, one: Series, tell: str) -> None:
    first = dates_of(one)[0]
    days, codes = local_days(dates_of(one)), [event.code for event in dates_of(one)]
    page = change(cast, first, scope="all", day=(FIRST + DAY).isoformat(), begins="17:00", ends="19:00", tell=tell)
    assert ("We tell 1 person." in page) is bool(tell)
    events = dates_of(one)
    assert ([event.code for event in events], local_days(events)) == (codes, shifted(days, DAY))
    assert {f"{here(event):%H:%M}" for event in events} == {"17:00"}
    assert all(event.original_start == event.starts_at for event in events)
    assert notices() == (1 if tell else 0)
    if tell:
        assert " Also on " in Delivery.objects.get(purpose="notice").body
    assert [event.seats_taken for event in events][:4] == [0, 1, 1, 0]
    assert Rsvp.objects.filter(state="going").count() == 2
    one.refresh_from_db()
    assert (one.starts_on, one.begins.hour, one.minutes) == (FIRST + DAY, 17, 120)
    assert Delivery.objects.filter(purpose="reminder", state="queued").count() == 2
    series.make_tonight()
    assert one.events.count() == len(days)


def test_one_of_two_weekdays_moves_and_the_other_stays(cast: Cast) -> None:
    other = (FIRST.weekday() + 2) % 7
    one = begin(cast, weekdays=[FIRST.weekday(), other])
    days = local_days(dates_of(one))
    third = next(event for event in dates_of(one)[1:] if here(event).weekday() == FIRST.weekday())
    moved = here(third).date() + DAY
    if moved.weekday() == 0:  # over the end of a week: its own case below
        moved = here(third).date() - DAY
    step = moved - here(third).date()
    change(cast, third, scope="all", day=moved.isoformat())
    wanted = sorted(day + step if day.weekday() == FIRST.weekday() else day for day in days)
    assert sorted(local_days(dates_of(one))) == wanted
    series.make_tonight()
    assert one.events.count() == len(days)
    clash = change(cast, third, scope="all", day=(moved - timedelta((moved.weekday() - other) % 7)).isoformat())
    assert "The series meets on that weekday already. Choose another day." in clash


def test_this_and_the_following_become_a_series_of_their_own(cast: Cast, one: Series) -> None:
    standing = StandingRsvp.objects.create(chapter=cast.here, series=one, member=make_member(cast.here, "Ben"))
    events = dates_of(one)
    days = local_days(events)
    change(cast, events[2], scope="following", day=(days[2] + DAY).isoformat(), place="Library")
    rest = Series.objects.latest("id")
    one.refresh_from_db()
    assert rest.pk != one.pk
    assert local_days(dates_of(one)) == days[:2]
    assert local_days(dates_of(rest)) == shifted(days, DAY, 2)[2:]
    assert (set(places(one)), set(places(rest))) == ({"Avenue 56"}, {"Library"})
    assert one.ended_at is not None
    assert series.rule_of(one).until == days[2] - DAY
    assert (rest.ended_at, rest.starts_on) == (None, days[2] + DAY)
    assert [copy.member for copy in rest.standing_rsvps.all()] == [standing.member]
    series.make_tonight()
    assert (one.events.count(), rest.events.count()) == (2, len(days) - 2)
    assert AuditEntry.objects.filter(act="series_changed", facts__dates=len(days) - 2).count() == 1


def test_a_count_goes_on_counting(cast: Cast) -> None:
    one = begin(cast, stops="after", stops_after="6")
    change(cast, dates_of(one)[2], scope="following", place="Library")
    rest = Series.objects.latest("id")
    assert (rest.rule[-7:], rest.events.count(), one.events.count()) == ("COUNT=4", 4, 2)


def test_following_from_the_first_keeps_one_series(cast: Cast, one: Series) -> None:
    change(cast, dates_of(one)[0], scope="following", place="Library")
    assert (Series.objects.count(), set(places(one))) == (1, {"Library"})


def test_dates_that_are_over_stay_as_they_were(cast: Cast, one: Series) -> None:
    first, second, *_rest = dates_of(one)
    was = timezone.now() - timedelta(days=3)
    Event.objects.filter(pk=first.pk).update(starts_at=was, ends_at=was + timedelta(hours=1), original_start=was)
    change(cast, second, scope="all", place="Library", begins="17:00")
    first.refresh_from_db()
    assert (first.place, first.starts_at, first.series) == ("Avenue 56", was, one)
    assert set(places(one)[1:]) == {"Library"}


def test_a_date_called_off_keeps_its_place_in_the_order(cast: Cast, one: Series) -> None:
    first, second, *_rest = dates_of(one)
    signed_in(cast.lead).post(f"/c/highland-park/events/{second.code}/call-off/", {"tell": "0", "scope": "one"})
    change(cast, first, scope="all", day=(FIRST + DAY).isoformat())
    second.refresh_from_db()
    assert second.cancelled_at
    assert here(second).date() == FIRST + WEEK
    count = one.events.count()
    series.make_tonight()
    assert one.events.count() == count


def test_another_time_zone_moves_the_rule_too(cast: Cast, one: Series) -> None:
    for code, zone in (("90042", "America/Los_Angeles"), ("60622", "America/Chicago")):
        Zip.objects.create(zip=code, place="Here", state="XX", timezone=zone)
    page = change(cast, dates_of(one)[0], scope="all", zip="60622")
    assert "The times are Central Time, as this ZIP code has it. The chapter is on Pacific Time." in page
    one.refresh_from_db()
    assert one.timezone == "America/Chicago"
    assert {(event.timezone, here(event).hour) for event in dates_of(one)} == {("America/Chicago", 18)}
    assert all(event.original_start == event.starts_at for event in dates_of(one))


def test_shifts_go_along(cast: Cast, one: Series) -> None:
    first, second, *_rest = dates_of(one)
    for event in (first, second):
        hours = {"starts_at": event.starts_at - timedelta(minutes=30), "ends_at": event.starts_at}
        Shift.objects.create(chapter=cast.here, event=event, job="setup", **hours)
    change(cast, first, scope="all", begins="17:30", day=(FIRST + DAY).isoformat())
    for event in (first, second):
        event.refresh_from_db()
        assert event.shifts.get().starts_at == event.starts_at - timedelta(minutes=30)


@pytest.mark.parametrize("scope", ["following", "all"])
def test_fewer_seats_than_taken_on_any_is_refused_by_its_date(cast: Cast, one: Series, scope: str) -> None:
    first, second, *_rest = dates_of(one)
    seats.save(second, member=make_member(cast.here, "Big"), party_size=3, source="page", confirm=False)
    page = change(cast, first, scope=scope, capacity="2", place="Library")
    assert f", {here(second):%B} {here(second).day}" in page.split("seats are taken already")[0]
    assert "4 seats are taken already. Choose 4 or more." in page
    assert 'value="Library"' in page
    assert set(places(one)) == {"Avenue 56"}
    assert "taken already" not in change(cast, first, scope="one", capacity="2")


def test_a_move_into_the_past_is_refused(cast: Cast, one: Series) -> None:
    last = dates_of(one)[-1]
    back = here(last).date() - timedelta(weeks=6)
    page = change(cast, last, scope="all", day=back.isoformat())
    assert "would move to a day that is over. Change this and the following instead." in page
    assert FIRST in local_days(dates_of(one))


# --- calling off -----------------------------------------------------------------------------------


def call_off(cast: Cast, event: Event, **fields: Any) -> str:
    path = f"/c/highland-park/events/{event.code}/"
    client = signed_in(cast.lead)
    client.post(f"{path}call-off/", {"tell": "1"} | fields)
    return client.get(path).content.decode()


def test_calling_off_asks_how_far(cast: Cast, one: Series) -> None:
    second = dates_of(one)[1]
    page = signed_in(cast.lead).get(f"/c/highland-park/events/{second.code}/call-off/").content.decode()
    assert "Which dates do you call off?" in page
    assert "This and the following" in page
    assert (
        'data-ask="call-off"'
        not in signed_in(cast.lead).get(f"/c/highland-park/events/{second.code}/").content.decode()
    )


@pytest.mark.parametrize(
    ("scope", "gone", "told", "ended"), [("", 1, 1, False), ("one", 1, 1, False), ("following", -1, 1, True)]
)
def test_calling_off_one_or_the_following(
    cast: Cast,
    one: Series,
    scope: str,
    gone: int,
    told: int,
    ended: bool,  # noqa: FBT001
) -> None:
    events = dates_of(one)
    gone = gone if gone > 0 else len(events) - 1
    page = call_off(cast, events[1], scope=scope)
    assert ("The event is called off." if gone == 1 else f"{gone} dates are called off.") in page
    one.refresh_from_db()
    assert one.events.filter(cancelled_at=None).count() == len(events) - gone
    assert (notices(), one.ended_at is not None) == (told, ended)
    series.make_tonight()
    assert one.events.count() == len(events)


def test_calling_off_all(cast: Cast, one: Series) -> None:
    Event.objects.filter(pk=dates_of(one)[3].pk).update(is_apart=True)
    call_off(cast, dates_of(one)[2], scope="all", tell="0")
    assert (one.events.filter(cancelled_at=None).count(), notices()) == (0, 0)
    assert call_off(cast, dates_of(one)[2], scope="all").count("dates are called off") == 0


def test_a_made_up_reach_is_refused(cast: Cast, one: Series) -> None:
    second = dates_of(one)[1]
    answer = signed_in(cast.lead).post(
        f"/c/highland-park/events/{second.code}/call-off/", {"tell": "1", "scope": "everything"}
    )
    assert answer.status_code == 422
    assert "Select a valid choice" in change(cast, second, scope="everything", place="Library")
    assert one.events.filter(cancelled_at=None, place="Avenue 56").count() == one.events.count()
