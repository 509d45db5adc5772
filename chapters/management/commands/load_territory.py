"""Loads which ZIP code belongs to which chapter: a CSV file with the columns `zip` and `chapter`."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from chapters.members.contacts import read_zip
from chapters.models import Chapter, ChapterZip

SHOWN = 20


class Command(BaseCommand):
    help = "Load a territory file (zip,chapter). Replaces the ZIP codes of each chapter it names; all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--skip-unknown", action="store_true", help="Leave out rows of chapters that are not here.")

    def handle(self, *_args: Any, file: Path, skip_unknown: bool, **_options: Any) -> None:
        rows, problems = read(file)
        chapters = {
            name.casefold(): chapter for chapter in Chapter.objects.all() for name in (chapter.name, chapter.slug)
        }
        unknown = sorted({name for _zip, name in rows if name.casefold() not in chapters})
        if unknown:
            said = f"{len(unknown)} chapters of the file are not here: {some(unknown)}"
            self.stderr.write(said)
            if not skip_unknown:
                problems.append("Create them, or leave their rows out with --skip-unknown.")
        if problems:
            raise CommandError("Nothing was loaded. " + some(problems))
        found = {(chapters[name.casefold()].pk, code) for code, name in rows if name.casefold() in chapters}
        save(found)
        self.stdout.write(f"Loaded {len(found)} ZIP codes of {len({pk for pk, _code in found})} chapters.")


def read(file: Path) -> tuple[list[tuple[str, str]], list[str]]:
    """(ZIP code, chapter as written) of each row, and what is wrong with the file by its line."""
    rows, problems = [], []
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            if not {"zip", "chapter"} <= set(reader.fieldnames or ()):
                raise CommandError("The first line must name the columns: zip,chapter")
            for row in reader:
                try:
                    code, name = read_zip(row["zip"] or ""), (row["chapter"] or "").strip()
                except ValidationError:
                    problems.append(f"Line {reader.line_num}: {row['zip']!r} is not a ZIP code.")
                    continue
                if name:
                    rows.append((code, name))
                else:
                    problems.append(f"Line {reader.line_num}: no chapter.")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CommandError(f"The file cannot be read: {error}") from error
    return rows, problems


@transaction.atomic
def save(found: set[tuple[int, str]]) -> None:
    ChapterZip.objects.filter(chapter__in={pk for pk, _code in found}).delete()
    ChapterZip.objects.bulk_create((ChapterZip(chapter_id=pk, zip=code) for pk, code in sorted(found)), batch_size=5000)


def some(words: list[str]) -> str:
    more = len(words) - SHOWN
    return "; ".join(words[:SHOWN]) + (f"; and {more} more" if more > 0 else "")
