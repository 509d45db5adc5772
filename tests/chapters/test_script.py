"""The script on top of the pages, in a real browser, under the site's own content policy; no server is needed."""

import mimetypes
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from csp.utils import build_policy
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.test import RequestFactory
from playwright.sync_api import Page, Route, expect, sync_playwright

pytestmark = pytest.mark.browser
SITE = "http://localhost:9"
FORM = """<form class="panel" id="f" method="post" action="/act/" hx-post="/act/" hx-swap="outerHTML">
{errors}<label for="n">Name</label><input class="in" id="n" name="n" value="{value}">
<button class="btn">{{% icon "send" %}}Save</button></form>"""
PAGE = """{% extends "base_plain.html" %}{% load look %}{% block content %}FORM
<button class="btn" data-print hidden>Print</button>
<a class="btn stop" href="/sure/" data-ask="sure">Stop</a>
<dialog id="sure" aria-labelledby="t"><h2 id="t">Stop sending?</h2>
<button class="btn" type="button" data-close>Keep</button></dialog>{% endblock %}"""
BAD = '<div class="strip stop" data-errors tabindex="-1"><a href="#n">Name</a></div>'


def drawn(source: str) -> str:
    return Template("{% load look %}" + source if "extends" not in source else source).render(
        Context({"request": RequestFactory().get("/")})
    )


class Site:
    """Answers the browser in place of a server: pages, static files, and whatever `act` says."""

    act: Any = None

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if path.startswith("/static/"):
            file = Path(str(finders.find(path.removeprefix("/static/"))))
            route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0])
        elif path == "/act/":
            self.act(route)
        else:
            body = drawn(PAGE.replace("FORM", FORM.format(errors="", value=""))) if path == "/" else "Are you sure?"
            route.fulfill(body=body, headers={"content-type": "text/html", "content-security-policy": build_policy()})


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def has_script(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def page(chromium: str, site: Site, has_script: bool) -> Iterator[Page]:  # noqa: FBT001
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(java_script_enabled=has_script)
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text) if "Policy" in message.text else None)
        page.route("**/*", site.answer)
        page.goto(f"{SITE}/")
        yield page
        browser.close()
        assert problems == []


with_script = pytest.mark.parametrize("has_script", [True], indirect=True)


@with_script
def test_a_refused_form_is_swapped_in_with_its_errors_in_focus(page: Page, site: Site) -> None:
    refused = drawn(FORM.format(errors=BAD, value="typed"))
    site.act = lambda route: route.fulfill(status=422, body=refused, content_type="text/html")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-errors]")).to_be_focused()
    expect(page.get_by_label("Name")).to_have_value("typed")


@with_script
def test_a_slow_answer_says_so_and_gives_the_button_back(page: Page, site: Site) -> None:
    def slow(route: Route) -> None:
        time.sleep(0.1)
        expect(page.locator("#f button")).to_have_text("Saving")
        route.fulfill(status=204)

    site.act = slow
    button = page.locator("#f button")
    button.click()
    expect(button).to_have_text("Save")
    expect(button.locator("svg")).to_have_count(1)


@with_script
@pytest.mark.parametrize("fail", [lambda route: route.fulfill(status=500), lambda route: route.abort()])
def test_a_lost_answer_is_said_aloud(page: Page, site: Site, fail: Any) -> None:
    site.act = fail
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("No connection. Nothing was saved. Try again.")


def test_a_question_is_a_dialog_with_script_and_a_page_without(page: Page, has_script: bool) -> None:  # noqa: FBT001
    page.get_by_role("link", name="Stop").click()
    if has_script:
        expect(page.get_by_role("dialog", name="Stop sending?")).to_be_visible()
        page.get_by_role("button", name="Keep").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert page.url == f"{SITE}/"
    else:
        expect(page.locator("body")).to_have_text("Are you sure?")


def test_only_a_script_can_print(page: Page, has_script: bool) -> None:  # noqa: FBT001
    expect(page.get_by_role("button", name="Print")).to_be_visible(visible=has_script)
