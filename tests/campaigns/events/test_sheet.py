"""On paper: campaigns:events_sheet and campaigns:events_slips."""

from typing import Any

import pytest

from campaigns.events import seats
from campaigns.models import Event
from chapters.models import AuditEntry, User
from tests.cast import Cast
from tests.factories import make_event, make_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(cast: Cast) -> Event:
    event = make_event(cast.here, capacity=4)
    for name, party in (("Walt Okafor", 1), ("Luz Marroquín", 3), ("Ben Soto", 2)):
        seats.save(event, member=make_member(cast.here, name, phone="+13235550142"), party_size=party, source="page")
    return event


def path(event: Event, rest: str) -> str:
    return f"/c/highland-park/events/{event.code}/{rest}/"


def sheet(user: User, event: Event, **extra: Any) -> Any:
    return signed_in(user, **extra).post(path(event, "sheet"), follow=True)


def test_the_sheet_has_those_who_come_a_to_z_and_blank_lines(cast: Cast, event: Event) -> None:
    shown = sheet(cast.organizer, event).content.decode()
    assert shown.index("Luz M.") < shown.index("Walt O.")
    assert "__ of 3" in shown
    assert '<th scope="row">17</th>' in shown
    for private in ("Marroquín", "Okafor", "555-0142", "5550142", "Ben S."):
        assert private not in shown
    entry = AuditEntry.objects.get(act="list_exported")
    assert (entry.user, entry.facts["what"]) == (cast.organizer, "sign_in_sheet")


def test_the_sheet_speaks_each_language_of_the_chapter(cast: Cast, event: Event) -> None:
    wording = cast.here.consent_wordings.create(channel="text", version=3)
    for language, sentence in (("en", "Yes, text me."), ("es", "Sí, escríbanme.")):
        wording.texts.create(language=language, sentence=sentence)
    shown = sheet(cast.lead, event).content.decode()
    for words in ("Candlelight vigil", "Vigilia con velas", "Nombre", "Yes, text me.", "Sí, escríbanme."):
        assert words in shown


def test_the_sheet_asks_for_the_factor_again(cast: Cast, event: Event) -> None:
    answer = signed_in(cast.lead, fresh=False).post(path(event, "sheet"))
    assert answer["Location"].startswith("/accounts/again/")
    assert AuditEntry.objects.filter(act="list_exported").count() == 0
    opened = signed_in(cast.lead).get(path(event, "sheet"))
    assert (opened.status_code, opened["Location"]) == (302, path(event, "door"))
    assert AuditEntry.objects.filter(act="list_exported").count() == 0
    assert signed_in(cast.volunteer).post(path(event, "sheet")).status_code == 403


@pytest.mark.parametrize("fields", [{"kind": "know_your_rights"}, {"is_marked_sensitive": True}])
def test_a_sensitive_event_has_no_sheet(cast: Cast, event: Event, fields: dict[str, Any]) -> None:
    Event.objects.filter(pk=event.pk).update(**fields)
    shown = sheet(cast.lead, event).content.decode()
    assert "This event keeps no list of who came, so it has no sheet." in shown
    assert AuditEntry.objects.filter(act="list_exported").count() == 0


def slips(cast: Cast, event: Event, **query: str) -> str:
    return str(signed_in(cast.organizer).get(path(event, "slips"), query).content.decode())


@pytest.mark.parametrize(
    ("asked", "count"), [("", 8), ("3", 3), ("0", 1), ("999", 80), ("x", 8), ("-4", 8), ("9" * 30, 8)]
)
def test_as_many_slips_as_asked_for(cast: Cast, event: Event, asked: str, count: int) -> None:
    assert slips(cast, event, n=asked).count('class="slip"') == count


def test_a_slip_holds_the_full_sentences_and_a_code_to_the_event(cast: Cast, event: Event) -> None:
    shown = slips(cast, event, n="1")
    for words in (
        "Yes, Highland Park Neighbors may text me about its actions and events",
        "Sí, Highland Park Neighbors",
        "may email me",
        "Candlelight vigil",
        "Vigilia con velas",
        "<svg",
        "Celular",
    ):
        assert words in shown, words
    assert "Luz" not in shown
    assert AuditEntry.objects.filter(act="list_exported").count() == 0


def test_a_slip_for_a_sensitive_event_names_the_chapter_only(cast: Cast, event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(kind="court_support")
    slip = slips(cast, event, n="1").split('class="slips"')[1]
    assert "Highland Park Neighbors" in slip
    assert "vigil" not in slip.lower()
    assert "The page of our chapter" in slip
