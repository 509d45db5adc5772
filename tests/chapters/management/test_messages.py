"""Translations are extracted, kept, checked and compiled."""

import os
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.core.management import CommandError, call_command
from pytest_django import Settings

from chapters.management.commands.messages import several

TEMPLATE = """<ul>
      <li>{% translate "Come" %}, it's "open" (
    {% blocktranslate trimmed count n=people %}
        {{ n }} person
    {% plural %}
        {{ n }} people
    {% endblocktranslate %}
  {% comment %}Translators: a month{% endcomment %}
  {% translate "May" context "month" %}
  {{ _("Inline") }} ''' it\\'s
</ul>"""
CODE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext

LABEL = _("Your " "name")
def said(n):
    return ngettext("One %(thing)s", "%(n)s %(thing)s", n), pgettext("verb", "May"), _(f"never {n}"), _(LABEL)
"""
WHOLE: dict[Any, Any] = {
    "Come": "Venga",
    ("%(n)s person", "%(n)s people"): ("una persona", "%(n)s personas"),
    "May": "mayo",
    "Inline": "Dentro",
    "Your name": "Su nombre",
    ("One %(thing)s", "%(n)s %(thing)s"): ("Una %(thing)s", "%(n)s %(thing)s"),
}


@pytest.fixture
def tree(tmp_path: Path, settings: Settings) -> Path:
    for name, content in {"templates/a.html": TEMPLATE, "chapters/b.py": CODE}.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(content)
    settings.BASE_DIR, settings.LOCALE_PATHS = tmp_path, [tmp_path / "locale"]
    call_command("messages")
    return tmp_path


def catalog(tree: Path) -> Path:
    return tree / "locale" / "es" / "LC_MESSAGES" / "django.po"


def lines(keys: list[str], words: list[str]) -> str:
    return "".join(f'{key} "{word}"\n' for key, word in zip(keys, words, strict=True))


def translate(tree: Path, **replaced: str) -> None:
    """Fill in every string; `replaced` gives others by the last word of the original."""
    with catalog(tree).open("rb") as file:
        messages = [message for message in read_po(file, locale="es") if message.id]
    text = catalog(tree).read_text()
    for message in messages:
        originals, given = several(message.id), several(WHOLE[message.id])
        words = [replaced.get(originals[-1].split()[-1], word) for word in given]
        keys = [f"msgstr[{n}]" for n in range(len(originals))] if len(originals) > 1 else ["msgstr"]
        blank, filled = lines(keys, [""] * len(keys)), lines(keys, words)
        text = text.replace(f'"{originals[-1]}"\n{blank}', f'"{originals[-1]}"\n{filled}')
    catalog(tree).write_text(text)


def problems(tree: Path) -> list[str]:
    try:
        call_command("messages", check=True)
    except CommandError as error:
        return str(error).splitlines()[1:]
    return []


def test_strings_of_templates_and_code_are_found_with_their_files(tree: Path) -> None:
    with catalog(tree).open("rb") as file:
        found = {(message.id, message.context, message.locations[0][0]) for message in read_po(file) if message.id}
    assert found == {
        ("Come", None, "templates/a.html"),
        (("%(n)s person", "%(n)s people"), None, "templates/a.html"),
        ("May", "month", "templates/a.html"),
        ("Inline", None, "templates/a.html"),
        ("Your name", None, "chapters/b.py"),
        (("One %(thing)s", "%(n)s %(thing)s"), None, "chapters/b.py"),
        ("May", "verb", "chapters/b.py"),
    }
    text = catalog(tree).read_text()
    assert ("a.html:" in text, "Translators: a month" in text, "fuzzy" in text) == (False, True, False)


def test_a_new_string_needs_a_translator(tree: Path) -> None:
    assert len(problems(tree)) == 7
    translate(tree)
    assert problems(tree) == []
    (tree / "templates/a.html").write_text(TEMPLATE + '{% translate "Bring a candle" %}')
    assert problems(tree) == ["es: new, run `manage.py messages`: 'Bring a candle'"]


def test_an_update_keeps_what_is_translated_and_drops_what_is_gone(tree: Path) -> None:
    translate(tree)
    before = catalog(tree).read_text()
    call_command("messages")
    assert catalog(tree).read_text() == before
    (tree / "templates/a.html").write_text(TEMPLATE.replace('{% translate "Come" %}', ""))
    assert problems(tree) == ["es: no longer used, run `manage.py messages`: 'Come'"]
    call_command("messages")
    assert (problems(tree), "Venga" in catalog(tree).read_text()) == ([], False)


@pytest.mark.parametrize(
    ("replaced", "problem"),
    [
        ({"people": "%(m)s personas"}, "placeholders differ"),
        ({"people": "las personas"}, "placeholders differ"),
        ({"Come": ""}, "not translated"),
        ({"Come": "Venga, %s"}, "placeholders differ"),
    ],
)
def test_a_translation_that_would_break_is_found(tree: Path, replaced: dict[str, str], problem: str) -> None:
    translate(tree, **replaced)
    assert [found.split(": ")[1] for found in problems(tree)] == [problem]


def test_a_guess_is_no_translation(tree: Path) -> None:
    translate(tree)
    catalog(tree).write_text(catalog(tree).read_text().replace('msgid "Come"', '#, fuzzy\nmsgid "Come"'))
    assert problems(tree) == ["es: marked fuzzy: 'Come'"]


def test_compiling_is_for_django_and_done_once(tree: Path) -> None:
    translate(tree)
    compiled = catalog(tree).with_suffix(".mo")
    call_command("messages", compile=True)
    assert b"Venga" in compiled.read_bytes()
    compiled.write_bytes(b"newer")
    call_command("messages", compile=True)
    assert compiled.read_bytes() == b"newer"
    os.utime(compiled, (0, 0))
    call_command("messages", compile=True)
    assert compiled.read_bytes() != b"newer"
