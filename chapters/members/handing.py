"""Hands what is known of somebody to the page that adds people: sealed in the session, never in an address."""

import json
import time
from typing import cast

from django.http import HttpRequest

from chapters.encryption import decrypt, encrypt

KEY = CONTEXT = "person to add"
SECONDS = 600


def give(request: HttpRequest, **given: str) -> None:
    """Field of the page -> what it begins with, for the next time it is opened."""
    request.session[KEY] = {"given": encrypt(json.dumps(given), context=CONTEXT), "at": time.time()}


def take(request: HttpRequest) -> dict[str, str]:
    """What was handed over not long ago, once."""
    held = request.session.pop(KEY, None)
    if not held or time.time() - held["at"] > SECONDS:
        return {}
    return cast("dict[str, str]", json.loads(decrypt(held["given"], context=CONTEXT)))
