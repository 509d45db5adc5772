from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from campaigns.models import Event, EventText
from chapters.models import Chapter, ChapterText, ChapterZip, Zip
from tests.cast import Cast
from tests.factories import make_chapter, make_event

pytestmark = pytest.mark.django_db
PLACES = [("90042", 34.11, -118.19), ("91402", 34.22, -118.44), ("90001", 33.97, -118.25), ("10025", 40.8, -73.97)]


@pytest.fixture(autouse=True)
def places(db: None) -> None:
    Zip.objects.bulk_create(
        Zip(zip=code, place="Somewhere", state="CA", latitude=latitude, longitude=longitude)
        for code, latitude, longitude in PLACES
    )


def page(client: Client, address: str = "/", status: int = 200, **headers: Any) -> str:
    response = client.get(address, **headers)
    assert response.status_code == status
    return response.content.decode()


def test_two_chapters(client: Client, cast: Cast) -> None:
    html = page(client)
    assert "Laws change when neighbors show up" in html
    assert html.count('href="/highland-park/"') == html.count('href="/east-valley/"') == 1
    assert "No public event is planned right now." in html
    assert html.count("btn flame") == 1


def test_the_chapter_that_calls_the_zip_its_own_comes_first_then_the_nearest(client: Client, cast: Cast) -> None:
    Chapter.objects.filter(pk=cast.there.pk).update(zip="91402")
    ChapterZip.objects.create(chapter=make_chapter("new-york", "New York Neighbors", zip="10025"), zip="90001")
    make_chapter("nowhere", "Nowhere", zip="")
    make_chapter("state", "The whole state", kind=Chapter.Kind.BODY)
    make_chapter("gone", "Gone", zip="90001", closed_at=timezone.now())
    near = page(client, "/?zip=90001").partition('id="found"')[2].partition("</section>")[0]
    order = [near.index(name) for name in ("New York Neighbors", "Highland Park Neighbors", "East Valley Together")]
    assert order == sorted(order)
    assert near.count("<li>") == 3
    assert "Your ZIP code is part of this chapter." in near
    assert "About 10 miles away." in near
    assert "About 20 miles away." in near


def test_a_chapter_may_call_a_zip_its_own_that_the_table_lacks(client: Client, cast: Cast) -> None:
    ChapterZip.objects.create(chapter=cast.here, zip="00501")
    near = page(client, "/?zip=00501").partition('id="found"')[2].partition("</section>")[0]
    assert "Highland Park Neighbors" in near
    assert "East Valley" not in near


def test_a_long_zip_is_understood(client: Client, cast: Cast) -> None:
    assert "About 1 mile away." in page(client, "/?zip=+90042-1234+")


def test_no_chapter_has_a_known_place(client: Client, cast: Cast) -> None:
    Chapter.objects.update(zip="")
    assert "No chapter is near you yet." in page(client, "/?zip=90001")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("9004", "A ZIP code has 5 digits, like 90042."),
        ("٩٠٠٤٢", "A ZIP code has 5 digits, like 90042."),
        ("%3Cscript%3E", "A ZIP code has 5 digits, like 90042."),
        ("9" * 40, "Ensure this value has at most 20 characters (it has 40)."),
        ("%00", "Null characters are not allowed."),
        ("", "Please fill this in."),
        ("00000", "We do not know this ZIP code. Check the 5 digits."),
    ],
)
def test_a_bad_zip_gets_a_sentence_and_keeps_what_was_typed(
    client: Client, cast: Cast, typed: str, sentence: str
) -> None:
    html = page(client, f"/?zip={typed}", status=422)
    assert html.count(sentence) == 2
    assert "<script>" not in html
    assert 'id="found"' not in html
    if typed == "9004":
        assert 'value="9004"' in html


def test_with_one_chapter_the_page_is_about_it(client: Client) -> None:
    only = make_chapter("highland-park", "Highland Park Neighbors")
    ChapterText.objects.create(parent=only, language="en", summary="We look after each other.")
    html = page(client)
    assert "We look after each other." in html
    assert html.count("btn flame") == 1
    assert 'name="zip"' not in html
    assert "<title>Highland Park Neighbors</title>" in html


def test_without_any_chapter_it_still_answers(client: Client) -> None:
    assert "No public event is planned right now." in page(client)


def test_only_what_anyone_may_find_is_shown(client: Client, cast: Cast) -> None:
    make_event(cast.here, "Open vigil", seats_taken=187)
    make_event(cast.there, "Open forum", seats_taken=19)
    make_event(cast.here, "Rights class", kind=Event.Kind.KNOW_YOUR_RIGHTS, seats_taken=187)
    make_event(cast.here, "LEAK members", audience=Event.Audience.MEMBERS)
    make_event(cast.here, "LEAK invited", audience=Event.Audience.INVITED)
    make_event(cast.here, "LEAK draft", published_at=None)
    make_event(cast.here, "LEAK not yet", published_at=timezone.now() + timedelta(hours=1))
    make_event(cast.here, "LEAK called off", cancelled_at=timezone.now())
    make_event(cast.here, "LEAK past", days=-2)
    make_event(make_chapter("gone", closed_at=timezone.now()), "LEAK closed")
    html = page(client)
    assert [title in html for title in ("Open vigil", "Open forum", "Rights class")] == [True] * 3
    assert "LEAK" not in html
    assert html.count("neighbors are coming") == 1
    assert "150+ neighbors are coming" in html


def test_the_next_ten_in_order(client: Client, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(12, 0, -1):
        make_event(cast.here, f"Gathering {number:02}", days=number)
    with django_assert_num_queries(4):
        html = page(client)
    shown = [f"Gathering {number:02}" in html for number in range(1, 13)]
    assert shown == [True] * 10 + [False] * 2
    assert html.index("Gathering 01") < html.index("Gathering 02")


def test_words_in_the_visitors_language_and_marked_when_they_are_not(client: Client, cast: Cast) -> None:
    event = make_event(cast.here)
    make_event(cast.there, "English only")
    EventText.objects.filter(language="es", title="Vigilia con velas").exclude(parent=event).delete()
    html = page(client, "/?lang=es")
    assert '<html lang="es">' in html
    assert f'<h3><a href="/e/{event.code}/">Vigilia con velas</a></h3>' in html
    assert '<h3 lang="en"><a' in html
    assert "Las leyes cambian" in html
    assert "Español" not in html
