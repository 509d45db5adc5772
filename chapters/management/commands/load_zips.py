"""Loads the ZIP codes of the `zipcodes` package into their table."""

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any
from zoneinfo import available_timezones

import zipcodes
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from chapters.models import Zip

BATCH = 5000
TABLE = Zip._meta.db_table


class Command(BaseCommand):
    help = "Load place, position and time zone of every US ZIP code. Does nothing when this package's are all there."

    def handle(self, *_args: Any, **_options: Any) -> None:
        source = f"zipcodes {version('zipcodes')}"
        if source_of_table() == source:
            return
        zones = available_timezones()
        with transaction.atomic(), connection.cursor() as cursor:
            Zip.objects.all().delete()
            Zip.objects.bulk_create((zip_from(row, zones) for row in zipcodes.list_all()), batch_size=BATCH)
            cursor.execute(f"COMMENT ON TABLE {TABLE} IS %s", [source])
        self.stdout.write(f"Loaded {Zip.objects.count()} ZIP codes.")


def source_of_table() -> str | None:
    """The package that the rows came from: a comment on the table, written in the transaction that wrote them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT obj_description(%s::regclass) WHERE EXISTS (SELECT FROM {TABLE})", [TABLE])  # noqa: S608
        row = cursor.fetchone()
        return row[0] if row else None


def zip_from(row: Mapping[str, Any], zones: set[str]) -> Zip:
    """Military addresses have no position (0, 0) and no zone; one place stands where a zone should."""
    latitude, longitude = float(row["lat"]), float(row["long"])
    is_placed = bool(latitude or longitude)
    return Zip(
        zip=row["zip_code"],
        place=row["city"],
        county=row["county"],
        state=row["state"],
        timezone=row["timezone"] if row["timezone"] in zones else "",
        latitude=latitude if is_placed else None,
        longitude=longitude if is_placed else None,
    )
