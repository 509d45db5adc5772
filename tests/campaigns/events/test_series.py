"""Events that repeat: the rule, the clocks, and the dates made ahead of time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone, translation

from campaigns.events import rules, series
from campaigns.events.rules import LAST, Rule
from campaigns.models import Event, Series, Shift
from chapters.models import AuditEntry, Chapter
from organizing.celery import app
from tests.campaigns.events.repeating import FIRST, NEW, WEEK, answers, begin, dates_of, here, local_days
from tests.cast import Cast
from tests.factories import make_campaign, make_chapter, make_event, signed_in

pytestmark = pytest.mark.django_db
LA = ZoneInfo("America/Los_Angeles")
OCTOBER_5 = date(2017, 10, 5)  # a Thursday, the first of its month


@pytest.mark.parametrize(
    ("rule", "text", "words", "spanish"),
    [
        (Rule((3,)), "FREQ=WEEKLY;BYDAY=TH", "Every Thursday", "Cada jueves"),
        (
            Rule((1, 3), every=2, count=6),
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=6",
            "Every 2 weeks on Tuesday and Thursday, 6 times",
            "Cada 2 semanas: martes y jueves, 6 veces",
        ),
        (Rule((0,), nth=1), "FREQ=MONTHLY;BYDAY=1MO", "Every month on the first Monday", "Cada mes, el primer lunes"),
        (
            Rule((5,), nth=LAST, until=date(2018, 3, 31)),
            "FREQ=MONTHLY;BYDAY=-1SA;UNTIL=20180401T065959Z",
            "Every month on the last Saturday, until March 31, 2018",
            "Cada mes, el último sábado, hasta el 31 de marzo de 2018",
        ),
    ],
)
def test_a_rule_is_an_rrule_and_is_said_in_words(rule: Rule, text: str, words: str, spanish: str) -> None:
    assert rule.text(LA) == text
    assert Rule.parse(text, LA) == rule
    assert rules.spoken(rule) == words
    with translation.override("es"):
        assert rules.spoken(rule) == spanish


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (Rule((3,), count=3), [5, 12, 19]),
        (Rule((1, 3), every=2, until=date(2017, 10, 20)), [5, 17, 19]),
        (Rule((3,), until=date(2017, 10, 12)), [5, 12]),
        (Rule((3,), nth=1, until=date(2017, 10, 31)), [5]),
    ],
)
def test_the_days_of_a_rule(rule: Rule, days: list[int]) -> None:
    assert [day.day for day in rule.days(OCTOBER_5, date(2018, 10, 5))] == days


def test_the_last_saturday_of_each_month() -> None:
    found = [f"{day:%m-%d}" for day in Rule((5,), nth=LAST).days(date(2017, 10, 28), date(2018, 2, 28))]
    assert found == ["10-28", "11-25", "12-30", "01-27", "02-24"]


@pytest.mark.parametrize(
    ("rule", "old", "new", "after", "day", "goes_to"),
    [
        (Rule((3,)), (10, 5), (10, 6), Rule((4,)), (10, 12), (10, 13)),
        (Rule((1, 3)), (10, 3), (10, 4), Rule((2, 3)), (10, 12), (10, 12)),
        (Rule((1, 3)), (10, 3), (10, 4), Rule((2, 3)), (10, 10), (10, 11)),
        (Rule((3,)), (10, 5), (10, 13), Rule((4,)), (10, 12), (10, 20)),
        (Rule((3,), nth=1), (10, 5), (10, 9), Rule((0,), nth=2), (11, 2), (11, 13)),
        (Rule((3,), nth=1), (10, 5), (10, 30), Rule((0,), nth=LAST), (11, 2), (11, 27)),
        (Rule((3,), nth=LAST), (10, 26), (10, 27), Rule((4,), nth=LAST), (11, 30), (11, 24)),
        (Rule((3,), nth=1), (10, 5), (11, 6), Rule((0,), nth=1), (11, 2), (12, 4)),
    ],
)
def test_a_rule_that_moves(rule: Rule, old: Any, new: Any, after: Rule, day: Any, goes_to: Any) -> None:
    moved, move = rules.moved(rule, date(2017, *old), date(2017, *new))
    assert (moved, move(date(2017, *day))) == (after, date(2017, *goes_to))


def utc(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def made(chapter: Chapter, rule: str, first: date, begins: time, minutes: int = 90) -> Series:
    zone = {"timezone": "America/Los_Angeles", "minutes": minutes}
    return Series.objects.create(chapter=chapter, rule=rule, starts_on=first, begins=begins, **zone)


@pytest.mark.parametrize("first", [date(2027, 2, 25), date(2027, 10, 28)], ids=["spring", "autumn"])
def test_half_past_six_stays_half_past_six(cast: Cast, first: date) -> None:
    one = made(cast.here, "FREQ=WEEKLY;BYDAY=TH", first, time(18, 30))
    spans = list(series.slots(one, until=first + 4 * WEEK))
    assert {(start.astimezone(LA).time(), end.astimezone(LA).time()) for start, end in spans} == {
        (time(18, 30), time(20, 0))
    }
    assert len({start.time() for start, _end in spans}) == 2  # in UTC it does not


@pytest.mark.parametrize(
    ("first", "begins", "minutes", "starts", "ends"),
    [
        (date(2027, 3, 7), time(2, 30), 45, utc(2027, 3, 14, 10, 30), utc(2027, 3, 14, 11, 15)),
        (date(2027, 3, 7), time(1, 30), 90, utc(2027, 3, 14, 9, 30), utc(2027, 3, 14, 10, 0)),
        (date(2027, 10, 31), time(1, 30), 60, utc(2027, 11, 7, 8, 30), utc(2027, 11, 7, 10, 30)),
    ],
    ids=["skipped hour: one later", "over the gap", "repeated hour: the first"],
)
def test_the_night_the_clocks_change(
    cast: Cast, first: date, begins: time, minutes: int, starts: datetime, ends: datetime
) -> None:
    one = made(cast.here, "FREQ=WEEKLY;BYDAY=SU", first, begins, minutes)
    assert list(series.slots(one, until=first + WEEK))[1] == (starts, ends)


# --- through the page ------------------------------------------------------------------------------


def test_a_series_is_made_90_days_ahead_with_everything_of_the_first(cast: Cast) -> None:
    campaign = make_campaign(cast.here)
    one = begin(cast, campaign=campaign.code, asks_approval="on", is_silent="on")
    events = dates_of(one)
    horizon = timezone.localdate(timezone=LA) + timedelta(days=90)
    assert local_days(events) == [day for n in range(14) if (day := FIRST + n * WEEK) <= horizon]
    assert one.last_made_on == horizon
    copy = events[-1]
    assert (copy.place, copy.address, copy.address_shown, copy.transit) == (
        *("Avenue 56", "5601 Figueroa St", "rsvp", "Gold Line"),
    )
    facts = (copy.capacity, copy.interpretation, copy.is_step_free, copy.asks_approval, copy.is_silent, copy.campaign)
    assert facts == (5, ["es"], True, True, True, campaign)
    assert (copy.is_published, copy.original_start, copy.is_apart) == (True, copy.starts_at, False)
    assert {text.language: text.title for text in copy.texts.all()} == {"en": "Weekly meeting", "es": "Reunión semanal"}
    assert copy.texts.get(language="en").for_guests == "Ring twice."
    assert len({event.code for event in events}) == len(events)
    assert AuditEntry.objects.filter(act="series_started").count() == 1


def test_a_draft_of_a_series_makes_its_dates_when_it_is_public(cast: Cast) -> None:
    client = signed_in(cast.lead)
    client.post(NEW, answers(repeats="weekly"))
    draft = Event.objects.get()
    edit = f"/c/highland-park/events/{draft.code}/edit/"
    shown = client.get(edit).content.decode()
    assert "checked" in shown.split('name="repeats" value="weekly"')[1].split(">")[0]
    other = answers(repeats="weekly", begins="19:00", stops="after", stops_after="3", publish="1")
    assert client.post(edit, other).status_code == 302
    one = Series.objects.get()
    assert (one.rule.endswith("COUNT=3"), one.begins, one.events.count()) == (True, time(19), 3)


def test_a_draft_may_stop_repeating(cast: Cast) -> None:
    client = signed_in(cast.lead)
    client.post(NEW, answers(repeats="weekly"))
    event = Event.objects.get()
    page = client.get(f"/c/highland-park/events/{event.code}/").content.decode()
    assert event.series is not None
    assert "The other dates are made once it is public." in page
    client.post(f"/c/highland-park/events/{event.code}/edit/", answers(repeats=""))
    event.refresh_from_db()
    assert [event.series, event.original_start, Series.objects.count()] == [None, None, 0]


def test_a_public_event_may_begin_to_repeat_later(cast: Cast) -> None:
    client = signed_in(cast.lead)
    client.post(NEW, answers(publish="1"))
    event = Event.objects.get()
    client.post(
        f"/c/highland-park/events/{event.code}/edit/", answers(repeats="weekly", stops="after", stops_after="4")
    )
    assert Event.objects.filter(series__isnull=False).count() == 4


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"repeats": "weekly", "weekdays": [(FIRST.weekday() + 1) % 7]}, "The first day is a"),
        ({"repeats": "weekly", "every": "0"}, "greater than or equal to 1"),
        ({"repeats": "weekly", "stops": "on"}, "Choose the last date."),
        ({"repeats": "weekly", "stops": "on", "stops_on": "2017-10-05"}, "This is before the first day."),
        ({"repeats": "weekly", "stops": "after"}, "Write how many times, like 6."),
        ({"repeats": "monthly", "day": "2027-01-29"}, "Not every month has a fifth Friday."),
        ({"repeats": "last", "day": "2027-01-22"}, "The first day is not the last Friday of its month."),
        ({"repeats": "yearly"}, "Select a valid choice."),
    ],
)
def test_a_rule_that_cannot_be_gets_clear_words(cast: Cast, fields: dict[str, Any], words: str) -> None:
    answer = signed_in(cast.lead).post(NEW, answers(publish="1", **fields))
    page = answer.content.decode()
    assert (answer.status_code, words in page) == (422, True)
    assert 'value="Weekly meeting"' in page
    assert Event.objects.count() + Series.objects.count() == 0


# --- every night -----------------------------------------------------------------------------------


def test_the_night_makes_what_is_missing_once_and_nothing_that_was_called_off(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = begin(cast)
    events = dates_of(one)
    events[1].cancelled_at = timezone.now()
    events[1].save()
    series.make_tonight()
    assert one.events.count() == len(events)
    monkeypatch.setattr(series, "AHEAD", timedelta(days=120))
    for _night in range(2):
        series.make_tonight()
    days = local_days(dates_of(one))
    assert days == [FIRST + n * WEEK for n in range(len(days))]
    assert len(days) > len(events)
    assert one.events.exclude(cancelled_at=None).count() == 1


def test_new_dates_follow_the_newest_that_was_not_changed_on_its_own(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = begin(cast)
    *_others, last_but_one, last = dates_of(one)
    Event.objects.filter(pk=last.pk).update(is_apart=True, place="The park, once")
    Event.objects.filter(pk=last_but_one.pk).update(place="York Boulevard")
    starts = here(last_but_one).replace(hour=17, minute=45)
    hours = {"starts_at": starts, "ends_at": starts + timedelta(hours=3)}
    Shift.objects.create(chapter=cast.here, event=last_but_one, job="setup", capacity=2, **hours)
    monkeypatch.setattr(series, "AHEAD", timedelta(days=240))  # over at least one change of the clocks
    series.make_tonight()
    new = [event for event in dates_of(one) if event.starts_at > last.starts_at]
    assert len(new) > 15
    assert {event.place for event in new} == {"York Boulevard"}
    assert {(here(event).hour, here(event).minute) for event in new} == {(18, 30)}
    set_ups = [event.shifts.get() for event in new]
    assert {f"{shift.starts_at.astimezone(LA):%H:%M}" for shift in set_ups} == {"17:45"}
    assert {(shift.job, shift.capacity, shift.taken) for shift in set_ups} == {("setup", 2, 0)}


def test_a_broken_series_keeps_no_other_from_its_dates(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = made(cast.there, "FREQ=NEVER", FIRST, time(18))
    make_event(cast.there, series=broken, original_start=timezone.now())
    one = begin(cast)
    monkeypatch.setattr(series, "AHEAD", timedelta(days=120))
    before = one.events.count()
    series.make_tonight()
    assert one.events.count() > before


def test_an_ended_series_and_one_of_a_closed_chapter_make_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    one = begin(cast)
    before = one.events.count()
    monkeypatch.setattr(series, "AHEAD", timedelta(days=120))
    cast.here.closed_at = timezone.now()
    cast.here.save()
    series.make_tonight()
    cast.here.closed_at = None
    cast.here.save()
    assert series.end(one, by=cast.lead) is True
    assert series.end(one, by=cast.lead) is False
    series.make_tonight()
    one.refresh_from_db()
    assert one.events.count() == before
    assert "UNTIL=" in one.rule
    assert AuditEntry.objects.filter(act="series_ended").count() == 1


def test_the_timetable_runs_it_every_night() -> None:
    tasks = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert "campaigns.events.series.make_tonight" in tasks
    assert "campaigns.events.series" in app.conf.imports


@pytest.mark.django_db(transaction=True)
def test_two_makers_at_once_make_each_date_once() -> None:
    chapter = make_chapter("highland-park")
    one = made(chapter, "FREQ=WEEKLY;BYDAY=MO,WE,FR", timezone.localdate(), time(18, 30))
    make_event(chapter, series=one, original_start=timezone.now() - timedelta(days=1))

    def run(_n: int) -> int:
        try:
            return len(series.make_ahead(Series.objects.get(pk=one.pk)))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        counts = sorted(pool.map(run, range(8)))
    assert counts[:-1] == [0] * 7
    assert one.events.count() == counts[-1] + 1
    starts = list(one.events.values_list("original_start", flat=True))
    assert len(set(starts)) == len(starts)
