"""Taking an invitation back closes its link."""

import pytest

from chapters.accounts import roles
from chapters.models import AuditEntry, Role
from tests.cast import Cast
from tests.factories import make_user, signed_in

pytestmark = pytest.mark.django_db
TEAM = "/c/highland-park/setup/team/"


def test_taking_an_invitation_back(cast: Cast) -> None:
    invitation = roles.invite(cast.here, email="rosa@hp.example", kind="texter", until=None, by=cast.lead)
    client = signed_in(cast.second_lead)
    assert client.post(f"/c/highland-park/setup/invitations/{invitation.code}/")["Location"] == TEAM
    assert "rosa@hp.example" not in client.get(TEAM).content.decode()
    assert client.get(f"/join/{invitation.secret}/").status_code == 410
    assert AuditEntry.objects.filter(act="invitation_withdrawn").count() == 1


def test_one_that_was_taken_up_stays(cast: Cast) -> None:
    rosa = make_user("rosa@hp.example")
    invitation = roles.invite(cast.here, email=rosa.email, kind="texter", until=None, by=cast.lead)
    roles.accept(invitation, by=rosa)
    signed_in(cast.lead).post(f"/c/highland-park/setup/invitations/{invitation.code}/")
    assert Role.objects.get(user=rosa).kind == "texter"
    assert not AuditEntry.objects.filter(act="invitation_withdrawn").exists()
