"""Brings the translation catalogs up to date, checks them and compiles them, without the system's gettext."""

import re
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.template import templatize

SOURCES = {"organizing": "**/*.py", "chapters": "**/*.py", "campaigns": "**/*.py", "templates": "**/*.*"}
WIDTH = 110
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
HEADER: dict[str, Any] = {
    "project": "Organizing",
    "version": "",
    "msgid_bugs_address": "",
    "last_translator": "The Organizing contributors",
    "language_team": "",
    "header_comment": "# Kept by `manage.py messages`, which adds new strings and drops old ones.",
    "fuzzy": False,
}
# Which arguments of each function are text; (1, "c") marks a context, as Babel spells it.
FUNCTIONS: dict[str, Any] = {
    "_": (1,),
    "gettext": (1,),
    "gettext_noop": (1,),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
FUNCTIONS |= {f"{name}_lazy": spec for name, spec in FUNCTIONS.items() if name.endswith("gettext")}


class Command(BaseCommand):
    requires_system_checks: list[str] = []
    help = "Extract every translatable string into locale/<language>/LC_MESSAGES/django.po, keeping translations."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail if anything needs a translator")
        parser.add_argument("--compile", action="store_true", help="only write the .mo files that Django reads")

    def handle(self, *_args: Any, **options: Any) -> None:
        found = extract(settings.BASE_DIR)
        problems: list[str] = []
        for path in catalogs(Path(settings.LOCALE_PATHS[0])):
            if options["compile"]:
                compile_catalog(path)
            elif options["check"]:
                problems += [f"{path.parts[-3]}: {problem}" for problem in check(load(path), found)]
            else:
                update(path, found)
        if problems:
            raise CommandError("\n".join(["Translations need work:", *problems]))


def catalogs(locale: Path) -> list[Path]:
    """One catalog per language other than English, which is the language of the source."""
    return [
        locale / code / "LC_MESSAGES" / "django.po"
        for code, _name in settings.LANGUAGES
        if code != settings.LANGUAGE_CODE
    ]


def load(path: Path) -> Catalog:
    language = path.parts[-3]
    if not path.exists():
        return Catalog(language, **HEADER)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def extract(root: Path) -> Catalog:
    """Every marked string of the source tree, with the files that hold it."""
    found = Catalog()
    for folder, pattern in SOURCES.items():
        for path in sorted((root / folder).glob(pattern)):
            name = path.relative_to(root).as_posix()
            for text, context, comments in strings(path):
                found.add(text, context=context, locations=[(name, 0)], auto_comments=comments)
    return found


def strings(path: Path) -> Iterator[tuple[Any, str | None, list[str]]]:
    """(text or (singular, plural), context, comments for the translator) of one Python file or template."""
    source = path.read_text()
    if path.suffix != ".py":
        # templatize leaves Python calls in a text of Xs; its indentation means nothing to a Python reader.
        source = re.sub(r"^[ \t]+", "", templatize(source, origin=str(path)), flags=re.MULTILINE)
    calls: Iterable[Any] = extract_python(BytesIO(source.encode()), FUNCTIONS, ["Translators:"], {"encoding": "utf-8"})
    for _line, function, arguments, comments in calls:
        given = arguments if isinstance(arguments, tuple) else (arguments,)
        if all(given[: len(FUNCTIONS[function])]):  # an f-string or a variable reads as None
            yield (*parts(function, given), comments)


def parts(function: str, given: tuple[Any, ...]) -> tuple[Any, str | None]:
    context = given[0] if "pgettext" in function else None
    texts = given[1:] if context else given
    return (texts[:2] if function.startswith("n") else texts[0]), context


def update(path: Path, found: Catalog) -> None:
    """Write `found` with the translations that `path` holds; new strings come in untranslated."""
    catalog = load(path)
    catalog.update(found, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    output = BytesIO()
    write_po(output, catalog, width=WIDTH, include_lineno=False, sort_output=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    replace(path, output.getvalue())


def check(catalog: Catalog, found: Catalog) -> Iterator[str]:
    """What a translator, or whoever added a string, still has to do."""
    known = {(message.id, message.context) for message in catalog if message.id}
    wanted = {(message.id, message.context) for message in found if message.id}
    yield from (f"new, run `manage.py messages`: {text!r}" for text, _context in sorted(wanted - known, key=str))
    yield from (f"no longer used, run `manage.py messages`: {text!r}" for text, _ in sorted(known - wanted, key=str))
    for message in catalog:
        if message.id and (problem := problem_with(message)):
            yield f"{problem}: {message.id!r}"


def problem_with(message: Message) -> str | None:
    originals, translations = several(message.id), several(message.string)
    if message.fuzzy:
        return "marked fuzzy"
    if not all(translations):
        return "not translated"
    # A singular may say "one person" without its number, so only the plural must have every placeholder.
    if placeholders(translations[-1:]) != placeholders(originals[-1:]):
        return "placeholders differ"
    if not placeholders(translations) <= placeholders(originals):
        return "placeholders differ"
    return None


def several(text: Any) -> tuple[str, ...]:
    """Singular and plural, or the one text there is."""
    return tuple(text) if isinstance(text, tuple | list) else (text or "",)


def placeholders(texts: Iterable[str]) -> set[str]:
    return {found for text in texts for found in PLACEHOLDER.findall(text.replace("%%", ""))}


def compile_catalog(path: Path) -> None:
    """Write the .mo file beside `path`, unless it is already as new."""
    target = path.with_suffix(".mo")
    if not path.exists() or (target.exists() and target.stat().st_mtime >= path.stat().st_mtime):
        return
    output = BytesIO()
    write_mo(output, load(path))
    replace(target, output.getvalue())


def replace(path: Path, content: bytes) -> None:
    """Whole or not at all: a reader in another process never sees half a file."""
    partial = path.with_name(f"{path.name}.partial")
    partial.write_bytes(content)
    partial.replace(path)
