"""Find people."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from chapters.members import tagging
from chapters.models import Member, Segment
from tests.cast import Cast
from tests.factories import make_consent, make_member, signed_in

LIST = "/c/highland-park/people/"


@pytest.fixture
def people(cast: Cast) -> dict[str, Member]:
    """Ana, Bo and Cruz here; whoever must never show up, there."""
    ana = make_member(cast.here, "Ana Villaseñor", phone="+13235550101", email="ana@example.org", language="es")
    tagging.set_tags(ana, ["driver"])
    bo = make_member(cast.here, "Bo Stone", phone="+13235550102", zip="90065", consents=())
    cruz = make_member(cast.here, "José Cruz", phone="+13235550103", language="es", consents=("text", "email"))
    make_consent(cruz, "text", given=False)
    make_member(cast.there, "Ana Leak", phone="+13235550101", email="ana@example.org", language="es")
    return {"ana": ana, "bo": bo, "cruz": cruz}


def names(client: Client, query: str = "", status: int = 200) -> list[str]:
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == status
    listing = response.context["listing"]
    return [member.name for member in listing.page.members]


def test_everyone_in_the_order_of_last_names(cast: Cast, people: dict[str, Member]) -> None:
    client = signed_in(cast.organizer)
    assert names(client) == ["José Cruz", "Bo Stone", "Ana Villaseñor"]
    page = client.get(LIST).content.decode()
    assert "3 people" in page
    assert "driver" in page
    assert "Leak" not in page
    assert "5550101" not in page.replace("-", "")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("language=es", ["José Cruz", "Ana Villaseñor"]),
        ("zip=90065", ["Bo Stone"]),
        ("tag=DRIVER", ["Ana Villaseñor"]),
        ("yes=text", ["Ana Villaseñor"]),
        ("q=villasenor", ["Ana Villaseñor"]),
        ("q=jose+cruz", ["José Cruz"]),
        ("q=Vilasenor", ["Ana Villaseñor"]),
        ("q=(323)+555-0102", ["Bo Stone"]),
        ("q=ANA@example.org", ["Ana Villaseñor"]),
        ("q=ana@example", []),
        ("q=323555", []),
        ("q=ana&language=en", []),
        ("after=nobody", ["José Cruz", "Bo Stone", "Ana Villaseñor"]),
    ],
)
def test_each_way_to_find_someone(cast: Cast, people: dict[str, Member], query: str, expected: list[str]) -> None:
    code = people["ana"].tags.get().code
    assert names(signed_in(cast.organizer), query.replace("DRIVER", code)) == expected


def test_half_a_phone_number_says_what_is_missing(cast: Cast, people: dict[str, Member]) -> None:
    page = signed_in(cast.organizer).get(f"{LIST}?q=323-555-01").content.decode()
    assert "This number is 2 digits short." in page


def test_a_sentence_we_cannot_read_keeps_what_was_typed(cast: Cast, people: dict[str, Member]) -> None:
    client = signed_in(cast.organizer)
    response = client.get(f"{LIST}?zip=near+here")
    assert response.status_code == 422
    page = response.content.decode()
    assert 'value="near here"' in page
    assert "A ZIP code has 5 digits" in page
    assert "Stone" not in page


def test_pages_follow_each_other_without_gaps(cast: Cast) -> None:
    Member.objects.bulk_create(
        Member(chapter=cast.here, name=f"Person {n:03}", sort_name=f"same {n // 30}", first_name="Person")
        for n in range(120)
    )
    client = signed_in(cast.organizer)
    seen: list[str] = []
    query = ""
    for first in (1, 51, 101):
        listing = client.get(f"{LIST}?{query}").context["listing"]
        assert (listing.page.first, listing.page.total) == (first, 120)
        seen += [member.name for member in listing.page.members]
        query = listing.next_query
    assert seen == [f"Person {n:03}" for n in range(120)]
    assert listing.page.after == ""


def test_the_list_asks_the_database_a_fixed_number_of_times(
    cast: Cast, people: dict[str, Member], django_assert_max_num_queries: object
) -> None:
    client = signed_in(cast.organizer)
    for _n in range(40):
        make_member(cast.here, consents=("text", "email"))
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        client.get(LIST)


def test_saved_lists_stand_as_tabs_and_the_open_one_is_marked(cast: Cast, people: dict[str, Member]) -> None:
    Segment.objects.create(
        chapter=cast.here, name="Readers", tree={"version": 1, "all": [{"filter": "language", "value": "es"}]}
    )
    Segment.objects.create(chapter=cast.there, name="Leaked list", tree={})
    spanish = {"filter": "language", "value": "es"}
    nested = {"version": 1, "all": [{"not": {"all": [spanish, {"filter": "yes", "value": "text"}]}}]}
    other = Segment.objects.create(chapter=cast.here, name="The others", tree=nested)
    client = signed_in(cast.organizer)
    tabs = {tab.name: tab for tab in client.get(f"{LIST}?language=es").context["listing"].tabs}
    assert list(tabs) == ["Everyone", "New this month", "Stopped coming", "Readers", "The others"]
    assert [name for name, tab in tabs.items() if tab.is_current] == ["Readers"]
    assert tabs["The others"].query == f"list={other.code}"
    assert names(client, tabs["The others"].query) == ["José Cruz", "Bo Stone"]
    Member.objects.update(last_came_on=timezone.localdate() - timedelta(days=200), came_count=1)
    assert len(names(client, tabs["Stopped coming"].query)) == 3


def test_htmx_gets_the_people_and_the_tabs_only(cast: Cast, people: dict[str, Member]) -> None:
    client = signed_in(cast.organizer)
    page = client.get(f"{LIST}?language=es", headers={"HX-Request": "true"}).content.decode()
    assert page.lstrip().startswith('<section id="people"')
    assert 'hx-swap-oob="true"' in page
    pushed = client.get(f"{LIST}?q=&zip=&language=es", headers={"HX-Request": "true"}).headers["HX-Push-Url"]
    assert pushed == f"{LIST}?language=es"
    back = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<h1>" in client.get(LIST, headers=back).content.decode()


def test_writing_to_a_list_carries_its_sentence(cast: Cast, people: dict[str, Member]) -> None:
    page = signed_in(cast.organizer).get(f"{LIST}?language=es").content.decode()
    assert 'href="/c/highland-park/messages/new/?language=es"' in page
    assert "Write to these 2" in page


@pytest.mark.parametrize("role", ["volunteer", "texter"])
def test_helpers_see_first_names_and_nothing_else(cast: Cast, people: dict[str, Member], role: str) -> None:
    client = signed_in(getattr(cast, role))
    page = client.get(LIST).content.decode()
    assert "Ana V." in page
    for secret in ("Villase", "0101", "ana@", "driver", "90065", people["ana"].code):
        assert secret not in page
    for guess in ("Villaseñor", "%2B13235550101", "ana%40example.org"):
        assert client.get(f"{LIST}?q={guess}").context["page"].members == []
    assert [member.first_name for member in client.get(f"{LIST}?q=an&language=en").context["page"].members] == ["Ana"]


def test_helpers_cannot_page_through_the_whole_list(cast: Cast, people: dict[str, Member]) -> None:
    client = signed_in(cast.volunteer)
    statuses = [client.get(LIST).status_code for _n in range(41)]
    assert statuses == [200] * 40 + [429]


def test_a_liaison_and_a_stranger_stay_out(cast: Cast, people: dict[str, Member]) -> None:
    assert signed_in(cast.liaison).get(LIST).status_code == 403
    assert signed_in(cast.stranger).get(LIST).status_code == 404


def test_an_empty_chapter_says_what_to_do_next(cast: Cast) -> None:
    page = signed_in(cast.lead).get(LIST).content.decode()
    assert "Nobody is here yet" in page
    assert 'href="/c/highland-park/people/import/"' in page
