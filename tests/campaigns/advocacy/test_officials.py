"""The list of officials, one of them, and writing them down by hand."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from campaigns.models import Official, OfficialTerm
from tests.campaigns.advocacy.people import (
    day,
    make_office,
    make_official,
    make_position,
    make_promise,
    make_target,
    make_term,
)
from tests.cast import Cast
from tests.factories import make_campaign, signed_in

LIST = "/c/highland-park/officials/"
SEAT = {"seat-kind": "council", "seat-body": "Los Angeles City Council", "seat-district": "14"}
OFFICE = {"office-kind": "district"}


@pytest.fixture
def organizer(cast: Cast) -> Client:
    return signed_in(cast.organizer)


def names(html: str) -> list[str]:
    return re.findall(r"<h2><a [^>]*>([^<]+)</a></h2>", html)


def shown(client: Client, path: str = LIST, status: int = 200, **query: Any) -> str:
    response = client.get(path, query)
    assert response.status_code == status
    return response.content.decode()


def one(official: Official) -> str:
    return f"{LIST}{official.code}/"


def test_everyone_in_the_order_of_last_names(cast: Cast, organizer: Client) -> None:
    assert f'btn flame" href="{LIST}new/"' in shown(organizer)
    assert f'btn flame" href="{LIST}load/"' in shown(signed_in(cast.lead))
    make_official(cast.here, "Zoila Abad")
    make_official(cast.here, "Kevin de León", family_name="de León")
    make_official(cast.there, "Otra Persona")
    html = shown(organizer)
    assert names(html) == ["Zoila Abad", "Kevin de León"]
    assert "2 people in power" in html
    assert "Rivertown City Council, District 1" in html


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("garcia", ["Ana García", "Beto García"]),
        ("GARCÍA 14", ["Beto García"]),
        ("district 14", ["Beto García"]),
        ("rivertown", ["Ana García"]),
        ("mayor", ["Carla Alcaldesa"]),
        ("senate 34", []),
        ("34", ["Rita Rep"]),
        ("zzz", []),
    ],
)
def test_by_name_body_and_district(cast: Cast, organizer: Client, words: str, found: list[str]) -> None:
    make_official(cast.here, "Ana García", district="3")
    beto = make_official(cast.here, "Beto García", district="")
    make_term(beto, body="Hilltown City Council", district="14")
    make_term(make_official(cast.here, "Carla Alcaldesa", district=""), kind="mayor", body="Los Angeles")
    make_term(make_official(cast.here, "Rita Rep", district=""), kind="us_house", body="US House", district="CA-34")
    assert names(shown(organizer, q=words)) == found


def test_many_are_paged_and_cost_few_queries(
    cast: Cast, organizer: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(60):
        make_office(make_official(cast.here, f"Person Number{n:02}"))
    with django_assert_max_num_queries(14):
        first = shown(organizer)
    after = re.search(r"after=(\w+)", first)
    assert after is not None
    second = shown(organizer, after=after[1])
    assert (len(names(first)), len(names(second))) == (50, 10)
    assert not set(names(first)) & set(names(second))


def test_one_of_them_with_offices_seats_and_where_they_stand(cast: Cast, organizer: Client) -> None:
    official = make_official(cast.here)
    make_office(official, phone="+12135550142", extension="12", address="1 Main St", hours="9 to 5")
    make_position(make_target(make_campaign(cast.here), official), 4)
    html = shown(organizer, one(official))
    assert 'href="tel:+12135550142;ext=12"' in html
    assert "(213) 555-0142" in html
    assert "extension 12" in html
    assert "Part of the way" in html
    assert "We know no phone" not in html


def test_without_a_phone_it_says_what_can_be_done_instead(cast: Cast, organizer: Client) -> None:
    official = make_official(cast.here, email="rosa@city.example")
    make_office(official, phone="", address="1 Main St")
    html = shown(organizer, one(official))
    assert "We know no phone of Rosa Concejal." in html
    assert "write an email," in html
    assert "write a letter or visit the office," in html
    assert "No phone" in shown(organizer)


def test_two_of_one_last_name_are_told_apart_by_their_seats(cast: Cast, organizer: Client) -> None:
    first = make_official(cast.here, "Robert Garcia", district="")
    make_term(first, body="California Senate", district="50", kind="upper")
    second = make_official(cast.here, "Robert Garcia", district="", email="two@example.org")
    make_term(second, body="US House", district="CA-42", kind="us_house")
    html = shown(organizer, one(first))
    assert "Not the same as:" in html
    assert "Robert Garcia, US House, CA-42" in html


def test_volunteers_read_what_is_public_and_nothing_of_ours(cast: Cast) -> None:
    official = make_official(cast.here)
    make_office(official, phone="+12135550142")
    official.staff.create(chapter=cast.here, name="Dana Deputy", phone="+12135550143")
    official.contact_entries.create(chapter=cast.here, kind="call", happened_on=day(), note="Said maybe")
    make_promise(official, words="A promise in the room")
    html = shown(signed_in(cast.volunteer), one(official))
    assert "(213) 555-0142" in html
    for ours in ("Dana Deputy", "555-0143", "Said maybe", "A promise in the room", "Log a contact"):
        assert ours not in html


def test_typed_in_with_seat_and_office(cast: Cast, organizer: Client) -> None:
    office = {"office-kind": "capitol", "office-phone": "213 473 7014 x3", "office-place": "Los Angeles"}
    answer = organizer.post(f"{LIST}new/", {"name": " Ysabel  Jurado ", **SEAT, **office})
    official = cast.here.officials.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, one(official))
    assert (official.name, official.source) == ("Ysabel Jurado", "typed")
    assert str(official.terms.get()) == "Los Angeles City Council, District 14"
    kept = official.offices.get()
    assert (kept.phone, kept.extension, kept.is_by_hand) == ("+12134737014", "3", True)


def test_an_office_is_not_needed_but_a_seat_is(cast: Cast, organizer: Client) -> None:
    assert organizer.post(f"{LIST}new/", {"name": "Ana Uno", **SEAT, **OFFICE}).status_code == 302
    assert cast.here.officials.get().offices.count() == 0
    refused = organizer.post(f"{LIST}new/", {"name": "Ana Dos", **OFFICE})
    assert refused.status_code == 422
    assert 'value="Ana Dos"' in refused.content.decode()
    assert cast.here.officials.count() == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"family_name": "Otro"}, "This is no part of the name above."),
        ({"office-phone": "555"}, "This number is 7 digits short."),
        ({"seat-starts_on": "2026-05-01", "seat-ends_on": "2026-04-01"}, "This is before the day it begins."),
        ({"url": "ftp://x"}, "Enter a valid URL."),
    ],
)
def test_what_does_not_fit_is_said_and_kept(cast: Cast, organizer: Client, given: dict[str, str], words: str) -> None:
    refused = organizer.post(f"{LIST}new/", {"name": "Ana Uno", **SEAT, **OFFICE, **given})
    assert (refused.status_code, words in refused.content.decode()) == (422, True)
    assert not Official.objects.exists()
    assert not OfficialTerm.objects.exists()


def test_nobody_is_typed_in_twice_by_mistake(cast: Cast, organizer: Client) -> None:
    make_official(cast.here, "Rosa Concejal")
    refused = organizer.post(f"{LIST}new/", {"name": "rosa concejal", **SEAT, **OFFICE})
    assert "Rosa Concejal, Rivertown City Council, District 1, is on your list already" in refused.content.decode()
    organizer.post(f"{LIST}new/", {"name": "Rosa Concejal", "is_another": "on", **SEAT, **OFFICE})
    assert cast.here.officials.count() == 2


def test_a_change_by_hand_is_remembered(cast: Cast, organizer: Client) -> None:
    official = make_official(cast.here, source="openstates", source_id="ocd-person/1")
    given = {"name": "Rosa M. Concejal", "family_name": "Concejal", "also_written": "R. Concejal\nConcejal, R."}
    assert organizer.post(f"{one(official)}edit/", given).status_code == 302
    official.refresh_from_db()
    assert official.edited_fields == ["name", "other_names"]
    assert (official.sort_name, official.other_names) == ("concejal rosa m.", ["R. Concejal", "Concejal, R."])
    assert "What you changed by hand stays" in shown(organizer, one(official))


def test_only_who_has_no_past_can_be_taken_off(cast: Cast, organizer: Client) -> None:
    mistake, past = make_official(cast.here, "Mis Take"), make_official(cast.here, "Paz Pasado")
    make_promise(past)
    listed = make_official(cast.here, "Lista Publicada", source="openstates", source_id="ocd-person/1")
    for official in (mistake, past, listed):
        organizer.post(f"{one(official)}edit/", {"remove": "1"})
    assert set(cast.here.officials.all()) == {past, listed}
