"""The chapter's own fields: set up, filled in on a person, and asked for by a list."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from chapters.members import own_fields
from chapters.members.segments import SegmentForm, describe, matching
from chapters.models import AuditEntry, Chapter, CustomField, CustomValue, Member
from tests.cast import Cast
from tests.factories import make_member, signed_in

SETUP = "/c/highland-park/setup/fields/"
LIST = "/c/highland-park/people/"


@pytest.fixture
def client(cast: Cast) -> Client:
    return signed_in(cast.lead)


def make_field(chapter: Chapter, kind: str, label: str, **given: Any) -> CustomField:
    field: CustomField = chapter.custom_fields.create(kind=kind, **given)
    field.texts.create(language="en", label=label)
    return field


@pytest.fixture
def fields(cast: Cast) -> dict[str, CustomField]:
    make_field(cast.there, "text", "Leaked field")
    return {
        "shirt": make_field(cast.here, "choice", "T-shirt", answers=["S", "M"], place=1),
        "key": make_field(cast.here, "yes_no", "Has a key", place=2),
        "kids": make_field(cast.here, "number", "Children", place=3),
        "since": make_field(cast.here, "date", "With us since", place=4),
        "bus": make_field(cast.here, "text", "Bus", place=5),
    }


def fill(member: Member, fields: dict[str, CustomField], **values: Any) -> Member:
    cleaned = {own_fields.name_of(fields[name]): value for name, value in values.items()}
    own_fields.save(member, [fields[name] for name in values], cleaned)
    return member


def test_a_lead_adds_a_field_in_two_languages(cast: Cast, client: Client) -> None:
    assert "No fields of your own yet" in client.get(SETUP).content.decode()
    assert client.get(f"{SETUP}add/").status_code == 200
    data = {"label_en": " T-shirt ", "label_es": "Camiseta", "kind": "choice", "answers": "S\n M \n\nS\nL"}
    assert client.post(f"{SETUP}add/", data).headers["Location"] == SETUP
    field = CustomField.objects.get()
    assert (field.kind, field.answers, field.place) == ("choice", ["S", "M", "L"], 1)
    assert dict(field.texts.values_list("language", "label")) == {"en": "T-shirt", "es": "Camiseta"}
    page = client.get(SETUP).content.decode()
    assert "S, M, L" in page
    assert AuditEntry.objects.filter(act="field_added", subject=f"customfield {field.code}").count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"label_en": ""}, "Please fill this in."),
        ({"answers": " "}, "Write at least one answer."),
        ({"answers": "x" * 61}, "This answer is longer than 60 letters"),
        ({"answers": "\n".join(map(str, range(41)))}, "At most 40 answers, please."),
        ({"label_en": "BUS"}, "There is a field with this name."),
        ({"kind": "moon"}, "Select a valid choice"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    client: Client, fields: dict[str, CustomField], change: dict[str, str], words: str
) -> None:
    data = {"label_en": "Shoes", "label_es": "Zapatos", "kind": "choice", "answers": "S\nM"} | change
    response = client.post(f"{SETUP}add/", data)
    assert response.status_code == 422
    page = response.content.decode()
    assert words in page
    assert 'value="Zapatos"' in page
    assert CustomField.objects.filter(chapter__slug="highland-park").count() == 5


def test_a_field_is_renamed_but_holds_what_it_held(client: Client, fields: dict[str, CustomField]) -> None:
    path = f"{SETUP}{fields['bus'].code}/"
    assert "What a field holds cannot be changed later" in client.get(path).content.decode()
    client.post(path, {"label_en": "Bus line", "label_es": "", "kind": "number"})
    field = CustomField.objects.get(pk=fields["bus"].pk)
    assert (field.kind, str(field), field.texts.count()) == ("text", "Bus line", 1)


def test_fields_are_put_in_order_put_away_and_brought_back(
    cast: Cast, client: Client, fields: dict[str, CustomField]
) -> None:
    rosa = fill(make_member(cast.here, "Rosa Vega"), fields, bus="81 to the hall")
    client.post(f"{SETUP}{fields['kids'].code}/up/")
    client.post(f"{SETUP}{fields['shirt'].code}/up/")
    names = [str(field) for field in cast.here.custom_fields.with_words()]
    assert names == ["T-shirt", "Children", "Has a key", "With us since", "Bus"]
    client.post(f"{SETUP}{fields['bus'].code}/put-away/")
    assert "81 to the hall" not in client.get(f"{LIST}{rosa.code}/").content.decode()
    assert "Bring it back" in client.get(SETUP).content.decode()
    assert client.post(f"{SETUP}{fields['bus'].code}/up/").status_code == 404
    client.post(f"{SETUP}{fields['bus'].code}/put-away/", {"back": "1"})
    assert "81 to the hall" in client.get(f"{LIST}{rosa.code}/").content.decode()


def test_only_leads_set_fields_up(cast: Cast, fields: dict[str, CustomField]) -> None:
    assert signed_in(cast.organizer).get(SETUP).status_code == 403
    foreign = cast.there.custom_fields.get()
    for act in ("", "up/", "put-away/"):
        assert signed_in(cast.lead).post(f"{SETUP}{foreign.code}/{act}").status_code == 404
    assert "Leaked" not in signed_in(cast.lead).get(SETUP).content.decode()


def test_a_person_is_changed_with_what_the_fields_hold(
    cast: Cast, client: Client, fields: dict[str, CustomField]
) -> None:
    rosa = make_member(cast.here, "Rosa Vega")
    typed = {"shirt": "M", "key": "True", "kids": "2", "since": "2017-05-01", "bus": "81, then a walk"}
    data = {"name": "Rosa Vega", "language": "en", "skills": "translates, first aid", "tags": "driver"}
    data |= {own_fields.name_of(fields[name]): value for name, value in typed.items()}
    assert client.post(f"{LIST}{rosa.code}/edit/", data).status_code == 302
    held = {row.field.code: row.value for row in CustomValue.objects.select_related("field")}
    expected = {"shirt": "M", "key": True, "kids": Decimal(2), "since": date(2017, 5, 1), "bus": "81, then a walk"}
    assert held == {fields[name].code: value for name, value in expected.items()}
    page = client.get(f"{LIST}{rosa.code}/").content.decode()
    for words in ("T-shirt:", "May 1, 2017", "81, then a walk", "first aid", "?skill="):
        assert words in page
    edit = client.get(f"{LIST}{rosa.code}/edit/").content.decode()
    assert 'value="first aid, translates"' in edit
    assert '<option value="True" selected>' in edit
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM chapters_customvalue WHERE words <> ''")
        assert "walk" not in cursor.fetchone()[0]
    client.post(f"{LIST}{rosa.code}/edit/", data | {own_fields.name_of(fields["bus"]): ""})
    assert CustomValue.objects.count() == 4


def test_a_wrong_value_says_so_and_keeps_everything_typed(
    cast: Cast, client: Client, fields: dict[str, CustomField]
) -> None:
    rosa = make_member(cast.here, "Rosa Vega")
    bad = {own_fields.name_of(fields["kids"]): "many", own_fields.name_of(fields["bus"]): "the 81"}
    response = client.post(f"{LIST}{rosa.code}/edit/", {"name": "Rosa V", "language": "en", "skills": "cooks"} | bad)
    assert response.status_code == 422
    page = response.content.decode()
    for words in ('value="many"', "the 81</textarea>", 'value="cooks"', "<details open"):
        assert words in page
    assert CustomValue.objects.count() == 0


def test_an_answer_that_is_no_longer_offered_stays(cast: Cast, client: Client, fields: dict[str, CustomField]) -> None:
    rosa = fill(make_member(cast.here, "Rosa Vega"), fields, shirt="M")
    CustomField.objects.filter(pk=fields["shirt"].pk).update(answers=["S"])
    data = {"name": "Rosa Vega", "language": "en", own_fields.name_of(fields["shirt"]): "M"}
    assert client.post(f"{LIST}{rosa.code}/edit/", data).status_code == 302
    assert CustomValue.objects.get().answer == "M"


def test_lists_ask_for_what_the_fields_hold(cast: Cast, fields: dict[str, CustomField]) -> None:
    here = cast.here
    fill(make_member(here, "Ana Ruiz"), fields, shirt="M", key=True, kids=Decimal(2), since=date(2017, 5, 1))
    fill(make_member(here, "Bo Stone"), fields, shirt="S", key=False, kids=Decimal(5))
    make_member(here, "Cy Tovar")
    code = {name: field.code for name, field in fields.items()}
    for data, expected, words in (
        ({"own": f"{code['shirt']}:M"}, ["Ana Ruiz"], "people with “T-shirt: M”"),
        ({"own": f"{code['key']}:no"}, ["Bo Stone"], "people with “Has a key: no”"),
        ({"own": f"{code['key']}:-"}, ["Cy Tovar"], "people with “Has a key: not written down”"),
        ({"own_range": code["kids"], "own_from": "3"}, ["Bo Stone"], "people with “Children” from 3 on"),
        ({"own_range": code["kids"], "own_to": "2,5"}, ["Ana Ruiz"], "people with “Children” up to 2.5"),
        ({"own_range": code["kids"]}, ["Ana Ruiz", "Bo Stone"], "people with “Children” written down"),
        (
            {"own_range": code["since"], "own_from": "2017-01-01", "own_to": "2017-12-31"},
            ["Ana Ruiz"],
            "people with “With us since” from Jan. 1, 2017 to Dec. 31, 2017",
        ),
    ):
        form = SegmentForm(data, chapter=here)
        assert form.is_valid(), form.errors
        assert (names(here, form.tree), describe(here, form.tree)) == (expected, words)
        assert SegmentForm(SegmentForm.fields_of(form.tree), chapter=here).is_valid()


def names(chapter: Chapter, tree: dict[str, Any]) -> list[str]:
    return list(matching(chapter, tree).values_list("name", flat=True))


def test_a_range_that_cannot_be_read_is_refused(cast: Cast, fields: dict[str, CustomField]) -> None:
    for data in (
        {"own_range": fields["kids"].code, "own_from": "few"},
        {"own_range": fields["since"].code, "own_to": "soon"},
        {"own_from": "3"},
        {"own": f"{cast.there.custom_fields.get().code}:x"},
    ):
        assert not SegmentForm(data, chapter=cast.here).is_valid()


def test_a_field_that_is_gone_gives_nobody(cast: Cast) -> None:
    make_member(cast.here)
    for value in ({"filter": "own", "value": "gone:M"}, {"filter": "own", "value": "gone:-"}):
        tree = {"version": 1, "all": [value]}
        assert names(cast.here, tree) == []
        assert describe(cast.here, tree) == "people with a field that is gone"
    ranged = {"version": 1, "all": [{"filter": "own_range", "value": {"field": "gone", "from": "1", "to": ""}}]}
    assert (names(cast.here, ranged), describe(cast.here, ranged)) == ([], "people with a field that is gone")
