"""An invitation's link: opening it changes nothing, and only the invited person can take it up."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from chapters.accounts import roles
from chapters.models import AuditEntry, Invitation, Role, User
from tests.cast import Cast
from tests.chapters.accounts.test_sign_in import CODE, mailed_code
from tests.factories import make_user, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation(cast: Cast) -> Invitation:
    cache.clear()
    return roles.invite(cast.here, email="rosa@hp.example", kind="texter", until=None, by=cast.lead)


def link(invitation: Invitation) -> str:
    return f"/join/{invitation.secret}/"


def test_a_new_person_joins_with_a_code_to_the_invited_address(
    cast: Cast, invitation: Invitation, django_capture_on_commit_callbacks: Any
) -> None:
    client = Client()
    page = client.get(link(invitation))
    assert "Highland Park Neighbors invites you" in page.content.decode()
    assert (page.headers["Referrer-Policy"], page.headers["Cache-Control"]) == ("same-origin", "no-store")
    assert not User.objects.filter(email="rosa@hp.example").exists()
    assert client.post(link(invitation))["Location"] == f"{CODE}?next=%2Fjoin%2F{invitation.secret}%2F"
    assert mail.outbox[-1].to == ["rosa@hp.example"]
    assert client.post(CODE, {"code": mailed_code(), "next": link(invitation)})["Location"] == link(invitation)
    assert "Yes, I join" in client.get(link(invitation)).content.decode()
    assert not Role.objects.filter(user__email="rosa@hp.example").exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(link(invitation))["Location"] == "/c/highland-park/"
    role = Role.objects.get(user__email="rosa@hp.example")
    assert (role.kind, role.chapter, role.granted_by) == ("texter", cast.here, cast.lead)
    assert EmailAddress.objects.get(user=role.user).verified
    assert {message.to[0] for message in mail.outbox[-2:]} == {"marisol@hp.example", "walt@hp.example"}
    assert AuditEntry.objects.get(act="invitation_accepted").user == role.user
    assert client.get(link(invitation))["Location"] == "/c/highland-park/"


def test_another_person_is_told_whose_it_is_not(cast: Cast, invitation: Invitation) -> None:
    client = signed_in(cast.volunteer)
    page = client.get(link(invitation)).content.decode()
    assert ("It is for another email than yours." in page, "rosa@hp.example" in page) == (True, False)
    assert client.post(link(invitation)).status_code == 403
    assert Role.objects.get(user=cast.volunteer).kind == "volunteer"


def test_a_known_person_from_another_chapter_joins(cast: Cast) -> None:
    mine = roles.invite(cast.here, email="Stranger@EV.example", kind="liaison", until=None, by=cast.lead)
    client = signed_in(cast.stranger)
    assert client.post(link(mine))["Location"] == "/c/highland-park/"
    assert sorted(cast.stranger.roles.values_list("kind", flat=True)) == ["lead", "liaison"]


def test_whoever_has_a_role_keeps_it(cast: Cast) -> None:
    Invitation.objects.create(chapter=cast.here, email=cast.lead.email, kind="texter")
    assert signed_in(cast.lead).post(link(Invitation.objects.get()))["Location"] == "/c/highland-park/"
    assert Role.objects.get(user=cast.lead).kind == "lead"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"withdrawn_at": timezone.now()}, "It was taken back."),
        ({"expires_at": timezone.now() - timedelta(minutes=1)}, "The link is too old."),
        ({"accepted_at": timezone.now()}, "It was used already."),
    ],
)
def test_a_closed_one_says_why_and_gives_nothing(
    cast: Cast, invitation: Invitation, change: dict[str, Any], said: str
) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(**change)
    client = signed_in(make_user("rosa@hp.example"))
    for response in (client.get(link(invitation)), client.post(link(invitation)), Client().post(link(invitation))):
        assert (response.status_code, said in response.content.decode()) == (410, True)
    assert not Role.objects.filter(user__email="rosa@hp.example").exists()


def test_a_guessed_link_is_nothing() -> None:
    assert Client().get("/join/2222222222222222222222/").status_code == 404


def test_codes_by_one_link_are_limited(cast: Cast, invitation: Invitation) -> None:
    statuses = [Client().post(link(invitation)).status_code for _time in range(6)]
    assert statuses == [302, 302, 302, 302, 302, 429]


def test_a_closed_account_gets_no_code(cast: Cast, invitation: Invitation) -> None:
    make_user("rosa@hp.example", is_active=False)
    sent = len(mail.outbox)
    assert Client().post(link(invitation))["Location"].startswith("/accounts/inactive/")
    assert len(mail.outbox) == sent
