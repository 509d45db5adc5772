"""A real browser that talks to this machine only."""

import os
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, sync_playwright
from pytest_django.live_server_helper import LiveServer

from chapters.models import User
from tests.browser import QUIET
from tests.factories import signed_in
from tests.system import System, reachable_folder, running

PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in the thread of the tests
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def system(chromium: str) -> Iterator[System]:
    """The whole system with its demo, as `make run` starts it."""
    with reachable_folder() as state, running(state) as system:
        yield system


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A phone's page at the live server. A request to another site or an error in the console fails the test."""
    trouble: list[str] = []
    context = browser.new_context(base_url=live_server.url, viewport=PHONE, locale="en-US")  # type: ignore[arg-type]
    page = context.new_page()

    def stay_here(route: Route) -> None:
        if urlsplit(route.request.url).hostname in {"localhost", "127.0.0.1"}:
            route.continue_()
        else:
            trouble.append(f"a request to {route.request.url}")
            route.abort()

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            trouble.append(message.text)

    page.route("**/*", stay_here)
    page.on("console", note)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    yield page
    context.close()
    assert trouble == []


@pytest.fixture
def sign_in(page: Page, live_server: LiveServer) -> Callable[[User], Page]:
    """Sign the page in as this user, who gave their second factor just now."""

    def act(user: User) -> Page:
        cookie = signed_in(user).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return page

    return act
