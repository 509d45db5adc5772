"""Jobs as a lead plans them: campaigns:events_shifts, campaigns:events_shift_create, campaigns:events_shift_edit,
campaigns:events_shift_remove, campaigns:events_shift_assign, campaigns:events_shift_release.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from campaigns.events import seats, shifting
from campaigns.models import Delivery, Event, Rsvp, Shift
from tests.campaigns.events.test_seat_again import coming, job, taken
from tests.cast import Cast
from tests.factories import make_chapter, make_event, make_member, make_sender, signed_in

pytestmark = pytest.mark.django_db


def path(event: Event, rest: str = "") -> str:
    return f"/c/highland-park/events/{event.code}/jobs/{rest}"


def filled(event: Event, **fields: Any) -> dict[str, Any]:
    day = event.starts_at.astimezone(event.zone).date().isoformat()
    return {"job": "marshal", "label": "", "day": day, "begins": "17:00", "ends": "19:00", "capacity": "3"} | fields


def test_a_job_is_planned_with_its_hours_in_the_events_zone(cast: Cast) -> None:
    event, client = make_event(cast.here), signed_in(cast.organizer)
    assert "No jobs are planned" in client.get(path(event)).content.decode()
    answer = client.post(path(event, "new/"), filled(event, label="Watch the corner"), follow=True)
    assert "Saved: Watch the corner." in answer.content.decode()
    shift = event.shifts.get()
    local = shift.starts_at.astimezone(event.zone)
    assert (local.hour, shift.ends_at - shift.starts_at, shift.capacity) == (17, timedelta(hours=2), 3)
    assert "3 people are still missing" in client.get(path(event)).content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"job": "juggler"}, "Select a valid choice"),
        ({"day": "2031-01-01"}, "days away from the event"),
        ({"capacity": "0"}, "greater than or equal to 1"),
        ({"begins": ""}, "Please fill this in."),
    ],
)
def test_a_wrong_job_is_refused_and_nothing_is_lost(cast: Cast, fields: dict[str, str], words: str) -> None:
    event = make_event(cast.here)
    answer = signed_in(cast.lead).post(path(event, "new/"), filled(event, label="Watch the corner") | fields)
    page = answer.content.decode()
    assert (answer.status_code, words in page, "Watch the corner" in page) == (422, True, True)
    assert not event.shifts.exists()


def test_a_job_without_a_number_is_never_called_full(cast: Cast) -> None:
    event, client = make_event(cast.here), signed_in(cast.lead)
    client.post(path(event, "new/"), filled(event, capacity=""))
    page = client.get(path(event)).content.decode()
    assert ("1 job, 0 people so far" in page, "Every job has its people" in page) == (True, False)


def test_a_job_over_midnight_ends_the_next_day(cast: Cast) -> None:
    event = make_event(cast.here)
    signed_in(cast.lead).post(path(event, "new/"), filled(event, begins="22:00", ends="01:30"))
    shift = event.shifts.get()
    assert shift.ends_at - shift.starts_at == timedelta(hours=3.5)


def test_no_fewer_are_needed_than_do_it(cast: Cast) -> None:
    event = make_event(cast.here)
    marshal = job(event, capacity=2)
    for name in ("Ana", "Ben"):
        shifting.join(coming(cast, event, name), marshal)
    answer = signed_in(cast.lead).post(path(event, f"{marshal.code}/"), filled(event, capacity="1"))
    assert (answer.status_code, "2 people do it already." in answer.content.decode()) == (422, True)
    assert signed_in(cast.lead).get(path(event, f"{marshal.code}/")).status_code == 200


def test_a_job_that_is_gone_is_told_to_who_had_it(cast: Cast) -> None:
    make_sender(cast.here)
    event = make_event(cast.here)
    marshal, lupe = job(event), coming(cast, event)
    shifting.join(lupe, marshal)
    answer = signed_in(cast.lead).post(path(event, f"{marshal.code}/remove/"), follow=True)
    assert "1 person is told." in answer.content.decode()
    assert "we do not need help with marshal" in Delivery.objects.get(purpose="notice").body
    lupe.refresh_from_db()
    assert (lupe.state, event.shifts.count()) == ("going", 0)


def test_a_lead_gives_a_job_to_someone_and_takes_them_off(cast: Cast) -> None:
    event, client = make_event(cast.here), signed_in(cast.lead)
    marshal, lupe = job(event, capacity=1), coming(cast, event)
    seats.cancel(coming(cast, event, "Gone Away"))
    shown = client.get(path(event, f"{marshal.code}/give/")).content.decode()
    assert ("Lupe Canario" in shown, "Gone Away" in shown) == (True, False)
    answer = client.post(path(event, f"{marshal.code}/give/"), {"seat": lupe.code}, follow=True)
    assert "Lupe C. does it." in answer.content.decode()
    assert "Every job has its people" in client.get(path(event)).content.decode()
    wrong = client.post(path(event, f"{marshal.code}/give/"), {"seat": "2222222222"})
    assert wrong.status_code == 422
    client.post(path(event, f"{marshal.code}/{lupe.code}/release/"))
    assert taken(marshal) == 0


def test_a_volunteer_sees_first_names_and_changes_nothing(cast: Cast) -> None:
    event = make_event(cast.here)
    marshal, lupe = job(event), coming(cast, event)
    shifting.join(lupe, marshal)
    client = signed_in(cast.volunteer)
    page = client.get(path(event)).content.decode()
    assert ("Lupe C." in page, "Lupe Canario" in page) == (True, False)
    for address in ("new/", f"{marshal.code}/", f"{marshal.code}/give/"):
        assert client.get(path(event, address)).status_code == 403
    for address in (f"{marshal.code}/remove/", f"{marshal.code}/{lupe.code}/release/"):
        assert client.post(path(event, address)).status_code == 403
        assert signed_in(cast.stranger).post(path(event, address)).status_code == 404
    assert taken(marshal) == 1


@pytest.mark.django_db(transaction=True)
def test_30_at_once_for_5_places_never_overbook() -> None:
    chapter = make_chapter("highland-park")
    event = make_event(chapter)
    marshal = job(event, capacity=5)
    crowd = [seats.save(event, member=make_member(chapter, f"P {n}"), source="page") for n in range(30)]

    def take(rsvp: Rsvp) -> bool:
        try:
            return shifting.join(rsvp, marshal, tell=False)
        except shifting.Full:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        got = list(pool.map(take, [*crowd, *crowd[:10]]))
    assert sum(got) == 5
    assert taken(marshal) == 5
    assert Shift.objects.with_room().count() == 0
