"""What is heard where, on which day, and how it ended: campaigns:events_hearing, campaigns:events_hearing_edit,
campaigns:events_hearing_date, campaigns:events_hearing_ended.
"""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from campaigns.events import planning, seats, speaking
from campaigns.models import Delivery, Event, Hearing, Measure, Moment
from chapters.dates import NOT_SET
from tests.campaigns.events.people import make_rsvp
from tests.cast import Cast, make_cast
from tests.factories import make_campaign, make_email_sender, make_event, make_member, make_sender, signed_in

pytestmark = pytest.mark.django_db
SOON = {"day": "", "begins": "13:00", "ends": "15:00"}


def hearing(cast: Cast, **fields: Any) -> Event:
    return make_event(cast.here, "The committee hears us", **({"kind": "hearing"} | fields))


def undated(cast: Cast, **fields: Any) -> Event:
    return hearing(cast, starts_at=NOT_SET, ends_at=NOT_SET + timedelta(hours=2), **fields)


def path(event: Event, rest: str = "") -> str:
    return f"/c/highland-park/events/{event.code}/hearing/{rest}"


def on(day: date, **fields: Any) -> dict[str, Any]:
    return SOON | {"day": day.isoformat()} | fields


def in_days(n: int) -> date:
    return timezone.localdate() + timedelta(days=n)


def told(cast: Cast, event: Event) -> None:
    """Ana by text, Ben by email in Spanish, Cleo not at all; Dora cancelled."""
    make_sender(cast.here)
    make_email_sender(cast.here)
    for name, channel, language in (("Ana", "text", "en"), ("Ben", "email", "es"), ("Cleo", "", "en")):
        member = make_member(cast.here, name, email=f"{name}@home.example")
        seats.save(event, member=member, source="page", channel=channel, language=language)
    seats.cancel(seats.save(event, member=make_member(cast.here, "Dora"), source="page"))


def notices() -> list[tuple[str, str]]:
    rows = Delivery.objects.filter(purpose="notice", state="queued").order_by("member__name")
    return [(row.member.name, row.body) for row in rows if row.member]


# --- what is heard ---------------------------------------------------------------------------------


def facts(**fields: Any) -> dict[str, Any]:
    blank = dict.fromkeys(("agenda_item", "measure", "file_number", "url", "sign_up_until", "minutes_each"), "")
    words = dict.fromkeys(("en-rules", "en-language_help", "es-rules", "es-language_help"), "")
    return {"body": "Immigrant Affairs Committee"} | blank | words | fields


def test_what_is_heard_is_written_down_and_public(cast: Cast) -> None:
    event = hearing(cast)
    given = facts(
        agenda_item="7", file_number="17-0002-S1", minutes_each="2", sign_up_until="2031-10-04T17:00",
        **{"en-rules": "Fill in a card at the door.", "es-language_help": "Hay intérprete."},
    )  # fmt: skip
    signed_in(cast.organizer).post(path(event, "change/"), given)
    shown = Client().get(f"/e/{event.code}/").content.decode()
    expected = ("Before: Immigrant Affairs Committee", "Agenda item 7", "17-0002-S1", "Each speaker has 2 minutes.")
    assert [text in shown for text in expected] == [True] * 4
    assert ("October 4, 2031, 5 pm" in shown, "Fill in a card" in shown) == (True, True)
    assert "Hay intérprete." in Client().get(f"/e/{event.code}/?lang=es").content.decode()


def test_the_number_of_a_bill_that_is_not_public_stays_inside(cast: Cast) -> None:
    campaign = make_campaign(cast.here)
    bill = Measure.objects.create(chapter=cast.here, campaign=campaign, identifier="CANARY 17", is_public=False)
    event = hearing(cast, campaign=campaign)
    client = signed_in(cast.lead)
    client.post(path(event, "change/"), facts(measure=bill.code))
    assert "CANARY 17" in client.get(path(event)).content.decode()
    assert "CANARY" not in Client().get(f"/e/{event.code}/").content.decode()
    Measure.objects.update(is_public=True)
    assert "CANARY 17" in Client().get(f"/e/{event.code}/").content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"minutes_each": "0"}, "greater than or equal to 1"),
        ({"sign_up_until": "tomorrow"}, "Enter a valid date/time."),
        ({"url": "not a page"}, "Enter a valid URL."),
        ({"measure": "2222222222"}, "Select a valid choice"),
        ({"body": "x" * 161}, "at most 160 characters"),
    ],
)
def test_wrong_facts_are_refused_and_nothing_is_lost(cast: Cast, fields: dict[str, str], words: str) -> None:
    event = hearing(cast)
    answer = signed_in(cast.lead).post(path(event, "change/"), facts(**{"en-rules": "Fill in a card"}) | fields)
    page = answer.content.decode()
    assert (answer.status_code, words in page, "Fill in a card" in page) == (422, True, True)
    assert not Hearing.objects.exists()


def test_only_a_hearing_has_these_pages(cast: Cast) -> None:
    vigil = make_event(cast.here)
    for rest in ("", "change/", "date/", "ended/", "points/new/", "speak/add/"):
        assert signed_in(cast.lead).get(path(vigil, rest)).status_code == 404


# --- no date yet -----------------------------------------------------------------------------------


def form_of(event: Event) -> dict[str, Any]:
    texts = {"en-title": "The committee hears us", "es-title": "El comité", "zip": "90042", "place": "City Hall"}
    kept = {"kind": "hearing", "audience": "public", "address_shown": "all"}
    blank = dict.fromkeys(("day", "begins", "ends", "last_day", "address", "online_url", "transit", "goal"), "")
    return texts | kept | blank


def test_a_hearing_is_announced_before_its_date_is_set(cast: Cast) -> None:
    client = signed_in(cast.lead)
    form = form_of(hearing(cast))
    refused = client.post("/c/highland-park/events/new/", form | {"publish": "1"})
    assert refused.status_code == 422
    client.post("/c/highland-park/events/new/", form | {"is_undated": "on", "publish": "1"})
    event = Event.objects.latest("id")
    assert (event.has_date, event.is_open) == (False, True)
    for address in (f"/e/{event.code}/", "/highland-park/", "/events/", f"/c/highland-park/events/{event.code}/"):
        shown = client.get(address).content.decode()
        assert ("Date not set" in shown, "3000" in shown, "2999" in shown) == (True, False, False)


def test_only_a_hearing_may_wait_for_its_date(cast: Cast) -> None:
    form = form_of(hearing(cast)) | {"kind": "vigil", "is_undated": "on", "publish": "1"}
    answer = signed_in(cast.lead).post("/c/highland-park/events/new/", form)
    assert (answer.status_code, "Please fill this in." in answer.content.decode()) == (422, True)


def test_what_has_no_date_is_in_no_calendar_and_reminds_nobody(cast: Cast) -> None:
    make_sender(cast.here)
    event = undated(cast)
    ana = seats.save(event, member=make_member(cast.here, "Ana"), source="page")
    assert "now, and once the date is set" in Client().get(f"/e/{event.code}/").content.decode()
    assert not Delivery.objects.filter(purpose="reminder").exists()
    page = Client().get(f"/r/{ana.secret}/").content.decode()
    assert ("Add to my calendar" in page, "Date not set" in page) == (False, True)
    assert [Client().get(address).status_code for address in (f"/e/{event.code}/event.ics",)] == [404]
    assert Client().get(f"/r/{ana.secret}/event.ics").status_code == 404
    for feed in ("/highland-park/events.ics", f"/cal/{ana.calendar_secret}.ics"):
        assert b"BEGIN:VEVENT" not in Client().get(feed).content
    assert event.code not in Client().get("/api/v1/chapters/highland-park/events").content.decode()
    assert event.code not in Client().get("/events/?when=month").content.decode()
    assert Client().get(f"/e/{event.code}/share.png").status_code == 200
    assert "date not set" in Delivery.objects.get(purpose="confirm").body


def test_the_public_campaign_page_says_the_date_is_not_set(cast: Cast) -> None:
    campaign = make_campaign(cast.here)
    undated(cast, campaign=campaign)
    shown = Client().get(f"/highland-park/{campaign.slug}/").content.decode()
    assert ("Say that you will come" in shown, "3000" in shown) == (True, False)


def test_the_week_sheet_and_jobs_wait_for_the_date(cast: Cast) -> None:
    event, client = undated(cast), signed_in(cast.lead)
    answer = client.get(f"/c/highland-park/events/{event.code}/jobs/new/", follow=True)
    assert "Plan jobs once the date is set." in answer.content.decode()
    assert "The committee hears us" not in client.get("/c/highland-park/week/").content.decode()


# --- the day moves ---------------------------------------------------------------------------------


def test_when_the_date_is_set_everyone_is_told_once(cast: Cast) -> None:
    event = undated(cast)
    told(cast, event)
    client = signed_in(cast.lead)
    assert "Save and tell 2 people" in client.get(path(event, "date/")).content.decode()
    for _again in range(2):
        client.post(path(event, "date/"), on(in_days(9), tell="1"))
    assert [name for name, _body in notices()] == ["Ana", "Ben"]
    assert "The date is set." in notices()[0][1]
    assert "Ya hay fecha" in notices()[1][1]
    event.refresh_from_db()
    assert event.starts_at.astimezone(event.zone).date() == in_days(9)
    assert Delivery.objects.filter(purpose="reminder", state="queued").count() == 2


def test_a_hearing_that_is_put_off_says_that_the_day_is_open(cast: Cast) -> None:
    event = hearing(cast, days=6)
    told(cast, event)
    signed_in(cast.lead).post(path(event, "date/"), SOON | {"is_undated": "on", "tell": "1"})
    assert "is put off. We write once the new day is set." in notices()[0][1]
    assert not Delivery.objects.filter(purpose="reminder", state="queued").exists()
    soon = timezone.now() + timedelta(days=15)
    assert all(row.expires_at < soon for row in Delivery.objects.filter(purpose="notice"))
    event.refresh_from_db()
    assert (event.has_date, event.rsvps.holding_a_seat().count()) == (False, 3)


def test_a_moved_day_is_told_by_the_event_form_too(cast: Cast) -> None:
    event = undated(cast)
    told(cast, event)
    form = form_of(event) | {"day": in_days(9).isoformat(), "begins": "13:00", "ends": "15:00", "tell": "on"}
    answer = signed_in(cast.lead).post(f"/c/highland-park/events/{event.code}/edit/", form, follow=True)
    assert "We tell 2 people." in answer.content.decode()
    assert "The date is set." in notices()[0][1]


def test_nobody_is_told_when_a_lead_says_so(cast: Cast) -> None:
    event = hearing(cast, days=6)
    told(cast, event)
    signed_in(cast.lead).post(path(event, "date/"), on(in_days(9)))
    assert notices() == []
    assert Delivery.objects.filter(purpose="reminder", state="queued").count() == 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"day": ""}, "Please fill this in."),
        ({"day": "2017-10-05"}, "This is over already."),
        ({"begins": "15:00", "ends": "13:00"}, "It ends before it begins."),
        ({"begins": "half past"}, "Enter a valid time."),
    ],
)
def test_a_wrong_day_is_refused_and_nothing_is_lost(cast: Cast, fields: dict[str, str], words: str) -> None:
    event = hearing(cast, days=6)
    answer = signed_in(cast.lead).post(path(event, "date/"), on(in_days(9), tell="1") | fields)
    page = answer.content.decode()
    assert (answer.status_code, words in page) == (422, True)
    event_now = Event.objects.get(pk=event.pk)
    assert event_now.starts_at == event.starts_at


def test_what_is_called_off_does_not_move(cast: Cast) -> None:
    event = hearing(cast, days=6, cancelled_at=timezone.now())
    answer = signed_in(cast.lead).get(path(event, "date/")).content.decode()
    assert ("Hold a new one instead" in answer, '<button class="btn flame"' in answer) == (True, False)
    signed_in(cast.lead).post(path(event, "date/"), on(in_days(9)))
    assert Event.objects.get(pk=event.pk).starts_at == event.starts_at


@pytest.mark.django_db(transaction=True)
def test_leads_who_move_it_at_once_tell_each_person_exactly_once() -> None:
    cast = make_cast()
    event = undated(cast)
    told(cast, event)
    starts_at = timezone.now().replace(microsecond=0) + timedelta(days=9)

    def turn(_n: int) -> int:
        try:
            ours = Event.objects.get(pk=event.pk)
            moved = planning.move(ours, starts_at, starts_at + timedelta(hours=2), by=cast.lead, tell=True)
            return moved.count if moved else 0
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        counts = list(pool.map(turn, range(8)))
    assert sorted(counts) == [0] * 7 + [2]
    assert [name for name, _body in notices()] == ["Ana", "Ben"]


def test_each_move_is_told_once_and_the_old_day_is_not_said_any_more(cast: Cast) -> None:
    event = hearing(cast, days=6)
    told(cast, event)
    client = signed_in(cast.lead)
    for n in (9, 10):
        client.post(path(event, "date/"), on(in_days(n), tell="1"))
    assert [name for name, _body in notices()] == ["Ana", "Ben"]
    assert Delivery.objects.filter(purpose="notice", state="cancelled", reason="plans_changed").count() == 2
    assert f"{in_days(10).day}" in re.sub(r"\D+", " ", notices()[0][1]).split()


# --- how it ended ----------------------------------------------------------------------------------


def ended(cast: Cast, **fields: Any) -> Event:
    now = timezone.now()
    campaign = make_campaign(cast.here)
    return hearing(
        cast, campaign=campaign, starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=1), **fields
    )  # fmt: skip


def test_how_it_ended_is_a_draft_of_the_story_and_a_step_of_the_bill(cast: Cast) -> None:
    event = ended(cast)
    assert event.campaign
    bill = Measure.objects.create(chapter=cast.here, campaign=event.campaign, identifier="17-0002")
    Hearing.objects.create(chapter=cast.here, event=event, measure=bill, body="Committee")
    speaking.mark(speaking.join(make_rsvp(event, "Ana Paz")), has_spoken=True)
    client = signed_in(cast.lead)
    given = {"outcome": "passed", "outcome_on": event.starts_at.astimezone(event.zone).date(), "stage": "committee"}
    for _again in range(2):
        client.post(path(event, "ended/"), given)
    moment = Moment.objects.get()
    assert (moment.kind, moment.is_public, moment.event, str(moment)) == (
        "win", False, event, "The committee hears us: it passed",
    )  # fmt: skip
    assert {text.language: text.body for text in moment.texts.all()} == {
        "en": "Before: Committee. 1 of us spoke.",
        "es": "Ante: Committee. Habló 1 persona de nuestro grupo.",
    }
    stage = bill.stages.get()
    assert (stage.kind, stage.reached_on, stage.words) == ("committee", given["outcome_on"], "Committee")
    assert "it passed" not in Client().get(f"/highland-park/{event.campaign.slug}/").content.decode()
    assert "It passed" in client.get(path(event)).content.decode()


def test_a_corrected_outcome_rewrites_the_draft_but_never_own_words(cast: Cast) -> None:
    event, client = ended(cast), signed_in(cast.lead)
    day = event.starts_at.astimezone(event.zone).date()
    client.post(path(event, "ended/"), {"outcome": "failed", "outcome_on": day})
    client.post(path(event, "ended/"), {"outcome": "amended", "outcome_on": day})
    moment = Moment.objects.get()
    assert (moment.kind, str(moment)) == ("step", "The committee hears us: it passed, changed")
    moment.texts.filter(language="en").update(title="A half step")
    client.post(path(event, "ended/"), {"outcome": "passed", "outcome_on": day})
    assert str(Moment.objects.get()) == "A half step"


def test_what_was_put_off_goes_on_to_a_new_day_and_keeps_its_own_entry(cast: Cast) -> None:
    event = ended(cast)
    make_sender(cast.here)
    make_rsvp(event, "Ana Paz", channel="text")
    client = signed_in(cast.lead)
    day = event.starts_at.astimezone(event.zone).date()
    answer = client.post(path(event, "ended/"), {"outcome": "put_off", "outcome_on": day})
    assert answer["Location"] == path(event, "date/")
    client.post(path(event, "date/"), on(in_days(20), tell="1"))
    event.refresh_from_db()
    assert (event.is_open, [name for name, _body in notices()]) == (True, ["Ana Paz"])
    moment = Moment.objects.get()
    assert (moment.event, moment.kind, moment.happened_on) == (None, "setback", day)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"outcome": ""}, "Please fill this in."),
        ({"outcome": "won"}, "Select a valid choice"),
        ({"outcome_on": "2031-01-01"}, "This day is still to come."),
    ],
)
def test_a_wrong_end_is_refused(cast: Cast, fields: dict[str, str], words: str) -> None:
    event = ended(cast)
    given = {"outcome": "passed", "outcome_on": event.starts_at.astimezone(event.zone).date()} | fields
    answer = signed_in(cast.lead).post(path(event, "ended/"), given)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert (Hearing.objects.count(), Moment.objects.count()) == (0, 0)


def test_whoever_may_not_hold_events_changes_nothing(cast: Cast) -> None:
    event = hearing(cast, days=6)
    for client, status in ((signed_in(cast.volunteer), 403), (signed_in(cast.stranger), 404)):
        for rest in ("change/", "date/", "ended/", "points/new/", "speak/add/"):
            assert client.get(path(event, rest)).status_code == status
        assert client.post(path(event, "date/"), on(in_days(9))).status_code == status
    assert signed_in(cast.volunteer).get(path(event)).status_code == 200
