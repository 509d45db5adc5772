"""`manage.py load_roll_calls`: the roll calls of one bill out of the published files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.advocacy import roll_call_files, roll_calls
from campaigns.advocacy.models import Measure
from campaigns.advocacy.roll_call_files import Unreadable, squeezed
from chapters.models import Chapter


class Command(BaseCommand):
    help = (
        "Load the roll calls of one bill from ca17-18desc.dat and ca17-18votes.dat, or the zip of both. Loading them "
        "again changes nothing, and what was reviewed stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--chapter", required=True, help="The chapter's address, like highland-park.")
        parser.add_argument("--measure", required=True, help="The bill's number, like “SB 54”, or its code.")
        parser.add_argument("paths", nargs="+", type=Path, help="The zip, or the two files.")

    def handle(self, *_args: Any, chapter: str, measure: str, paths: list[Path], **_options: Any) -> None:
        ours = Chapter.objects.filter(slug=chapter).first()
        if ours is None:
            raise CommandError(f"There is no chapter “{chapter}”.")
        found = self.measure_of(ours, measure)
        try:
            files = {path.name: path.read_bytes() for path in paths}
            calls = roll_call_files.read(*roll_call_files.unpacked(files), found.identifier)
        except (OSError, Unreadable) as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        loaded = roll_calls.load(found, calls, by=None)
        for words in loaded.refused:
            self.stderr.write(words)
        self.stdout.write(loaded.words)

    def measure_of(self, chapter: Chapter, named: str) -> Measure:
        rows = chapter.measures.select_related("chapter")
        found = [row for row in rows if row.code == named or squeezed(row.identifier) == squeezed(named)]
        if len(found) != 1:
            how_many = "no bill" if not found else "more than one bill"
            raise CommandError(f"There is {how_many} “{named}” in {chapter}. Its code names it for sure.")
        return found[0]
