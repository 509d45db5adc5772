"""What has to be done before the processes start; `make run` and the container call it. Quick when all is done."""

import hashlib
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, OutputWrapper
from django.db import OperationalError, connection

from chapters import keys
from chapters.models import Chapter


class Command(BaseCommand):
    help = "Migrate the database and load the ZIP codes; compile translations and collect static files if asked."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--files", action="store_true", help="also compile translations and collect static files")
        parser.add_argument(
            "--demo", action="store_true", help="also load the demo if there is no chapter; print links"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["files"]:
            call_command("messages", compile=True)
            collect_static(Path(settings.STATIC_ROOT))
        try:
            connection.ensure_connection()
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}") from error
        call_command("migrate", interactive=False, verbosity=0)
        if why := keys.trouble():
            raise CommandError(why)
        keys.prove()
        call_command("load_zips", stdout=sys.stderr)
        if options["demo"]:
            show_demo(self.stdout)


def show_demo(links: OutputWrapper) -> None:
    """Progress goes to standard error, so that the links that sign in are all there is to read on standard output."""
    if not Chapter.objects.exists():
        print("Loading the demo ...", file=sys.stderr)
        call_command("demo", stdout=sys.stderr)
    call_command("demo", links=True, stdout=links)


def collect_static(root: Path) -> None:
    """Collect, hash and compress the static files, unless nothing changed since the last time."""
    stamp, digest = root / "collected", hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(digest.hexdigest())
