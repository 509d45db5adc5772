"""What a person does with their own seat: campaigns:events_seat_confirm, campaigns:events_seat_late,
campaigns:events_seat_job, campaigns:events_seat_job_leave.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.events import guests, seats
from campaigns.models import Delivery, Event, Rsvp, Shift
from tests.cast import Cast
from tests.factories import make_event, make_member, make_sender

pytestmark = pytest.mark.django_db


def held(cast: Cast, **fields: Any) -> Rsvp:
    """Nia's seat, not confirmed yet."""
    make_sender(cast.here)
    event = make_event(cast.here, **({"capacity": 4} | fields))
    nia = make_member(cast.here, "Nia Vale", consents=())
    return seats.save(event, member=nia, source="page", proven=False)


def get(token: str, **cookies: str) -> str:
    return Client().get(f"/r/{token}/", cookies).content.decode()


def post(token: str, path: str) -> Any:
    return Client().post(f"/r/{token}/{path}", follow=True)


def state(rsvp: Rsvp) -> str:
    rsvp.refresh_from_db()
    return rsvp.state


def test_the_own_link_confirms_with_one_button(cast: Cast) -> None:
    nia = held(cast)
    assert "Yes, I am coming" in get(nia.secret)
    assert state(nia) == "unconfirmed"
    answer = post(nia.secret, "confirm/").content.decode()
    assert "We count on you." in answer
    assert ("Yes, I am coming" in answer, state(nia)) == (False, "going")


def test_the_browser_that_typed_the_number_cannot_confirm_it(cast: Cast) -> None:
    nia = held(cast)
    page = get(guests.ticket(nia))
    assert "We sent you a text. Reply YES" in page
    assert "confirm/" not in page
    assert post(guests.ticket(nia), "confirm/").status_code == 404
    assert state(nia) == "unconfirmed"


def test_until_then_the_private_words_and_the_street_stay_private(cast: Cast) -> None:
    nia = held(cast, address="77 Hidden Lane", address_shown="rsvp", online_url="https://meet.example/secret")
    nia.event.texts.update(for_guests="Ask for Rosa at the blue gate")
    secrets = ("77 Hidden Lane", "meet.example", "blue gate")
    assert [words in get(nia.secret) for words in secrets] == [False] * 3
    assert Client().get(f"/r/{nia.secret}/event.ics").status_code == 404
    post(nia.secret, "confirm/")
    assert [words in get(nia.secret) for words in secrets] == [True] * 3
    assert "77 Hidden Lane" in Client().get(f"/r/{nia.secret}/event.ics").content.decode()
    assert "77 Hidden Lane" not in Delivery.objects.get(purpose="confirm").body


def test_an_offer_is_taken_on_the_page_in_spanish(cast: Cast) -> None:
    make_sender(cast.here)
    event = make_event(cast.here, capacity=1)
    ana = seats.save(event, member=make_member(cast.here, "Ana"), source="page")
    ben = seats.save(event, member=make_member(cast.here, "Ben", language="es"), source="page")
    assert "Usted es el número 1 en la fila." in get(ben.secret)
    seats.cancel(ana)
    page = get(ben.secret)
    assert "Hay un lugar libre para usted" in page
    assert "Sí, tomo el lugar" in page
    assert "Contamos con usted" in post(ben.secret, "confirm/").content.decode()
    assert state(ben) == "going"


def test_after_the_clock_ran_out_there_is_a_way_back(cast: Cast) -> None:
    nia = held(cast, capacity=1)
    Rsvp.objects.filter(pk=nia.pk).update(held_until=timezone.now() - timedelta(minutes=1))
    omar = seats.save(nia.event, member=make_member(cast.here, "Omar"), source="page")
    assert (state(nia), state(omar)) == ("lapsed", "going")
    assert "Ask for a seat again" in get(nia.secret)
    assert "You are on the waiting list." in post(nia.secret, "confirm/").content.decode()
    assert state(nia) == "waitlisted"


def test_a_closed_event_takes_no_yes(cast: Cast) -> None:
    nia = held(cast)
    Event.objects.update(cancelled_at=timezone.now())
    assert "does not take names any more" in post(nia.secret, "confirm/").content.decode()
    assert state(nia) == "unconfirmed"


def test_on_the_eve_one_says_still_coming_or_late(cast: Cast) -> None:
    make_sender(cast.here)
    event = make_event(cast.here, days=1)
    lupe = seats.save(event, member=make_member(cast.here), source="page")
    Rsvp.objects.update(reconfirmed_at=None)
    page = get(lupe.secret)
    assert [words in page for words in ("Still coming?", "I am running late", "I can't come")] == [True] * 3
    post(lupe.secret, "confirm/")
    assert "The door knows you come later." in post(lupe.secret, "late/").content.decode()
    lupe.refresh_from_db()
    assert (lupe.reconfirmed_at is not None, lupe.late_at is not None) == (True, True)
    page = get(lupe.secret)
    assert ("You told us that you come later" in page, "I am running late" in page) == (True, False)


def test_weeks_before_nobody_is_asked_again(cast: Cast) -> None:
    lupe = seats.save(make_event(cast.here, days=9), member=make_member(cast.here), source="page")
    assert "Still coming?" not in get(lupe.secret)


@pytest.mark.parametrize("path", ["confirm/", "late/", "jobs/2222222222/", "jobs/2222222222/leave/"])
def test_a_tampered_link_opens_nothing_and_a_look_changes_nothing(cast: Cast, path: str) -> None:
    nia = held(cast)
    assert post("x" * 22, path).status_code == 404
    assert Client().get(f"/r/{nia.secret}/{path}").status_code == 405
    assert state(nia) == "unconfirmed"


# --- jobs ------------------------------------------------------------------------------------------


def job(event: Event, kind: str = "marshal", *, hour: int = 0, **fields: Any) -> Shift:
    starts_at = event.starts_at + timedelta(hours=hour)
    given = {"job": kind, "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)} | fields
    return Shift.objects.create(chapter=event.chapter, event=event, **given)


def coming(cast: Cast, event: Event, name: str = "Lupe Canario", **fields: Any) -> Rsvp:
    return seats.save(event, member=make_member(cast.here, name), source="page", **fields)


def taken(shift: Shift) -> int:
    shift.refresh_from_db()
    assert shift.taken == shift.seats.count()
    return shift.taken


def test_a_job_is_taken_told_and_given_back(cast: Cast) -> None:
    make_sender(cast.here)
    event = make_event(cast.here)
    marshal, lupe = job(event, capacity=2), coming(cast, event)
    Delivery.objects.all().delete()
    assert "We look for helping hands" in Client().get(f"/e/{event.code}/").content.decode()
    assert "Can you help?" in get(lupe.secret)
    assert "You help with: marshal." in post(lupe.secret, f"jobs/{marshal.code}/").content.decode()
    assert "you help with: marshal" in Delivery.objects.get().body
    post(lupe.secret, f"jobs/{marshal.code}/")
    assert (taken(marshal), "You do this" in get(lupe.secret)) == (1, True)
    assert "You keep your seat." in post(lupe.secret, f"jobs/{marshal.code}/leave/").content.decode()
    assert (taken(marshal), state(lupe)) == (0, "going")


def test_a_full_job_and_two_at_once_are_refused_in_words(cast: Cast) -> None:
    event = make_event(cast.here)
    marshal, table = job(event, capacity=1), job(event, "table")
    later, lupe, omar = job(event, "cleanup", hour=2), coming(cast, event), coming(cast, event, "Omar")
    post(lupe.secret, f"jobs/{marshal.code}/")
    assert "Enough people do this already." in post(omar.secret, f"jobs/{marshal.code}/").content.decode()
    assert "At that time you help with: marshal" in post(lupe.secret, f"jobs/{table.code}/").content.decode()
    post(lupe.secret, f"jobs/{later.code}/")
    assert [taken(shift) for shift in (marshal, table, later)] == [1, 0, 1]


def test_whoever_gives_the_seat_back_gives_the_job_back(cast: Cast) -> None:
    event = make_event(cast.here)
    marshal, lupe = job(event, capacity=1), coming(cast, event)
    post(lupe.secret, f"jobs/{marshal.code}/")
    seats.cancel(lupe)
    assert taken(marshal) == 0
    assert "Save a seat first" in post(lupe.secret, f"jobs/{marshal.code}/").content.decode()


def test_a_job_of_another_event_is_out_of_reach(cast: Cast) -> None:
    lupe = coming(cast, make_event(cast.here))
    elsewhere = job(make_event(cast.there))
    assert post(lupe.secret, f"jobs/{elsewhere.code}/").status_code == 404
    assert taken(elsewhere) == 0


def test_the_ages_of_children_are_kept_and_counted(cast: Cast) -> None:
    lupe = coming(cast, make_event(cast.here))
    form = {"children": "1", "children_ages": "3 y 7", "needs_language": "", "version": "0"}
    Client().post(f"/r/{lupe.secret}/", form)
    lupe.refresh_from_db()
    assert (lupe.children, lupe.children_ages) == (2, [3, 7])
    assert 'value="3, 7"' in get(lupe.secret)
    refused = Client().post(f"/r/{lupe.secret}/", form | {"children_ages": "40"})
    assert (refused.status_code, "up to 17" in refused.content.decode()) == (422, True)
    assert 'value="40"' in refused.content.decode()
