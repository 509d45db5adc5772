"""Can the sanctuary campaign of 2017 be told without a note field doing the work? It is built through the forms alone;
then the public page, the story, the picture of the officials and the report tell it, in English and Spanish."""

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from campaigns.models import Campaign, Moment
from tests.campaigns.year_2017 import NAME, Teller, tell_the_year
from tests.cast import make_cast

pytestmark = pytest.mark.django_db
PAGE = "/highland-park/sanctuary/"


@pytest.fixture(scope="module")
def teller(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Teller]:
    """Told once; what a test changes after it is undone."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        told = Teller(make_cast(), patch)
        tell_the_year(told)
        told.on("2017-09-25")
        yield told
        transaction.set_rollback(True)


def page(path: str = "", client: Client | None = None) -> str:
    answer = (client or Client()).get(path if path.startswith("/c/") else PAGE + path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def story(html: str) -> list[tuple[str, str]]:
    """(when and its word, title) of each line."""
    part = "".join(re.findall(r'<ol class="moments">(.*?)</ol>', html, re.DOTALL))
    found = re.findall(r'<p class="over">(.*?)</p>\s*<h3[^>]*>(?:<a[^>]*>)?(.*?)<', part, re.DOTALL)
    return [(when.strip(), title.strip()) for when, title in found]


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_story_is_told_in_order(teller: Teller) -> None:
    assert story(page("story/")) == [
        ("December 5, 2016", "SB 54: introduced"),
        ("December 5, 2016", "SB 54 has new words: as first written"),
        ("February", "A father is taken at the school door"),
        ("March", "The mayor signs Executive Directive 20"),
        ("March 21", "Eric Garcetti moves from “no promise yet” to “part of the way”"),
        ("April 3", "SB 54 has new words: as passed by the Senate"),
        ("April 3", "SB 54 passes a vote, 27 to 12"),
        ("April 22", "Candles, a shop window, and postcards"),
        ("April 22", "214 postcards signed at Candles for a neighbor"),
        ("June", "We bring giant letters to two council events"),
        ("June 24", "We deliver 214 postcards to Gilbert Cedillo"),
        ("August 30 · Won", "Rómulo is free on bond"),
        ("September 7 · Won", "The Council names Los Angeles a sanctuary city"),
        ("September 7", "Los Angeles Times: City Council members seek to label L.A. a sanctuary"),
        ("September 11", "SB 54 has new words: as sent to the governor"),
        ("September 15", "SB 54 passes a vote, 51 to 26"),
        ("September 16", "SB 54 passes a vote, 27 to 11"),
        ("September 19", "La Opinión: Proponen hacer de Los Ángeles una zona libre de arrestos"),
        ("October 5 · Next", "Sanctuary Town Hall"),
        ("Date not set", "Immigrant affairs committee takes up the law"),
    ]


def test_the_public_page_tells_it_and_asks_for_one_thing(teller: Teller) -> None:
    html = page()
    said = words(html)
    assert html.count("btn flame") == 1
    for expected in (
        "What we demand: A city law that bars Los Angeles police",
        "Come on Thursday, October 5",
        "We press for a yes.",
        "200 neighbors, from every council district",
        "200 of 400",
        "It covers everyone, whatever their record.",
        "National Day Laborer Organizing Network",
        "Leads it with us",
        "Los Angeles City Council, District 1",
        "Heads the immigrant affairs committee.",
        "Signed Executive Directive 20 after the March protest.",
        "No promise yet",
        "Was: no promise yet. Since March 21: part of the way.",
        "Many more people.",
        "City Council members seek to label L.A. a sanctuary",
        NAME,
    ):
        assert expected in said, expected
    assert "INTERNAL" not in html
    assert "the family from the school" not in html


def test_the_same_in_spanish(teller: Teller) -> None:
    html = page("?lang=es")
    said = words(html)
    for expected in (
        "Una ley que prohíba a la policía de Los Ángeles",
        "200 vecinos, de todos los distritos",
        "Presionamos por un sí.",
        "Protege a todas las personas, sin importar su historial.",
        "La dirige con nosotros",
        "Mucha más gente.",
        "5 de octubre",
        "Rómulo sale libre bajo fianza",
    ):
        assert expected in said, expected
    assert "INTERNAL" not in html
    assert ("30 de agosto · Ganado", "Rómulo sale libre bajo fianza") in story(page("story/?lang=es"))
    assert ("febrero", "Se llevan a un padre") in story(page("story/?lang=es"))


def test_the_bill_says_what_it_lost(teller: Teller) -> None:
    html = page()
    path = re.search(rf'href="{PAGE}(bills/\w+/)">SB 54', html) or re.search(rf'href="{PAGE}(bills/\w+/)', html)
    assert path
    bill = page(path[1])
    assert "as sent to the governor" in bill
    assert "A list of convictions shuts people out." in bill
    assert "La lista creció en cientos." in page(path[1] + "?lang=es")


def test_the_team_sees_where_all_stand_and_what_is_due(teller: Teller) -> None:
    campaign = Campaign.objects.get()
    picture = words(page(f"/c/highland-park/campaigns/{campaign.code}/stand/", teller.client))
    for expected in ("Gilbert Cedillo", "José Huizar", "Eric Garcetti", "INTERNAL: his aide says he will help"):
        assert expected in picture or expected.startswith("INTERNAL"), expected
    inside = words(page(f"/c/highland-park/campaigns/{campaign.code}/", teller.client))
    for expected in ("Sanctuary Town Hall", "Immigrant justice", "National Day Laborer Organizing Network"):
        assert expected in inside, expected
    story_inside = page(f"/c/highland-park/campaigns/{campaign.code}/story/", teller.client)
    assert "INTERNAL: we lost two drivers" in story_inside
    assert "INTERNAL: his aide says he will help" in story_inside


def test_the_report_gives_the_numbers(teller: Teller) -> None:
    campaign = Campaign.objects.get()
    html = page(f"/c/highland-park/campaigns/{campaign.code}/report/", teller.client)
    numbers = dict(re.findall(r"<div><dt>(.*?)</dt><dd>(.*?)</dd></div>", html))
    assert numbers == {"came to 1 event": "214", "postcards on paper": "214"}
    assert "April: 214 actions, 214 people came." in html
    assert "August: 0 actions, 0 people came. Rómulo is free on bond" in html
    assert "officials moved toward us" in html
    teller.post(f"campaigns/{campaign.code}/report/open/", {"open": "1"})
    public = page("report/")
    assert "INTERNAL" not in public
    assert "<b>1</b> official moved toward us." in public
    assert "postales en papel" in page("report/?lang=es")


def test_each_moment_has_its_own_link_and_picture(teller: Teller) -> None:
    free = Moment.objects.get(kind="win", happened_on="2017-08-30")
    assert "August 30 · Won" in page(f"moments/{free.code}/")
    assert Client().get(f"{PAGE}moments/{free.code}/share.png")["Content-Type"] == "image/png"
    hidden = Moment.objects.get(kind="setback")
    assert Client().get(f"{PAGE}moments/{hidden.code}/").status_code == 404


def test_nothing_of_it_was_done_by_a_note(teller: Teller) -> None:
    """What the story says of bills, officials, paper and press was not typed as a moment."""
    assert Moment.objects.filter(is_public=True).count() == 6
    assert len(story(page("story/"))) == 20
