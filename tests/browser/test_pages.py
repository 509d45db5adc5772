"""Every page that a link leads to, in the running demo: axe-core finds nothing, nothing scrolls sideways, and the main
paths need no script."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import axe, shots
from tests.system import System

pytestmark = pytest.mark.browser

# Width, theme and language: each value meets each other one once, in half of the rounds.
ROUNDS = [(390, "light", "en"), (1280, "dark", "en"), (390, "dark", "es"), (1280, "light", "es")]
ROLES = ("anyone", "lead", "volunteer")
numbers = count(1)


@dataclass
class Visitor:
    """Somebody's cookies, and the pages they can reach by name."""

    kept: Any
    pages: dict[str, str]


@pytest.fixture(scope="module")
def visitors(system: System, browser: Browser) -> Iterator[dict[str, Visitor]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shots, "name_of", name_of)
        found = {}
        starts = shots.visitors(system)
        for who in ROLES:
            context = browser.new_context()
            found[who] = Visitor(pages=shots.discovered(context.new_page(), starts[who]), kept=context.storage_state())
            context.close()
        yield found


real_name_of = shots.name_of


def name_of(url: str) -> str:
    """The phones of the demo are not in the settings of the tests."""
    return "demo" if urlsplit(url).path.startswith("/demo/") else real_name_of(url)


def context_of(browser: Browser, visitor: Visitor, width: int, **given: Any) -> BrowserContext:
    return browser.new_context(storage_state=visitor.kept, viewport={"width": width, "height": 844}, **given)


@pytest.mark.parametrize("who", ROLES)
def test_axe_finds_nothing_on_any_page(browser: Browser, visitors: dict[str, Visitor], who: str) -> None:
    found = []
    for width, theme, language in ROUNDS:
        context = context_of(browser, visitors[who], width, color_scheme=theme, locale=language)
        page = context.new_page()
        for name, url in visitors[who].pages.items():
            page.goto(f"{url}{'&' if '?' in url else '?'}lang={language}")
            problems = axe.problems(page)
            found += [f"{name} at {width}, {theme}, {language}: {problem}" for problem in problems]
        context.close()
    assert found == []


@pytest.mark.parametrize("who", ROLES)
def test_no_page_scrolls_sideways_on_the_smallest_phone(
    browser: Browser, visitors: dict[str, Visitor], who: str
) -> None:
    found = []
    for language in ("en", "es"):
        context = context_of(browser, visitors[who], 320, locale=language)
        page = context.new_page()
        for name, url in visitors[who].pages.items():
            page.goto(f"{url}{'&' if '?' in url else '?'}lang={language}")
            width = page.evaluate("document.documentElement.scrollWidth")
            found += [f"{name} in {language} is {width} wide"] if width > 320 else []
        context.close()
    assert found == []


def test_the_pages_that_matter_are_among_them(visitors: dict[str, Visitor]) -> None:
    assert {
        "campaigns.home",
        "campaigns.chapter",
        "campaigns.campaign",
        "campaigns.story",
        "campaigns.moment",
        "campaigns.report_public",
        "campaigns.advocacy_action",
        "campaigns.advocacy_bill",
        "campaigns.advocacy_case_page",
        "campaigns.advocacy_kit",
        "campaigns.events_page",
        "demo",
    } <= set(visitors["anyone"].pages)
    assert {
        "campaigns.today",
        "campaigns.messaging_replies",
        "campaigns.messaging_thread",
        "campaigns.messaging_approve",
        "campaigns.messaging_progress",
        "campaigns.messaging_new",
        "campaigns.events_show",
        "campaigns.events_edit",
        "chapters.members_list",
        "chapters.members_show",
        "chapters.setup",
    } <= set(visitors["lead"].pages)
    assert "campaigns.messaging_replies" not in visitors["volunteer"].pages


REFUSED = (
    ("anyone", "/accounts/login/"),
    ("anyone", "/?zip=9004"),
    ("lead", "/c/highland-park/people/add/"),
    ("lead", "/c/highland-park/people/import/"),
    ("lead", "/c/highland-park/events/new/"),
    ("lead", "/c/highland-park/campaigns/new/"),
    ("lead", "/c/highland-park/messages/new/"),
)
ERRORS = (("anyone", "/nothing/here/"), ("volunteer", "/c/highland-park/replies/"), ("lead", "/c/seed-1/"))


@pytest.mark.parametrize(("width", "theme", "language"), [ROUNDS[0], ROUNDS[3]])
def test_axe_finds_nothing_where_something_is_refused(
    browser: Browser, visitors: dict[str, Visitor], system: System, width: int, theme: str, language: str
) -> None:
    """Forms sent off blank, and the pages that say no."""
    found = []
    for who in ROLES:
        context = context_of(browser, visitors[who], width, color_scheme=theme, locale=language)
        context.add_cookies([{"name": "language", "value": language, "url": system.address}])
        page = context.new_page()
        for address in [address for someone, address in REFUSED if someone == who]:
            page.goto(f"{system.address}{address}")
            page.evaluate("document.querySelectorAll('form').forEach(form => { form.noValidate = true })")
            page.locator("main .btn.flame").last.click()
            expect(page.locator("[data-errors]")).to_be_visible()
            found += [f"{address} refused: {problem}" for problem in axe.problems(page)]
        for address in [address for someone, address in ERRORS if someone == who]:
            page.goto(f"{system.address}{address}")
            found += [f"{address}: {problem}" for problem in axe.problems(page)]
        context.close()
    assert found == []


@pytest.fixture
def scriptless(browser: Browser, visitors: dict[str, Visitor], system: System) -> Iterator[Page]:
    """The lead's phone with script switched off."""
    context = context_of(
        browser, visitors["lead"], 390, java_script_enabled=False, base_url=system.address, locale="en-US"
    )
    context.add_cookies([{"name": "language", "value": "en", "url": system.address}])  # the visit tried both
    yield context.new_page()
    context.close()


def test_a_seat_is_saved_without_script(browser: Browser, system: System) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=system.address, locale="en-US")
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Your ZIP code").fill("90042")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Highland Park Neighbors").first.click()
    page.get_by_role("link", name="Candles and postcards on York").first.click()
    page.get_by_role("button", name="Save my seat").click()
    assert page.locator(".strip.stop").count() == 1  # nothing filled in: said in words, nothing lost
    page.get_by_label("Your name").fill("Ines Prueba")
    page.get_by_label("Mobile phone").fill("323 555 01")
    page.get_by_role("button", name="Save my seat").click()
    expect(page.get_by_text("digits short").first).to_be_visible()
    assert page.get_by_label("Your name").input_value() == "Ines Prueba"
    page.get_by_label("Mobile phone").fill("(323) 555-0163")
    page.wait_for_timeout(3000)  # the trap for machines, which fill in faster
    page.get_by_role("button", name="Save my seat").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ines")
    context.close()


def test_a_reply_is_answered_without_script(scriptless: Page) -> None:
    scriptless.goto("/c/highland-park/")
    scriptless.get_by_role("link", name=re.compile(r"^Answer ?:")).click()
    scriptless.locator(".threads a", has_text="Eagle Rock").click()
    scriptless.get_by_label("Your answer, in").fill("Thank you, we will call you.")
    scriptless.get_by_role("button", name="Send to").click()
    expect(scriptless.locator("#said")).to_contain_text("Sent to")


def test_a_message_is_written_and_asked_for_without_script(scriptless: Page) -> None:
    scriptless.goto("/c/highland-park/messages/new/")
    scriptless.get_by_label("What do you ask?").fill("Bring soup")
    scriptless.get_by_label("Text in English").fill("{chapter}: {first_name}, bring soup on Friday. Reply STOP to end.")
    scriptless.get_by_role("button", name="Save the draft").click()
    expect(scriptless.locator("#said")).to_contain_text("Saved.")
    scriptless.get_by_label("Text in Spanish").fill(
        "{grupo}: {nombre}, traiga sopa el viernes. Responda ALTO para salir."
    )
    scriptless.get_by_role("button", name="Ask Walter to approve").click()
    expect(scriptless.get_by_text("waits for a yes").first).to_be_visible()
