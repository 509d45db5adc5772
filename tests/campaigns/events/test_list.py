"""The list of events of a chapter."""

from typing import Any

import pytest
from django.utils import timezone

from campaigns.models import Event
from tests.campaigns.events.people import make_rsvp, over
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


def test_every_page_gives_the_same_numbers(cast: Cast) -> None:
    campaign = make_campaign(cast.here)
    event = make_event(cast.here, goal=30, capacity=40, campaign=campaign)
    make_rsvp(event, "Ana Reyes", party_size=3)
    make_rsvp(event, "Ben Soto", state="unconfirmed", party_size=2, held_until=event.starts_at)
    make_rsvp(event, "Cleo Park", state="declined")
    client = signed_in(cast.lead)
    for address in (LIST, "/c/highland-park/", f"/c/highland-park/campaigns/{campaign.code}/"):
        page = client.get(address).content.decode()
        assert "<b>3 coming</b>, 2 maybe" in page, address
        assert "5 coming" not in page
    page = client.get(f"{LIST}{event.code}/").content.decode()
    assert '<h2 class="num">3 of 30 people are coming, 2 maybe' in page
    Event.objects.filter(pk=event.pk).update(goal=None)
    assert '<h2 class="num">3 people are coming, 2 maybe' in client.get(f"{LIST}{event.code}/").content.decode()


def test_what_is_over_or_called_off_is_told_as_past(cast: Cast) -> None:
    make_rsvp(over(cast.here, "Counted", came=28, goal=30), party_size=3)
    make_rsvp(over(cast.here, "Not counted", goal=30), "Ana Reyes")
    make_rsvp(make_event(cast.here, "Called off", cancelled_at=timezone.now(), goal=9), "Ben Soto", party_size=2)
    client = signed_in(cast.lead)
    past, ahead = (client.get(LIST + query).content.decode() for query in ("?show=past", ""))
    for words in ("<b>28 people came</b> · 3 people said yes", "1 person said yes"):
        assert words in past
    assert "2 people had said yes" in ahead
    for page in (past, ahead):
        assert [words in page for words in ("coming</b>", "Goal", "of 30")] == [False] * 3
