"""How long events keep what they know of people: gone at the exact age, with the numbers saved."""

import uuid
from datetime import UTC, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from campaigns.events import after, asks, keeping, seats, turnout
from campaigns.models import (
    CheckIn,
    Delivery,
    DeliveryCount,
    DoorTap,
    Event,
    HostLink,
    NeedMatch,
    Rsvp,
    Series,
    Shift,
    ShiftSeat,
    StandingRsvp,
    SupportCase,
)
from chapters.models import Member
from tests.campaigns.events.people import make_rsvp, over
from tests.cast import Cast
from tests.factories import make_call, make_consent, make_event, make_member, make_sender, signed_in
from tests.faults.fixtures import make_delivery

pytestmark = pytest.mark.django_db
QUIET: tuple[dict[str, Any], ...] = (
    {"kind": "know_your_rights"},
    {"kind": "court_support"},
    {"kind": "direct_action"},
    {"is_marked_sensitive": True},
)
SOON = 0.01  # days


def purge(**options: Any) -> str:
    out = StringIO()
    call_command("purge", stdout=out, **options)
    return out.getvalue()


def age(row: Any, days: float, *names: str) -> None:
    type(row).objects.filter(pk=row.pk).update(**dict.fromkeys(names, timezone.now() - timedelta(days=days)))


def everything_of(rsvp: Rsvp) -> None:
    """One row of each kind that hangs on a person's answer."""
    event, chapter = rsvp.event, rsvp.chapter
    shift = Shift.objects.create(
        chapter=chapter, event=event, job="setup", starts_at=event.starts_at, ends_at=event.ends_at, taken=1
    )
    ShiftSeat.objects.create(chapter=chapter, shift=shift, rsvp=rsvp)
    driver = make_rsvp(event, "Driver Dee")
    NeedMatch.objects.create(chapter=chapter, event=event, what="ride", need=rsvp, offer=driver)
    DoorTap.objects.create(chapter=chapter, event=event, key=uuid.uuid4(), heads=4)
    HostLink.objects.create(chapter=chapter, event=event, label="Rosa at the side door")


def left() -> list[int]:
    return [model.objects.count() for model in (Rsvp, CheckIn, ShiftSeat, NeedMatch, DoorTap, HostLink)]


@pytest.mark.parametrize(("days", "rows"), [(30 - SOON, [2, 1, 1, 1, 1, 1]), (30 + SOON, [0, 0, 0, 0, 0, 0])])
def test_an_ordinary_event_keeps_names_for_30_days(cast: Cast, days: float, rows: list[int]) -> None:
    event = over(cast.here, days=days)
    everything_of(make_rsvp(event, "Ana Reyes", party_size=3, came=2))
    purge()
    assert left() == rows
    event.refresh_from_db()
    assert event.seats_taken == 4
    assert Shift.objects.get().taken == 1
    assert event.came == (None if rows[0] else 6)
    purge()
    assert left() == rows


@pytest.mark.parametrize("fields", QUIET)
@pytest.mark.parametrize(("days", "rows"), [(3 - SOON, [2, 1, 1, 1, 1, 1]), (3 + SOON, [0, 0, 0, 0, 0, 0])])
def test_an_event_without_attendance_keeps_them_for_3(
    cast: Cast, fields: dict[str, Any], days: float, rows: list[int]
) -> None:
    event = over(cast.here, days=days, **fields)
    ana = make_rsvp(event, "Ana Reyes", came=1)
    everything_of(ana)
    purge()
    assert left() == rows
    event.refresh_from_db()
    assert (event.came, event.seats_taken) == ((None, 2) if rows[0] else (5, 2))
    ana.member.refresh_from_db()
    assert (ana.member.came_count, ana.member.last_came_on) == (0, None)


def test_what_a_lead_wrote_down_is_not_counted_over(cast: Cast) -> None:
    event = over(cast.here, days=31, came=120)
    make_rsvp(event, "Ana Reyes", came=1)
    nobody_marked = over(cast.here, "Not marked", days=31)
    make_rsvp(nobody_marked, "Ben Soto")
    purge()
    assert [Event.objects.get(pk=one.pk).came for one in (event, nobody_marked)] == [120, None]


def test_people_who_said_yes_to_hearing_keep_how_often_they_came(cast: Cast) -> None:
    last, first = over(cast.here, days=31), over(cast.here, "First", days=60)
    ana, ben = make_member(cast.here, "Ana Reyes", came_count=2), make_member(cast.here, "Ben Soto", consents=())
    left_us = make_member(cast.here, "Cleo Park", consents=("email",))
    make_consent(left_us, "email", given=False)
    for event in (last, first):
        for member in (ana, ben, left_us):
            after.mark(make_rsvp(event, member), 1)
    make_rsvp(over(cast.here, "Missed", days=40), ana, came=0)
    purge()
    purge()
    assert not Rsvp.objects.exists()
    for member, count, on in (
        (ana, 4, last.starts_at.astimezone(last.zone).date()),
        (ben, 0, None),
        (left_us, 0, None),
    ):
        member.refresh_from_db()
        assert (member.came_count, member.last_came_on) == (count, on)


def test_batches_count_everybody_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    event = over(cast.here, days=31)
    for n in range(7):
        make_rsvp(event, f"Person {n}", came=2)
    monkeypatch.setattr("chapters.retention.BATCH", 3)
    purge()
    event.refresh_from_db()
    assert (event.came, Rsvp.objects.count()) == (14, 0)
    assert Member.objects.count() == 7


def test_whom_to_call_is_gone_the_day_after(cast: Cast) -> None:
    for days in (1 - SOON, 1 + SOON):
        make_rsvp(over(cast.here, f"{days}", days=days, kind="direct_action"), emergency_contact="Mamá 323 555 0123")
    purge()
    with connection.cursor() as cursor:
        cursor.execute("SELECT emergency_contact FROM campaigns_rsvp ORDER BY id")
        assert [bool(row[0]) for row in cursor.fetchall()] == [True, False]


def test_answers_that_nobody_confirmed_go_after_7_days(cast: Cast) -> None:
    event = make_event(cast.here, capacity=3, days=20)
    at = timezone.now()
    for name, days in (("Ana Reyes", 7 + SOON), ("Ben Soto", 7 - SOON)):
        age(make_rsvp(event, name, state="unconfirmed", held_until=at), days, "created_at")
    age(make_rsvp(event, "Cleo Park"), 8, "created_at")
    purge()
    event.refresh_from_db()
    assert set(Rsvp.objects.values_list("member__name", flat=True)) == {"Ben Soto", "Cleo Park"}
    assert event.seats_taken == 2


def test_an_unconfirmed_answer_to_a_past_event_leaves_its_numbers(cast: Cast) -> None:
    event = over(cast.here, days=2)
    age(make_rsvp(event, state="unconfirmed", held_until=timezone.now()), 8, "created_at")
    purge()
    event.refresh_from_db()
    assert (Rsvp.objects.count(), event.seats_taken) == (0, 1)


def test_a_seat_for_every_time_goes_30_days_after_it_ended(cast: Cast) -> None:
    today = timezone.localdate()
    series = Series.objects.create(
        chapter=cast.here, rule="FREQ=WEEKLY", timezone=cast.here.timezone, starts_on=today, begins="18:30", minutes=90
    )
    for name, days in (("Ana", 30 + SOON), ("Ben", 30 - SOON), ("Cleo", None)):
        at = timezone.now() - timedelta(days=days) if days else None
        StandingRsvp.objects.create(chapter=cast.here, series=series, member=make_member(cast.here, name), ended_at=at)
    purge()
    assert set(StandingRsvp.objects.values_list("member__name", flat=True)) == {"Ben", "Cleo"}


@pytest.mark.parametrize(
    ("state", "out", "made", "stays"),
    [
        ("out", 7 - SOON, 10, True),
        ("out", 7 + SOON, 10, False),
        ("taken", None, 30 - SOON, True),
        ("taken", None, 30 + SOON, False),
    ],
)
def test_people_we_waited_for_are_forgotten(
    cast: Cast,
    state: str,
    out: float | None,
    made: float,
    stays: bool,  # noqa: FBT001
) -> None:
    event = over(cast.here, days=1, kind="direct_action")
    at = timezone.now() - timedelta(days=out) if out else None
    age(
        SupportCase.objects.create(chapter=cast.here, event=event, name="Lu", contact="Mamá", state=state, out_at=at),
        made,
        "created_at",
    )
    purge()
    assert SupportCase.objects.exists() == stays


def test_a_case_outlives_the_seat_it_came_from(cast: Cast) -> None:
    event = over(cast.here, days=4, kind="direct_action")
    rsvp = make_rsvp(event)
    SupportCase.objects.create(chapter=cast.here, event=event, rsvp=rsvp, name="Lu", contact="Mamá 323 555 0123")
    purge()
    case = SupportCase.objects.get()
    assert (case.rsvp, case.contact, Rsvp.objects.count()) == (None, "Mamá 323 555 0123", 0)


def test_private_words_of_a_direct_action_go_after_3_days_others_after_30(cast: Cast) -> None:
    private = {"address": "12 Side Street", "online_url": "https://meet.example/x", "address_shown": "rsvp"}
    events = [
        over(cast.here, "Young", days=3 - SOON, kind="direct_action", **private),
        over(cast.here, "Old", days=3 + SOON, kind="direct_action", **private),
        over(cast.here, "Open", days=4, kind="direct_action", **private | {"address_shown": "all"}),
        over(cast.here, "Vigil", days=4, **private),
        over(cast.here, "Old vigil", days=30 + SOON, **private),
    ]
    for event in events:
        event.texts.filter(language="en").update(for_guests="Meet behind the church")
    purge()
    found = [Event.objects.with_words().get(pk=event.pk) for event in events]
    assert [bool(event.address) for event in found] == [True, False, True, True, True]
    assert [bool(event.online_url) for event in found] == [True, False, True, True, True]
    assert [bool(event.text_in("en").for_guests) for event in found] == [True, False, False, True, False]  # type: ignore[union-attr]


def test_notes_about_events_without_attendance_go(cast: Cast) -> None:
    events = [
        over(cast.here, days=30 - SOON, kind="direct_action", after_note="Two were taken"),
        over(cast.here, days=30 + SOON, kind="direct_action", after_note="Two were taken"),
        over(cast.here, days=90, after_note="Bring more chairs"),
    ]
    purge()
    assert [bool(Event.objects.get(pk=event.pk).after_note) for event in events] == [True, False, True]


def test_messages_that_tell_of_a_seat_go_with_it(cast: Cast) -> None:
    """Confirmations and reminders name a person and the event: of a private one they would be the list again."""
    quiet, loud = over(cast.here, days=4, kind="court_support"), over(cast.here, "Vigil", days=4)
    at = timezone.now() - timedelta(days=4)
    facts: dict[str, Any] = {"state": "delivered", "purpose": "confirm", "final_at": at}
    make_delivery(cast.here, event=quiet, **facts)
    ask = make_delivery(cast.here, event=quiet, call_to_action=make_call(cast.here), **facts | {"purpose": "ask"})
    kept = make_delivery(cast.here, event=loud, **facts)
    purge()
    assert set(Delivery.objects.values_list("pk", flat=True)) == {ask.pk, kept.pk}
    assert DeliveryCount.objects.get().messages == 1


# --- what goes on working ----------------------------------------------------------------------------------------


def test_messages_links_and_numbers_survive_the_seats(cast: Cast) -> None:
    make_sender(cast.here)
    event = make_event(cast.here, days=2)
    call = make_call(cast.here, event=event)
    rsvp = seats.save(event, member=make_member(cast.here, "Ana Reyes"), source="page", call=call)
    row = Delivery.objects.get(key__contains=":confirm:")
    Delivery.objects.filter(pk=row.pk).update(link_code="k7m2xq9d4t")
    tally = asks.tally(call)
    assert tally
    assert (tally.did, tally.total) == (1, 1)
    end = timezone.now() - timedelta(days=31)
    Event.objects.filter(pk=event.pk).update(starts_at=end - timedelta(hours=2), ends_at=end)
    purge()
    assert not Rsvp.objects.exists()
    assert Client().get(f"/r/{rsvp.secret}/").status_code == 404
    assert Client().get("/t/k7m2xq9d4t/").status_code == 200
    event.refresh_from_db()
    assert turnout.numbers(event).people == 1
    call.refresh_from_db()
    assert asks.tally(call) is None, "0 would be a wrong number"
    for address in ("", "after/"):
        assert "Ana" not in signed_in(cast.lead).get(f"/c/highland-park/events/{event.code}/{address}").content.decode()
    assert (
        "The names are gone"
        in signed_in(cast.lead).get(f"/c/highland-park/events/{event.code}/after/").content.decode()
    )


def test_a_dry_run_tells_and_changes_nothing(cast: Cast) -> None:
    make_rsvp(over(cast.here, days=1), "Ana Reyes", came=1)
    later = (timezone.now().astimezone(UTC) + timedelta(days=29.5)).isoformat()
    said = purge(now=later, dry_run=True)
    assert "seats, kept 30 days: 1 would go." in said
    assert "seats at events without attendance, kept 3 days: 0 would go." in said
    assert Rsvp.objects.count() == 1
    purge(now=later)
    assert Rsvp.objects.count() == 0


def test_the_privacy_page_says_all_of_it(client: Client, db: None) -> None:
    english = client.get("/privacy/").content.decode()
    spanish = client.get("/privacy/", {"lang": "es"}).content.decode()
    for rule in keeping.RULES:
        if rule.words:
            assert rule.sentence.replace("’", "&#x27;") in english
            assert rule.sentence not in spanish
    assert "3 días después. Nunca se guarda quién vino." in spanish
