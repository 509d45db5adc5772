"""What the chapter's own fields hold goes where the person goes: into one entry, to themselves, away."""

from typing import Any

import pytest
from django.test import Client

from chapters.members import erasing, merging, own_fields
from chapters.models import CustomField, CustomValue, Member
from tests.cast import Cast
from tests.factories import make_member, signed_in

SETUP = "/c/highland-park/setup/fields/"
QUESTION = "Are you sure? This looks like immigration status."


@pytest.fixture
def fields(cast: Cast) -> list[CustomField]:
    """Bus, in words; T-shirt, one of two answers."""
    bus = cast.here.custom_fields.create(kind="text", place=1)
    shirt = cast.here.custom_fields.create(kind="choice", answers=["S", "M"], place=2)
    bus.texts.create(language="en", label="Bus")
    shirt.texts.create(language="en", label="T-shirt")
    shirt.texts.create(language="es", label="Camiseta")
    return [bus, shirt]


def fill(member: Member, fields: list[CustomField], *values: str) -> Member:
    typed = {own_fields.name_of(field): value for field, value in zip(fields, values, strict=True)}
    own_fields.save(member, fields, typed)
    return member


def held_by(member: Member) -> list[Any]:
    return [row.value for row in own_fields.rows_of(member)]


def test_two_entries_become_one_and_two_again(cast: Cast, fields: list[CustomField]) -> None:
    one = fill(make_member(cast.here), fields, "", "S")
    other = fill(make_member(cast.here), fields, "the 81", "M")
    row = merging.merge(one, other, theirs=set(), by=cast.lead)
    assert held_by(one) == ["the 81", "S"]
    back, lost = merging.undo(row, by=cast.lead)
    assert (held_by(one), held_by(back), lost) == (["S"], ["the 81", "M"], 0)


@pytest.mark.parametrize(
    ("zips", "told", "theirs", "expected"),
    [
        (("90042", "90042"), ("", "CA-34"), set(), "CA-34"),
        (("90042", "60622"), ("", "IL-5"), set(), ""),
        (("90042", "60622"), ("CA-34", "IL-5"), {"zip"}, "IL-5"),
    ],
)
def test_the_district_follows_the_zip_code_that_stays(
    cast: Cast, zips: tuple[str, str], told: tuple[str, str], theirs: set[str], expected: str
) -> None:
    one, other = (make_member(cast.here, zip=zips[n], district=told[n]) for n in (0, 1))
    row = merging.merge(one, other, theirs=theirs, by=cast.lead)
    assert Member.objects.get().district == expected
    merging.undo(row, by=cast.lead)
    assert list(Member.objects.order_by("pk").values_list("district", flat=True)) == list(told)


def test_nothing_is_left_of_an_erased_person(cast: Cast, fields: list[CustomField]) -> None:
    rosa = fill(make_member(cast.here), fields, "the 81", "M")
    stays = fill(make_member(cast.here, "Bo Stone"), fields, "the 28", "S")
    erasing.erase(rosa)
    assert set(CustomValue.objects.values_list("member", flat=True)) == {stays.pk}


def test_people_read_and_take_with_them_what_fields_hold(cast: Cast, client: Client, fields: list[CustomField]) -> None:
    rosa = fill(make_member(cast.here, district="CA-34", language="es"), fields, "the 81", "M")
    fields[0].put_away()
    page = client.get(f"/m/{rosa.page_secret}/all/").content.decode()
    for words in ("Camiseta", "the 81", "CA-34"):
        assert words in page


def test_a_field_for_what_we_never_keep_is_asked_about(cast: Cast) -> None:
    client = signed_in(cast.lead)
    typed = {"label_en": "Immigration status", "kind": "choice", "answers": "citizen\nother"}
    page = client.post(f"{SETUP}add/", typed)
    assert (page.status_code, QUESTION in page.content.decode()) == (422, True)
    assert not CustomField.objects.exists()


def test_words_in_a_field_are_asked_about(cast: Cast, fields: list[CustomField]) -> None:
    rosa, client = make_member(cast.here), signed_in(cast.lead)
    path = f"/c/highland-park/people/{rosa.code}/edit/"
    typed = {"name": "Rosa Vega", "language": "en", own_fields.name_of(fields[0]): "undocumented, takes the 81"}
    page = client.post(path, typed)
    assert (page.status_code, QUESTION in page.content.decode()) == (422, True)
    assert "undocumented, takes the 81</textarea>" in page.content.decode()
    assert client.post(path, typed | {"is_sure": "1"}).status_code == 302
    assert held_by(rosa) == ["undocumented, takes the 81"]


def test_what_fields_hold_goes_out_as_it_would_come_in(cast: Cast, fields: list[CustomField]) -> None:
    fill(make_member(cast.here, "Rosa Vega"), fields, "=the 81", "M")
    make_member(cast.here, "Bo Stone")
    file = b"".join(signed_in(cast.lead).post("/c/highland-park/people/export/")).decode()
    header, bo, rosa = file.splitlines()
    assert header.endswith(",Yes to email,Bus,T-shirt")
    assert (bo.endswith(",,"), rosa.endswith(",'=the 81,M")) == (True, True)
