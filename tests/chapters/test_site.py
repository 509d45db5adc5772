"""Pages about the site itself, and what machines ask of it."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "english", "spanish"),
    [
        ("/privacy/", "We never ask for immigration status", "Nunca pedimos estatus migratorio"),
        ("/help/", "Its link begins with localhost.", "Su enlace empieza con localhost."),
    ],
)
def test_plain_pages_in_both_languages(client: Client, address: str, english: str, spanish: str) -> None:
    assert english in client.get(address).content.decode()
    html = client.get(f"{address}?lang=es").content.decode()
    assert spanish in html
    assert english not in html
    assert '<html lang="es">' in html


def test_robots_stay_out_of_personal_links(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain"
    lines = response.content.decode().splitlines()
    assert {"Disallow: /t/", "Disallow: /r/", "Disallow: /m/", "Disallow: /c/", "Disallow: /cal/"} <= set(lines)
    assert not any(line in {"Disallow: /", "Disallow: /e/"} for line in lines)


@pytest.mark.django_db
def test_healthz_touches_no_database(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.django_db
def test_readyz(client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"ready": True, "missing": []})


@pytest.mark.django_db
def test_readyz_names_what_is_missing_and_nothing_else(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = "redis://secret@127.0.0.1:1/0"
    newest = MigrationLoader(connection).graph.leaf_nodes("chapters")[0]
    MigrationRecorder(connection).record_unapplied(*newest)
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"ready": False, "missing": ["database", "redis"]})
