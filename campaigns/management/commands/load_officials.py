"""Loads officials from the published files of Open States, CivicPatch and congress-legislators into a chapter."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.advocacy import loading, published_files
from chapters.models import Chapter


class Command(BaseCommand):
    help = (
        "Load officials (Open States or CivicPatch YAML, congress-legislators CSV or JSON) into a chapter. "
        "Loading the same files again changes nothing; what was changed by hand stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--chapter", required=True, help="The chapter's address, like highland-park.")
        parser.add_argument("--dry-run", action="store_true", help="Only count what would happen.")
        parser.add_argument("paths", nargs="+", type=Path, help="Files, zip archives, or folders of them.")

    def handle(self, *_args: Any, chapter: str, paths: list[Path], dry_run: bool, **_options: Any) -> None:
        ours = Chapter.objects.filter(slug=chapter).first()
        if ours is None:
            raise CommandError(f"There is no chapter “{chapter}”.")
        try:
            reading = published_files.read(published_files.from_paths(paths))
        except OSError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        report = loading.load(ours, reading, only_look=dry_run)
        for problem in [*report.notes, *report.problems]:
            self.stderr.write(str(problem))
        if dry_run:
            self.stdout.write("Nothing was changed. This would happen:")
        self.stdout.write(
            f"{report.new} new, {report.changed} changed, {report.same} the same, {report.kept} left alone because "
            f"edited by hand, {len(report.problems)} problems, {len(report.notes)} notes."
        )
        self.stdout.write(f"The files name {report.terms} terms and {report.offices} offices.")
        if report.closed or report.passed_over:
            self.stdout.write(f"{report.closed} offices taken out. {report.passed_over} files not about officials.")
