"""What hangs on one person, and handing it over; how the last lead of a chapter goes."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from campaigns.models import Conversation
from chapters.models import AuditEntry, Chapter, Decision, Role, User, Welcome
from tests.cast import Cast
from tests.factories import make_call, make_chapter, make_event, make_member, make_role, make_sender, signed_in

pytestmark = pytest.mark.django_db
TEAM = "/c/highland-park/setup/team/"
LEAVE = "/c/highland-park/setup/leave/"


def thread(chapter: Chapter, user: User, name: str) -> Conversation:
    member = make_member(chapter, name)
    return Conversation.objects.create(
        chapter=chapter, sender=make_sender(chapter), member=member, address=member.phone,
        address_index=member.phone_index, last_reply_at=timezone.now(), assigned_to=user,
    )  # fmt: skip


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """Much hangs on the organizer, a little on the second lead."""
    who, here = cast.organizer, cast.here
    thread(here, who, "Rosa Vega")
    make_call(here, title="Half written", written_by=who)
    make_call(here, title="Sent long ago", written_by=who, state="stopped", approved_at=timezone.now())
    Decision.objects.create(chapter=here, words="Rent the hall", decided_on=date(2017, 10, 1), who=who)
    member, now = make_member(here, "Ana Ruiz"), timezone.now()
    Welcome.objects.create(chapter=here, member=member, caller=who, joined_at=now, due_at=now + timedelta(days=1))
    make_event(here, "Their vigil", host=make_member(here, "Carmen Ibarra", user=who))
    thread(here, cast.second_lead, "Not Theirs")
    thread(cast.there, who, "CANARY")
    return cast


def test_everything_is_listed(busy: Cast) -> None:
    page = signed_in(busy.lead).get(f"{TEAM}{busy.organizer.code}/hand-over/").content.decode()
    for words in ("Rosa Vega", "Half written", "Rent the hall", "Ana Ruiz", "Their vigil", "Twilio"):
        assert words in page, words
    assert [words for words in ("Sent long ago", "Not Theirs", "CANARY") if words in page] == []


def test_it_goes_to_another_in_one_go(busy: Cast) -> None:
    page, client = f"{TEAM}{busy.organizer.code}/hand-over/", signed_in(busy.lead)
    assert client.post(page, {"to": busy.second_lead.pk})["Location"] == page
    assert set(busy.here.conversations.values_list("assigned_to", flat=True)) == {busy.second_lead.pk}
    assert (Decision.objects.get().who, Welcome.objects.get().caller) == (busy.second_lead, busy.second_lead)
    writers = dict(busy.here.calls_to_action.values_list("title", "written_by"))
    assert writers == {"Half written": busy.second_lead.pk, "Sent long ago": busy.organizer.pk}
    assert busy.there.conversations.get().assigned_to == busy.organizer
    assert AuditEntry.objects.get(act="handed_over").facts["things"] == 4
    assert "Nothing of the everyday work" in client.get(page).content.decode()


@pytest.mark.parametrize("who", ["organizer", "stranger"])
def test_not_to_the_person_or_a_stranger(busy: Cast, who: str) -> None:
    to = getattr(busy, who)
    answer = signed_in(busy.lead).post(f"{TEAM}{busy.organizer.code}/hand-over/", {"to": to.pk})
    assert (answer.status_code, Decision.objects.get().who) == (422, busy.organizer)


def test_only_leads_open_it_and_only_for_their_own_team(busy: Cast) -> None:
    assert signed_in(busy.organizer).get(f"{TEAM}{busy.organizer.code}/hand-over/").status_code == 403
    assert signed_in(busy.lead).get(f"{TEAM}{busy.stranger.code}/hand-over/").status_code == 404


# --- the last lead -----------------------------------------------------------------------------------


@pytest.fixture
def alone(busy: Cast) -> Cast:
    """One lead is left."""
    Role.objects.filter(user=busy.second_lead).delete()
    return busy


def test_one_of_two_just_leaves(busy: Cast) -> None:
    assert signed_in(busy.lead).get(LEAVE)["Location"] == TEAM


def test_the_last_lead_names_who_follows(alone: Cast, django_capture_on_commit_callbacks: Any) -> None:
    thread(alone.here, alone.lead, "Whose Thread")
    client = signed_in(alone.lead)
    assert "Who leads Highland Park Neighbors next?" in client.get(LEAVE).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(LEAVE, {"to": alone.organizer.pk})["Location"] == "/accounts/me/"
    assert Role.objects.get(user=alone.organizer).kind == "lead"
    assert not Role.objects.filter(user=alone.lead).exists()
    assert alone.here.conversations.get(member__name="Whose Thread").assigned_to == alone.organizer
    assert client.get("/c/highland-park/").status_code == 404
    assert "carmen@hp.example" in {message.to[0] for message in mail.outbox}


def test_nobody_above_and_nobody_named(alone: Cast) -> None:
    client = signed_in(alone.lead)
    for typed in ({}, {"tell_body": "1"}, {"to": alone.stranger.pk}):
        assert client.post(LEAVE, typed).status_code == 422
    assert Role.objects.get(user=alone.lead).kind == "lead"


def test_or_the_body_is_told(alone: Cast, django_capture_on_commit_callbacks: Any) -> None:
    body = make_chapter("california", "California Together", kind="body")
    make_role(body, "lead", "ada@ca.example", language="es")
    make_role(body, "organizer", "org@ca.example")
    Chapter.objects.filter(pk=alone.here.pk).update(parent=body)
    client = signed_in(alone.lead)
    assert "Leave and tell California Together" in client.get(LEAVE).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(LEAVE, {"tell_body": "1"})["Location"] == "/accounts/me/"
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["ada@ca.example"], "Highland Park Neighbors ya no tiene líder")
    ]
    assert AuditEntry.objects.get(act="chapter_left_alone").chapter == alone.here
    assert not Role.objects.filter(chapter=alone.here, kind="lead").exists()
