"""What an email looks like: in HTML and in plain text, in the person's language, with a way out."""

import re
from typing import Any

import pytest
from django.core import mail
from pytest_django.fixtures import Settings

from campaigns.messaging import letters, outbox
from campaigns.messaging.letters import Block
from campaigns.models import Delivery
from tests.cast import Cast
from tests.conventions import markup
from tests.factories import make_email_sender
from tests.faults.fixtures import make_delivery

SITE = "http://localhost:8000"
LINK = f"{SITE}/t/k7m2xq9d4t/"


@pytest.fixture(autouse=True)
def site(settings: Settings) -> None:
    settings.PUBLIC_URL = SITE


def letter(cast: Cast, body: str, **fields: Any) -> Delivery:
    sender = cast.here.senders.filter(kind="email").first() or make_email_sender(cast.here)
    facts = {"channel": "email", "address": "lupe@example.org", "subject": "Vigil", "body": body} | fields
    return make_delivery(cast.here, sender=sender, **facts)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Hi.\n\nCome.", [Block("Hi."), Block("Come.")]),
        (f"Hi.\n\nSave your seat: {LINK}", [Block("Hi."), Block("Save your seat", LINK)]),
        (f"Aparte su lugar → {LINK}.", [Block("Aparte su lugar", LINK)]),
        (f"Come:\n{LINK}\nBring tea.", [Block("Come:"), Block("", LINK), Block("Bring tea.")]),
        (f"Here {LINK} you go", [Block(f"Here {LINK} you go"), Block("", LINK)]),
        (f"{'long ' * 12}{LINK}", [Block(f"{'long ' * 12}{LINK}"), Block("", LINK)]),
        (f"Seat: {LINK}\n\nOr {SITE}/x/", [Block("Seat", LINK), Block(f"Or {SITE}/x/")]),
        ("Read https://elsewhere.example/a", [Block("Read https://elsewhere.example/a")]),
        (f"Read {SITE}.evil.example/t/", [Block(f"Read {SITE}.evil.example/t/")]),
        ("", []),
    ],
)
def test_the_first_link_to_our_site_is_a_button(body: str, expected: list[Block]) -> None:
    assert letters.blocks(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("word " * 20, f"{' '.join(['word'] * 14)}\n{' '.join(['word'] * 6)}"),
        (f"Save your seat: {LINK}", f"Save your seat:\n{LINK}"),
        (f"See {LINK}. Then {SITE}/x/, please.", f"See\n{LINK}\nThen\n{SITE}/x/\nplease."),
        (f"{SITE}/{'x' * 200}", f"{SITE}/{'x' * 200}"),
        ("One\n\nTwo\nThree", "One\n\nTwo\nThree"),
        ("", ""),
    ],
)
def test_plain_text_wraps_and_leaves_links_whole(body: str, expected: str) -> None:
    assert letters.wrapped(body) == expected


def test_words_are_words_and_links_are_links(cast: Cast) -> None:
    body = f"<b>Hi</b> & hello, see https://example.org/a?b=1&c=2 or </head>\n\nGo: {LINK}"
    html = letters.in_html(letter(cast, body))
    assert "&lt;b&gt;Hi&lt;/b&gt; &amp; hello" in html
    assert '<a href="https://example.org/a?b=1&amp;c=2" rel="nofollow">' in html
    assert (html.count("</head>"), html.count("<style>")) == (1, 1)
    assert re.search(rf'<a href="{LINK}"><font[^>]*><b>Go</b></font></a>', html)
    assert "javascript:" not in html


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("You get this email because", "Stop these emails", "Open the page")),
        ("es", ("Recibe este correo porque", "Dejar de recibir estos correos", "Abrir la página")),
    ],
)
def test_it_says_why_and_how_to_stop_in_the_persons_language(cast: Cast, language: str, words: tuple[str, ...]) -> None:
    delivery = letter(cast, f"Hola\n\n{LINK}", language=language)
    html, text = letters.in_html(delivery), letters.in_text(delivery)
    assert f'<html lang="{language}">' in html
    for part in (html, text):
        assert cast.here.name in part
        assert "PO Box 42, Los Angeles, CA 90042" in part
        assert letters.stop_url(delivery) in part
        assert all(word in part for word in words[:2])
    assert words[2] in html


def test_it_asks_no_other_site_for_anything(cast: Cast) -> None:
    html = letters.in_html(letter(cast, "Come."))
    found = markup.read(html.replace(f"<style>{letters.style_sheet()}</style>", "")).forbidden
    assert (found, "url(" in letters.style_sheet(), "<img" in html) == ([], False, False)


def test_the_mail_program_shows_the_first_words(cast: Cast) -> None:
    assert letters.preview(f"Hi Lupe,\n\nwill you come? {LINK}") == "Hi Lupe, will you come?"
    assert len(letters.preview("word " * 100)) <= letters.PREVIEW


@pytest.mark.parametrize(
    ("purpose", "expected"),
    [
        ("ask", {"Precedence": "bulk", "List-ID": "<highland-park.highland-park.example>"}),
        ("reminder", {"Auto-Submitted": "auto-generated"}),
        ("answer", {}),
    ],
)
def test_headers_say_what_kind_it_is(cast: Cast, purpose: str, expected: dict[str, str]) -> None:
    found = letters.headers(letter(cast, "Come.", purpose=purpose))
    assert {name: found.get(name) for name in ("Precedence", "List-ID", "Auto-Submitted") if name in found} == expected


def test_one_click_to_stop_is_https_where_the_site_is(cast: Cast, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://organizing.example.org"
    found = letters.headers(letter(cast, "Come."))
    assert re.fullmatch(r"<https://organizing\.example\.org/u/[\w.-]+/>", found["List-Unsubscribe"])
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_names_with_odd_letters_and_lines_break_no_header(cast: Cast) -> None:
    cast.here.name = "Vecinas, Niños & «Más»"
    cast.here.save()
    letter(cast, "Come.", subject="Vigilia\r\nBcc: all@example.org")
    outbox.send("default")
    [sent] = mail.outbox
    assert sent.recipients() == ["lupe@example.org"]
    assert str(sent.message()["Subject"]) == "Vigilia Bcc: all@example.org"
