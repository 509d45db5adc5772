"""The whole job through the pages, on the processes that `make run` starts: a list comes in, a text goes out, a tap
becomes a seat, and a stop is a stop."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.system import ROOT, System

pytestmark = pytest.mark.browser
REAL_LIST = ROOT.parent / "shared" / "data" / "people" / "osdi_fake_data.csv"
HERE = "/c/highland-park"
# Toll-free numbers say nothing about a time zone, and without a ZIP code the chapter's own decides about the hours.
PEOPLE = [
    ("Inés Prado", "800 555 0111", "es"),
    ("Omar Quiñones", "800 555 0112", "es"),
    ("Hattie Brook", "800 555 0113", "en"),
    ("Lena Forsyth", "800 555 0114", "en"),
]
INES, OMAR, HATTIE = (f"+1{number.replace(' ', '')}" for _name, number, _language in PEOPLE[:3])


@pytest.fixture
def walter(browser: Browser, system: System) -> Iterator[Page]:
    """The second lead, on a laptop that runs no script."""
    yield from laptop(browser, system, script=False)


@pytest.fixture
def elena(browser: Browser, system: System) -> Iterator[Page]:
    yield from laptop(browser, system)


@pytest.fixture
def phone(browser: Browser, system: System) -> Iterator[Page]:
    """A member's phone, which runs no script."""
    context = browser.new_context(
        base_url=system.address, viewport={"width": 360, "height": 740}, java_script_enabled=False, locale="es-MX"
    )
    yield context.new_page()
    context.close()


def laptop(browser: Browser, system: System, *, script: bool = True) -> Iterator[Page]:
    context = browser.new_context(
        base_url=system.address, viewport={"width": 1280, "height": 900}, java_script_enabled=script, locale="en-US"
    )
    yield context.new_page()
    context.close()


def test_from_a_list_to_a_seat_and_a_stop(elena: Page, walter: Page, phone: Page, tmp_path: Path) -> None:
    sign_in(elena, "Elena Duarte", "elena@highlandpark.example")
    make_it_midday(elena)
    if REAL_LIST.exists():
        assert bring_in(elena, REAL_LIST) == 8_780  # the other rows are people twice in the file
    assert bring_in(elena, made_up(tmp_path), wording="Text me about the fight for our streets.") == len(PEOPLE)

    elena.get_by_role("link", name="Write to them").click()
    mine = elena.url
    write(elena)
    sign_in(walter, "Walter Boone", "walter@highlandpark.example")
    approve(walter, 4)

    text = latest_text(phone, INES, "venga a la vigilia")
    before = seats(elena)
    tap_and_save(phone, text)
    assert seats(elena) == before + 2
    answer(phone, HATTIE, "IN")
    latest_text(phone, HATTIE, "seat")
    assert seats(elena) == before + 3

    answer(phone, OMAR, "ya no me manden más mensajes")
    latest_text(phone, OMAR, "START")
    the_next_audience_leaves_omar_out(elena, mine)


def sign_in(page: Page, name: str, email: str) -> None:
    """By a code from the mailbox, then by the code of the authenticator."""
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(mailed_code(page, email))
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Code").fill(shown_code(page, name))
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/c/**")


def mailed_code(page: Page, email: str) -> str:
    mail = page.context.new_page()
    mail.goto("/demo/mail/")
    mail.locator(".threads a", has_text=email).first.click()
    found = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", mail.locator(".panel").inner_text())
    mail.close()
    assert found
    return found[0]


def shown_code(page: Page, name: str) -> str:
    codes = page.context.new_page()
    codes.goto("/demo/")
    code = codes.locator("tr", has_text=name).locator("b").inner_text()
    codes.close()
    return code


def make_it_midday(page: Page) -> None:
    """Set the chapter's clock to where it is noon, whenever this runs, and let two people be too many for one lead."""
    hours_ahead = 12 - datetime.now(UTC).hour  # Etc/GMT-3 is 3 hours ahead of UTC
    page.goto(f"{HERE}/setup/")
    page.get_by_label("Time zone").fill(f"Etc/GMT{-hours_ahead:+d}" if hours_ahead else "Etc/GMT")
    page.get_by_label("People before a second lead must say yes").fill("2")
    page.get_by_role("button", name="Save the set-up").click()
    expect(page.locator("#said")).to_contain_text("Saved")


def made_up(folder: Path) -> Path:
    path = folder / "vigil clipboard.csv"
    rows = [f"{name};{number};{language}" for name, number, language in PEOPLE]
    path.write_text("\n".join(["Nombre completo;Celular;Idioma", *rows]), encoding="utf-8-sig")
    return path


def bring_in(page: Page, path: Path, wording: str = "") -> int:
    """Returns how many came in. Without a wording they are kept and not texted."""
    page.goto(f"{HERE}/people/import/")
    page.get_by_label("The list, as a CSV file").set_input_files(path)
    page.get_by_role("button", name="Read this file").click()
    if wording:
        page.get_by_label("Where did they say yes to texts?").fill("Clipboard at the vigil")
        page.get_by_label("The exact words they said yes to").fill(wording)
    page.get_by_role("button", name="Show me what will happen").click()
    page.get_by_role("button", name="Bring").click(timeout=60_000)
    done = page.get_by_role("heading", level=1).filter(has_text="came in")
    done.wait_for(timeout=300_000)
    return int(re.sub(r"\D", "", done.inner_text()))


def write(page: Page) -> None:
    page.get_by_label("What do you ask?").fill("Come to the vigil")
    page.get_by_label("Which event is it about?").select_option(label=event_choice(page))
    page.get_by_label("Text in English").fill(
        "{chapter}: {first_name}, come to the vigil. {link} Reply IN, or STOP to end."
    )
    page.get_by_label("Text in Spanish").fill(
        "{grupo}: {nombre}, venga a la vigilia. {enlace} Responda VOY, o ALTO para salir."
    )
    expect(page.locator("#people .gets")).to_have_text("4")
    page.get_by_role("button", name="Ask Walter to approve").click()
    expect(page.get_by_text("waits for a yes").first).to_be_visible()


def event_choice(page: Page) -> str:
    choices = page.get_by_label("Which event is it about?").locator("option").all_inner_texts()
    return next(words for words in choices if words.startswith("Candles and postcards"))


def approve(page: Page, people: int) -> None:
    page.goto(f"{HERE}/")
    task = page.locator("li", has_text=f"Say yes or no to a message for {people} people")
    task.get_by_role("link").click()
    page.get_by_role("button", name=f"Send to {people} people").click()
    for _second in range(60):
        if page.get_by_text(f"{people} of {people} sent").count():
            return
        page.wait_for_timeout(1000)
        page.reload()
    raise AssertionError(page.locator("main").inner_text())


def latest_text(phone: Page, number: str, words: str) -> str:
    """The newest text on this phone, once it is there and has these words in it."""
    newest = phone.locator(".bub:not(.me)").last
    for _second in range(60):
        phone.goto(f"/demo/phones/{number}/")
        if words in (text := newest.inner_text() if newest.count() else ""):
            return text
        phone.wait_for_timeout(1000)
    raise AssertionError(f"{number} never got “{words}”, but: {text}")


def tap_and_save(phone: Page, text: str) -> None:
    """Opening the link changes nothing and gives nobody away; the button does."""
    link = re.search(r"http://\S+", text)
    assert link
    phone.goto(link[0])
    expect(phone.get_by_role("heading", name="Hola, Inés")).to_be_visible()
    assert "Prado" not in phone.content()
    phone.get_by_label("¿Cuántas personas?").select_option("2")
    phone.get_by_role("button", name="Sí, voy a ir").click()
    expect(phone.get_by_role("heading", level=1)).to_be_visible()


def answer(phone: Page, number: str, words: str) -> None:
    phone.goto(f"/demo/phones/{number}/")
    phone.get_by_role("textbox").fill(words)
    phone.locator("button.flame").click()


def seats(page: Page) -> int:
    """How many are coming to the vigil, as the lead's page says."""
    page.goto(f"{HERE}/")
    row = page.locator("li", has_text="Candles and postcards on York").last.inner_text()
    found = re.search(r"(\d+) coming", row)
    assert found
    return int(found[1])


def the_next_audience_leaves_omar_out(page: Page, address: str) -> None:
    page.goto(address)
    line = page.locator(".reasons li", has_text="asked us to stop")
    expect(line.locator("b")).to_have_text("1")
    expect(line).to_contain_text("Always left out")
