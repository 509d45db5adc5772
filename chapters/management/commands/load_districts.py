"""Loads which congressional districts each ZIP code touches, from a file of the form of `zccd.csv`."""

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from chapters.models import ZipDistrict

COLUMNS = ["state_fips", "state_abbr", "zcta", "cd"]
BATCH = 5000


class Command(BaseCommand):
    help = "Replace the table of districts by a CSV file with the columns state_fips, state_abbr, zcta, cd."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        try:
            with file.open(newline="", encoding="utf-8-sig") as lines:
                pairs = dict.fromkeys(read(lines))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be read: {error}") from error
        with transaction.atomic():
            ZipDistrict.objects.all().delete()
            rows = (ZipDistrict(zip=code, district=district) for code, district in pairs)
            ZipDistrict.objects.bulk_create(rows, batch_size=BATCH)
        self.stdout.write(f"Loaded {len(pairs)} pairs of a ZIP code and a district.")


def read(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """('90042', 'CA-34'), …; 0 is the only district of a state. Raises CommandError with the number of the line."""
    rows = csv.DictReader(lines)
    if rows.fieldnames is None or not set(COLUMNS) <= set(rows.fieldnames):
        raise CommandError(f"The first line must name these columns: {', '.join(COLUMNS)}.")
    for row in rows:
        state, code, number = (str(row[name] or "").strip() for name in COLUMNS[1:])
        if not (re.fullmatch(r"[A-Z]{2}", state) and re.fullmatch(r"\d{5}", code) and re.fullmatch(r"\d{1,2}", number)):
            raise CommandError(f"Line {rows.line_num} is not a ZIP code with its district: {state},{code},{number}")
        yield code, f"{state}-{int(number)}"
