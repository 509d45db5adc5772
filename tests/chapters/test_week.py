"""The sheet of a week: what is coming, who does what, what was decided; on a page and by email on Sunday evening."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from chapters import week
from chapters.members import welcoming
from chapters.models import Consent, Decision, Role
from tests.cast import Cast
from tests.factories import make_call, make_event, make_member, signed_in

pytestmark = pytest.mark.django_db
WEEK = "/c/highland-park/week/"
ZONE = ZoneInfo("America/Los_Angeles")
SUNDAY = datetime(2017, 10, 8, 17, 5, tzinfo=ZONE)
SAID = {"words": "Rent the hall on York", "decided_on": "2017-10-01", "due_on": "", "who": ""}


def decided(cast: Cast, words: str = "Rent the hall", **fields: Any) -> Decision:
    return Decision.objects.create(**{"chapter": cast.here, "words": words, "decided_on": date(2017, 10, 1)} | fields)


def at(moment: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


def mailed() -> list[str]:
    return sorted(message.to[0] for message in mail.outbox)


def test_what_is_coming_and_who_does_what(cast: Cast) -> None:
    event = make_event(cast.here, "Vigil on York", days=3)
    make_event(cast.here, "Next month", days=30)
    make_event(cast.there, "CANARY event", days=3)
    make_call(cast.here, title="Come to the vigil", state="asked", written_by=cast.organizer)
    rosa = make_member(cast.here, "Rosa Vega", consents=())
    rsvp = event.rsvps.create(chapter=cast.here, member=rosa, state="going", source="page")
    hours = {"starts_at": event.starts_at, "ends_at": event.ends_at}
    shift = event.shifts.create(chapter=cast.here, job="marshal", capacity=3, taken=1, **hours)
    shift.seats.create(chapter=cast.here, rsvp=rsvp)
    member = make_member(cast.here, "Ana Ruiz", consents=())
    words = {"wording_text": "Yes.", "language": "en", "source": "form", "is_given": True, "channel": "text"}
    Consent.objects.create(chapter=cast.here, member=member, at=timezone.now(), **words)
    welcoming.assign()
    decided(cast, "Print 200 flyers", who=cast.organizer)
    page = signed_in(cast.lead).get(WEEK)
    html = page.content.decode()
    assert [line.words for line in page.context["coming"]] == ["Vigil on York", "Message: Come to the vigil"]
    assert [(line.words, line.who) for line in page.context["doing"]] == [
        ("Call Ana R., who joined", "Marisol Reyes"),
        ("marshal at Vigil on York", "Rosa V., 2 still needed"),
        ("Print 200 flyers", "Carmen Ibarra"),
    ]
    assert ("Next month" in html, "CANARY" in html, "waits for a lead" in html) == (False, False, True)


def test_a_decision_is_written_down_and_carried_along_until_it_is_done(cast: Cast) -> None:
    client = signed_in(cast.organizer)
    assert client.post(f"{WEEK}decide/", SAID | {"who": cast.lead.pk, "due_on": "2017-10-20"})["Location"] == WEEK
    decision = Decision.objects.get()
    assert (decision.who, decision.written_by, decision.chapter) == (cast.lead, cast.organizer, cast.here)
    assert "Rent the hall on York" in client.get(WEEK).content.decode()
    assert client.post(f"{WEEK}{decision.code}/done/")["Location"] == WEEK
    assert "Rent the hall on York" in client.get(WEEK).content.decode()
    Decision.objects.update(done_at=timezone.now() - timedelta(days=15))
    assert "Rent the hall on York" not in client.get(WEEK).content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"words": ""}, "Please fill this in."),
        ({"words": "x" * 501}, "at most 500 characters"),
        ({"decided_on": "2999-01-01"}, "This day is still to come."),
        ({"due_on": "soon"}, "Enter a valid date"),
    ],
)
def test_a_bad_decision_keeps_what_was_typed(cast: Cast, typed: dict[str, str], said: str) -> None:
    answer = signed_in(cast.lead).post(f"{WEEK}decide/", SAID | typed)
    html = answer.content.decode()
    assert (answer.status_code, said in html, (SAID | typed)["words"] in html) == (422, True, True)
    assert not Decision.objects.exists()


def test_only_our_own_team_can_be_given_something(cast: Cast) -> None:
    assert signed_in(cast.lead).post(f"{WEEK}decide/", SAID | {"who": cast.stranger.pk}).status_code == 422


def test_who_sees_it(cast: Cast) -> None:
    users = (cast.lead, cast.organizer, cast.texter, cast.volunteer, cast.stranger)
    assert [signed_in(user).get(WEEK).status_code for user in users] == [200, 200, 403, 403, 404]


def test_decisions_do_not_lie_in_clear(cast: Cast) -> None:
    decided(cast, "Rent the hall")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM chapters_decision")
        assert "hall" not in cursor.fetchone()[0]


def test_on_sunday_evening_it_is_mailed_once_in_each_language(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.second_lead.language = "es"
    cast.second_lead.save()
    decided(cast, "Rent the hall", who=cast.lead, due_on=date(2017, 10, 20))
    at(SUNDAY - timedelta(minutes=10), monkeypatch)
    week.post_sheets()
    assert mailed() == []
    at(SUNDAY, monkeypatch)
    make_event(cast.here, "Vigil on York", days=2)
    week.post_sheets()
    week.post_sheets()
    assert mailed() == ["carmen@hp.example", "marisol@hp.example", "stranger@ev.example", "walt@hp.example"]
    english = next(message for message in mail.outbox if message.to == ["marisol@hp.example"])
    spanish = next(message for message in mail.outbox if message.to == ["walt@hp.example"])
    assert english.subject == "Highland Park Neighbors: the week"
    assert all(words in str(english.body) for words in ("Vigil on York", "Rent the hall (Marisol Reyes)"))
    assert "Vigilia con velas" in str(spanish.body)
    assert "LO QUE SE DECIDIÓ" in str(spanish.body)
    at(SUNDAY + timedelta(days=7), monkeypatch)
    week.post_sheets()
    assert len(mail.outbox) == 8


def test_who_takes_the_tick_away_gets_none(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(cast.lead)
    assert "checked" in client.get(WEEK).content.decode()
    assert client.post(f"{WEEK}by-email/", {})["Location"] == WEEK
    Role.objects.filter(user=cast.second_lead).update(expires_at=timezone.now())
    at(max(SUNDAY, timezone.now()), monkeypatch)
    monkeypatch.setattr(week, "SUNDAY", timezone.localtime(timezone=ZONE).weekday())
    monkeypatch.setattr(week, "HOUR", 0)
    week.post_sheets()
    assert "marisol@hp.example" not in mailed()
    assert "walt@hp.example" not in mailed()
    client.post(f"{WEEK}by-email/", {"wants": "1"})
    assert Role.objects.get(user=cast.lead).has_week_sheet


def test_a_mail_server_that_refuses_is_asked_again(cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    at(SUNDAY, monkeypatch)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    week.post_sheets()
    assert not Role.objects.exclude(week_sheet_on=None).exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    week.post_sheets()
    assert len(mail.outbox) == 4
