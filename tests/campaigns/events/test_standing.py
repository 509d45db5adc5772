"""Coming every time: campaigns:events_seat_every_time, and what it does to each date."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from campaigns.events import guests, seats, series, standing
from campaigns.models import Delivery, Event, Rsvp, Series, StandingRsvp
from tests.campaigns.events.repeating import begin, dates_of
from tests.cast import Cast, make_cast
from tests.factories import make_event, make_member, make_sender

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(cast: Cast) -> Series:
    make_sender(cast.here)
    return begin(cast)


def seat_on(event: Event, name: str = "Lupe Canario", party_size: int = 2, **kwargs: Any) -> Rsvp:
    member = event.chapter.members.filter(name=name).first() or make_member(event.chapter, name)
    return seats.save(event, member=member, party_size=party_size, source="page", confirm=False, **kwargs)


def post(token: str, **fields: str) -> Any:
    return Client().post(f"/r/{token}/every-time/", fields)


def page(token: str, **query: str) -> str:
    return Client().get(f"/r/{token}/", query).content.decode()


def states(one: Series, name: str = "Lupe Canario") -> list[str]:
    return list(
        Rsvp.objects.filter(event__series=one, member__name=name)
        .order_by("event__starts_at")
        .values_list("state", flat=True)
    )


def test_the_page_of_a_seat_offers_it_with_its_days(one: Series) -> None:
    rsvp = seat_on(dates_of(one)[1])
    shown = page(rsvp.secret)
    assert "We save you a seat on each of these days:" in shown
    assert shown.split('id="every-time"')[1].split("</ul>")[0].count("<li>") == min(12, one.events.count())
    assert "every-time" not in page(seat_on(make_event(one.chapter, "Once")).secret)


def test_a_seat_every_time_and_on_each_new_date(cast: Cast, one: Series, monkeypatch: pytest.MonkeyPatch) -> None:
    rsvp = seat_on(dates_of(one)[1], language="es")
    confirms = Delivery.objects.filter(purpose="confirm").count()
    assert post(rsvp.secret).status_code == 302
    assert states(one) == ["going"] * one.events.count()
    assert {event.seats_taken for event in dates_of(one)} == {2}
    others = Rsvp.objects.exclude(pk=rsvp.pk)
    assert set(others.values_list("source", "language", "channel", "party_size")) == {("series", "es", "text", 2)}
    assert Delivery.objects.filter(purpose="confirm").count() == confirms
    assert "Dejar de venir" in page(rsvp.secret, lang="es") or "Stop coming" in page(rsvp.secret, lang="en")
    monkeypatch.setattr(series, "AHEAD", timedelta(days=120))
    before = one.events.count()
    series.make_tonight()
    assert one.events.count() > before
    assert states(one) == ["going"] * one.events.count()


def test_again_changes_nothing_and_a_bigger_party_counts_for_new_dates(one: Series) -> None:
    rsvp = seat_on(dates_of(one)[0])
    post(rsvp.secret)
    seats.change(rsvp, party_size=3)
    post(rsvp.secret)
    assert (StandingRsvp.objects.count(), StandingRsvp.objects.get().party_size) == (1, 3)
    assert [event.seats_taken for event in dates_of(one)][:3] == [3, 2, 2]


def test_full_dates_put_on_the_waiting_list_and_closed_ones_are_passed_over(one: Series) -> None:
    first, second, third, fourth, *rest = dates_of(one)
    seat_on(second, "Ana", party_size=5)
    Event.objects.filter(pk=third.pk).update(cancelled_at=timezone.now())
    Event.objects.filter(pk=fourth.pk).update(published_at=None)
    post(seat_on(first).secret)
    assert states(one) == ["going", "waitlisted", *["going"] * len(rest)]


def test_a_no_for_one_day_stays_a_no(one: Series) -> None:
    first, second, *_rest = dates_of(one)
    lupe = seat_on(first)
    seats.decline(second, member=lupe.member, source="text")
    post(lupe.secret)
    assert states(one)[:3] == ["going", "declined", "going"]
    third = Rsvp.objects.get(member=lupe.member, event=dates_of(one)[2])
    seats.cancel(third)
    series.make_tonight()
    assert states(one)[:4] == ["going", "declined", "cancelled", "going"]


def test_to_stop_gives_back_what_came_with_it(one: Series) -> None:
    first, second, *rest = dates_of(one)
    rsvp = seat_on(first)
    seat_on(second)
    post(rsvp.secret)
    client = Client()
    client.post(f"/r/{rsvp.secret}/every-time/", {"stop": "1"})
    assert states(one) == ["going", "going", *["cancelled"] * len(rest)]
    assert {event.seats_taken for event in dates_of(one)[2:]} == {0}
    shown = client.get(f"/r/{rsvp.secret}/").content.decode()
    assert f"You do not come every time any more. We gave back the seats of {len(rest)} days." in shown
    series.make_tonight()
    assert states(one)[2:] == ["cancelled"] * len(rest)
    assert post(rsvp.secret, stop="1").status_code == 404


def test_to_stop_works_from_a_date_that_was_called_off(one: Series) -> None:
    rsvp = seat_on(dates_of(one)[0])
    post(rsvp.secret)
    Event.objects.filter(pk=rsvp.event_id).update(cancelled_at=timezone.now())
    assert post(rsvp.secret, stop="1").status_code == 302
    assert StandingRsvp.objects.get().ended_at is not None


def test_whoever_typed_in_a_name_signs_nobody_up_for_a_year(one: Series) -> None:
    rsvp = seat_on(dates_of(one)[0])
    ticket = guests.ticket(rsvp)
    assert post(ticket).status_code == 404
    assert "every-time" not in page(ticket)
    assert StandingRsvp.objects.count() == 0
    post(rsvp.secret)
    assert post(ticket, stop="1").status_code == 404
    assert "You come every time" not in page(ticket)
    assert StandingRsvp.objects.get().ended_at is None


@pytest.mark.parametrize("why", ["cancelled seat", "single event", "no list is kept", "over"])
def test_where_it_makes_no_sense_it_is_not_there(one: Series, why: str) -> None:
    event = dates_of(one)[0] if why != "single event" else make_event(one.chapter)
    rsvp = seat_on(event)
    if why == "cancelled seat":
        seats.cancel(rsvp)
    elif why == "no list is kept":
        Event.objects.update(is_marked_sensitive=True)
    elif why == "over":
        Event.objects.filter(pk=event.pk).update(starts_at=timezone.now() - timedelta(days=1), ends_at=timezone.now())
    assert "every-time" not in page(rsvp.secret)
    assert post(rsvp.secret).status_code == 404
    assert Client().get(f"/r/{rsvp.secret}/every-time/").status_code == 405
    assert StandingRsvp.objects.count() == 0


def test_in_spanish(one: Series) -> None:
    rsvp = seat_on(dates_of(one)[0], language="es")
    client = Client()
    assert "Venir siempre" in page(rsvp.secret, lang="es")
    client.post(f"/r/{rsvp.secret}/every-time/")
    assert (
        "Usted viene siempre. En cada fecha tiene un lugar o lo espera."
        in client.get(f"/r/{rsvp.secret}/").content.decode()
    )


@pytest.mark.django_db(transaction=True)
def test_joining_while_dates_are_made_leaves_no_date_out_after_the_night(monkeypatch: pytest.MonkeyPatch) -> None:
    one = begin(make_cast())
    rsvp = seat_on(dates_of(one)[0])
    monkeypatch.setattr(series, "AHEAD", timedelta(days=150))

    def run(job: Any) -> None:
        try:
            job()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        makes = [lambda: series.make_ahead(one)] * 2
        list(pool.map(run, [*makes, *[lambda: standing.join_all(rsvp)] * 2]))
    series.make_tonight()
    assert states(one) == ["going"] * one.events.count()
    assert {event.seats_taken for event in dates_of(one)} == {2}
