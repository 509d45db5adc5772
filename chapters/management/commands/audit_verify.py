"""Check that no entry of the record was changed, removed or slipped in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chapters.audit import broken_link
from chapters.models import AuditEntry


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the first and the last seal: kept elsewhere, they also show whether an end was cut off."""
        broken, looked_at = broken_link()
        if broken:
            raise CommandError(f"Entry {broken.pk} ({broken}) does not hold, {looked_at} looked at.")
        ends = AuditEntry.objects.order_by("id")
        first, last = ends.first(), ends.last()
        seals = f"from {first.before or 'the start'} to {last.seal}" if first and last else "nothing yet"
        self.stdout.write(f"All {looked_at} entries hold: {seals}.")
