"""Every address with its methods and who may open it."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from organizing.checks import Route, routes


def described(route: Route) -> dict[str, Any]:
    """`methods` is empty and `mark` "its own" for pages that others wrote and that guard themselves."""
    mark = route.mark
    return {
        "pattern": f"/{route.pattern}",
        "name": route.name,
        "methods": list(mark.methods) if mark else [],
        "mark": str(mark) if mark else "its own",
        "fresh": mark.fresh if mark else False,
    }


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="One JSON list instead of a table.")

    def handle(self, *args: Any, **options: Any) -> None:
        found = [described(route) for route in routes()]
        if options["json"]:
            self.stdout.write(json.dumps(found, indent=1))
            return
        for one in found:
            asks = " asks again" if one["fresh"] else ""
            self.stdout.write(f"{one['mark']:32}{','.join(one['methods']):10}{one['pattern']}{asks}")
