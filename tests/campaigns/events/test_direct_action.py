"""Direct action: what only people we let in may read, whom we call for them, who does what, and who is waited for
(campaigns:events_support, campaigns:events_support_case)."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone, translation

from campaigns.events import seats, words
from campaigns.events.guests import ticket
from campaigns.models import Delivery, Event, Rsvp, Shift, ShiftSeat, SupportCase
from chapters.models import AuditEntry
from tests.campaigns.events.people import make_rsvp
from tests.cast import Cast
from tests.factories import make_event, make_member, make_sender, signed_in

pytestmark = pytest.mark.django_db
SECRETS = ("CANARY-details", "CANARY Street", "meet.canary.example")


@pytest.fixture
def event(cast: Cast) -> Event:
    make_sender(cast.here)
    event = make_event(
        cast.here, "Sit-in", kind="direct_action", address="12 CANARY Street", address_shown="rsvp",
        online_url="https://meet.canary.example", seats_taken=40,
    )  # fmt: skip
    event.texts.filter(language="en").update(for_guests="CANARY-details: bring ID")
    event.texts.filter(language="es").update(for_guests="CANARY-details: traiga agua")
    return event


def page(address: str, **extra: Any) -> str:
    return Client().get(address, **extra).content.decode()


def has_secrets(text: str) -> bool:
    return any(secret in text for secret in SECRETS)


def path(event: Event, rest: str = "") -> str:
    return f"/c/highland-park/events/{event.code}/{rest}"


def test_the_public_says_only_the_public_words(cast: Cast, event: Event) -> None:
    for address in ("/", "/highland-park/", f"/e/{event.code}/", f"/e/{event.code}/event.ics"):
        assert not has_secrets(page(address))
    assert "40+" not in page(f"/e/{event.code}/").split("<main")[1], "how many come is nobody's business"


def test_details_stand_on_the_page_of_who_comes(cast: Cast, event: Event) -> None:
    rsvp = make_rsvp(event, make_member(cast.here, "Rosa Vidal", language="es"))
    shown = page(f"/r/{rsvp.secret}/")
    assert all(secret in shown for secret in SECRETS)
    assert "traiga agua" in shown
    assert "bring ID" in page(f"/r/{rsvp.secret}/", data={"lang": "en"})


@pytest.mark.parametrize(
    "state", ["asked", "turned_down", "waitlisted", "unconfirmed", "offered", "cancelled", "lapsed"]
)
def test_details_are_for_nobody_else(cast: Cast, event: Event, state: str) -> None:
    rsvp = make_rsvp(event, state=state, held_until=timezone.now())
    assert not has_secrets(page(f"/r/{rsvp.secret}/"))
    assert Client().post(f"/r/{rsvp.secret}/emergency/", {"emergency_contact": "X"}).status_code == 404


def test_whoever_typed_a_name_reads_nothing(cast: Cast, event: Event) -> None:
    """The browser that saved a seat did not show yet whose phone it is."""
    rsvp = make_rsvp(event, emergency_contact="CANARY-details mamá")
    shown = page(f"/r/{ticket(rsvp)}/")
    assert not has_secrets(shown)
    assert "Use the link we sent you." in shown
    answer = Client().post(f"/r/{ticket(rsvp)}/emergency/", {"emergency_contact": "X"})
    assert answer.status_code == 404


def test_details_are_in_no_text_and_in_no_calendar(cast: Cast, event: Event) -> None:
    rsvp = seats.save(event, member=make_member(cast.here, "Ana Reyes"), source="page")
    assert not any(has_secrets(body) for body in Delivery.objects.values_list("body", flat=True))
    assert Delivery.objects.filter(purpose="confirm").exists()
    for write in (words.day_before, words.changed, words.seat_opened):
        assert not has_secrets(write(rsvp).body)
    calendar = Client().get(f"/r/{rsvp.secret}/event.ics").content.decode()
    assert "York Boulevard" in calendar
    assert not has_secrets(calendar)


def test_other_kinds_still_text_the_street(cast: Cast, event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(kind="vigil")
    rsvp = make_rsvp(Event.objects.with_words().get(pk=event.pk))
    assert "12 CANARY Street" in words.changed(rsvp).body
    assert "CANARY Street" in Client().get(f"/r/{rsvp.secret}/event.ics").content.decode()
    assert "CANARY-details" in page(f"/r/{ticket(rsvp)}/")


def test_roles_in_the_workspace_read_details_nowhere(cast: Cast, event: Event) -> None:
    for who in ("texter", "volunteer", "liaison"):
        for rest in ("", "needs/", "support/"):
            assert "CANARY-details" not in signed_in(getattr(cast, who)).get(path(event, rest)).content.decode()


# --- whom to call ------------------------------------------------------------------------------------------------


def test_whom_to_call_is_asked_with_the_reason_and_kept_sealed(cast: Cast, event: Event) -> None:
    rsvp = make_rsvp(event)
    shown = page(f"/r/{rsvp.secret}/")
    assert "We call them only if you are taken." in shown
    assert "It is deleted the day after." in shown
    answer = Client().post(f"/r/{rsvp.secret}/emergency/", {"emergency_contact": "Mamá 323 555 0123"}, follow=True)
    assert "Saved. It is deleted the day after." in answer.content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT emergency_contact FROM campaigns_rsvp")
        assert "Mam" not in cursor.fetchone()[0]
    assert 'value="Mamá 323 555 0123"' in page(f"/r/{rsvp.secret}/")
    assert "555 0123" not in page(f"/r/{ticket(rsvp)}/")
    for who in ("lead", "volunteer"):
        assert "555 0123" not in signed_in(getattr(cast, who)).get(path(event)).content.decode()
    Client().post(f"/r/{rsvp.secret}/emergency/", {"emergency_contact": ""})
    rsvp.refresh_from_db()
    assert rsvp.emergency_contact == ""


def test_too_many_words_are_refused_and_kept(cast: Cast, event: Event) -> None:
    rsvp = make_rsvp(event)
    answer = Client().post(f"/r/{rsvp.secret}/emergency/", {"emergency_contact": "M" * 201})
    assert answer.status_code == 422
    assert "M" * 201 in answer.content.decode()


def test_other_events_do_not_ask_whom_to_call(cast: Cast) -> None:
    rsvp = make_rsvp(make_event(cast.here))
    assert "If you are taken" not in page(f"/r/{rsvp.secret}/")
    assert Client().post(f"/r/{rsvp.secret}/emergency/", {"emergency_contact": "X"}).status_code == 404


# --- who does what -----------------------------------------------------------------------------------------------


def on_shift(event: Event, job: str, name: str, **fields: Any) -> None:
    shift = Shift.objects.create(
        chapter=event.chapter, event=event, job=job, starts_at=event.starts_at, ends_at=event.ends_at
    )
    ShiftSeat.objects.create(chapter=event.chapter, shift=shift, rsvp=make_rsvp(event, name, **fields))


def test_a_lead_sees_which_job_nobody_has(cast: Cast, event: Event) -> None:
    on_shift(event, "marshal", "Ana Reyes")
    on_shift(event, "medic", "Ben Soto", state="cancelled")
    shown = signed_in(cast.organizer).get(path(event)).content.decode()
    for said in ("Marshal:</b> Ana Reyes", "Nobody is a legal observer yet", "Nobody gives first aid yet"):
        assert said in shown
    assert "Nobody is a marshal yet" not in shown
    assert "Who does what" not in signed_in(cast.volunteer).get(path(event)).content.decode()
    assert "Nobody is a" not in signed_in(cast.lead).get(path(make_event(cast.here))).content.decode()


def test_only_who_reaches_people_sees_who_comes(cast: Cast, event: Event) -> None:
    make_rsvp(event, "Ana Reyes")
    assert "Ana Reyes" in signed_in(cast.organizer).get(path(event)).content.decode()
    for who in ("volunteer", "texter", "liaison"):
        assert "Ana R" not in signed_in(getattr(cast, who)).get(path(event)).content.decode()


# --- jail support ------------------------------------------------------------------------------------------------


def case_of(event: Event, **fields: Any) -> SupportCase:
    facts = {"name": "Lu", "contact": "Mamá 323 555 0123", "note": "77th Street station"} | fields
    return SupportCase.objects.create(chapter=event.chapter, event=event, **facts)


@pytest.fixture
def theirs(cast: Cast) -> SupportCase:
    return case_of(make_event(cast.there, kind="direct_action"), name="CANARY Other")


def test_who_was_taken_is_written_down_from_the_list(cast: Cast, event: Event, theirs: SupportCase) -> None:
    rsvp = make_rsvp(event, "Ana Reyes", emergency_contact="Her sister, 323-555-0142")
    client = signed_in(cast.organizer)
    assert "Nobody is taken" in client.get(path(event, "support/")).content.decode()
    answer = client.post(path(event, "support/"), {"rsvp": rsvp.code, "note": "77th Street"}, follow=True)
    shown = answer.content.decode()
    case = SupportCase.objects.get(event=event)
    assert (case.name, case.contact, case.state) == ("Ana", "Her sister, 323-555-0142", "taken")
    assert 'href="tel:+13235550142"' in shown
    assert "CANARY" not in shown
    client.post(path(event, "support/"), {"name": "A friend in green"})
    assert "Nobody is named to call." in client.get(path(event, "support/")).content.decode()
    assert AuditEntry.objects.filter(act="support_opened", user=cast.organizer).count() == 3
    assert AuditEntry.objects.filter(act="support_added").count() == 2


def test_names_are_sealed_in_the_database(cast: Cast, event: Event) -> None:
    case_of(event)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, contact, note FROM campaigns_supportcase")
        assert not any(word in text for text in cursor.fetchone() for word in ("Lu", "555", "77th"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Choose somebody from the list, or write a name."),
        ({"rsvp": "nothere"}, "Select a valid choice"),
        ({"name": "L" * 121}, "at most 120 characters"),
    ],
)
def test_bad_entries_are_said(cast: Cast, event: Event, fields: dict[str, str], said: str) -> None:
    answer = signed_in(cast.lead).post(path(event, "support/"), fields | {"note": "My typed words"})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "My typed words" in answer.content.decode()
    assert SupportCase.objects.count() == 0


def test_out_and_back_after_a_wrong_tap(cast: Cast, event: Event) -> None:
    case, client = case_of(event), signed_in(cast.lead)
    address = path(event, f"support/{case.code}/")
    client.post(address, {"state": "out"})
    case.refresh_from_db()
    assert (case.state, case.out_at is None) == ("out", False)
    client.post(address, {"state": "taken"})
    case.refresh_from_db()
    assert (case.state, case.out_at) == ("taken", None)
    client.post(address, {"contact": "Tía 323 555 0199", "note": "Moved to Metro"})
    case.refresh_from_db()
    assert (case.contact, case.note) == ("Tía 323 555 0199", "Moved to Metro")
    assert AuditEntry.objects.filter(act="support_changed").count() == 3


def test_paper_for_the_hand_off_asks_for_the_factor_and_is_logged(cast: Cast, event: Event) -> None:
    case_of(event)
    stale = signed_in(cast.lead, fresh=False).post(path(event, "support/print/"))
    assert stale["Location"].startswith("/accounts/again/")
    printed = signed_in(cast.lead).post(path(event, "support/print/")).content.decode()
    for word in ("Lu", "323 555 0123", "77th Street station", "Shred this sheet"):
        assert word in printed
    assert AuditEntry.objects.get(act="list_exported").facts["what"] == "support_cases"


@pytest.mark.parametrize("who", ["texter", "volunteer", "liaison"])
def test_the_list_is_for_leads_and_organizers(cast: Cast, event: Event, who: str) -> None:
    case, client = case_of(event), signed_in(getattr(cast, who))
    for rest in ("support/", f"support/{case.code}/"):
        assert client.get(path(event, rest)).status_code == 403
    assert client.post(path(event, "support/print/")).status_code == 403


def test_cases_of_another_chapter_or_event_are_out_of_reach(cast: Cast, event: Event, theirs: SupportCase) -> None:
    client, other = signed_in(cast.lead), case_of(make_event(cast.here, kind="direct_action"))
    for case in (theirs, other):
        assert client.post(path(event, f"support/{case.code}/"), {"state": "out"}).status_code == 404
    assert client.get(path(theirs.event, "support/")).status_code == 404
    assert set(SupportCase.objects.values_list("state", flat=True)) == {"taken"}


def test_spanish(cast: Cast, event: Event) -> None:
    case_of(event)
    shown = signed_in(cast.lead).get(path(event, "support/"), {"lang": "es"}).content.decode()
    for said in ("Personas por las que esperamos", "Llamar al (323) 555-0123 ahora"):
        assert said in shown
    for said in ("Somebody", "taken", "Write them down", "Nobody"):
        assert said not in shown
    rsvp = make_rsvp(event, make_member(cast.here, "Rosa Vidal", language="es"))
    assert "¿A quién llamamos por usted?" in page(f"/r/{rsvp.secret}/")
    with translation.override("es"):
        assert (
            "Nadie es observador legal todavía"
            in signed_in(cast.lead).get(path(event), {"lang": "es"}).content.decode()
        )
    assert Rsvp.objects.count() == 1
