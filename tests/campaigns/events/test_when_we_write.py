"""The timetable of messages about events, and the promise that follows it: campaigns:events_when_we_write."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.events import morning_after, seats, timetable
from campaigns.models import CheckIn, Delivery, Event, Rsvp, Timetable
from tests.cast import Cast
from tests.factories import make_campaign, make_event, make_member, make_sender, signed_in

pytestmark = pytest.mark.django_db
PATH = "/c/highland-park/events/when-we-write/"
ALL = {"has_day_before": "on", "has_day_of": "on", "has_just_before": "on", "has_day_after": "on"}
LA = ZoneInfo("America/Los_Angeles")


def evening(cast: Cast, *, hour: int = 18, **fields: Any) -> Event:
    """A week ahead, at a fixed hour of the place."""
    make_sender(cast.here)
    day = timezone.localdate(timezone=LA) + timedelta(days=7)
    starts_at = datetime(day.year, day.month, day.day, hour, 30, tzinfo=LA)
    return make_event(cast.here, **({"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)} | fields))


def planned(event: Event) -> list[str]:
    """Key and local hour of what waits to be sent."""
    rows = Delivery.objects.filter(event=event, purpose="reminder", state="queued").order_by("not_before")
    return [f"{row.key.split(':')[2]} {row.not_before.astimezone(LA):%H:%M}" for row in rows]


def come(event: Event, name: str = "Lupe Canario", **fields: Any) -> Rsvp:
    return seats.save(event, member=make_member(event.chapter, name, **fields), source="page", confirm=False)


def test_by_default_the_day_before_and_a_chapter_may_add(cast: Cast) -> None:
    event = evening(cast)
    come(event)
    assert planned(event) == ["day_before 17:00"]
    answer = signed_in(cast.lead).post(PATH, ALL, follow=True)
    assert "now, the day before, that morning, an hour before, the day after, and if plans change" in (
        answer.content.decode()
    )
    assert planned(event) == ["day_before 17:00", "day_of 09:00", "just_before 17:30"]


def test_the_form_promises_exactly_that_in_both_languages(cast: Cast) -> None:
    event = evening(cast)
    Timetable.objects.create(chapter=cast.here, has_day_of=True, has_day_after=True)
    english, spanish = (Client().get(f"/e/{event.code}/?lang={code}").content.decode() for code in ("en", "es"))
    assert "now, the day before, that morning, the day after, and if plans change." in english
    assert "ahora, el día antes, esa mañana, el día después, y si algo cambia." in spanish


def test_a_silent_event_writes_only_now_and_if_plans_change(cast: Cast) -> None:
    event = evening(cast, is_silent=True)
    Timetable.objects.create(chapter=cast.here, has_day_of=True, has_day_after=True)
    come(event)
    assert planned(event) == []
    assert (
        "We text about this event only: now, and if plans change." in Client().get(f"/e/{event.code}/").content.decode()
    )


def test_a_morning_event_has_no_message_that_morning(cast: Cast) -> None:
    event = evening(cast, hour=9)
    Timetable.objects.create(chapter=cast.here, has_day_of=True)
    come(event)
    assert planned(event) == ["day_before 17:00"]


def test_a_late_seat_gets_only_what_is_still_useful(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    event = evening(cast)
    Timetable.objects.create(chapter=cast.here, has_day_of=True, has_just_before=True)
    at_noon = event.starts_at.astimezone(LA).replace(hour=12, minute=0)
    monkeypatch.setattr(timezone, "now", lambda: at_noon)
    come(event)
    assert planned(event) == ["just_before 17:30"]
    monkeypatch.setattr(timezone, "now", lambda: at_noon + timedelta(hours=4))
    late = come(event, "Omar")
    assert not Delivery.objects.filter(member=late.member).exists()


def test_each_message_names_the_event_the_time_there_and_the_chapter(cast: Cast) -> None:
    event = evening(cast)
    Timetable.objects.create(chapter=cast.here, has_day_of=True, has_just_before=True)
    come(event)
    for body in Delivery.objects.filter(purpose="reminder").values_list("body", flat=True):
        assert body.startswith("Highland Park Neighbors: ")
        assert "Candlelight vigil" in body
        assert "6:30 pm" in body


def test_turning_one_off_withdraws_it_and_nobody_hears_twice(cast: Cast) -> None:
    event = evening(cast)
    client = signed_in(cast.lead)
    client.post(PATH, ALL)
    come(event)
    Delivery.objects.filter(key__contains=":day_before:").update(state="sent")
    client.post(PATH, {"has_day_before": "on"})
    assert planned(event) == []
    client.post(PATH, {"has_day_before": "on", "has_day_of": "on"})
    assert planned(event) == ["day_of 09:00"]
    assert Delivery.objects.filter(key__contains=":day_before:", state="sent").count() == 1


def test_only_who_sets_up_the_chapter_changes_it(cast: Cast) -> None:
    for who in (cast.organizer, cast.volunteer):
        assert signed_in(who).post(PATH, ALL).status_code == 403
    assert signed_in(cast.stranger).get(PATH).status_code == 404
    assert not Timetable.objects.exists()
    assert timetable.of(cast.here).has_day_before


# --- the day after ---------------------------------------------------------------------------------


def over(cast: Cast, monkeypatch: pytest.MonkeyPatch, *, hour: float = 10.5, **fields: Any) -> Event:
    """An event of yesterday evening; it is `hour` o'clock of the morning after."""
    Timetable.objects.create(chapter=cast.here, has_day_after=True)
    event = evening(cast, campaign=make_campaign(cast.here), **fields)
    for name in ("Ana", "Ben"):
        come(event, name)
    seats.cancel(come(event, "Cleo"))
    midnight = (event.ends_at.astimezone(LA) + timedelta(days=1)).replace(hour=0, minute=0)
    monkeypatch.setattr(timezone, "now", lambda: midnight + timedelta(hours=hour))
    return event


def told() -> dict[str, str]:
    rows = Delivery.objects.filter(key__endswith=":day_after").select_related("member")
    return {row.member.name: row.body for row in rows if row.member}


def test_the_morning_after_asks_who_came_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    event = over(cast, monkeypatch)
    for _again in range(2):
        morning_after.write_due()
    assert sorted(told()) == ["Ana", "Ben"]
    secret = event.rsvps.get(member__name="Ana").secret
    assert "Did you come to Candlelight vigil" in told()["Ana"]
    assert f"/r/{secret}/came/" in told()["Ana"]


def test_it_thanks_who_came_misses_who_did_not_and_says_what_is_next(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = over(cast, monkeypatch)
    ana = event.rsvps.get(member__name="Ana")
    CheckIn.objects.create(chapter=cast.here, event=event, rsvp=ana, arrived=1)
    CheckIn.objects.create(chapter=cast.here, event=event, rsvp=event.rsvps.get(member__name="Ben"), arrived=0)
    coming = make_event(cast.here, "Town hall", days=20, campaign=event.campaign)
    morning_after.write_due()
    assert "Thank you for coming to Candlelight vigil" in told()["Ana"]
    assert "We missed you at Candlelight vigil" in told()["Ben"]
    assert all("Next: Town hall" in body and f"/e/{coming.code}/" in body for body in told().values())


@pytest.mark.parametrize(
    ("hour", "fields"),
    [
        (9, {}),
        (21, {}),
        (10.5, {"is_silent": True}),
        (10.5, {"kind": "know_your_rights"}),
        (10.5, {"is_marked_sensitive": True}),
        (10.5, {"cancelled_at": timezone.now()}),
    ],
    ids=["too early", "too late", "silent", "rights", "sensitive", "called off"],
)
def test_nobody_hears_at_the_wrong_hour_or_about_what_is_nobodys_business(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: float, fields: dict[str, Any]
) -> None:
    event = over(cast, monkeypatch, hour=hour)
    Event.objects.filter(pk=event.pk).update(**fields)
    morning_after.write_due()
    assert told() == {}
