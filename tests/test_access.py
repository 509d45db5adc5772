"""THE SWEEP: every address × every role × every method, with the rows of another chapter that must never leak."""

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from chapters.access import CAPABILITIES, Can, may
from organizing.checks import Route, lists_leave_only_fresh, routes, views_are_marked
from tests.access.examples import address, example_of, holes, names_a_row
from tests.access.world import DIGITS, OUTSIDERS, ROLES, WORD, Answer, World, undone
from tests.cast import make_cast

pytestmark = pytest.mark.django_db
METHODS = ("GET", "POST", "PUT", "DELETE")
EVERYONE = ("nobody at all", *ROLES, *OUTSIDERS)
# Pages of the admin are walked in tests/test_admin.py.
ROUTES = {f"{route.name} /{route.pattern}": route for route in routes() if not route.pattern.startswith("admin/")}


def of_kind(*kinds: str) -> list[str]:
    return [key for key, route in ROUTES.items() if (route.mark.kind if route.mark else "allauth") in kinds]


@pytest.fixture(scope="module")
def one_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Made once: no request of the sweep leaves a trace."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World(make_cast())
        transaction.set_rollback(True)


@pytest.fixture
def world(one_world: World) -> World:
    cache.clear()
    return one_world


def same_but_for_the_address(first: Answer, second: Answer) -> bool:
    """The same page, but for the address it was asked at and the token of its forms."""
    strip = r'value="\w{64}"|next=[^"&]*|href="\?[^"]*"'
    return (first.status, re.sub(strip, "", first.body)) == (second.status, re.sub(strip, "", second.body))


def test_every_route_has_an_example() -> None:
    missing = [(route.name, hole) for route in ROUTES.values() for hole in holes(route) if not example_of(route, hole)]
    assert missing == []


def test_every_route_is_swept_and_marked() -> None:
    kinds = ("public", "signed_in", "chapter_view", "by_link", "webhook", "staff", "allauth")
    assert sum(len(of_kind(kind)) for kind in kinds) == len(ROUTES)
    assert views_are_marked() == lists_leave_only_fresh() == []


def test_a_capability_of_every_page_is_in_the_table() -> None:
    asked = {route.mark.detail for route in ROUTES.values() if route.mark and route.mark.kind == "chapter_view"}
    assert asked <= {can.name for can in Can}
    assert set().union(*CAPABILITIES.values()) == set(Can)


@pytest.mark.parametrize("key", of_kind("chapter_view"))
def test_a_page_of_a_chapter(world: World, key: str) -> None:
    route = ROUTES[key]
    allowed, can = route.mark.methods, Can[route.mark.detail]
    own, foreign = address(route, world.here), address(route, world.there)
    nowhere = address(route, world.there, unknown=True)
    for method in METHODS:
        assert world.ask("nobody at all", method, own).is_sign_in
        if method not in allowed:
            assert {world.ask(who, method, path).status for who in ("lead", "nobody") for path in (own, foreign)} == {
                405
            }
            continue
        for who in (*ROLES, *OUTSIDERS):
            answer = world.ask(who, method, own)
            said = f"{who} {method} {own}: {answer.status}"
            if who in OUTSIDERS:
                assert answer.status == 404, said
            elif not may(who, can):
                assert answer.status == 403, said
            else:
                assert answer.status < (400 if method == "GET" else 500), f"{said} {answer.body[-500:]}"
            assert answer.leaks() == [], said
            if who != "stranger":
                answer = world.ask(who, method, foreign)
                assert answer.status == 404, f"{who} {method} {foreign}"
                assert answer.leaks() == []
            if who in {"lead", "nobody"}:
                assert same_but_for_the_address(answer, world.ask(who, method, nowhere))


@pytest.mark.parametrize("key", [key for key in of_kind("chapter_view") if names_a_row(ROUTES[key])])
def test_a_row_of_another_chapter_is_not_found_in_ours(world: World, key: str) -> None:
    route = ROUTES[key]
    foreign = address(route, world.there, chapter=world.here)
    nowhere = address(route, world.there, chapter=world.here, unknown=True)
    for method in route.mark.methods:
        for who in ROLES:
            answer = world.ask(who, method, foreign)
            assert answer.status == (404 if may(who, Can[route.mark.detail]) else 403), f"{who} {method} {foreign}"
            assert answer.leaks() == []
            if who == "lead":
                assert same_but_for_the_address(answer, world.ask(who, method, nowhere))


@pytest.mark.parametrize("key", [key for key in of_kind("chapter_view") if ROUTES[key].mark.fresh])
def test_a_stale_factor_is_asked_for_again(world: World, key: str) -> None:
    own = address(ROUTES[key], world.here)
    answer = world.ask("lead", "POST", own, session=world.stale)
    assert (answer.status, answer.location.startswith("/accounts/again/?next=")) == (302, True)
    if "GET" in ROUTES[key].mark.methods:
        answer = world.ask("lead", "GET", own, session=world.stale)
        assert (answer.status < 400, answer.location.startswith("/accounts/")) == (True, False)


@pytest.mark.parametrize("key", of_kind("public", "by_link"))
def test_a_public_page(world: World, key: str) -> None:
    route = ROUTES[key]
    sides = (world.here, world.there) if route.mark.kind == "public" else (world.here,)
    for method in METHODS:
        for who in EVERYONE if method in route.mark.methods else ("lead",):
            for side in sides:
                answer = world.ask(who, method, address(route, side))
                assert (answer.status == 405) == (method not in route.mark.methods), f"{who} {method}: {answer.status}"
                assert answer.status < 500, f"{who} {method}: {answer.status}"
                assert who == "stranger" or answer.leaks() == [], f"{who} {method}"
    if holes(route):
        assert world.ask("lead", route.mark.methods[0], address(route, world.here, unknown=True)).status == 404


@pytest.mark.parametrize("key", of_kind("signed_in", "staff"))
def test_a_page_about_oneself(world: World, key: str) -> None:
    route = ROUTES[key]
    for method in METHODS:
        assert world.ask("nobody at all", method, address(route, world.here)).is_sign_in
        for who in (*ROLES, *OUTSIDERS):
            answer = world.ask(who, method, address(route, world.here))
            said = f"{who} {method}: {answer.status}"
            assert (answer.status == 405) == (method not in route.mark.methods), said
            assert answer.status < 500, said
            if route.mark.kind == "staff" and who != "staff" and method in route.mark.methods:
                assert answer.status == 404, said
            assert who == "stranger" or answer.leaks() == [], said


@pytest.mark.parametrize("key", of_kind("allauth"))
def test_a_page_of_allauth(world: World, key: str) -> None:
    for side in (world.here, world.there):
        for method in METHODS:
            for who in EVERYONE:
                cache.clear()
                answer = world.ask(who, method, address(ROUTES[key], side))
                assert answer.status < 500, f"{who} {method}: {answer.status}"
                assert who == "stranger" or answer.leaks() == [], f"{who} {method}"


@pytest.mark.parametrize("key", of_kind("webhook"))
def test_a_hook_takes_nothing_unsigned(world: World, key: str) -> None:
    for who in EVERYONE:
        for method in METHODS:
            answer = world.ask(who, method, address(ROUTES[key], world.here))
            assert answer.status == (403 if method == "POST" else 405), f"{who} {method}: {answer.status}"


def test_nothing_is_posted_from_another_site(world: World) -> None:
    """Without the token of our own form nothing changes; hooks prove themselves by a signature."""
    client = Client(enforce_csrf_checks=True)
    client.cookies["session"] = world.sessions["lead"]
    open_to_all = {"campaigns:unsubscribe"}  # mail programs post it for the reader: RFC 8058
    posts = [route for key, route in ROUTES.items() if takes_posts(route) and route.name not in open_to_all]
    assert len(posts) > 20
    with undone():
        accepted = [route.name for route in posts if client.post(address(route, world.here)).status_code != 403]
    assert accepted == []


def takes_posts(route: Route) -> bool:
    return "POST" in route.mark.methods if route.mark and route.mark.kind != "webhook" else False


def test_the_sweep_would_notice(world: World) -> None:
    """Its secrets are really there to be seen: their own lead sees them on many pages."""
    seen = {
        route.name
        for key, route in ROUTES.items()
        if key in of_kind("chapter_view") and "GET" in route.mark.methods
        if world.ask("stranger", "GET", address(route, world.there)).leaks()
    }
    assert {"campaigns:today", "campaigns:messaging_thread", "chapters:accounts_team"} <= seen
    assert world.there.member.phone.endswith(DIGITS)
    assert Answer(200, "", f"<b>{WORD.upper()}</b>").leaks() == [WORD]
