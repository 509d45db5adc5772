"""The frame of every lead page: where you are, what your role opens, the way out."""

import re

import pytest
from django.test import Client
from django.urls import resolve, reverse

from chapters.models import Role
from chapters.templatetags.look import RAIL
from tests.cast import Cast
from tests.factories import make_role, signed_in

ALL = ["Today", "campaigns", "events", "messages", "replies", "people"]


def rail(client: Client, address: str = "/c/highland-park/") -> str:
    html = client.get(address).content.decode()
    return html.partition('<header class="rail">')[2].partition("</header>")[0]


def nouns(html: str) -> list[str]:
    return re.findall(r'<span class="noun">(.*?)</span>', html)


@pytest.mark.parametrize(
    ("kind", "opens", "said"),
    [
        ("lead", ALL, "Marisol, you lead here"),
        ("organizer", ALL, "Carmen, you organize here"),
        ("texter", ["Today", "campaigns", "events", "replies", "people"], "June, you answer texts here"),
        ("volunteer", ["Today", "campaigns", "events", "people"], "Beth, you help here"),
        ("liaison", ["Today", "campaigns", "events"], "Deepa, you speak for us here"),
    ],
)
def test_each_role_sees_what_it_may_open(cast: Cast, kind: str, opens: list[str], said: str) -> None:
    html = rail(signed_in(getattr(cast, kind)))
    assert nouns(html) == opens
    assert said in html
    assert "Highland Park Neighbors" in html
    assert html.count('aria-current="page"') == 1


@pytest.mark.parametrize("kind", ["dispatcher", "verifier"])
def test_roles_on_call(cast: Cast, kind: str) -> None:
    user = make_role(cast.here, kind, name="Ana Ruiz", factor=False)
    assert f"Ana, you {kind.removesuffix('er').replace('verifi', 'verify')} here" in rail(signed_in(user))


def test_switching_is_offered_to_who_has_two_chapters(cast: Cast) -> None:
    assert "Switch chapter" not in rail(signed_in(cast.lead))
    Role.objects.create(user=cast.lead, chapter=cast.there, kind="volunteer")
    assert 'class="switch" href="/c/"' in rail(signed_in(cast.lead))


def test_the_foot_offers_set_up_to_leads_and_the_way_out_to_all(cast: Cast) -> None:
    lead, volunteer = (
        signed_in(user).get("/c/highland-park/").content.decode() for user in (cast.lead, cast.volunteer)
    )
    assert 'href="/c/highland-park/setup/"' in lead
    assert "/setup/" not in volunteer
    for html in (lead, volunteer):
        assert '<form method="post" action="/accounts/logout/">' in html
        assert 'href="?lang=es"' in html
        assert 'data-ink="green"' in html


def test_in_spanish(cast: Cast) -> None:
    html = rail(signed_in(cast.lead), "/c/highland-park/?lang=es")
    assert nouns(html) == ["Hoy", "campañas", "eventos", "mensajes", "respuestas", "gente"]
    assert "Marisol, usted dirige aquí" in html


def test_an_item_is_offered_to_exactly_those_whom_its_page_lets_in() -> None:
    for item in RAIL:
        view = resolve(reverse(item.name, kwargs={"chapter": "highland-park"})).func
        assert view.access.detail == item.needs.name, item.name  # type: ignore[attr-defined]
