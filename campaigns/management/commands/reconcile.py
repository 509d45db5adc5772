"""`manage.py reconcile`: after a backup was restored, compare with Twilio's list what went out."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive

from campaigns.messaging import gate, reconciling, twilio


class Command(BaseCommand):
    help = (
        "Mark as sent what Twilio's list shows as sent, so that nothing goes out twice. Only while the gate is closed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--since", metavar="ISO", help="from when on, as 2026-11-26T09:00Z; else since the last attempt"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if not gate.is_shut():
            raise CommandError('Sending is open. Close it first: manage.py gate close --reason "A backup was restored"')
        since = read(options["since"]) if options["since"] else reconciling.default_since()
        try:
            result = reconciling.run(since)
        except twilio.UNREADABLE as error:
            raise CommandError(f"Twilio's list cannot be read ({type(error).__name__}). Run it again later.") from error
        self.tell(result, asked=since)

    def tell(self, result: reconciling.Result, *, asked: datetime) -> None:
        if asked < result.since:
            self.stdout.write("Twilio's list is proof for three days only. What went out before them nobody can tell.")
        self.stdout.write(f"Compared with Twilio's list since {result.since:%Y-%m-%d %H:%M} UTC:")
        rows = {
            "texts from our numbers in the list": result.listed,
            "known here already": result.known,
            "found, and marked as sent": result.adopted,
            "written down, because the message itself was lost": result.found,
            "emails that nobody can prove, left to a person": result.parked,
        }
        for words, count in rows.items():
            self.stdout.write(f"  {words:<52}{count:>8}")
        self.stdout.write("Nothing goes out yet. To open: manage.py gate open --by you@example.org")


def read(text: str) -> datetime:
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise CommandError("Give --since as a date and a time: 2026-11-26T09:00Z")
    return found.replace(tzinfo=UTC) if is_naive(found) else found
