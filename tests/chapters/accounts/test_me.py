"""A person's own page: name, language, proofs, and getting out everywhere."""

import pytest
from django.test import Client

from chapters.models import AuditEntry, User
from tests.cast import Cast
from tests.factories import signed_in

pytestmark = pytest.mark.django_db
ME = "/accounts/me/"


def test_what_is_mine(cast: Cast) -> None:
    page = signed_in(cast.lead).get(ME).content.decode()
    assert ("marisol@hp.example" in page, "Highland Park Neighbors" in page, "Authenticator app" in page) == (True,) * 3
    assert ("East Valley" in page, "Your role needs a passkey" in page) == (False, False)


def test_name_and_language_are_saved_and_used(cast: Cast) -> None:
    client = signed_in(cast.volunteer)
    response = client.post(ME, {"name": "Beth K.", "language": "es"})
    assert (response["Location"], response.cookies["language"].value) == (ME, "es")
    user = User.objects.get(pk=cast.volunteer.pk)
    assert (user.name, user.language) == ("Beth K.", "es")
    assert 'lang="es"' in client.get(ME).content.decode()


def test_a_blank_name_is_refused(cast: Cast) -> None:
    response = signed_in(cast.volunteer).post(ME, {"name": " ", "language": "es"})
    assert (response.status_code, "Please fill this in." in response.content.decode()) == (422, True)


def test_signing_out_everywhere_else(cast: Cast) -> None:
    here, elsewhere = signed_in(cast.lead), signed_in(cast.lead)
    another = signed_in(cast.second_lead)
    assert here.post("/accounts/me/sign-out-everywhere/")["Location"] == ME
    assert [client.get(ME).status_code for client in (here, elsewhere, another)] == [200, 302, 200]
    assert AuditEntry.objects.get().act == "signed_out_everywhere"


@pytest.mark.parametrize("path", ["/accounts/", "/accounts/2fa/", "/accounts/2fa/webauthn/"])
def test_addresses_of_allauth_about_a_person_lead_here(cast: Cast, path: str) -> None:
    assert signed_in(cast.lead).get(path)["Location"] == ME
    assert Client().get(path)["Location"].startswith("/accounts/login/")


def test_recovery_codes(cast: Cast) -> None:
    client = signed_in(cast.lead)
    assert client.get("/accounts/recovery-codes/").status_code == 404
    assert client.post("/accounts/recovery-codes/new/")["Location"] == "/accounts/recovery-codes/"
    codes = client.get("/accounts/recovery-codes/").context["unused_codes"]
    saved = client.get("/accounts/recovery-codes/file/").content.decode()
    assert (len(codes), all(code in saved for code in codes)) == (10, True)
