from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from chapters import dates

LA = "America/Los_Angeles"


@pytest.fixture(autouse=True)
def in_2017(monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2017, 9, 26, 21, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)


TOWN_HALL = datetime(2017, 10, 6, 1, 30, tzinfo=UTC)  # 6:30 pm of October 5 in Los Angeles


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Thursday, October 5, 6:30 pm"), ("es", "jueves 5 de octubre, 6:30 pm")],
)
def test_spoken(language: str, said: str) -> None:
    with translation.override(language):
        assert dates.spoken(TOWN_HALL, LA) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Saturday, October 5, 2019, 7 pm"), ("es", "sábado 5 de octubre de 2019, 7 pm")],
)
def test_another_year_is_named(language: str, said: str) -> None:
    with translation.override(language):
        assert dates.spoken(datetime(2019, 10, 6, 2, tzinfo=UTC), LA) == said


def test_the_zone_of_the_event_counts_not_ours() -> None:
    assert dates.spoken(TOWN_HALL, "America/New_York") == "Thursday, October 5, 9:30 pm"
    assert dates.spoken(TOWN_HALL) == "Friday, October 6, 1:30 am"


@pytest.mark.parametrize(
    ("minutes", "english", "spanish"),
    [
        (120, "6:30 to 8:30 pm", "6:30 a 8:30 pm"),
        (-480, "10:30 am to 6:30 pm", "10:30 am a 6:30 pm"),
        (900, "6:30 pm to Friday, October 6, 9:30 am", "6:30 pm a viernes 6 de octubre, 9:30 am"),
    ],
)
def test_hours(minutes: int, english: str, spanish: str) -> None:
    starts, ends = sorted([TOWN_HALL, TOWN_HALL + timedelta(minutes=minutes)])
    assert dates.hours(starts, ends, LA) == english
    with translation.override("es"):
        assert dates.hours(starts, ends, LA) == spanish


def test_hours_without_an_end() -> None:
    assert dates.hours(TOWN_HALL, None, LA) == "6:30 pm"


@pytest.mark.parametrize(("language", "said"), [("en", "Thu Oct 5, 6:30 pm"), ("es", "jue 5 oct, 6:30 pm")])
def test_short(language: str, said: str) -> None:
    with translation.override(language):
        assert dates.short(TOWN_HALL, LA) == said


@pytest.mark.parametrize(
    ("on", "exact", "english", "spanish"),
    [
        (date(2017, 8, 30), True, "August 30", "30 de agosto"),
        (date(2016, 8, 30), True, "August 30, 2016", "30 de agosto de 2016"),
        (date(2017, 2, 1), False, "February", "febrero"),
        (date(2016, 2, 1), False, "February 2016", "febrero de 2016"),
    ],
)
def test_on_day(on: date, exact: bool, english: str, spanish: str) -> None:  # noqa: FBT001
    assert dates.on_day(on, exact=exact) == english
    with translation.override("es"):
        assert dates.on_day(on, exact=exact) == spanish


@pytest.mark.parametrize(
    ("length", "english", "spanish"),
    [
        (timedelta(seconds=5), "1 min", "1 min"),
        (timedelta(minutes=40), "40 min", "40 min"),
        (timedelta(hours=1), "1 hour", "1 hora"),
        (timedelta(hours=5, minutes=59), "5 hours", "5 horas"),
        (timedelta(days=3), "3 days", "3 días"),
        (timedelta(weeks=5), "5 weeks", "5 semanas"),
        (timedelta(days=125), "4 months", "4 meses"),
        (timedelta(days=800), "2 years", "2 años"),
    ],
)
def test_waits(length: timedelta, english: str, spanish: str) -> None:
    assert dates.wait(length) == dates.wait(length.total_seconds()) == english
    assert dates.ago(timezone.now() - length) == f"{english} ago"
    with translation.override("es"):
        assert dates.wait(length) == spanish
        assert dates.ago(timezone.now() - length) == f"hace {spanish}"


def test_what_ends_with_a_day_is_said_as_that_day() -> None:
    midnight = datetime(2017, 10, 6, 7, tzinfo=UTC)
    assert dates.deadline(midnight, LA) == "Thursday, October 5"
    assert dates.deadline(TOWN_HALL, LA) == "Thursday, October 5, 6:30 pm"
