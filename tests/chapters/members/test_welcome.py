"""The first call to a new person: who gets one, whose turn it is, how it went, and who is left in peace."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from chapters.members import consenting, welcoming
from chapters.members.welcome_models import TRIES, Welcome
from chapters.models import AuditEntry, Consent, Import, Member, Note, Role
from tests.cast import Cast
from tests.factories import make_member, signed_in

pytestmark = pytest.mark.django_db
LIST = "/c/highland-park/people/welcome/"


def joined(cast: Cast, name: str = "Ana Ruiz", *, hours: float = 1, **fields: Any) -> Member:
    """Said yes on the web so many hours ago."""
    member = make_member(cast.here, name, consents=(), **fields)
    said_yes(member, hours=hours)
    return member


def said_yes(member: Member, *, hours: float, source: str = "form", channel: str = "text") -> None:
    at = timezone.now() - timedelta(hours=hours)
    Consent.objects.create(
        chapter=member.chapter, member=member, channel=channel, is_given=True, source=source, wording_text="Yes.",
        language="en", at=at,
    )  # fmt: skip


def called(cast: Cast) -> list[str]:
    welcoming.assign()
    return [welcome.member.name for welcome in cast.here.welcomes.waiting()]


def test_who_joins_gets_a_caller_within_two_days(cast: Cast) -> None:
    member = joined(cast, hours=5)
    welcoming.assign()
    welcome = Welcome.objects.get()
    assert (welcome.member, welcome.chapter, welcome.caller) == (member, cast.here, cast.lead)
    assert timedelta(hours=42) < welcome.due_at - timezone.now() < timedelta(hours=44)
    welcoming.assign()
    assert Welcome.objects.count() == 1


@pytest.mark.parametrize("source", ["form", "rsvp", "paper", "keyword", "person"])
def test_by_whatever_way_they_came_themselves(cast: Cast, source: str) -> None:
    member = make_member(cast.here, "Walk In", consents=())
    said_yes(member, hours=1, source=source, channel="email")
    assert called(cast) == ["Walk In"]


def test_calls_go_round_among_those_who_may_see_a_number(cast: Cast) -> None:
    for number in range(6):
        joined(cast, f"New {number}", hours=10 - number)
    welcoming.assign()
    assert [one.caller for one in cast.here.welcomes.waiting()] == [cast.lead, cast.second_lead, cast.organizer] * 2


def test_who_is_not_called(cast: Cast) -> None:
    """An uploaded list, an old member, nobody's number, a no, a stop, a person of another chapter."""
    source = Import.objects.create(chapter=cast.here, filename="a.csv", encoding="utf-8", delimiter=",", header=["a"])
    joined(cast, "From A List", source_import=source)
    said_yes(make_member(cast.here, "Imported Yes", consents=()), hours=1, source="import")
    joined(cast, "Long Ago", hours=24 * 8)
    joined(cast, "No Phone", phone="", email="no@phone.example")
    make_member(cast.here, "Said Nothing", consents=())
    no = joined(cast, "Said No")
    consenting.record(no, "text", given=False, source="person", language="en")
    stopped = joined(cast, "Stopped Here")
    consenting.stop("text", stopped.phone, source="keyword")
    assert called(cast) == []
    assert not Welcome.objects.exists()


def test_who_says_no_later_is_left_in_peace(cast: Cast) -> None:
    member = joined(cast)
    assert called(cast) == ["Ana Ruiz"]
    page = f"{LIST}{Welcome.objects.get().code}/"
    assert signed_in(cast.lead).get(page).status_code == 200
    consenting.stop("text", member.phone, source="keyword")
    assert called(cast) == []
    assert signed_in(cast.lead).get(page).status_code == 404
    assert "Ana" not in signed_in(cast.lead).get("/c/highland-park/").content.decode()


def test_today_names_the_person_and_the_day(cast: Cast) -> None:
    joined(cast, hours=30)
    welcoming.assign()
    task = next(task for task in signed_in(cast.lead).get("/c/highland-park/").context["tasks"] if "Ana" in task.words)
    due = Welcome.objects.get().due_at.astimezone(cast.here.zone)
    assert task.words == f"Call Ana before {due:%A}"
    assert signed_in(cast.lead).get(task.url).status_code == 200
    for other in (cast.second_lead, cast.texter, cast.volunteer):
        assert "Ana" not in signed_in(other).get("/c/highland-park/").content.decode()
    Welcome.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    assert "Call Ana today" in signed_in(cast.second_lead).get("/c/highland-park/").content.decode()


def test_who_waits_longest_is_on_top(cast: Cast) -> None:
    for name, hours in (("Second", 20), ("Third", 2), ("First", 40)):
        joined(cast, name, hours=hours)
    welcoming.assign()
    page = signed_in(cast.lead).get(LIST)
    assert [one.member.name for one in page.context["waiting"]] == ["First", "Second", "Third"]
    assert "3 new people wait for a call" in page.content.decode()


def test_how_a_call_can_go(cast: Cast) -> None:
    member = joined(cast)
    welcoming.assign()
    client, welcome = signed_in(cast.organizer), Welcome.objects.get()
    page = f"{LIST}{welcome.code}/"
    assert f"tel:{member.phone}" in client.get(page).content.decode()
    assert client.post(page, {"outcome": "later"})["Location"] == LIST
    welcome.refresh_from_db()
    assert (welcome.tries, welcome.ended_at, welcome.caller) == (0, None, cast.organizer)
    assert welcome.due_at > timezone.now() + timedelta(hours=47)
    client.post(page, {"outcome": "reached", "body": "Can drive on weekends."})
    welcome.refresh_from_db()
    assert (welcome.ended_at is not None, Note.objects.get().body) == (True, "Can drive on weekends.")
    assert (client.get(page).status_code, called(cast)) == (404, [])
    assert AuditEntry.objects.filter(act="welcome_called").count() == 2


def test_after_some_tries_it_ends(cast: Cast) -> None:
    joined(cast)
    welcoming.assign()
    welcome = Welcome.objects.get()
    for _call in range(TRIES):
        assert welcome.ended_at is None
        welcome.went("no_answer")
    assert welcome.ended_at is not None


def test_a_note_that_we_never_keep_is_asked_about_and_nothing_is_lost(cast: Cast) -> None:
    joined(cast)
    welcoming.assign()
    client, page = signed_in(cast.lead), f"{LIST}{Welcome.objects.get().code}/"
    answer = client.post(page, {"outcome": "reached", "body": "She is undocumented"})
    assert (answer.status_code, "She is undocumented" in answer.content.decode()) == (422, True)
    assert (Note.objects.count(), Welcome.objects.get().ended_at) == (0, None)
    client.post(page, {"outcome": "reached", "body": "An undocumented bug", "is_sure": "1"})
    assert Note.objects.count() == 1
    assert client.post(page, {"outcome": "reached"}).status_code == 404


def test_a_bad_outcome_is_refused(cast: Cast) -> None:
    joined(cast)
    welcoming.assign()
    page = f"{LIST}{Welcome.objects.get().code}/"
    assert signed_in(cast.lead).post(page, {"outcome": "shouted", "body": "x"}).status_code == 422


def test_a_lead_picks_another_caller(cast: Cast) -> None:
    joined(cast)
    welcoming.assign()
    client, page = signed_in(cast.lead), f"{LIST}{Welcome.objects.get().code}/caller/"
    assert client.post(page, {"caller": cast.organizer.pk})["Location"] == LIST
    assert Welcome.objects.get().caller == cast.organizer
    for wrong in (cast.stranger, cast.volunteer):
        assert client.post(page, {"caller": wrong.pk}).status_code == 422
    assert AuditEntry.objects.filter(act="welcome_given").count() == 1


def test_a_chapter_without_callers_still_shows_who_waits(cast: Cast) -> None:
    Role.objects.exclude(kind="lead").delete()
    Role.objects.filter(kind="lead").update(expires_at=timezone.now())
    joined(cast)
    welcoming.assign()
    assert Welcome.objects.get().caller is None
