"""Leaving a chapter, and why the last lead cannot."""

import pytest

from chapters.models import AuditEntry, Role
from tests.cast import Cast
from tests.factories import signed_in

pytestmark = pytest.mark.django_db
ME = "/accounts/me/"


def test_leaving(cast: Cast) -> None:
    client = signed_in(cast.volunteer)
    page = "/accounts/me/leave/highland-park/"
    assert "Leave Highland Park Neighbors?" in client.get(page).content.decode()
    assert client.post(page)["Location"] == ME
    assert not Role.objects.filter(user=cast.volunteer).exists()
    assert client.get(page).status_code == 404
    assert client.get("/accounts/me/leave/east-valley/").status_code == 404
    assert AuditEntry.objects.get().act == "role_ended"


def test_the_last_lead_is_told_to_hand_over(cast: Cast) -> None:
    page = signed_in(cast.stranger).get("/accounts/me/leave/east-valley/").content.decode()
    assert ("You are the last lead." in page, "Open the team page" in page) == (True, True)
