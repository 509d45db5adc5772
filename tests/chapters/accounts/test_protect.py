"""The second factor: who must have one, how it is set up, and that the other leads hear of it."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache
from django.test import Client

from chapters.accounts.factors import protected_leads
from chapters.models import AuditEntry, User
from tests.cast import Cast
from tests.factories import make_role, signed_in

pytestmark = pytest.mark.django_db
PROTECT, AUTHENTICATOR, CODES = "/accounts/protect/", "/accounts/authenticator/add/", "/accounts/recovery-codes/"


@pytest.fixture
def fresh_lead(cast: Cast) -> User:
    cache.clear()
    return make_role(cast.here, "lead", "nora@hp.example", name="Nora New", factor=False)


def turn_on(client: Client) -> Any:
    secret = client.get(AUTHENTICATOR).context["form"].secret
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    return client.post(AUTHENTICATOR, {"code": code})


@pytest.mark.django_db(transaction=True)
def test_a_lead_without_a_factor_is_led_to_one_and_back(cast: Cast, fresh_lead: User) -> None:
    client = Client()
    client.force_login(fresh_lead)
    wanted = "/c/highland-park/setup/"
    to_protect = client.get(wanted)["Location"]
    assert to_protect == "/accounts/protect/?next=%2Fc%2Fhighland-park%2Fsetup%2F"
    assert "First, protect your neighbors" in client.get(to_protect).content.decode()
    assert turn_on(client)["Location"] == CODES
    codes = client.get(CODES)
    assert len(codes.context["unused_codes"]) == 10
    assert client.get(PROTECT)["Location"] == wanted
    assert client.get(wanted).status_code == 200


def test_without_a_factor_nothing_that_a_lead_posts_is_done(cast: Cast, fresh_lead: User) -> None:
    client = Client()
    client.force_login(fresh_lead)
    response = client.post("/c/highland-park/setup/team/", {"email": "x@example.org", "kind": "lead"})
    assert response["Location"].startswith(PROTECT)
    assert not cast.here.invitations.exists()


def test_a_volunteer_may_add_one_but_need_not(cast: Cast) -> None:
    client = signed_in(cast.volunteer)
    assert client.get("/c/highland-park/").status_code == 200
    page = client.get(PROTECT).content.decode()
    assert ("Your role can text everyone" in page, "Add a passkey" in page) == (False, True)


def test_recovery_codes_alone_are_no_factor(cast: Cast) -> None:
    Authenticator.objects.filter(user=cast.lead).update(type=Authenticator.Type.RECOVERY_CODES)
    assert signed_in(cast.lead).get("/c/highland-park/setup/")["Location"].startswith(PROTECT)
    assert protected_leads(cast.here) == 1


def test_it_leads_nowhere_else(cast: Cast) -> None:
    response = signed_in(cast.lead).get(f"{PROTECT}?next=https://elsewhere.example/")
    assert response["Location"] == "/accounts/me/"


@pytest.mark.django_db(transaction=True)
def test_the_person_and_the_other_leads_are_told(cast: Cast, fresh_lead: User) -> None:
    client = Client()
    client.force_login(fresh_lead)
    turn_on(client)
    told = {message.to[0]: message for message in mail.outbox}
    assert set(told) == {fresh_lead.email, cast.lead.email, cast.second_lead.email}
    assert told[fresh_lead.email].subject == "An authenticator was added to your account"
    assert told[cast.lead.email].subject == "Nora New changed how they sign in"
    assert not any("127.0.0.1" in str(message.body) for message in mail.outbox)
    entry = AuditEntry.objects.get(act="factor_changed")
    assert (entry.user, entry.facts["change"]) == (fresh_lead, "totp_activated")


def test_the_secret_is_sealed_and_the_square_is_drawn_in_the_page(cast: Cast, fresh_lead: User) -> None:
    client = Client()
    client.force_login(fresh_lead)
    page = client.get(AUTHENTICATOR)
    secret = page.context["form"].secret
    assert "<svg" in page.content.decode()
    assert "data:image" not in page.content.decode()
    turn_on(client)
    kept = Authenticator.objects.get(user=fresh_lead, type="totp").data["secret"]
    assert (kept.startswith("dev:"), secret in kept) == (True, False)


def test_a_wrong_code_changes_nothing(cast: Cast, fresh_lead: User) -> None:
    client = Client()
    client.force_login(fresh_lead)
    client.get(AUTHENTICATOR)
    response = client.post(AUTHENTICATOR, {"code": "000000"})
    assert (response.status_code, "This code is not right" in response.content.decode()) == (422, True)
    assert not Authenticator.objects.filter(user=fresh_lead).exists()


def test_removing_the_last_one_asks_again_and_closes_the_pages(cast: Cast) -> None:
    client = signed_in(cast.lead)
    assert "Remove the authenticator?" in client.get("/accounts/authenticator/remove/").content.decode()
    client.post("/accounts/authenticator/remove/")
    assert client.get("/c/highland-park/setup/")["Location"].startswith(PROTECT)
    stale = signed_in(cast.second_lead, fresh=False)
    assert stale.post("/accounts/authenticator/remove/")["Location"].startswith("/accounts/again/")


def test_the_passkey_page_hands_its_options_to_the_script_in_an_attribute(cast: Cast, fresh_lead: User) -> None:
    client = Client()
    client.force_login(fresh_lead)
    page = client.get("/accounts/passkeys/add/").content.decode()
    assert 'data-options="{&quot;publicKey&quot;: {' in page
    refused = client.post("/accounts/passkeys/add/", {"name": "My phone", "credential": "{}", "passwordless": "True"})
    assert refused.status_code == 422
