"""`manage.py demo`: a chapter in the middle of its campaign, to try everything on."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from campaigns.demo import links
from campaigns.demo.cast import HIGHLAND_PARK
from campaigns.demo.loading import load
from chapters.models import Chapter


class Command(BaseCommand):
    help = "Load the demo once; with --links print one-use links to sign in to it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--links", action="store_true", help="print links that sign one person in, once, today")

    def handle(self, *_args: Any, **options: Any) -> None:
        is_loaded = Chapter.objects.filter(slug=HIGHLAND_PARK).exists()
        if options["links"]:
            self.print_links(is_loaded=is_loaded)
        elif is_loaded:
            self.stdout.write("The demo is already here.")
        elif not settings.DEVELOPMENT:
            raise CommandError("The demo is for trying things out: start with DEMO=1, never on the real site.")
        else:
            load()
            self.stdout.write("The demo is loaded: two chapters, 300 invented people, one campaign.")

    def print_links(self, *, is_loaded: bool) -> None:
        if not settings.DEMO:
            raise CommandError("Links that sign in exist only with DEMO=1.")
        if not is_loaded:
            raise CommandError("Load the demo first: manage.py demo")
        self.stdout.write("Sign in with one click (each link works once, within a day):")
        for person, secret in links.make():
            address = f"{settings.PUBLIC_URL}/demo/sign-in/{secret}/"
            self.stdout.write(f"  {person.name}, {person.says}\n    {address}")
        self.stdout.write(f"Phones, mailbox and codes of the demo: {settings.PUBLIC_URL}/demo/")
