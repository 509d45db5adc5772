"""Check that no entry of the record was changed, removed or slipped in. Ends with 1 where one was.

Prints the first and the last seal. The last one, kept elsewhere and given as --seal later, also shows whether the end
was cut off.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chapters.audit import broken_link
from chapters.models import AuditEntry


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seal", metavar="SEAL", help="a seal that an earlier run printed: it must still be there")

    def handle(self, *_args: Any, **options: Any) -> None:
        broken, looked_at = broken_link()
        if broken:
            said = f"Entry {broken.entry.pk} ({broken.entry}) {broken.why}."
            raise CommandError(f"The record does not hold. {said} {looked_at} looked at.")
        if (seal := options["seal"]) and not AuditEntry.objects.filter(seal=seal).exists():
            raise CommandError(f"No entry has the seal {seal}: the end was cut off, or it was let go after 400 days.")
        ends = AuditEntry.objects.order_by("id")
        first, last = ends.first(), ends.last()
        seals = f"from {first.before or 'the start'} to {last.seal}" if first and last else "nothing yet"
        self.stdout.write(f"All {looked_at} entries hold: {seals}.")
