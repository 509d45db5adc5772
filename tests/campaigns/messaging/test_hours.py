"""Quiet hours: where a person is, and when texts may come."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from campaigns.messaging import hours
from chapters.models import Zip
from tests.cast import Cast

NEW_YORK, LOS_ANGELES = "+12125550142", "+13235550142"
NOON, EVENING, NIGHT = (datetime(2026, 10, 5, hour, tzinfo=UTC) for hour in (19, 2, 6))  # Los Angeles: 12, 19, 23


@pytest.fixture(autouse=True)
def zips(db: None) -> None:
    Zip.objects.create(zip="10001", place="New York", state="NY", timezone="America/New_York")
    Zip.objects.create(zip="90042", place="Los Angeles", state="CA", timezone="America/Los_Angeles")


def utc(day: int, hour: int) -> datetime:
    return datetime(2026, 10, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zip_code", "phone", "after", "expected"),
    [
        ("90042", LOS_ANGELES, NOON, (NOON, utc(6, 3))),
        ("90042", LOS_ANGELES, NIGHT, (utc(5, 16), utc(6, 3))),  # next morning at 9
        ("90042", NEW_YORK, EVENING, (EVENING, utc(5, 3))),  # the ZIP code is certain
        ("10001", LOS_ANGELES, NOON, (NOON, utc(6, 0))),
        ("", NEW_YORK, NOON, (NOON, utc(6, 0))),  # chapter in Los Angeles, number in New York: both must allow
        ("", NEW_YORK, EVENING, (utc(5, 16), utc(6, 0))),
        ("99999", "+18005550142", NOON, (NOON, utc(6, 3))),  # says nothing of where: the chapter's zone
        ("", "", NOON, (NOON, utc(6, 3))),
    ],
)
def test_the_next_hours_that_suit(
    cast: Cast, zip_code: str, phone: str, after: datetime, expected: tuple[datetime, datetime]
) -> None:
    assert hours.window(zip_code, cast.here, phone, after=after) == expected


def test_hours_of_the_chapter(cast: Cast) -> None:
    cast.here.opens_at_hour, cast.here.closes_at_hour = 10, 18
    assert hours.window("90042", cast.here, "", after=NIGHT) == (utc(5, 17), utc(6, 1))


def test_the_clocks_change_and_the_hours_with_them(cast: Cast) -> None:
    after = datetime(2026, 11, 1, 6, tzinfo=UTC)
    assert hours.window("90042", cast.here, "", after=after)[0] == datetime(2026, 11, 1, 17, tzinfo=UTC)


def test_no_hour_suits_everyone(cast: Cast) -> None:
    cast.here.opens_at_hour, cast.here.closes_at_hour = 8, 9
    assert hours.window("", cast.here, NEW_YORK, after=NOON) == (NOON, NOON)


def test_the_demo_texts_at_any_hour(cast: Cast, settings: Settings) -> None:
    settings.SEND_QUIET_HOURS = False
    assert hours.window("90042", cast.here, "", after=NIGHT) == (NIGHT, NIGHT + timedelta(days=1))
