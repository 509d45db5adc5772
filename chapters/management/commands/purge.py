"""Lets go of what was kept long enough. Runs every night by the timetable; by hand, for another moment or to look."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from chapters import retention
from chapters.retention import Held, Rule


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--now", metavar="ISO", help="as if it were then, such as 2026-12-01 or 2026-12-01T03:00Z")
        parser.add_argument("--dry-run", action="store_true", help="change nothing; say how many rows would go")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = moment(options["now"]) if options["now"] else timezone.now()
        if options["dry_run"]:
            if since := retention.held_since():
                self.stdout.write(f"A legal hold is on since {since:%Y-%m-%d}. Without it:")
            for rule in retention.rules():
                self.say(rule, rule.due(now).count(), "would go")
            return
        try:
            for rule, n in retention.purge(now):
                self.say(rule, n, "gone")
        except Held as held:
            raise CommandError(str(held)) from None

    def say(self, rule: Rule, n: int, what: str) -> None:
        self.stdout.write(f"{rule.name}, kept {rule.days} days: {n} {what}.")


def moment(text: str) -> datetime:
    """Without a zone it is UTC."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"“{text}” is no moment. Write it like 2026-12-01 or 2026-12-01T03:00:00Z.") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
