"""Time zones a phone number may be in, kept beside the number so that the database can tell people apart by hours."""

from functools import lru_cache
from typing import Any

from django.db import models
from phonenumbers import NumberParseException, parse
from phonenumbers.timezone import UNKNOWN_TIMEZONE, time_zones_for_number

TOO_VAGUE = 6  # a number that may be in more zones than this, like a toll-free one, says nothing


def zones_of_number(phone: str) -> tuple[str, ...]:
    """Zones of the area code of an E.164 number; () when it says nothing."""
    return _zones_of_area(phone[:8]) if phone else ()


@lru_cache(maxsize=4096)
def _zones_of_area(prefix: str) -> tuple[str, ...]:
    """The zones of the numbers that begin like this one."""
    try:
        zones = time_zones_for_number(parse(prefix.ljust(12, "0")))
    except NumberParseException:
        return ()
    return () if UNKNOWN_TIMEZONE in zones or len(zones) > TOO_VAGUE else tuple(sorted(zones))


class PhoneZonesField(models.CharField[str, str]):
    """`zones_of_number` of another field, with spaces between; kept in step on save and bulk_create, like the index."""

    def __init__(self, *args: Any, source: str = "", **kwargs: Any) -> None:
        self.source = source
        kwargs |= {"max_length": 200, "blank": True, "default": "", "editable": False}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        for automatic in ("max_length", "blank", "default", "editable"):
            kwargs.pop(automatic, None)
        return name, path, args, kwargs | {"source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001  Django's signature
        value = " ".join(zones_of_number(str(getattr(model_instance, self.source) or "")))
        setattr(model_instance, self.attname, value)
        return value
