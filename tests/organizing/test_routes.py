"""`manage.py routes` and the checks over every address."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.urls import path

from chapters.access import Can, chapter_view, public
from organizing import checks


def listed(*args: str) -> str:
    out = StringIO()
    call_command("routes", *args, stdout=out)
    return out.getvalue()


def test_routes_as_json() -> None:
    found = {one["name"]: one for one in json.loads(listed("--json"))}
    assert found["chapters:accounts_team"] == {
        "pattern": "/c/<slug:chapter>/setup/team/",
        "name": "chapters:accounts_team",
        "methods": ["GET", "POST"],
        "mark": "chapter_view(GRANT)",
        "fresh": True,
    }
    assert (found["account_login"]["mark"], found["campaigns:home"]["mark"]) == ("its own", "public")


def test_routes_as_a_table() -> None:
    assert "chapter_view(GRANT)             GET,POST  /c/<slug:chapter>/setup/team/ asks again" in listed()


def page(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("here")


@pytest.mark.parametrize(
    ("view", "errors"),
    [
        (page, ["organizing.E001"]),
        (public()(page), []),
        (chapter_view(Can.EXPORT)(page), ["organizing.E002"]),
        (chapter_view(Can.EXPORT, "GET", fresh=True)(page), ["organizing.E002"]),
        (chapter_view(Can.EXPORT, "POST", fresh=True)(page), []),
        (chapter_view(Can.GRANT, "GET", "POST")(page), ["organizing.E002"]),
    ],
)
def test_a_view_that_is_not_guarded_stops_the_process(view: Any, errors: list[str], monkeypatch: Any) -> None:
    monkeypatch.setattr(checks, "routes", lambda: [checks.Route("x/", "x", path("x/", view).callback)])
    found = [*checks.views_are_marked(), *checks.lists_leave_only_fresh()]
    assert [error.id for error in found] == errors
