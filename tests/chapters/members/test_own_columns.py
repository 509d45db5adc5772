"""Columns of a list that go into the chapter's own fields, those that are there and new ones; and back out again."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from chapters.members import importing, own_fields
from chapters.models import AuditEntry, CustomField, CustomValue, Import, Member
from tests.cast import Cast
from tests.chapters.members.uploads import answers, bring_in, page, read, upload
from tests.factories import make_member, signed_in

HEADER = "Name,Phone,T-shirt,Has key,Kids,With us since,Bus\n"
LIST = f'{HEADER}Ana Ruiz,323 555 0101,s,YES,2,2017-05-31,the 81\nBo Stone,323 555 0102,M,no,"1,200.5",5/3/2017,\n'
NEW = {"column_2": "new:choice", "column_3": "new:yes_no", "column_4": "new:number", "column_5": "new:date"}
NEW |= {"column_6": "new:text"}


BUS = {"Bus": "the 81"}
CHOICES = [("fill", "S", BUS), ("update", "M", BUS), ("skip", "S", {})]


@pytest.fixture
def lead(cast: Cast) -> Client:
    return signed_in(cast.lead)


@pytest.fixture
def shirt(cast: Cast) -> CustomField:
    field: CustomField = cast.here.custom_fields.create(kind="choice", answers=["S", "M"])
    field.texts.create(language="en", label="T-shirt")
    field.texts.create(language="es", label="Camiseta")
    return field


def held(name: str) -> dict[str, Any]:
    rows = own_fields.rows_of(Member.objects.get(name=name))
    return {str(row.field): row.value for row in rows}


def take_back(lead: Client, incoming: Import) -> None:
    lead.post(page(incoming, "take-back/"))
    importing.run(incoming.pk)


def test_a_column_becomes_a_new_field_of_each_kind(cast: Cast, lead: Client) -> None:
    incoming = read(lead, LIST, **NEW)
    assert not CustomField.objects.exists()
    text = lead.get(page(incoming)).content.decode()
    assert all(words in text for words in ("Has key: yes", "Kids: 1200.5", "With us since: May 3, 2017"))
    lead.post(page(incoming, "bring-in/"))
    importing.run(incoming.pk)
    ana = {"T-shirt": "s", "Has key": True, "Kids": Decimal(2), "With us since": date(2017, 5, 31), "Bus": "the 81"}
    bo = {"T-shirt": "M", "Has key": False, "Kids": Decimal("1200.50"), "With us since": date(2017, 5, 3)}
    assert (held("Ana Ruiz"), held("Bo Stone")) == (ana, bo)
    assert [field.answers for field in cast.here.custom_fields.filter(kind="choice")] == [["M", "s"]]
    assert AuditEntry.objects.filter(act="field_added", user=cast.lead).count() == 5


def test_a_column_called_like_a_field_is_guessed_in_any_language(lead: Client, shirt: CustomField) -> None:
    for header in ("t-shirt", "CAMISETA"):
        upload(lead, f"Name,{header}\nAna,S\n")
        assert Import.objects.latest("id").mapping == {"0": "name", "1": f"own:{shirt.code}"}
    text = lead.get(page(Import.objects.latest("id"), "columns/")).content.decode()
    assert f'<option value="own:{shirt.code}" selected>T-shirt</option>' in text
    assert "Words (a new field)" in text


def test_what_cannot_be_read_is_left_out_and_said(lead: Client, shirt: CustomField) -> None:
    rows = "Ana Ruiz,323 555 0101,XXL,maybe,few,31/5/2017,undocumented\nBo Stone,323 555 0102,m,1,2,,\n"
    incoming = bring_in(lead, HEADER + rows, **{**NEW, "column_2": f"own:{shirt.code}"})
    assert (incoming.bad_count, incoming.made_count) == (0, 2)
    assert held("Ana Ruiz") == {}
    assert held("Bo Stone") == {"T-shirt": "M", "Has key": True, "Kids": Decimal(2)}
    problem = incoming.rows.get(number=2).problem
    assert problem.startswith(
        "“T-shirt” was left out: “XXL” is not one of its answers. “Has key” was left out: “maybe”"
    )
    for cells, words in (
        (",,few", "“Kids” was left out: “few” is not a number."),
        (",,,31/5/2017", "“With us since” was left out: “31/5/2017” is not a date like 2017-05-31"),
        (",,,,undocumented", "“Bus” was left out. It seems to hold what we never keep: immigration status."),
    ):
        again = read(lead, f"{HEADER}Ana Ruiz,323 555 0101,{cells}\n")
        assert words in lead.get(page(again)).content.decode()


@pytest.mark.parametrize(
    ("header", "cells", "meaning", "words"),
    [
        ("", ["x"], "new:text", "This column has no name."),
        ("Camiseta", ["x"], "new:text", "There is a field with this name. Choose it"),
        ("Papers: undocumented?", ["x"], "new:text", "We never keep immigration status."),
        ("Bus", [""], "new:choice", "This column is empty: it holds no answers."),
        ("Bus", [f"line {n}" for n in range(41)], "new:choice", "This column says more than 40 different things."),
        ("Bus", ["x" * 61], "new:choice", "This answer is longer than 60 letters"),
        ("Bus", ["x"], "own:gone", "Select a valid choice."),
        ("Bus", ["x"], "made:gone", "Select a valid choice."),
    ],
)
def test_a_column_that_cannot_be_a_field_says_why(
    lead: Client, shirt: CustomField, header: str, cells: list[str], meaning: str, words: str
) -> None:
    upload(lead, f"Name,{header}\n" + "".join(f"Ana {n},{cell}\n" for n, cell in enumerate(cells)))
    incoming = Import.objects.get()
    response = lead.post(page(incoming, "columns/"), answers(incoming, column_1=meaning))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert f'<option value="{meaning}" selected>' in response.content.decode() or "gone" in meaning


def test_two_columns_of_one_name_do_not_make_two_fields(lead: Client) -> None:
    upload(lead, "Name,Bus,bus\nAna,81,28\n")
    incoming = Import.objects.get()
    said = answers(incoming, column_1="new:text", column_2="new:text")
    response = lead.post(page(incoming, "columns/"), said)
    assert (response.status_code, response.content.decode().count("There is a field with this name.")) == (422, 2)


def test_no_field_of_another_chapter(cast: Cast, lead: Client) -> None:
    foreign = cast.there.custom_fields.create(kind="text")
    upload(lead, "Name,Bus\nAna,81\n")
    incoming = Import.objects.get()
    assert foreign.code not in lead.get(page(incoming, "columns/")).content.decode()
    said = answers(incoming, column_1=f"own:{foreign.code}")
    assert lead.post(page(incoming, "columns/"), said).status_code == 422


@pytest.mark.parametrize(("when_known", "shirt_after", "bus"), CHOICES)
def test_people_who_are_here_as_the_lead_chose_and_back_again(
    cast: Cast, lead: Client, shirt: CustomField, when_known: str, shirt_after: str, bus: dict[str, str]
) -> None:
    rosa = make_member(cast.here, "Rosa Vega", phone="+13235550101")
    own_fields.save(rosa, [shirt], {own_fields.name_of(shirt): "S"})
    incoming = read(lead, "Name,Phone,T-shirt,Bus\nRosa Vega,323 555 0101,m,the 81\n", column_3="new:text")
    assert (incoming.filled_count, incoming.differing_count) == (1, 1)
    text = lead.get(page(incoming)).content.decode()
    assert "Missing here: Bus, the 81" in text
    assert "Differs: T-shirt, here S, in the list M" in text
    lead.post(page(incoming, "bring-in/"), {"when_known": when_known})
    importing.run(incoming.pk)
    assert held("Rosa Vega") == {"T-shirt": shirt_after} | bus
    take_back(lead, incoming)
    assert held("Rosa Vega") == {"T-shirt": "S"}
    assert list(cast.here.custom_fields.in_use()) == [shirt]
    assert AuditEntry.objects.filter(act="field_put_away", user=cast.lead).count() == 1


def test_what_somebody_changed_since_stays(cast: Cast, lead: Client) -> None:
    incoming = bring_in(lead, "Name,Phone,Bus\nAna,323 555 0101,81\nBo,323 555 0102,28\n", column_2="new:text")
    bus = cast.here.custom_fields.get()
    own_fields.save(Member.objects.get(name="Ana"), [bus], {own_fields.name_of(bus): "on foot"})
    take_back(lead, incoming)
    assert list(Member.objects.values_list("name", flat=True)) == ["Ana"]
    assert held("Ana") == {"Bus": "on foot"}
    assert not CustomField.objects.get().archived_at


def test_the_same_list_again_changes_nothing(lead: Client) -> None:
    bring_in(lead, LIST, **NEW)
    before = list(CustomValue.objects.values())
    again = bring_in(lead, LIST)
    assert (again.made_count, again.filled_count, again.differing_count) == (0, 0, 0)
    assert list(CustomValue.objects.values()) == before


def test_of_many_rows_with_something_left_out_the_rest_is_counted(lead: Client) -> None:
    rows = "".join(f"Person {n},323 555 {n:04},many\n" for n in range(100, 113))
    incoming = read(lead, f"Name,Phone,Kids\n{rows}", column_2="new:number")
    assert "And 3 more rows." in lead.get(page(incoming)).content.decode()
