"""An evening at the door on a phone with bad signal: taps are kept, nobody is counted twice, and every host sees it."""

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from campaigns.events import checking, seats
from campaigns.models import CheckIn, DoorTap, Event, HostLink, Rsvp
from chapters.models import Consent, Member
from tests.browser import axe
from tests.browser.signal import Signal, signal_to
from tests.cast import Cast
from tests.factories import make_event, make_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SENT = "Object.values(localStorage).every(kept => !JSON.parse(kept).taps.length)"
PHONE = {"width": 390, "height": 844}


@dataclass
class Evening:
    """`rosa` has a phone whose signal can be cut; `ben` stands at the other door with a good one."""

    link: HostLink
    signal: Signal
    rosa: Page
    ben: Page

    @property
    def event(self) -> Event:
        return Event.objects.get(pk=self.link.event_id)

    def came(self) -> int:
        return checking.count(self.event).came


@pytest.fixture
def host(browser: Browser) -> Iterator[Callable[[str], Page]]:
    contexts: list[BrowserContext] = []

    def come(url: str, **given: object) -> Page:
        context = browser.new_context(base_url=url, viewport=PHONE, locale="en-US", **given)  # type: ignore[arg-type]
        contexts.append(context)
        return context.new_page()

    yield come
    for context in contexts:
        context.close()


@pytest.fixture
def evening(cast: Cast, live_server: LiveServer, host: Callable[[str], Page]) -> Iterator[Evening]:
    event = make_event(cast.here, "Town hall", days=0, capacity=20)
    for name, party in (("Luz Marroquín", 3), ("Walt Okafor", 1), ("Thanh Pham", 2)):
        seats.save(event, member=make_member(cast.here, name), party_size=party, source="page", confirm=False)
    link, other = (event.host_links.create(chapter=cast.here, label=label) for label in ("Rosa", "Ben"))
    with signal_to(live_server.url) as signal:
        rosa, ben = host(signal.url), host(live_server.url)
        for page, of in ((rosa, link), (ben, other)):
            page.goto(f"/h/{of.secret}/")
        yield Evening(link, signal, rosa, ben)


def here(page: Page, name: str) -> None:
    press(page, "Here", name)


def press(page: Page, word: str, name: str) -> None:
    page.get_by_role("button", name=re.compile(rf"^{word} ?: {re.escape(name)}$")).click()


def count(page: Page, n: int) -> None:
    """Within the time between two looks of the page."""
    expect(page.locator("[data-part=came]")).to_have_text(str(n), timeout=15_000)


def until(page: Page, true: str, seconds: float = 15) -> None:
    """Wait for it; Playwright's own waiting runs in the page and is refused by the page's content policy."""
    ends = time.monotonic() + seconds
    while not page.evaluate(true):
        assert time.monotonic() < ends, f"never: {true}"
        page.wait_for_timeout(100)


def kept(page: Page) -> list[object]:
    """What the phone still has to send, and which caches of doors it has."""
    return [
        page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('door'))"),
        page.evaluate("caches.keys().then(names => names.filter(name => name.startsWith('door /h/')))"),
    ]


def walk_in(page: Page, name: str, **fields: str) -> None:
    page.get_by_role("link", name="Someone new").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("How many of you?").select_option("2")
    page.get_by_label("Spanish").check()
    if phone := fields.get("phone"):
        page.get_by_label("Mobile phone").fill(phone)
        sentence = re.compile("^Sí, Highland Park Neighbors puede mandarme mensajes de texto")
        page.get_by_role("checkbox", name=sentence).check()
    page.get_by_role("button", name="They are in").click()


def test_an_evening_with_bad_signal(evening: Evening) -> None:
    rosa, ben, signal = evening.rosa, evening.ben, evening.signal
    expect(rosa.get_by_text("This page works without a signal.")).to_be_visible(timeout=15_000)
    here(rosa, "Walt O.")
    expect(rosa.locator("[data-seat]", has_text="Walt O.").get_by_text("Here,")).to_be_visible()
    count(ben, 1)  # the other host sees it
    assert axe.problems(rosa) == []

    signal.cut()
    rosa.context.set_offline(True)
    here(rosa, "Luz M.")
    expect(rosa.locator("[data-seat]", has_text="Luz M.").get_by_text("Waits for signal")).to_be_visible()
    rosa.locator("[data-seat]", has_text="Luz M.").get_by_role("button", name="One less").click()
    count(rosa, 3)
    rosa.reload()  # the page comes from the phone itself, with what was tapped
    expect(rosa.get_by_text("2 of 3 here")).to_be_visible()
    walk_in(rosa, "Ana Ruiz", phone="323 555 0142")
    expect(rosa.locator("[data-walk-in]", has_text="Ana Ruiz")).to_be_visible()
    count(rosa, 5)
    expect(rosa.get_by_text("No signal. What you tap is kept on this phone: 3")).to_be_visible(timeout=15_000)
    assert axe.problems(rosa) == []
    here(ben, "Luz M.")  # the other host lets the whole party in a little later
    count(ben, 4)
    until(ben, SENT)
    assert evening.came() == 4

    rosa.context.set_offline(False)
    signal.restore()
    signal.lose_answers()  # what she sends arrives, and she never hears of it
    rosa.wait_for_timeout(6_000)
    assert signal.lost > 0
    signal.restore()
    expect(rosa.locator("[data-walk-in]")).to_have_count(0, timeout=20_000)
    count(rosa, 6)
    count(ben, 6)
    assert evening.came() == 6
    assert CheckIn.objects.get(rsvp__member__name="Luz Marroquín").arrived == 3  # the latest tap, not the latest sent
    assert Member.objects.filter(name="Ana Ruiz").count() == 1
    ana = Rsvp.objects.get(member__name="Ana Ruiz")
    assert (ana.source, ana.party_size, ana.language, DoorTap.objects.count()) == ("door", 2, "es", 5)
    assert Consent.objects.get(member=ana.member).wording_text.startswith("Sí, Highland Park Neighbors puede")

    until(rosa, SENT)
    evening.link.revoke()
    expect(rosa.get_by_role("heading", name="This link was taken back")).to_be_visible(timeout=15_000)
    expect(rosa.get_by_text("Ask Highland Park Neighbors for a new one.")).to_be_visible()
    until(rosa, "caches.keys().then(names => !names.some(name => name.startsWith('door /h/')))")
    assert kept(rosa) == [[], []]
    signal.cut()
    with pytest.raises(Exception, match="ERR_"):
        rosa.goto(f"/h/{evening.link.secret}/door/")


def test_a_name_is_found_while_typing_and_tabs_keep_to_the_phone(evening: Evening) -> None:
    page = evening.ben
    page.get_by_label("Find a name").fill("THÁNH")
    expect(page.locator("[data-seat]:visible")).to_have_count(1)
    page.get_by_label("Find a name").fill("nobody")
    expect(page.get_by_text("Nobody on the list fits.")).to_be_visible()
    page.get_by_label("Find a name").fill("")
    here(page, "Thanh P.")
    page.get_by_role("link", name="Not here yet").click()
    expect(page.locator("[data-seat]:visible")).to_have_count(2)
    page.get_by_role("link", name="Everyone").click()
    more = page.locator("[data-seat]", has_text="Walt O.")
    more.locator("summary").click()
    more.get_by_role("button", name="Runs late").click()
    expect(more.locator("[data-part=late]")).to_be_visible()
    press(page, "Undo", "Thanh P.")
    count(page, 0)
    until(page, SENT)
    assert Rsvp.objects.get(member__name="Walt Okafor").late_at is not None


def test_a_full_room_asks_before_it_gets_fuller(cast: Cast, evening: Evening) -> None:
    Event.objects.update(capacity=6)
    waits = seats.save(evening.event, member=make_member(cast.here, "Eli Stone"), source="page", confirm=False)
    assert waits.state == "waitlisted"
    page = evening.ben
    page.reload()
    press(page, "Let in", "Eli S.")
    strip = page.locator(".strip", has_text="No seat is free. 6 people who have one are not here yet.")
    expect(strip).to_be_visible()
    assert axe.problems(page) == []
    count(page, 0)
    strip.get_by_role("button", name="Let in anyway").click()
    count(page, 1)
    until(page, SENT)
    assert evening.came() == 1


def test_a_walk_in_that_is_refused_keeps_what_was_typed(evening: Evening) -> None:
    page = evening.ben
    walk_in(page, "Ana Ruiz", phone="323 555 0142 999")
    expect(page.locator("#said")).to_contain_text("3 digits too many")
    assert page.get_by_label("Name", exact=True).input_value() == "Ana Ruiz"
    page.get_by_label("Mobile phone").fill("323 555 0142")
    assert axe.problems(page) == []
    page.get_by_role("button", name="They are in").click()
    expect(page.locator("[data-seat]", has_text="Ana R.")).to_be_visible()
    count(page, 2)
    until(page, SENT)


def test_a_counter_for_events_that_keep_no_names(evening: Evening) -> None:
    Event.objects.update(is_marked_sensitive=True)
    rosa, ben = evening.rosa, evening.ben
    for page in (rosa, ben):
        page.reload()
    expect(rosa.get_by_text("This page works without a signal.")).to_be_visible(timeout=15_000)
    evening.signal.cut()
    for name in ("One came in", "Five came in", "One too many"):
        rosa.get_by_role("button", name=name).click()
    count(rosa, 5)
    ben.get_by_role("button", name="One came in").click()
    assert axe.problems(ben) == []
    evening.signal.restore()
    count(rosa, 6)
    count(ben, 6)
    until(rosa, SENT)
    assert evening.event.came == 6
    assert "Luz" not in json.dumps(rosa.content())


def test_without_script_the_buttons_do_the_same(
    evening: Evening, live_server: LiveServer, host: Callable[..., Page]
) -> None:
    page = host(live_server.url, java_script_enabled=False)
    page.goto(f"/h/{evening.link.secret}/door/")
    here(page, "Luz M.")
    expect(page.get_by_text("3 of 3 here")).to_be_visible()
    page.get_by_role("button", name="One less").first.click()
    page.get_by_label("Find a name").fill("walt")
    page.keyboard.press("Enter")
    expect(page.locator("[data-seat]:visible")).to_have_count(1)
    page.goto(f"/h/{evening.link.secret}/door/")
    page.get_by_role("link", name="Someone new").click()
    page.get_by_label("Name", exact=True).fill("Ben Soto")
    page.get_by_role("button", name="They are in").click()
    expect(page.locator("[data-seat]", has_text="Ben S.")).to_be_visible()
    page.get_by_role("link", name="See the latest").click()
    assert evening.came() == 3


def test_taps_come_home_after_the_door_closed_and_the_phone_forgets_the_names(evening: Evening) -> None:
    rosa = evening.rosa
    expect(rosa.get_by_text("This page works without a signal.")).to_be_visible(timeout=15_000)
    evening.signal.cut()
    here(rosa, "Luz M.")
    until(rosa, f"!({SENT})")
    now = timezone.now()
    Event.objects.update(starts_at=now - timedelta(hours=9), ends_at=now - timedelta(hours=7))
    rosa.goto("about:blank")  # she closes it, and opens it again at home
    evening.signal.restore()
    rosa.goto(f"/h/{evening.link.secret}/door/")
    expect(rosa.get_by_role("heading", name="The door is closed")).to_be_visible()
    expect(rosa.get_by_text("What this phone had kept is sent.")).to_be_visible(timeout=15_000)
    assert evening.came() == 3
    assert axe.problems(rosa) == []
    assert kept(rosa) == [[], []]
