"""What a person reads when something cannot be done: plain words, in their language, nothing technical."""

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils import translation
from django.views import defaults

pytestmark = pytest.mark.django_db


def test_an_unknown_address(client: Client) -> None:
    response = client.get("/no/such/page/?lang=es")
    assert response.status_code == 404
    assert "No hay nada en esta dirección" in response.content.decode()
    assert '<html lang="es">' in response.content.decode()


def test_a_foreign_host_is_refused_politely(client: Client) -> None:
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "We could not read what was sent" in response.content.decode()
    assert "evil" not in response.content.decode()


def test_a_form_that_was_open_too_long() -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "marisol@hp.example"})
    assert response.status_code == 403
    assert "This page was open too long" in response.content.decode()


@pytest.mark.parametrize(("language", "words"), [("en", "Something broke on our side"), ("es", "Algo falló")])
def test_our_own_mistake(rf: RequestFactory, language: str, words: str) -> None:
    with translation.override(language):
        response = defaults.server_error(rf.get("/"))
    assert response.status_code == 500
    assert words in response.content.decode()


def test_too_small_a_role_without_a_chapter(rf: RequestFactory) -> None:
    request: HttpRequest = rf.get("/")
    response = defaults.permission_denied(request, Exception("LEAK"))
    html = response.content.decode()
    assert "Your role does not open this page" in html
    assert "A lead of the chapter can do this" in html
    assert "LEAK" not in html
