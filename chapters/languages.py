"""Which language a visitor reads: chosen, else remembered, else the account's, else the browser's."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers


def offered(code: str | None) -> str | None:
    """The code as we offer it ("es-MX" gives "es"), or None for a language we do not have."""
    try:
        return translation.get_supported_language_variant(code or "")
    except LookupError:
        return None


def language_for(request: HttpRequest) -> str:
    return (
        offered(request.GET.get("lang"))
        or offered(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME))
        or offered(getattr(request.user, "language", ""))
        or translation.get_language_from_request(request)
    )


def in_language(request: HttpRequest, language: str) -> AbstractContextManager[None]:
    """The language a message was written in, unless the visitor chose another on this device."""
    chosen = request.GET.get("lang") or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return translation.override(offered(chosen) or language)


class LanguageMiddleware:
    """`?lang=es` on any page chooses and is remembered; it never changes a saved setting."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_for(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        # What programs and other sites keep a copy of names its language in its own address.
        if offered(request.GET.get("lang")) and not response.has_header("ETag"):
            remember(response, language)
        return response


def remember(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
