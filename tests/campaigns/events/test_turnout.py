"""Turnout over the chapter's events: the drawing, the numbers beside it, and the file."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.utils import timezone

from campaigns.events import turnout_chart
from campaigns.models import Collected, Event
from tests.campaigns.events.people import over
from tests.cast import Cast
from tests.factories import make_event, signed_in

pytestmark = pytest.mark.django_db
PATH = "/c/highland-park/events/turnout/"


@pytest.fixture
def events(cast: Cast) -> list[Event]:
    make_event(cast.here, "Still ahead", came=99)
    over(cast.here, "Not counted", days=3)
    over(cast.there, "CANARY vigil", came=1077, seats_taken=1078)
    meeting = over(cast.here, "=Meeting", days=2, kind="meeting", came=3, seats_taken=10)
    vigil = over(cast.here, "Vigil", days=1, came=11, seats_taken=10, capacity=40)
    Collected.objects.create(chapter=cast.here, event=vigil, what="postcards", count=85)
    return [vigil, meeting]


def test_the_headline_says_the_finding_and_the_table_the_numbers(cast: Cast, events: list[Event]) -> None:
    shown = signed_in(cast.volunteer).get(PATH).content.decode()
    assert "For every 10 who said yes, 7 came" in shown
    assert shown.count('class="val"') == 4
    assert shown.count("<rect") == 4 + 2
    for words in ("85 postcards", "10 said yes, 11 came", "10 said yes, 3 came"):
        assert words in shown
    for other in ("CANARY", "Still ahead", "Not counted", "1077"):
        assert other not in shown


def test_one_kind(cast: Cast, events: list[Event]) -> None:
    shown = signed_in(cast.lead).get(PATH, {"kind": "meeting"}).content.decode()
    assert "For every 10 who said yes, 3 came" in shown
    assert "?kind=meeting" in shown
    assert "85 postcards" not in shown
    assert "7 came" in signed_in(cast.lead).get(PATH, {"kind": "<b>"}).content.decode()


def test_nothing_yet(cast: Cast) -> None:
    over(cast.there, "CANARY vigil", came=1077)
    shown = signed_in(cast.lead).get(PATH).content.decode()
    assert "No event is counted yet" in shown
    assert "CANARY" not in shown


def test_people_who_came_where_nobody_had_said_yes(cast: Cast) -> None:
    over(cast.here, came=1)
    assert "1 person came" in signed_in(cast.lead).get(PATH).content.decode()


def test_the_file_tells_how_many_and_never_who(cast: Cast, events: list[Event]) -> None:
    answer = signed_in(cast.lead).get(f"{PATH}numbers.csv")
    rows = list(csv.reader(StringIO(answer.getvalue().decode().lstrip("\ufeff"))))
    assert rows[0] == [
        "Date", "Event", "Kind", "Seats", "Said yes", "Came", "Came of 10 who said yes", "What was collected"
    ]  # fmt: skip
    assert [row[1:] for row in rows[1:]] == [
        ["Vigil", "vigil", "40", "10", "11", "11", "85 postcards"],
        ["'=Meeting", "meeting", "", "10", "3", "3", ""],
    ]
    one = signed_in(cast.lead).get(f"{PATH}numbers.csv", {"kind": "vigil"}).getvalue().decode()
    assert "Meeting" not in one


def test_many_events_are_drawn_in_few_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for n in range(30):
        over(cast.here, f"Vigil {n} with a title that goes on for quite a while", days=n + 1, came=n, seats_taken=n)
    client = signed_in(cast.lead)
    with django_assert_max_num_queries(20):
        shown = client.get(PATH).content.decode()
    assert shown.count('class="val"') == 2 * turnout_chart.SHOWN
    assert "…" in shown


def test_spanish(cast: Cast, events: list[Event]) -> None:
    shown = signed_in(cast.lead).get(PATH, {"lang": "es"}).content.decode()
    assert "De cada 10 que dijeron que sí, vinieron 7" in shown
    assert "said yes" not in shown


def test_years_ago_has_its_year_and_both_parts_begin_with_the_latest(cast: Cast) -> None:
    over(cast.here, "Long ago", days=3000, came=4)
    over(cast.here, "Lately", days=0.01, came=5)
    shown = signed_in(cast.lead).get(PATH).content.decode()
    year = (timezone.now() - timedelta(days=3000)).year
    assert f", {year}" in shown
    chart, table = shown.split("The same in numbers")
    assert [part.index("Lately, ") < part.index("Long ago, ") for part in (chart, table)] == [True, True]
