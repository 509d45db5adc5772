"""`manage.py gate`: see, close or open the gate that everything passes before it is sent."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.messaging import gate
from campaigns.models import SendGate
from chapters.models import User


class Command(BaseCommand):
    help = "The send gate: whether anything may go out at all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("status", help="whether it is open, and how far was sent")
        close = acts.add_parser("close", help="nothing goes out from now on")
        close.add_argument("--reason", required=True, help="every lead reads it")
        opening = acts.add_parser("open", help="let messages go out again")
        opening.add_argument("--by", required=True, metavar="EMAIL", help="who decided it: someone with an account")
        opening.add_argument(
            "--without-reconcile", action="store_true", help="people may get a text twice; say so only if you know why"
        )
        acts.add_parser("join", help="on a further machine, before its workers start: follow what the others sent")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            getattr(self, f"gate_{options['act']}")(options)
        except gate.NotYet as error:
            raise CommandError(str(error)) from error

    def gate_status(self, _options: dict[str, Any]) -> None:
        """Looks only: run where no mirror is, it must not close anything."""
        row, seen = SendGate.objects.get_or_create(pk=1)[0], gate.highest()
        self.stdout.write(f"Sending is {row} since {row.changed_at:%Y-%m-%d %H:%M} UTC. {row.why}".rstrip())
        self.stdout.write(f"Last number in the database: {gate.counter()}")
        self.stdout.write(f"Last number in the mirror: {'there is no mirror' if seen is None else seen}")
        if gate.needs_reconcile():
            self.stdout.write("Run first: manage.py reconcile")

    def gate_close(self, options: dict[str, Any]) -> None:
        closed = gate.close(options["reason"])
        self.stdout.write("Sending is closed. The leads are told." if closed else "Sending was closed already.")

    def gate_open(self, options: dict[str, Any]) -> None:
        by = User.objects.filter(email__iexact=options["by"], is_active=True).first()
        if by is None:
            raise CommandError(f"Nobody signs in as {options['by']}.")
        number = gate.open_again(by=by, anyway=options["without_reconcile"])
        self.stdout.write(f"Sending is open. The counter and the mirror begin at {number}; {by} opened it.")

    def gate_join(self, _options: dict[str, Any]) -> None:
        self.stdout.write(f"This machine follows from number {gate.join()} on. Its workers may start.")
