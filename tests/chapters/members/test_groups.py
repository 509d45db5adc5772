"""And, or, but not: the groups of a sentence, on the page and in what is saved."""

import re

import pytest
from django.http import QueryDict
from django.test import Client

from campaigns.models import CallToAction
from chapters.members import segments, tagging
from chapters.members.segments import SegmentForm
from chapters.models import Member, Segment
from tests.cast import Cast
from tests.factories import make_call, make_member, signed_in

LIST = "/c/highland-park/people/"


@pytest.fixture
def client(cast: Cast) -> Client:
    return signed_in(cast.organizer)


@pytest.fixture
def tags(cast: Cast) -> dict[str, str]:
    """Tag -> its code. Ana drives and cooks and reads Spanish; Bo cooks; Cy drives; Di has none."""
    for name, language, words in (
        ("Ana Ruiz", "es", ["driver", "cook"]),
        ("Bo Stone", "en", ["cook"]),
        ("Cy Tovar", "en", ["driver"]),
        ("Di Vega", "es", []),
    ):
        tagging.set_tags(make_member(cast.here, name, language=language, zip="90042"), words)
    tagging.set_tags(make_member(cast.there, "Eve Leak", language="es"), ["driver", "cook"])
    Member.objects.filter(name="Di Vega").update(zip="90065")
    return dict(cast.here.tags.values_list("name", "code"))


def names(client: Client, query: str) -> list[str]:
    return [member.name for member in client.get(f"{LIST}?{query}").context["listing"].page.members]


def test_all_of_any_of_none_of(client: Client, tags: dict[str, str]) -> None:
    driver, cook = f"tag%3A{tags['driver']}", f"tag%3A{tags['cook']}"
    assert names(client, f"also={driver}&also={cook}") == ["Ana Ruiz"]
    assert names(client, f"any={driver}&any=language%3Aes") == ["Ana Ruiz", "Cy Tovar", "Di Vega"]
    assert names(client, f"any={driver}&none={cook}") == ["Cy Tovar"]
    assert names(client, f"tag={tags['cook']}&also={driver}") == ["Ana Ruiz"]
    assert names(client, f"any={driver}&any_zip=90065") == ["Ana Ruiz", "Cy Tovar", "Di Vega"]
    assert names(client, "none_zip=90042") == ["Di Vega"]
    assert names(client, "any=&none=&also=") == ["Ana Ruiz", "Bo Stone", "Cy Tovar", "Di Vega"]


def test_the_page_shows_what_is_chosen_and_says_it(client: Client, tags: dict[str, str]) -> None:
    driver = f"tag:{tags['driver']}"
    page = client.get(LIST, {"language": "es", "any": [driver, "came:ever"], "none": "yes:email"}).content.decode()
    assert "who read Spanish, and one of these:" in page
    assert "<span>who said yes to email</span>" in page
    assert "but not those who said yes to email" in page
    assert re.search(rf'name="any" value="{driver}" checked', page)
    assert not re.search(rf'<option value="{driver}">driver</option>.*name="none"', page.split('id="id_any"')[1])
    part = client.get(LIST, {"any": driver}, headers={"HX-Request": "true"}).content.decode()
    assert 'id="list-groups" hx-swap-oob="true"' in part


def test_words_that_are_not_offered_are_refused_and_change_nothing(
    cast: Cast, client: Client, tags: dict[str, str]
) -> None:
    foreign = cast.there.tags.get(name="cook").code
    for query in (f"any=tag%3A{foreign}", "none=moon%3Afull", "also=tag", "any_zip=here"):
        response = client.get(f"{LIST}?{query}")
        assert response.status_code == 422
        assert "Stone" not in response.content.decode()


def test_a_list_with_groups_is_saved_and_written_to(cast: Cast, client: Client, tags: dict[str, str]) -> None:
    query = f"language=es&any=tag%3A{tags['driver']}&any=came%3Aever&none_zip=90065"
    response = client.post(f"{LIST}lists/save/?{query}", {"name": "Mixed"})
    saved = Segment.objects.get()
    assert response.headers["Location"] == f"{LIST}?{query}"
    assert names(client, query) == ["Ana Ruiz"]
    tabs = client.get(f"{LIST}?{query}").context["listing"].tabs
    assert [tab.name for tab in tabs if tab.is_current] == ["Mixed"]
    assert "and one of these" in client.get(f"{LIST}lists/{saved.code}/").content.decode()
    page = client.get(f"/c/highland-park/messages/new/?{query}").content.decode()
    assert f'name="who-any" value="tag:{tags["driver"]}" checked' in page
    assert 'name="who-none_zip"' in page


def test_a_draft_keeps_its_groups(cast: Cast, client: Client, tags: dict[str, str]) -> None:
    call = make_call(cast.here, state="draft", audience={})
    path = f"/c/highland-park/messages/{call.code}/write/"
    data = {"title": "Will you come?", "reach": "text", "when": "now"}
    picked = {"who-any": ["", f"tag:{tags['driver']}"], "who-none": ["", f"tag:{tags['cook']}"]}
    saved = client.post(path, data | picked, headers={"HX-Request": "true"}).content.decode()
    assert 'id="who-groups" hx-swap-oob="true"' in saved
    call = CallToAction.objects.get()
    assert call.audience["all"] == [
        {"any": [{"filter": "tag", "value": tags["driver"]}]},
        {"not": {"filter": "tag", "value": tags["cook"]}},
    ]
    assert f'value="tag:{tags["cook"]}" checked' in client.get(path).content.decode()


@pytest.mark.parametrize(
    "query",
    ["any=language%3Aes&any=came%3Aever", "tag={cook}&also=tag%3A{driver}", "any_zip=90042+90065&none=yes%3Atext", ""],
)
def test_the_address_and_the_tree_are_one(cast: Cast, tags: dict[str, str], query: str) -> None:
    query = query.format(**tags)
    form = SegmentForm(QueryDict(query), chapter=cast.here)
    assert form.is_valid()
    assert SegmentForm.query_of(form.tree) == query


def test_what_is_nested_deeper_is_not_shown_as_something_else() -> None:
    spanish, driver = {"filter": "language", "value": "es"}, {"filter": "tag", "value": "x"}
    for node in (
        {"any": [{"all": [spanish, driver]}]},
        {"not": {"all": [spanish]}},
        {"not": {"not": spanish}},
        {"any": [{"filter": "near", "value": {"zips": ["90042"], "miles": 5}}]},
    ):
        tree: segments.Tree = {"version": 1, "all": [node]}
        assert not SegmentForm.can_show(tree)
        assert SegmentForm.fields_of(tree) == {}
    assert not SegmentForm.can_show({"version": 1, "any": [spanish]})
    assert not SegmentForm.can_show({"version": 1, "all": [{"any": [spanish]}, {"any": [driver]}]})
