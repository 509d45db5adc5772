"""Signing in: a code by email, then the second factor; no password anywhere, and no telling who has an account."""

import re
import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from chapters.models import User
from tests.cast import Cast
from tests.factories import make_user, signed_in

pytestmark = pytest.mark.django_db
LOGIN, CODE, FACTOR = "/accounts/login/", "/accounts/login/code/", "/accounts/login/factor/"


@pytest.fixture(autouse=True)
def _no_limits_from_before() -> None:
    cache.clear()


def totp_code(user: User) -> str:
    factor = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    secret = totp.decrypt(factor.data["secret"])
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30)))


def mailed_code() -> str:
    found = re.search(r"^([A-Z0-9-]{6,9})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found.group(1)


def ask_for_code(client: Client, email: str, **extra: Any) -> Any:
    return client.post(LOGIN, {"email": email, **extra})


def test_a_code_and_the_authenticator_let_a_lead_in(cast: Cast) -> None:
    client = Client()
    assert ask_for_code(client, "Marisol@HP.example", next="/c/highland-park/setup/")["Location"].startswith(CODE)
    assert client.post(CODE, {"code": mailed_code(), "next": "/c/highland-park/setup/"})["Location"] == FACTOR
    assert client.get("/c/")["Location"].startswith(LOGIN)
    response = client.post(FACTOR, {"code": totp_code(cast.lead)})
    assert response["Location"] == "/c/highland-park/setup/"
    assert client.get(response["Location"]).status_code == 200


def test_a_volunteer_needs_the_code_only(cast: Cast) -> None:
    client = Client()
    ask_for_code(client, cast.volunteer.email)
    assert client.post(CODE, {"code": mailed_code()})["Location"] == "/c/"
    assert client.get("/c/")["Location"] == "/c/highland-park/"


def test_a_person_added_in_the_admin_has_a_verified_address_after_the_first_code() -> None:
    user = User.objects.create_user("new@hp.example")
    client = Client()
    ask_for_code(client, "new@hp.example")
    assert client.post(CODE, {"code": mailed_code()})["Location"] == "/c/"
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.verified, address.primary) == ("new@hp.example", True, True)


def test_a_recovery_code_works_once(cast: Cast) -> None:
    codes = RecoveryCodes.activate(cast.lead).get_unused_codes()
    statuses = []
    for _time in range(2):
        client = Client()
        ask_for_code(client, cast.lead.email)
        client.post(CODE, {"code": mailed_code()})
        statuses.append(client.post(FACTOR, {"code": codes[0]}).status_code)
    assert statuses == [302, 422]


def test_known_unknown_and_closed_addresses_get_the_same_page(cast: Cast) -> None:
    make_user("closed@hp.example", is_active=False)
    bodies = []
    for email in (cast.volunteer.email, "closed@hp.example", "nobody@nowhere.example"):
        client = Client()
        page = client.get(ask_for_code(client, email)["Location"])
        body = page.content.decode().replace(email, "EMAIL")
        bodies.append(re.sub(r'value="\w{64}"', "", body))
    assert bodies[0] == bodies[1] == bodies[2]
    assert [message.to[0] for message in mail.outbox] == [
        cast.volunteer.email,
        "closed@hp.example",
        "nobody@nowhere.example",
    ]
    assert "There is no account with it." in str(mail.outbox[2].body)
    assert not re.search(r"^[A-Z0-9-]{6,9}$", str(mail.outbox[1].body), re.MULTILINE)


def test_three_wrong_codes_end_it(cast: Cast) -> None:
    client = Client()
    ask_for_code(client, cast.volunteer.email)
    right = mailed_code()
    first = client.post(CODE, {"code": "WRNG-CODE"})
    assert (first.status_code, "not the code we sent" in first.content.decode()) == (422, True)
    client.post(CODE, {"code": "WRNG-CODE"})
    assert client.post(CODE, {"code": "WRNG-CODE"})["Location"] == LOGIN
    assert client.post(CODE, {"code": right}).status_code == 302
    assert client.get("/c/")["Location"].startswith(LOGIN)


def test_codes_to_one_address_are_limited(cast: Cast) -> None:
    answers = [ask_for_code(Client(), cast.volunteer.email).status_code for _time in range(4)]
    assert (answers, len(mail.outbox)) == ([302, 302, 302, 422], 3)


def test_a_second_code_can_be_sent(cast: Cast) -> None:
    client = Client()
    ask_for_code(client, cast.volunteer.email)
    client.post(CODE, {"action": "resend"})
    assert len(mail.outbox) == 2
    assert client.post(CODE, {"code": mailed_code()})["Location"] == "/c/"


def test_the_email_is_in_the_language_of_the_person(cast: Cast) -> None:
    cast.volunteer.language = "es"
    cast.volunteer.save()
    ask_for_code(Client(), cast.volunteer.email)
    assert mail.outbox[0].subject.startswith("Su código: ")


def test_a_mail_server_that_does_not_answer_is_said_so(cast: Cast, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    response = ask_for_code(Client(), cast.volunteer.email)
    assert (response.status_code, "The email did not go out" in response.content.decode()) == (503, True)


@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "password/reset/",
        "password/change/",
        "password/set/",
        "reauthenticate/",
        "confirm-email/",
        "3rdparty/",
    ],
)
def test_there_is_no_password_and_no_signing_up(cast: Cast, path: str) -> None:
    for client in (Client(), signed_in(cast.lead)):
        assert client.get(f"/accounts/{path}").status_code == 404
        assert client.post(f"/accounts/{path}", {"email": "x@example.org", "password": "x"}).status_code in {404, 405}
    with pytest.raises(NoReverseMatch):
        reverse("account_reset_password")


def test_the_page_runs_only_scripts_from_files() -> None:
    page = Client().get(LOGIN)
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert re.findall(r"<script(?![^>]*\bsrc=)", page.content.decode()) == []


def test_a_signed_in_person_who_opens_the_sign_in_page_goes_on(cast: Cast) -> None:
    assert signed_in(cast.volunteer).get(LOGIN)["Location"] == "/c/"


def test_signing_out(cast: Cast) -> None:
    client = signed_in(cast.volunteer)
    assert "Sign out?" in client.get("/accounts/logout/").content.decode()
    assert client.post("/accounts/logout/")["Location"] == "/"
    assert client.get("/c/")["Location"].startswith(LOGIN)
