"""Seal everything anew with the first key of FIELD_KEYS, so that the older ones can be dropped.

Put the new key in front, restart every process, run this, take the old key away, restart again. May be stopped and
started again at any time.
"""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from cryptography.exceptions import InvalidTag
from django.core.management.base import BaseCommand, CommandError

from chapters import audit, keys
from chapters.encryption import first_key


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="change nothing; say how many values have which key")

    def handle(self, *_args: Any, **options: Any) -> None:
        found = keys.census()
        if strange := keys.unknown(found):
            said = "; ".join(f"{n} in {column} have “{key}”" for column, key, n in strange)
            raise CommandError(f"FIELD_KEYS does not hold the key of every value: {said}. Nothing was changed.")
        if options["dry_run"]:
            for key, n in sorted(sum(found.values(), Counter()).items()):
                self.stdout.write(f"{key}: {n} values.")
            return
        self.rotate()

    def rotate(self) -> None:
        total, last = 0, ("", 0)
        try:
            for column, n in keys.rotate():
                total += n - last[1] if column == last[0] else n
                last = (column, n)
                self.stdout.write(f"{column}: {n} values sealed anew.")
        except InvalidTag as error:
            raise CommandError(f"{error} What was done before it stays done.") from error
        keys.prove()
        left = sorted(key for key in sum(keys.census().values(), Counter()) if key != first_key())
        if left:
            raise CommandError(
                f"Values with {', '.join(left)} came in meanwhile: restart every process, then run again."
            )
        audit.record("keys_rotated", chapter=None, by=None, values=total)
        self.stdout.write(f"Every value has the key “{first_key()}”: {total} sealed anew. Older keys can be dropped.")
