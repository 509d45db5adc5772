from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from chapters.languages import LanguageMiddleware, offered


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{translation.get_language()} {request.LANGUAGE_CODE}")


@pytest.fixture
def ask() -> Callable[..., HttpResponse]:
    def ask(path: str = "/", *, cookie: str = "", account: str = "", browser: str = "") -> HttpResponse:
        request = RequestFactory().get(path, headers={"accept-language": browser})
        request.user = SimpleNamespace(language=account) if account else AnonymousUser()  # type: ignore[assignment]
        if cookie:
            request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = cookie
        return LanguageMiddleware(answer)(request)

    return ask


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({}, "en"),
        ({"browser": "es-MX,es;q=0.9"}, "es"),
        ({"browser": "fr, de;q=0.5"}, "en"),
        ({"browser": "en", "account": "es"}, "es"),
        ({"browser": "es", "account": "es", "cookie": "en"}, "en"),
        ({"browser": "es", "cookie": "xx"}, "es"),
        ({"path": "/?lang=es", "browser": "en", "account": "en", "cookie": "en"}, "es"),
        ({"path": "/?lang=xx", "cookie": "es"}, "es"),
        ({"path": "/?lang=", "cookie": "es"}, "es"),
    ],
)
def test_the_choice_wins_then_the_memory_then_the_account_then_the_browser(
    ask: Callable[..., HttpResponse], given: dict[str, str], read: str
) -> None:
    response = ask(**given)
    assert response.content.decode() == f"{read} {read}"
    assert response.headers["Content-Language"] == read
    assert {"Accept-Language", "Cookie"} <= set(response.headers["Vary"].split(", "))


def test_only_a_choice_is_remembered(ask: Callable[..., HttpResponse]) -> None:
    cookie = ask("/e/abc/?by=email&lang=es").cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("es", True, "Lax")
    assert cookie["max-age"] == settings.LANGUAGE_COOKIE_AGE
    for path in ("/", "/?lang=xx", "/?lang=%00"):
        assert not ask(path, browser="es").cookies


def test_the_next_request_starts_afresh(ask: Callable[..., HttpResponse]) -> None:
    with translation.override("en"):
        ask("/?lang=es")
        assert translation.get_language() == "en"


def test_offered() -> None:
    assert [offered(code) for code in ("es", "es-MX", "fr", "", None, "x" * 600)] == [
        "es",
        "es",
        None,
        None,
        None,
        None,
    ]
