"""Answers that other programs keep and ask for again: calendars, pictures, lists for other sites."""

import hashlib
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date


def kept(
    request: HttpRequest, response: HttpResponse, *, seconds: int, changed_at: datetime | None = None
) -> HttpResponse:
    """The answer with its ETag, good for so many seconds in any cache; 304 to whoever has it already."""
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    stamp = int(changed_at.timestamp()) if changed_at else None
    if stamp:
        response["Last-Modified"] = http_date(stamp)
    patch_cache_control(response, public=True, max_age=seconds)
    return get_conditional_response(request, etag, stamp, response) or response
