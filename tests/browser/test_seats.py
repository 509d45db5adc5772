"""A seat on a phone, from the form to the reminder: saved, confirmed, waited for, offered, given back; the same in
Spanish on a phone that runs no script."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from campaigns.events import reminders
from campaigns.models import Delivery, Event, Rsvp, Shift
from tests.browser.axe import problems
from tests.browser.conftest import PHONE
from tests.cast import Cast, make_cast
from tests.factories import make_event, make_sender

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plain(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A phone in Spanish, in the dark, without scripts."""
    context = browser.new_context(
        base_url=live_server.url,
        viewport=PHONE,  # type: ignore[arg-type]
        locale="es-MX",
        color_scheme="dark",
        java_script_enabled=False,
    )
    yield context.new_page()
    context.close()


def small_event(cast: Cast) -> Event:
    """One seat, tomorrow, and a job to do."""
    make_sender(cast.here)
    event = make_event(
        cast.here, "Candlelight vigil", days=1.4, capacity=1, address="77 Hidden Lane", address_shown="rsvp"
    )
    hours = {"starts_at": event.starts_at, "ends_at": event.ends_at}
    Shift.objects.create(chapter=cast.here, event=event, job="greeter", capacity=2, **hours)
    return event


def save_seat(page: Page, event: Event, *, name: str, phone: str, button: str) -> None:
    page.goto(f"/e/{event.code}/")
    page.locator('input[name="name"]').fill(name)
    page.locator('input[name="phone"]').fill(phone)
    page.wait_for_timeout(1600)  # nobody fills it in sooner
    page.get_by_role("button", name=button).click()


def open_link(page: Page, rsvp: Rsvp, purpose: str) -> None:
    """The link of the newest text to this person."""
    body = Delivery.objects.filter(member=rsvp.member, purpose=purpose).latest("id").body
    found = re.search(r"/r/\w+/", body)
    assert found, body
    page.goto(found[0])


def clean(page: Page) -> None:
    """At most one flame, and nothing that axe-core finds."""
    assert page.locator(".btn.flame:visible").count() <= 2  # the bar at the foot leads to the same form
    assert problems(page) == []


def test_a_seat_from_the_form_to_the_reminder(page: Page, plain: Page, live_server: LiveServer) -> None:
    event = small_event(make_cast())
    save_seat(page, event, name="Hattie Brook", phone="800 555 0113", button="Save my seat")
    expect(page.get_by_text("We sent you a text.")).to_be_visible()
    expect(page.get_by_text("77 Hidden Lane")).to_have_count(0)
    clean(page)
    hattie = Rsvp.objects.get()

    open_link(page, hattie, "confirm")
    clean(page)
    page.get_by_role("button", name="Yes, I am coming").click()
    expect(page.get_by_text("We count on you.").first).to_be_visible()
    expect(page.get_by_text("77 Hidden Lane").first).to_be_visible()
    clean(page)

    page.get_by_role("button", name="I do it").click()
    expect(page.get_by_text("You do this")).to_be_visible()

    save_seat(plain, event, name="Inés Prado", phone="800 555 0111", button="Entrar en la lista de espera")
    expect(plain.get_by_text("Usted es el número 1 en la fila.")).to_be_visible()

    page.get_by_role("link", name="Cancel my seat").first.click()
    page.get_by_role("button", name="Cancel my seat").click()
    expect(page.get_by_text("You are off the list.")).to_be_visible()
    clean(page)
    assert Shift.objects.get().taken == 0

    ines = Rsvp.objects.get(member__name="Inés Prado")
    open_link(plain, ines, "notice")
    plain.get_by_role("button", name="Sí, tomo el lugar").click()
    expect(plain.get_by_text("Contamos con usted.").first).to_be_visible()
    ines.refresh_from_db()
    assert ines.state == "going"

    from_the_reminder(plain, event, ines)


def from_the_reminder(plain: Page, event: Event, ines: Rsvp) -> None:
    """On the eve: still coming, and late."""
    Event.objects.filter(pk=event.pk).update(starts_at=timezone.now() + timedelta(hours=20))
    Rsvp.objects.filter(pk=ines.pk).update(reconfirmed_at=None)
    reminders.plan(Rsvp.objects.select_related("event__chapter", "member").get(pk=ines.pk))
    open_link(plain, ines, "reminder" if Delivery.objects.filter(purpose="reminder").exists() else "notice")
    plain.get_by_role("button", name="Sí, voy a ir").click()
    plain.get_by_role("button", name="Voy a llegar tarde").click()
    expect(plain.get_by_text("Nos avisó que llega más tarde")).to_be_visible()
    ines.refresh_from_db()
    assert (ines.reconfirmed_at is not None, ines.late_at is not None) == (True, True)
