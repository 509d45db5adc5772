"""`make shots`: every page that a link leads to, narrow and wide, light and dark, English and Spanish."""

import os
import shutil
import sys
from itertools import product
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import django
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import BROWSERS, QUIET
from tests.system import ROOT, System, reachable_folder, running

WIDTHS = {390: 844, 1280: 900}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LANGUAGES = ("en", "es")
SKIPPED = ("account_logout", "admin.", "demo.sign_in")
SCOUTED = 4  # addresses of one view that are tried
FILES = (".ics", ".csv", ".txt", ".xml", ".svg")


def main() -> int:
    chromium = next(filter(None, map(shutil.which, BROWSERS)), None)
    if chromium is None:
        print("No browser found: install Chromium first.", file=sys.stderr)
        return 1
    folder = ROOT / "var" / "shots"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with reachable_folder() as state, running(state) as system, sync_playwright() as playwright:
        use_settings(state)
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        for who, starts in visitors(system).items():
            shoot(browser, starts, folder / who)
        browser.close()
    print(f"{len(list(folder.rglob('*.png')))} pictures are in {folder}.")
    return 0


def use_settings(state: Path) -> None:
    """Those of the running system, to tell which view an address leads to."""
    lines = (line.split("=", 1) for line in (state / "env").read_text().splitlines())
    os.environ.update(dict(lines), DJANGO_SETTINGS_MODULE="organizing.settings")
    django.setup()


def visitors(system: System) -> dict[str, list[str]]:
    """Who looks, and where they begin: the first page opened signs them in."""
    lead, _second, volunteer, admin = system.links
    return {
        "anyone": [f"{system.address}/", f"{system.address}/demo/"],
        "lead": [lead],
        "volunteer": [volunteer],
        "admin": [admin, f"{system.address}/admin/"],
    }


def shoot(browser: Browser, starts: list[str], folder: Path) -> None:
    """A picture of each page that can be reached from `starts`, in each width, scheme and language."""
    scout = browser.new_context()
    pages = discovered(scout.new_page(), starts)
    kept = scout.storage_state()
    for (width, height), scheme, language in product(WIDTHS.items(), SCHEMES, LANGUAGES):
        context = browser.new_context(
            storage_state=kept, viewport={"width": width, "height": height}, color_scheme=scheme, locale=language
        )
        context.add_cookies([{"name": "language", "value": language, "url": starts[0]}])
        page = context.new_page()
        for name, url in pages.items():
            page.set_viewport_size({"width": width, "height": height})
            page.goto(url)
            whole = max(height, page.evaluate("document.documentElement.scrollHeight"))
            page.set_viewport_size({"width": width, "height": whole})  # a bar at the foot stays at the foot
            page.screenshot(path=folder / f"{name}-{width}-{scheme}-{language}.png")
        context.close()
    scout.close()


def discovered(page: Page, starts: list[str]) -> dict[str, str]:
    """Name of each view -> of the addresses that links lead to, the one with the longest page among the first few.

    Raises RuntimeError for an address that errs.
    """
    sizes: dict[str, dict[str, int]] = {}
    waiting = list(starts)
    while waiting:
        url = waiting.pop(0)
        answer = page.goto(url)
        if answer is None or answer.status >= 400:
            raise RuntimeError(f"{url} answered {answer and answer.status}")
        if not answer.headers.get("content-type", "").startswith("text/html"):
            sizes.pop(name_of(page.url), None)  # for programs, not a page
            continue
        sizes.setdefault(name_of(page.url), {})[page.url] = len(page.content())
        for link in links(page):
            known = sizes.setdefault(name_of(link), {})
            if link not in known and len(known) < SCOUTED:
                known[link] = 0
                waiting.append(link)
    return {name: max(known, key=lambda url: known[url]) for name, known in sizes.items()}


def links(page: Page) -> list[str]:
    """The addresses of this site that the page leads to, without files and the ways out."""
    found: list[str] = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href.split('#')[0])")
    here = urlsplit(page.url).netloc
    ours = [link for link in dict.fromkeys(found) if urlsplit(link).netloc == here and not link.endswith(FILES)]
    return [link for link in ours if not name_of(link).startswith(SKIPPED)]


def name_of(url: str) -> str:
    """`events_page` for /e/4f9x/; "" for an address that leads nowhere."""
    try:
        return resolve(urlsplit(url).path).view_name.replace(":", ".")
    except Resolver404:
        return ""


if __name__ == "__main__":
    sys.exit(main())
