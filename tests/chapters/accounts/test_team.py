"""The team page: inviting, changing and ending roles, with the factor asked for again."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from chapters.accounts import roles
from chapters.models import AuditEntry, Invitation, Role
from tests.cast import Cast
from tests.chapters.accounts.test_sign_in import totp_code
from tests.factories import signed_in

pytestmark = pytest.mark.django_db
TEAM = "/c/highland-park/setup/team/"
NEW = {"email": "Rosa@HP.example", "kind": "organizer", "until": ""}


def role_of(cast: Cast, name: str) -> Role:
    return Role.objects.get(user=getattr(cast, name))


def test_the_team_with_what_each_may_do(cast: Cast) -> None:
    page = signed_in(cast.lead).get(TEAM).content.decode()
    assert "6 people are on the team" in page
    assert re.findall(r"<h2>([^<]*)</h2>", page)[:2] == ["Marisol Reyes", "Walt Okafor"]
    assert "Sam Stranger" not in page


def test_inviting(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert signed_in(cast.lead).post(TEAM, NEW)["Location"] == TEAM
    invitation = cast.here.invitations.get()
    assert (invitation.email, invitation.kind, invitation.invited_by) == ("rosa@hp.example", "organizer", cast.lead)
    assert (mail.outbox[0].to, mail.outbox[0].subject) == (["rosa@hp.example"], "Highland Park Neighbors invites you")
    assert f"/join/{invitation.secret}/" in str(mail.outbox[0].body)
    entry = AuditEntry.objects.get(act="invited")
    assert (entry.facts["kind"], entry.subject) == ("organizer", f"invitation {invitation.code}")
    assert "rosa" not in str(entry.facts)


def test_a_letter_that_cannot_be_sent_stops_nothing(
    cast: Cast, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with django_capture_on_commit_callbacks(execute=True):
        assert signed_in(cast.lead).post(TEAM, NEW)["Location"] == TEAM
    assert cast.here.invitations.get().is_open


def test_a_second_invitation_replaces_the_first(cast: Cast) -> None:
    client = signed_in(cast.lead)
    client.post(TEAM, NEW)
    client.post(TEAM, NEW | {"kind": "texter"})
    first, second = cast.here.invitations.order_by("id")
    assert (first.is_open, second.is_open, second.kind) == (False, True, "texter")
    assert client.get(f"/join/{first.secret}/").status_code == 410


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"email": "not an email"}, "Enter a valid email"),
        ({"email": "carmen@hp.example"}, "This person is on the team already."),
        ({"kind": "emperor"}, "Select a valid choice"),
        ({"until": "2020-01-01"}, "This day is over."),
    ],
)
def test_a_bad_invitation_keeps_what_was_typed(cast: Cast, typed: dict[str, str], said: str) -> None:
    response = signed_in(cast.lead).post(TEAM, NEW | typed)
    page = response.content.decode()
    assert (response.status_code, said in page, (NEW | typed)["email"] in page) == (422, True, True)
    assert not Invitation.objects.exists()


def test_what_was_posted_is_done_after_the_factor(cast: Cast) -> None:
    """Nothing typed is lost, and nothing of it lies in clear in the session."""
    cache.clear()
    client = signed_in(cast.lead, fresh=False)
    again = client.post(TEAM, NEW)["Location"]
    assert again.startswith("/accounts/again/?next=")
    assert not Invitation.objects.exists()
    assert "Rosa" not in str(dict(client.session.items()))
    assert "REMOTE_ADDR" not in str(dict(client.session.items()))
    assert client.post(again, {"code": "000000"}).status_code == 422
    assert client.post(again, {"code": totp_code(cast.lead)})["Location"] == TEAM
    assert cast.here.invitations.get().email == "rosa@hp.example"


def test_what_cannot_be_done_after_the_factor_is_still_refused(cast: Cast) -> None:
    cache.clear()
    client = signed_in(cast.lead, fresh=False)
    again = client.post(TEAM, NEW | {"until": "2020-01-01"})["Location"]
    response = client.post(again, {"code": totp_code(cast.lead)})
    page = response.content.decode()
    assert (response.status_code, "Rosa@HP.example" in page, f'action="{TEAM}"' in page) == (422, True, True)


def test_what_was_left_lying_is_not_done_with_a_later_factor(cast: Cast) -> None:
    cache.clear()
    client = signed_in(cast.lead, fresh=False)
    client.post(TEAM, NEW)
    assert client.post("/accounts/again/?next=/c/", {"code": totp_code(cast.lead)})["Location"] == "/c/"
    cache.clear()
    again = signed_in(cast.lead, fresh=False)
    asked = again.post(TEAM, NEW)["Location"]
    session = again.session
    session[STATE_SESSION_KEY]["state"]["at"] -= 301
    session.save()
    assert again.post(asked, {"code": totp_code(cast.lead)})["Location"] == TEAM
    assert not Invitation.objects.exists()


def test_htmx_is_led_to_the_whole_page(cast: Cast) -> None:
    response = signed_in(cast.lead, fresh=False).post(TEAM, NEW, headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Redirect"].startswith("/accounts/again/")) == (204, True)


def test_a_sign_in_with_the_factor_counts_for_5_minutes(cast: Cast) -> None:
    client = signed_in(cast.lead)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": timezone.now().timestamp() - 299}]
    session.save()
    assert client.post(TEAM, NEW)["Location"] == TEAM
    session["account_authentication_methods"] = [{"method": "mfa", "at": timezone.now().timestamp() - 301}]
    session.save()
    assert client.post(TEAM, NEW)["Location"].startswith("/accounts/again/")
    session["account_authentication_methods"] = [{"method": "code", "at": timezone.now().timestamp()}]
    session.save()
    assert client.post(TEAM, NEW)["Location"].startswith("/accounts/again/")


def test_changing_a_role_tells_the_person_and_the_leads(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    tomorrow = (timezone.localdate(timezone=cast.here.zone) + timedelta(days=1)).isoformat()
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(cast.lead).post(f"{TEAM}{cast.organizer.code}/", {"kind": "lead", "until": tomorrow})
    role = role_of(cast, "organizer")
    assert (role.kind, role.granted_by) == ("lead", cast.lead)
    assert role.expires_at is not None
    assert role.expires_at.astimezone(cast.here.zone).isoformat().startswith(f"{tomorrow}T23:59:59")
    assert {message.to[0]: message.subject for message in mail.outbox} == {
        "walt@hp.example": "Highland Park Neighbors: Carmen Ibarra is now lead",
        "carmen@hp.example": "Highland Park Neighbors: your role is now lead",
    }
    assert AuditEntry.objects.get(act="role_changed").facts["before"] == "organizer"


def test_an_expired_role_opens_nothing(cast: Cast) -> None:
    Role.objects.filter(user=cast.lead).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert signed_in(cast.lead).get(TEAM).status_code == 404


def test_ending_a_role(cast: Cast) -> None:
    client = signed_in(cast.texter)
    assert client.get("/c/highland-park/").status_code == 200
    assert signed_in(cast.lead).post(f"{TEAM}{cast.texter.code}/end/")["Location"] == TEAM
    assert client.get("/c/highland-park/").status_code == 404


def test_the_last_lead_stays_until_there_is_another(cast: Cast) -> None:
    client = signed_in(cast.lead)
    tomorrow = (timezone.localdate() + timedelta(days=2)).isoformat()
    Role.objects.filter(user=cast.second_lead).update(expires_at=timezone.now() + timedelta(days=30))
    mine = f"{TEAM}{cast.lead.code}/"
    for typed in ({"kind": "organizer"}, {"kind": "lead", "until": tomorrow}):
        response = client.post(mine, typed)
        assert (response.status_code, "You are the last lead." in response.content.decode()) == (422, True)
    assert client.post(f"{mine}end/")["Location"] == mine
    assert client.post("/accounts/me/leave/highland-park/")["Location"] == "/accounts/me/"
    assert role_of(cast, "lead").kind == "lead"
    Role.objects.filter(user=cast.second_lead).update(expires_at=None)
    assert client.post(f"{mine}end/")["Location"] == "/c/"
    assert not Role.objects.filter(user=cast.lead).exists()


def test_people_of_another_chapter_are_not_found(cast: Cast) -> None:
    theirs = roles.invite(cast.there, email="eve@ev.example", kind="lead", until=None, by=cast.stranger)
    client = signed_in(cast.lead)
    assert client.get(f"{TEAM}{cast.stranger.code}/").status_code == 404
    assert client.post(f"{TEAM}{cast.stranger.code}/end/").status_code == 404
    assert client.post(f"/c/highland-park/setup/invitations/{theirs.code}/").status_code == 404
    assert Invitation.objects.get().is_open


def test_only_a_lead_opens_it(cast: Cast) -> None:
    assert [signed_in(user).get(TEAM).status_code for user in (cast.organizer, cast.volunteer, cast.stranger)] == [
        403,
        403,
        404,
    ]
    assert Client().get(TEAM)["Location"].startswith("/accounts/login/")
