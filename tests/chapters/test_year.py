"""The report of a year: numbers only, by month, on a page and as a file."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from campaigns.models import Delivery, DeliveryCount
from chapters.models import Member
from chapters.year import figures
from tests.cast import Cast
from tests.factories import make_event, make_member, make_sender, signed_in
from tests.faults.fixtures import make_delivery

pytestmark = pytest.mark.django_db
YEAR = "/c/highland-park/year/2017/"
ZONE = ZoneInfo("America/Los_Angeles")


def on(month: int, day: int, hour: int = 18) -> datetime:
    return datetime(2017, month, day, hour, tzinfo=ZONE)


@pytest.fixture
def year(cast: Cast) -> Cast:
    """Two people, two events with 30 and 12, one called off, texts and emails; East Valley did something too."""
    for month in (3, 10):
        member = make_member(cast.here, "Quetzal Oculta", email="quetzal@home.example")
        Member.objects.filter(pk=member.pk).update(created_at=on(month, 31, 23))  # November in UTC
    for month, came in ((9, 30), (10, 12)):
        event = make_event(cast.here, "Vigil", days=-3, came=came)
        type(event).objects.filter(pk=event.pk).update(starts_at=on(month, 5), ends_at=on(month, 5, 20))
    event.collected.create(chapter=cast.here, what="postcards", count=184)
    off = make_event(cast.here, "Rained out", days=-3)
    type(off).objects.filter(pk=off.pk).update(starts_at=on(5, 5), ends_at=on(5, 5, 20), cancelled_at=on(5, 4))
    theirs = make_event(cast.there, "CANARY march", days=-3, came=999)
    type(theirs).objects.filter(pk=theirs.pk).update(starts_at=on(9, 5), ends_at=on(9, 5, 20))
    row = make_delivery(cast.here, sender=make_sender(cast.here), state="delivered")
    Delivery.objects.filter(pk=row.pk).update(created_at=on(10, 2), accepted_at=on(10, 2))
    counted = {"chapter": cast.here, "language": "en", "segments": 1, "opened": 0, "answered": 0}
    for channel, state, messages in (("text", "delivered", 200), ("email", "delivered", 80), ("text", "failed", 7)):
        DeliveryCount.objects.create(
            **counted, month_on=date(2017, 4, 1), purpose="ask", channel=channel, state=state, messages=messages
        )
    return cast


def totals(cast: Cast) -> dict[str, int]:
    return {figure.key: figure.total for figure in figures(cast.here, 2017)}


def months(cast: Cast, key: str) -> dict[int, int]:
    figure = next(figure for figure in figures(cast.here, 2017) if figure.key == key)
    return {month: n for month, n in enumerate(figure.months, 1) if n}


def test_the_numbers_of_a_year(year: Cast) -> None:
    found = totals(year)
    assert {key: found[key] for key in ("people", "new_people", "events", "came", "called_off")} == {
        "people": 2, "new_people": 2, "events": 2, "came": 42, "called_off": 1,
    }  # fmt: skip
    assert {key: found[key] for key in ("texts_sent", "emails_sent", "collected_postcards")} == {
        "texts_sent": 201, "emails_sent": 80, "collected_postcards": 184,
    }  # fmt: skip


def test_months_are_those_of_the_chapter(year: Cast) -> None:
    assert months(year, "new_people") == {3: 1, 10: 1}
    assert months(year, "came") == {9: 30, 10: 12}
    assert months(year, "texts_sent") == {4: 200, 10: 1}


def test_the_page_says_the_finding_and_names_nobody(year: Cast) -> None:
    page = signed_in(year.lead).get(YEAR)
    html = page.content.decode()
    assert page.context["headline"] == "2017: 2 events, 42 times someone came"
    assert ("New people, by month" in html, "Postcards" in html) == (True, True)
    assert [word for word in ("Quetzal", "Oculta", "CANARY", "999", "555") if word in html] == []


def test_the_file_holds_the_same_numbers(year: Cast) -> None:
    answer: Any = signed_in(year.lead).get(f"{YEAR}numbers.csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert answer["Content-Disposition"] == 'attachment; filename="highland-park-2017.csv"'
    assert lines[0] == "what,words,all,1,2,3,4,5,6,7,8,9,10,11,12"
    assert 'came,"People who came, each time counted",42,0,0,0,0,0,0,0,0,30,12,0,0' in lines
    assert "Quetzal" not in "".join(lines)


def test_a_year_with_nothing_in_it(cast: Cast) -> None:
    page = signed_in(cast.lead).get("/c/highland-park/year/2011/").content.decode()
    assert "Our year 2011 in numbers" in page


@pytest.mark.parametrize("number", [0, 1999, 2999])
def test_a_year_that_is_none_of_ours(cast: Cast, number: int) -> None:
    client = signed_in(cast.lead)
    assert client.get(f"/c/highland-park/year/{number}/").status_code == 404
    assert client.get(f"/c/highland-park/year/{number}/numbers.csv").status_code == 404


def test_who_sees_it(cast: Cast) -> None:
    users = (cast.organizer, cast.texter, cast.volunteer, cast.stranger)
    assert [signed_in(user).get(YEAR).status_code for user in users] == [200, 403, 403, 404]
