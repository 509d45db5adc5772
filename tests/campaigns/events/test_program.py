"""What happens at an event and who speaks: campaigns:events_program, campaigns:events_program_item_create,
campaigns:events_program_item, campaigns:events_program_item_move, campaigns:events_program_speaker_create,
campaigns:events_program_speaker, campaigns:events_program_speaker_answer, campaigns:events_program_print.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.events import cohosts
from campaigns.models import Event, Official, ProgramItem, Speaker, Target
from chapters import retention
from chapters.models import PartnerOrganization
from tests.campaigns.events.people import make_rsvp
from tests.cast import Cast
from tests.factories import make_campaign, make_event, make_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(cast: Cast) -> Event:
    """October 5, 6:30 to 8:30 pm at the place."""
    starts_at = timezone.now().replace(minute=30, second=0, microsecond=0) + timedelta(days=9)
    campaign = make_campaign(cast.here)
    return make_event(
        cast.here, "Town hall", kind="town_hall", campaign=campaign, starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
    )  # fmt: skip


def path(event: Event, rest: str = "program/") -> str:
    return f"/c/highland-park/events/{event.code}/{rest}"


def page(client: Client, event: Event, rest: str = "program/") -> str:
    return client.get(path(event, rest)).content.decode()


def item(title: str = "Welcome", **fields: Any) -> dict[str, Any]:
    return {"en-title": title, "es-title": "", "minutes": "10", "speaker": "", "note": ""} | fields


def words(**fields: Any) -> dict[str, Any]:
    blank = dict.fromkeys(("name", "official", "partner", "member", "en-role", "en-about", "es-role", "es-about"), "")
    return blank | fields


def invite(event: Event, name: str = "Gilbert Cedillo", **fields: Any) -> Speaker:
    return Speaker.objects.create(chapter=event.chapter, event=event, name=name, **fields)


def target(cast: Cast, event: Event, name: str = "Gilbert Cedillo") -> Official:
    assert event.campaign
    official = Official.objects.create(chapter=cast.here, name=name, sort_name=name.lower())
    Target.objects.create(chapter=cast.here, campaign=event.campaign, official=official)
    return official


# --- the clock -------------------------------------------------------------------------------------


def test_parts_begin_when_the_one_before_ends(cast: Cast, hall: Event) -> None:
    client = signed_in(cast.organizer)
    assert "Nothing is planned yet" in page(client, hall)
    for title, minutes in (("Welcome", "10"), ("Three neighbors", "45"), ("One question", "5")):
        client.post(path(hall, "program/new/"), item(title, minutes=minutes))
    shown = page(client, hall)
    starts = [hall.starts_at + timedelta(minutes=n) for n in (0, 10, 55)]
    clock = [f"{at.astimezone(hall.zone).hour % 12 or 12}:{at.astimezone(hall.zone):%M}" for at in starts]
    assert [text in shown for text in clock] == [True] * 3
    assert "There is time left" in shown


def test_a_program_that_is_too_long_says_so(cast: Cast, hall: Event) -> None:
    client = signed_in(cast.lead)
    client.post(path(hall, "program/new/"), item(minutes="125"))
    assert "The program is 5 minutes longer than the event." in page(client, hall)
    assert "The program is 5 minutes longer than the event." in page(client, hall, "program/print/")


def test_parts_change_places_and_go(cast: Cast, hall: Event) -> None:
    client = signed_in(cast.lead)
    for title in ("One", "Two", "Three"):
        client.post(path(hall, "program/new/"), item(title))
    one, two, three = hall.program.all()
    client.post(path(hall, f"program/{three.code}/move/"), {"earlier": "1"})
    client.post(path(hall, f"program/{one.code}/move/"), {"later": "1"})
    client.post(path(hall, f"program/{three.code}/move/"), {"earlier": "1"})
    assert [str(part) for part in hall.program.all()] == ["Three", "One", "Two"]
    client.post(path(hall, f"program/{two.code}/"), {"remove": "1"})
    assert [str(part) for part in hall.program.all()] == ["Three", "One"]


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({"en-title": ""}, "Please fill this in."),
        ({"minutes": "0"}, "greater than or equal to 1"),
        ({"minutes": "9999"}, "less than or equal to 480"),
        ({"minutes": "soon"}, "Enter a whole number."),
        ({"en-title": "x" * 141}, "at most 140 characters"),
    ],
)
def test_a_wrong_part_is_refused_and_nothing_is_lost(
    cast: Cast, hall: Event, fields: dict[str, str], answer: str
) -> None:
    response = signed_in(cast.lead).post(path(hall, "program/new/"), item(note="Rosa hands the mic") | fields)
    shown = response.content.decode()
    assert (response.status_code, answer in shown, "Rosa hands the mic" in shown) == (422, True, True)
    assert not hall.program.exists()


def test_a_speaker_of_another_event_cannot_be_chosen(cast: Cast, hall: Event) -> None:
    other = invite(make_event(cast.here, "Other"), "Somebody Else")
    answer = signed_in(cast.lead).post(path(hall, "program/new/"), item(speaker=other.code))
    assert (answer.status_code, hall.program.count()) == (422, 0)


# --- speakers --------------------------------------------------------------------------------------


def test_an_official_is_asked_and_the_log_knows_it(cast: Cast, hall: Event) -> None:
    official, client = target(cast, hall), signed_in(cast.lead)
    client.post(path(hall, "speakers/new/"), words(official=official.code, **{"en-role": "District 1"}))
    cedillo = hall.speakers.get()
    assert (cedillo.name, cedillo.official, cedillo.state) == ("Gilbert Cedillo", official, "to_ask")
    for state in ("asked", "asked", "no"):
        client.post(path(hall, f"speakers/{cedillo.code}/answer/"), {"state": state})
    log = official.contact_entries.order_by("id")
    assert [(entry.kind, entry.note) for entry in log] == [
        ("event", "Invited to speak at Town hall."),
        ("event", "Will not speak at Town hall."),
    ]
    assert {entry.event for entry in log} == {hall}
    cedillo.refresh_from_db()
    assert (cedillo.asked_by, cedillo.answered_at is not None) == (cast.lead, True)


def test_the_public_sees_only_who_said_yes(cast: Cast, hall: Event) -> None:
    asked, sure = invite(hall, "Canary Silent", state="asked"), invite(hall, "Rosa Vega", state="yes")
    for speaker, title in ((asked, "An answer"), (sure, "A story")):
        part = ProgramItem.objects.create(chapter=cast.here, event=hall, speaker=speaker, note="canary note")
        part.texts.create(language="en", title=title)
    shown = Client().get(f"/e/{hall.code}/").content.decode()
    assert [text in shown for text in ("Rosa Vega", "A story", "An answer")] == [True] * 3
    assert "canary" not in shown.lower()


def test_an_empty_chair_is_shown_only_when_a_lead_says_so(cast: Cast, hall: Event) -> None:
    cedillo = invite(hall, official=target(cast, hall), state="asked")
    client = signed_in(cast.lead)
    edit = path(hall, f"speakers/{cedillo.code}/")
    assert "Keep an empty chair" not in client.get(edit).content.decode()
    client.post(edit + "answer/", {"state": "silent"})
    assert "Cedillo" not in Client().get(f"/e/{hall.code}/").content.decode()
    assert cedillo.official
    client.post(edit, words(name="Gilbert Cedillo", official=cedillo.official.code, has_empty_chair="on"))
    shown = Client().get(f"/e/{hall.code}/").content.decode()
    assert "They have not answered. Their chair stays empty." in shown
    client.post(edit + "answer/", {"state": "yes"})
    assert "Their chair stays empty" not in Client().get(f"/e/{hall.code}/").content.decode()


def test_somebody_with_a_seat_speaks_and_leaves_with_their_entry(cast: Cast, hall: Event) -> None:
    rosa = make_rsvp(hall, "Rosa Vega Luna")
    client = signed_in(cast.lead)
    client.post(path(hall, "speakers/new/"), words(member=rosa.code))
    speaker = hall.speakers.get()
    assert (speaker.member, speaker.name) == (rosa.member, "Rosa Vega Luna")
    volunteer = page(signed_in(cast.volunteer), hall)
    assert ("Rosa L." in volunteer, "Rosa Vega" in volunteer) == (True, False)
    Client().post(f"/m/{rosa.member.page_secret}/delete/", {"sure": "1"})
    assert not hall.speakers.exists()


def test_a_typed_name_is_short_for_whoever_does_not_reach_people(cast: Cast, hall: Event) -> None:
    invite(hall, "Maribel Ochoa Quetzal", state="asked")
    shown = page(signed_in(cast.volunteer), hall)
    assert ("Maribel Q." in shown, "Ochoa" in shown) == (True, False)
    assert "Maribel Ochoa Quetzal" in page(signed_in(cast.organizer), hall)


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({}, "Say who speaks"),
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"official": "2222222222"}, "Select a valid choice"),
        ({"member": "2222222222"}, "Select a valid choice"),
    ],
)
def test_a_wrong_speaker_is_refused_and_nothing_is_lost(
    cast: Cast, hall: Event, fields: dict[str, str], answer: str
) -> None:
    given = words(**{"en-about": "Teaches fourth grade"}) | fields
    response = signed_in(cast.lead).post(path(hall, "speakers/new/"), given)
    shown = response.content.decode()
    assert (response.status_code, answer in shown, "Teaches fourth grade" in shown) == (422, True, True)
    assert not hall.speakers.exists()


def test_an_official_and_a_neighbor_are_not_one_speaker(cast: Cast, hall: Event) -> None:
    rosa, official = make_rsvp(hall, "Rosa Vega"), target(cast, hall)
    answer = signed_in(cast.lead).post(
        path(hall, "speakers/new/"), words(member=rosa.code, official=official.code)
    )  # fmt: skip
    assert (answer.status_code, "Choose one: an official" in answer.content.decode()) == (422, True)


def test_an_answer_that_is_none_is_refused(cast: Cast, hall: Event) -> None:
    cedillo = invite(hall)
    answer = signed_in(cast.lead).post(path(hall, f"speakers/{cedillo.code}/answer/"), {"state": "perhaps"})
    assert (answer.status_code, "press one of the buttons" in answer.content.decode()) == (422, True)
    cedillo.refresh_from_db()
    assert cedillo.state == "to_ask"


def test_who_is_gone_leaves_their_part_without_a_name(cast: Cast, hall: Event) -> None:
    rosa, client = invite(hall, "Rosa Vega", state="yes"), signed_in(cast.lead)
    client.post(path(hall, "program/new/"), item("A story", speaker=rosa.code))
    client.post(path(hall, f"speakers/{rosa.code}/"), {"remove": "1"})
    assert (hall.program.get().speaker, hall.speakers.exists()) == (None, False)


# --- the sheet, pledges, Today ---------------------------------------------------------------------


def test_the_run_sheet_holds_the_clock_the_notes_and_the_pledges(cast: Cast, hall: Event) -> None:
    parish = PartnerOrganization.objects.create(chapter=cast.here, name="St. Jude Parish")
    by_link = cohosts.ask(hall, partner=parish, sees="own", pledge=40, has_agreed=True, by=cast.lead)
    make_rsvp(hall, "Ana Paz", party_size=3, via=by_link)
    client = signed_in(cast.organizer)
    client.post(path(hall, "program/new/"), item("Welcome", note="Rosa hands the mic"))
    sheet = page(client, hall, "program/print/")
    assert [text in sheet for text in ("Welcome", "Rosa hands the mic", "St. Jude Parish", "promised 40")] == [True] * 4
    assert "Ana Paz" not in sheet
    assert "3 of 40 promised" in page(client, hall)


def test_today_names_who_has_been_silent_for_a_week(cast: Cast, hall: Event) -> None:
    invite(hall, "Gilbert Cedillo", state="asked", asked_at=timezone.now() - timedelta(days=8))
    invite(hall, "José Huizar", state="asked", asked_at=timezone.now() - timedelta(days=2))
    invite(make_event(cast.there, "Theirs"), "Canary", state="asked", asked_at=timezone.now() - timedelta(days=9))
    today = signed_in(cast.lead).get("/c/highland-park/").content.decode()
    assert "Gilbert Cedillo has not answered for 8 days" in today
    assert ("Huizar" in today, "Canary" in today) == (False, False)


def test_whoever_may_not_hold_events_changes_nothing(cast: Cast, hall: Event) -> None:
    cedillo = invite(hall)
    for client, status in ((signed_in(cast.volunteer), 403), (signed_in(cast.stranger), 404)):
        for rest in ("program/new/", "program/print/", "speakers/new/", f"speakers/{cedillo.code}/"):
            assert client.get(path(hall, rest)).status_code == status
        assert client.post(path(hall, f"speakers/{cedillo.code}/answer/"), {"state": "yes"}).status_code == status
    assert signed_in(cast.stranger).get(path(hall)).status_code == 404


def test_a_speaker_who_is_no_official_is_forgotten(cast: Cast, hall: Event) -> None:
    invite(hall, "Rosa Vega", state="yes", member=make_member(cast.here, "Rosa Vega"))
    invite(hall, official=target(cast, hall), state="yes")
    list(retention.purge(hall.ends_at + timedelta(days=29)))
    assert hall.speakers.count() == 2
    list(retention.purge(hall.ends_at + timedelta(days=31)))
    assert [speaker.name for speaker in hall.speakers.all()] == ["Gilbert Cedillo"]
