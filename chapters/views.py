"""Pages about the site itself: privacy, help, and what machines ask of it."""

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from chapters import keys, retention
from chapters.access import public

ROBOTS = """User-agent: *
Disallow: /accounts/
Disallow: /admin/
Disallow: /api/
Disallow: /c/
Disallow: /cal/
Disallow: /demo/
Disallow: /h/
Disallow: /hooks/
Disallow: /m/
Disallow: /r/
Disallow: /t/
Disallow: /u/
"""


@public()
def privacy(request: HttpRequest) -> HttpResponse:
    periods = [rule.sentence for rule in retention.rules() if rule.words]
    context = {"periods": periods, "twilio_days": twilio_days(), "held_since": retention.held_since()}
    return render(request, "chapters/privacy.html", context)


def twilio_days() -> int:
    """How long the phone service keeps its copy of a text, rounded up."""
    return -(-int(settings.SEND_FORGET_AFTER_SECONDS) // 86_400)


@public()
def help(request: HttpRequest) -> HttpResponse:  # noqa: A001  the address is /help/
    return render(request, "chapters/help.html", {"host": settings.PUBLIC_HOST})


@public()
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(ROBOTS, "text/plain")


@public()
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Touches nothing else, so that a slow database does not get the web server restarted."""
    return HttpResponse("ok", "text/plain")


@public()
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether this machine can do the work: 200, or 503 with the names of what is missing."""
    missing = [name for name, works in CONDITIONS if not works()]
    return JsonResponse({"ready": not missing, "missing": missing}, status=503 if missing else 200)


def database_works() -> bool:
    """Reachable, and every migration applied."""
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def keys_work() -> bool:
    """They open what this database was written with."""
    try:
        return not keys.trouble()
    except DatabaseError:
        return False


def redis_works() -> bool:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


CONDITIONS = (("database", database_works), ("redis", redis_works), ("keys", keys_work))
