"""The list of events of a chapter."""

from typing import Any

import pytest

from campaigns.models import Event
from tests.campaigns.events.repeating import begin, dates_of
from tests.cast import Cast
from tests.factories import make_campaign, make_event, signed_in

pytestmark = pytest.mark.django_db
LIST = "/c/highland-park/events/"


def test_what_is_coming_and_what_is_over(cast: Cast) -> None:
    make_event(cast.here, "Vigil", days=3, goal=60)
    make_event(cast.here, "Hidden draft", days=1, published_at=None)
    make_event(cast.here, "Postcard night", days=-30)
    make_event(cast.there, "Their secret meeting")
    client = signed_in(cast.volunteer)
    coming, past = (client.get(LIST + query).content.decode() for query in ("", "?show=past"))
    assert [name in coming for name in ("Next: Vigil", "Hidden draft", "Goal 60.", "Postcard")] == [True] * 3 + [False]
    assert [name in past for name in ("Postcard night", "Hidden draft")] == [True, False]
    assert "secret" not in coming + past
    assert "Hold a new event" not in coming
    assert "Hold a new event" in signed_in(cast.organizer).get(LIST).content.decode()


def test_an_empty_list_says_how_to_begin(cast: Cast) -> None:
    assert "No events yet" in signed_in(cast.lead).get(LIST).content.decode()


def test_a_long_list_goes_on(cast: Cast) -> None:
    for n in range(1, 28):
        make_event(cast.here, f"Meeting {n:02}", days=n)
    first = signed_in(cast.lead).get(LIST).content.decode()
    after = Event.objects.get(texts__title="Meeting 25").code
    assert f"?after={after}" in first
    second = signed_in(cast.lead).get(LIST, {"after": after}).content.decode()
    assert [name in second for name in ("Meeting 25", "Meeting 26", "Meeting 27")] == [False, True, True]


def test_of_a_series_only_the_next_date_is_listed(cast: Cast) -> None:
    one = begin(cast)
    first, second, *_rest = dates_of(one)
    client = signed_in(cast.lead)
    page = client.get(LIST).content.decode()
    assert [f"/{event.code}/" in page for event in (first, second)] == [True, False]
    assert f"/events/{first.code}/dates/" in page
    Event.objects.filter(pk=first.pk).update(cancelled_at=first.starts_at)
    page = client.get(LIST).content.decode()
    assert [f"/{event.code}/" in page for event in (first, second)] == [True, True]


def test_a_long_list_takes_no_more_queries_than_a_short_one(cast: Cast, django_assert_max_num_queries: Any) -> None:
    client = signed_in(cast.lead)
    for n in range(1, 20):
        make_event(cast.here, f"Meeting {n:02}", days=n, campaign=make_campaign(cast.here, f"fight-{n}"))
    with django_assert_max_num_queries(16):
        client.get(LIST)
