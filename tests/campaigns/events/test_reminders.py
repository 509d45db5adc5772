"""People hear of changes once, nobody hears who cancelled, and what is not wanted any more is not sent."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from campaigns.events import reminders, seats
from campaigns.events.reminders import Told
from campaigns.models import Delivery, Event, Rsvp
from chapters.members import consenting
from tests.cast import Cast
from tests.factories import make_email_sender, make_event, make_member, make_sender

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(cast: Cast) -> Event:
    """Ana by text, Ben by email in Spanish; Cleo cancelled, Dora wrote to nobody, Eli said stop."""
    make_sender(cast.here)
    make_email_sender(cast.here)
    event = make_event(cast.here, days=7)
    add(event, "Ana")
    add(event, "Ben", channel="email", language="es", email="ben@example.org")
    seats.cancel(add(event, "Cleo"))
    add(event, "Dora", channel="")
    consenting.stop("text", add(event, "Eli").member.phone, source="keyword")
    return Event.objects.with_words().get(pk=event.pk)


def add(event: Event, name: str, *, channel: str = "text", language: str = "en", **fields: Any) -> Rsvp:
    member = make_member(event.chapter, name, **fields)
    return seats.save(event, member=member, source="page", channel=channel, language=language, confirm=False)


def written(purpose: str, state: str = "queued") -> list[tuple[str, str, str]]:
    rows = Delivery.objects.filter(purpose=purpose, state=state).order_by("member__name")
    return [(row.member.name, row.channel, row.body) for row in rows if row.member]


def names(purpose: str) -> list[str]:
    return [name for name, _channel, _body in written(purpose)]


def test_each_who_comes_is_reminded_once_the_day_before(event: Event) -> None:
    assert names("reminder") == ["Ana", "Ben", "Eli"]
    for _again in range(2):
        reminders.replan(event)
    assert names("reminder") == ["Ana", "Ben"]
    assert [body.split(",")[0] for _n, _c, body in written("reminder")] == [
        "Highland Park Neighbors: Tomorrow is Candlelight vigil",
        "Highland Park Neighbors: Mañana es Vigilia con velas",
    ]


def test_a_change_is_told_once_to_those_who_count_on_it(event: Event) -> None:
    event.sequence += 1
    event.save()
    assert reminders.tell_changed(event) == Told(count=2, missed=1)
    assert reminders.tell_changed(event) == Told(count=0, missed=3)
    assert names("notice") == ["Ana", "Ben"]
    assert [channel for _name, channel, _body in written("notice")] == ["text", "email"]


def test_reminders_follow_the_event_to_its_new_day(event: Event) -> None:
    event.starts_at += timedelta(days=3)
    event.ends_at += timedelta(days=3)
    event.save()
    reminders.replan(event)
    moved = Delivery.objects.filter(purpose="reminder", state="queued")
    day = (event.starts_at - timedelta(days=1)).astimezone(event.zone).date()
    assert {row.not_before.astimezone(event.zone).date() for row in moved} == {day}
    assert Delivery.objects.filter(purpose="reminder", state="cancelled", reason="plans_changed").count() == 3


def test_only_what_was_not_handed_over_is_taken_back(event: Event) -> None:
    Delivery.objects.filter(member__name="Ana").update(state="delivered")
    Delivery.objects.filter(member__name="Ben").update(state="claimed", token="0" * 32)
    reminders.withdraw_all(event, "called_off")
    assert dict(Delivery.objects.filter(purpose="reminder").values_list("member__name", "state")) == {
        "Ana": "delivered",
        "Ben": "cancelled",
        "Cleo": "cancelled",
        "Eli": "cancelled",
    }


def test_who_changes_from_text_to_email_is_reminded_by_email_only(cast: Cast, event: Event) -> None:
    ana = Rsvp.objects.get(member__name="Ana")
    ana.member.email = "ana@example.org"
    ana.member.save()
    seats.save(event, member=ana.member, source="page", channel="email")
    assert [channel for name, channel, _body in written("reminder") if name == "Ana"] == ["email"]


def test_a_notice_that_could_only_come_too_late_is_counted_as_missed(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(
        starts_at=timezone.now() - timedelta(minutes=1), ends_at=timezone.now() + timedelta(hours=1)
    )
    event.refresh_from_db()
    assert reminders.tell_called_off(event).count == 0
    assert reminders.tell_called_off(event).missed == 3
