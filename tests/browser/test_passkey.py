"""Passkeys under our own content policy, with a device that Chromium plays."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from chapters.models import Chapter, User
from tests.cast import Cast
from tests.factories import make_role, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def device(page: Page) -> Page:
    """A phone with a screen lock that says yes."""
    cache.clear()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": options | {"isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    return page


def open_as(page: Page, user: User, url: str, live_server: LiveServer) -> None:
    cookie = signed_in(user, fresh=False).cookies["session"]
    page.context.add_cookies([{"name": "session", "value": cookie.value, "url": live_server.url}])
    page.goto(url)


def test_a_lead_makes_a_passkey_and_signs_in_with_it(cast: Cast, device: Page, live_server: LiveServer) -> None:
    lead = make_role(cast.here, "lead", "nora@hp.example", name="Nora New", factor=False)
    page, setup = device, "/c/highland-park/setup/"
    open_as(page, lead, setup, live_server)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name of the passkey").fill("My phone")
    page.get_by_role("button", name="Make the passkey").click()
    page.get_by_role("link", name="I have them, go on").click()
    assert page.url.endswith(setup)
    kept = Authenticator.objects.get(user=lead, type=Authenticator.Type.WEBAUTHN).wrap()
    assert (kept.name, kept.is_passwordless) == ("My phone", True)

    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/?next=/c/highland-park/setup/team/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/setup/team/")
    invite(page, "new@hp.example")
    assert cast.here.invitations.filter(email="new@hp.example").exists()


def test_what_was_typed_is_done_after_the_passkey(cast: Cast, device: Page, live_server: LiveServer) -> None:
    lead = make_role(cast.here, "lead", "nora@hp.example", name="Nora New", factor=False)
    page = device
    open_as(page, lead, "/accounts/passkeys/add/", live_server)
    page.get_by_role("button", name="Make the passkey").click()
    page.get_by_role("link", name="I have them, go on").wait_for()
    open_as(page, lead, "/c/highland-park/setup/team/", live_server)
    invite(page, "later@hp.example")
    assert "/accounts/again/passkey/" in page.url
    page.get_by_role("button", name="Use your passkey").click()
    page.get_by_text("The invitation is on its way to later@hp.example.").wait_for()
    assert Chapter.objects.get(pk=cast.here.pk).invitations.get().email == "later@hp.example"


def invite(page: Page, email: str) -> None:
    page.get_by_label("Their email").fill(email)
    page.get_by_role("button", name="Send the invitation").click()
    page.wait_for_load_state()


def test_a_link_that_was_sent_posts_its_form(cast: Cast, page: Page, live_server: LiveServer) -> None:
    """A page opened by a link keeps its address from other sites, and its own form still gets through."""
    invitation = cast.here.invitations.create(email="rosa@hp.example", kind="texter")
    page.goto(f"/join/{invitation.secret}/")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code from the email").wait_for()


def test_a_passkey_that_fails_says_so(cast: Cast, page: Page) -> None:
    page.goto("/accounts/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')); }")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("The passkey did not work.").wait_for()
