"""One-use links into the demo."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import clear_url_caches, include, path
from pytest_django import Settings

from campaigns.demo import links
from chapters.access import gave_factor_recently
from organizing import urls
from tests.factories import make_chapter, make_role, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mounted(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """What DEMO=1 adds to the addresses."""
    settings.DEMO = True
    mounted = [path("demo/sign-in/", include("campaigns.demo.urls")), *urls.urlpatterns]
    monkeypatch.setattr(urls, "urlpatterns", mounted)
    clear_url_caches()


def printed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    call_command("demo", links=True)
    return re.findall(r"http://localhost:\d+(/demo/sign-in/\w+/)", capsys.readouterr().out)


def test_four_links_sign_in_four_people_once(capsys: pytest.CaptureFixture[str]) -> None:
    here = make_chapter("highland-park")
    make_role(here, "lead", "elena@highlandpark.example")
    make_role(here, "lead", "walter@highlandpark.example")
    make_role(here, "volunteer", "nico@highlandpark.example")
    make_user("ada@admin.example", is_staff=True, is_superuser=True)
    found = printed(capsys)
    first_pages = []
    for link in found:
        client = Client()
        response = client.get(link)
        assert response.status_code == 302
        first_pages.append(response.headers["Location"])
        page = client.get(first_pages[-1])
        assert page.status_code == 200
        assert gave_factor_recently(page.wsgi_request)
        assert Client().get(link).status_code == 404
    assert first_pages == ["/c/highland-park/", "/c/highland-park/", "/c/highland-park/", "/admin/"]
    assert len(set(found) | set(printed(capsys))) == 8


def test_a_made_up_link_signs_nobody_in() -> None:
    response = Client().get("/demo/sign-in/bcdfghjkmn/")
    assert response.status_code == 404
    assert "This link was used" in response.content.decode()
    assert links.use("") is None


def test_without_the_demo_there_are_no_links(settings: Settings) -> None:
    with pytest.raises(CommandError, match="Load the demo first"):
        call_command("demo", links=True)
    settings.DEMO = settings.DEVELOPMENT = False
    with pytest.raises(CommandError, match="only with DEMO=1"):
        call_command("demo", links=True)
    with pytest.raises(CommandError, match="never on the real site"):
        call_command("demo")
