"""Loads the ZIP codes of the `zipcodes` package into their table."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

import zipcodes
from django.core.management.base import BaseCommand
from django.db import transaction

from chapters.models import Zip

BATCH = 5000


class Command(BaseCommand):
    help = "Load place, position and time zone of every US ZIP code. Does nothing when they are all there."

    def handle(self, *_args: Any, **_options: Any) -> None:
        rows = zipcodes.list_all()
        if Zip.objects.count() == len(rows):
            return
        zones = available_timezones()
        with transaction.atomic():
            Zip.objects.all().delete()
            Zip.objects.bulk_create((zip_from(row, zones) for row in rows), batch_size=BATCH)
        self.stdout.write(f"Loaded {len(rows)} ZIP codes.")


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
