from django.http import HttpRequest, HttpResponse
from django.urls import path

from campaigns.advocacy import act_views, lineup, scripts, visiting
from chapters.access import public, webhook
from organizing.urls import urlpatterns as ours


def anyone(request: HttpRequest) -> bool:
    return True


@webhook(anyone)
def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=200)


PAGES: dict[str, bytes] = {}


@public()
def bare(request: HttpRequest, code: str) -> HttpResponse:
    """What the page of an action asks the database, and as many bytes as it sends; nothing in between."""
    if code not in PAGES:
        PAGES[code] = act_views.action(request, code=code).content  # type: ignore[attr-defined]  # no stream
    action = visiting.action_for(request, code)
    visitor = visiting.anyone(request, action)
    line = lineup.line_up(action, request.GET)
    scripts.read_out(action, line.current, visitor)
    return HttpResponse(PAGES[code])


urlpatterns = [path("hooks/nothing/", nothing), path("bare/<slug:code>/", bare), *ours]
