"""From the link in a text to the dialer in two taps, on a phone with script and on one without, in Spanish."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from campaigns.models import Action, ActionTaken, Delivery
from tests.browser.axe import problems
from tests.browser.test_seats import plain  # noqa: F401  a fixture
from tests.campaigns.advocacy.acts import make_action, make_official
from tests.campaigns.test_tap import LINK, make_delivery
from tests.cast import Cast, make_cast
from tests.factories import make_call, make_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def asked(cast: Cast) -> Action:
    """A text to Lupe asks to call two officials."""
    action = make_action(
        cast.here, make_official(cast.here), make_official(cast.here, "Omar Best", phone="+13235550178")
    )
    lupe = make_member(cast.here, "Lupe Canario", zip="90042")
    make_delivery(cast.here, lupe, make_call(cast.here, action=action))
    return action


def clean(page: Page) -> None:
    assert page.locator(".btn.flame:visible").count() == 1
    assert problems(page) == []


def test_two_taps_to_the_dialer_and_one_for_what_came_of_it(page: Page, live_server: LiveServer) -> None:
    action = asked(make_cast())
    page.goto(f"/t/{LINK}/")  # the first tap
    dial = page.locator(".poster a.btn.flame")
    expect(dial).to_have_attribute("href", "tel:+13235550177")  # the second one
    expect(dial).to_be_in_viewport()
    box = dial.bounding_box()
    assert box is not None
    assert box["height"] >= 48
    clean(page)
    expect(page.get_by_text("my name is Lupe")).to_be_visible()
    page.get_by_role("button", name="I left a message").dblclick()
    expect(page.get_by_text("Next is Omar Best.")).to_be_visible()
    expect(page.locator(".poster a.btn.flame")).to_have_attribute("href", "tel:+13235550178")
    clean(page)
    page.get_by_role("button", name="I talked with someone").click()
    expect(page.get_by_role("heading", name="Thank you, Lupe")).to_be_visible()
    clean(page)
    page.goto(f"/t/{LINK}/")
    page.get_by_role("button", name="I left a message").click()
    expect(page.get_by_text("Next is Omar Best.")).to_be_visible()
    action.refresh_from_db()
    assert (action.taken_count, ActionTaken.objects.count()) == (2, 2)


def test_without_script_and_in_spanish(plain: Page, live_server: LiveServer) -> None:  # noqa: F811
    action = asked(make_cast())
    Delivery.objects.update(language="es")
    plain.goto(f"/t/{LINK}/")
    expect(plain.locator(".poster a.btn.flame")).to_have_attribute("href", "tel:+13235550177")
    expect(plain.get_by_text("Hola, Lupe")).to_be_visible()
    plain.get_by_role("button", name="Dejé un mensaje").click()
    expect(plain.get_by_text("Sigue Omar Best.")).to_be_visible()
    plain.goto(f"/a/{action.code}/")
    expect(plain.get_by_text("[su nombre]")).to_be_visible()
    plain.get_by_role("button", name="Nadie contestó").click()
    expect(plain.get_by_text("Sigue Omar Best.")).to_be_visible()
    action.refresh_from_db()
    assert (action.taken_count, ActionTaken.objects.count()) == (1, 2)
