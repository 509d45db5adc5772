"""The marks themselves, on pages made for this test; every real page is walked in tests/test_access.py."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from chapters.access import Can, by_link, chapter_view, may, must_have_factor, public, signed_in, staff, webhook
from chapters.models import Role
from tests.cast import Cast
from tests.factories import make_user
from tests.factories import signed_in as client_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def page(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse(f"{sorted(kwargs)} {request.POST.get('words', '')}")


def knocks_right(request: HttpRequest) -> bool:
    return request.headers.get("X-Knock") == "right"


pages = [
    path("open/", public()(page), name="open"),
    path("mine/", signed_in("GET", "POST")(page), name="mine"),
    path("staff/", staff()(page), name="staff"),
    path("link/<slug:code>/", by_link("seat")(page), name="link"),
    path("hook/", webhook(knocks_right)(page), name="hook"),
    path("in/<slug:chapter>/", chapter_view(Can.SEND, "POST", fresh=True)(page), name="in"),
]
urlpatterns = [path("made/", include((pages, "made"))), path("", include("organizing.urls"))]


def statuses(path: str, *users: Any, method: str = "get") -> list[int]:
    clients = [client_of(user) if user else Client() for user in users]
    return [getattr(client, method)(path).status_code for client in clients]


def test_public_and_signed_in(cast: Cast) -> None:
    assert statuses("/made/open/", None, cast.nobody) == [200, 200]
    assert statuses("/made/open/", None, method="post") == [405]
    assert statuses("/made/open/", None, method="head") == [200]
    assert statuses("/made/mine/", None, cast.nobody) == [302, 200]
    assert statuses("/made/mine/", None, cast.nobody, method="delete") == [302, 405]


def test_staff_need_a_factor_and_nobody_else_finds_the_page(cast: Cast) -> None:
    bare = make_user("bare@example.org", is_staff=True, factor=False)
    assert statuses("/made/staff/", None, cast.lead, cast.staff, bare) == [302, 404, 200, 302]
    assert client_of(bare).get("/made/staff/")["Location"] == "/accounts/protect/?next=%2Fmade%2Fstaff%2F"


def test_a_page_by_link_tells_no_other_site_where_it_is() -> None:
    answer = Client().get("/made/link/abc/")
    names = ("Referrer-Policy", "X-Robots-Tag", "Cache-Control")
    assert [answer.headers[name] for name in names] == ["same-origin", "noindex", "no-store"]


def test_a_hook_needs_its_signature_but_no_token_of_a_form() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/made/hook/").status_code == 403
    assert client.post("/made/hook/", headers={"X-Knock": "right"}).status_code == 200


def test_the_chapter_is_taken_out_of_the_arguments(cast: Cast) -> None:
    answer = client_of(cast.lead).post("/made/in/highland-park/", {"words": "hello"})
    assert answer.content == b"[] hello"
    users = (None, cast.organizer, cast.stranger)
    assert statuses("/made/in/highland-park/", *users, method="post") == [302, 403, 404]


def test_a_file_is_asked_for_again_after_the_factor(cast: Cast) -> None:
    client = client_of(cast.lead, fresh=False)
    client.post("/made/in/highland-park/", {"words": "a secret", "file": SimpleUploadedFile("a.csv", b"a")})
    assert "account_reauthentication_state" not in client.session


def test_who_must_have_a_factor(cast: Cast) -> None:
    must = {
        name for name in ("lead", "texter", "volunteer", "nobody", "staff") if must_have_factor(getattr(cast, name))
    }
    assert must == {"lead", "staff"}
    assert [kind for kind in Role.Kind if may(kind, Can.SEND)] == ["lead"]
    assert not may("emperor", Can.SEE_TODAY)


def test_pages_of_a_signed_in_person_stay_out_of_caches(cast: Cast) -> None:
    assert client_of(cast.nobody).get("/made/open/").headers["Cache-Control"] == "no-store"
    assert "Cache-Control" not in Client().get("/made/open/").headers
