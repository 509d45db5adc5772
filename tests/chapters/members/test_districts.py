"""A ZIP code gives a set of districts, and a person may say which one."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client

from chapters.members.segments import SegmentForm, describe, matching
from chapters.models import Chapter, Member, ZipDistrict
from tests.cast import Cast
from tests.factories import make_member, signed_in

LIST = "/c/highland-park/people/"
ROWS = """state_fips,state_abbr,zcta,cd
06,CA,90042,34
06,CA,90042,28
06,CA,90065,34
02,AK,99501,0
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "zccd.csv"
    path.write_text(ROWS)
    return path


@pytest.fixture
def loaded(file: Path, db: None) -> None:
    cache.clear()
    call_command("load_districts", str(file), verbosity=0)


@pytest.fixture
def client(cast: Cast) -> Client:
    return signed_in(cast.organizer)


@pytest.fixture
def people(cast: Cast, loaded: None) -> Chapter:
    make_member(cast.here, "Ana Ruiz", zip="90042")
    make_member(cast.here, "Bo Stone", zip="90042", district="CA-28")
    make_member(cast.here, "Cy Tovar", zip="90065")
    make_member(cast.here, "Di Vega", zip="")
    make_member(cast.there, "Eve Leak", zip="99501")
    return cast.here


@pytest.mark.django_db
def test_a_file_replaces_the_table_and_says_which_line_is_wrong(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ZipDistrict.objects.create(zip="10001", district="NY-12")
    call_command("load_districts", str(file))
    assert "Loaded 4 pairs" in capsys.readouterr().out
    assert not ZipDistrict.objects.filter(zip="10001").exists()
    for text, words in (
        (f"{ROWS}06,CA,9004,34\n", "Line 6 is not"),
        ("zip,district\n90042,34\n", "The first line must name these columns"),
        (f"{ROWS}06,CA,90041\n", "Line 6 is not"),
    ):
        file.write_text(text)
        with pytest.raises(CommandError, match=words):
            call_command("load_districts", str(file))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_districts", str(file.with_name("nothing.csv")))
    assert ZipDistrict.objects.count() == 4


def test_the_page_tells_what_the_zip_code_says_and_no_more(client: Client, people: Chapter) -> None:
    def page(name: str) -> str:
        return client.get(f"{LIST}{people.members.get(name=name).code}/").content.decode()

    assert "One of these districts: CA-28 or CA-34. The ZIP code does not say which. Ask them." in page("Ana Ruiz")
    assert "District CA-28: they told us." in page("Bo Stone")
    assert "District CA-34, by their ZIP code" in page("Cy Tovar")
    assert "They said" not in page("Cy Tovar")
    assert "istrict" not in page("Di Vega")


def test_what_they_told_us_is_written_down_and_taken_back(cast: Cast, client: Client, people: Chapter) -> None:
    ana = people.members.get(name="Ana Ruiz")
    path = f"{LIST}{ana.code}/district/"
    assert client.post(path, {"district": "CA-34"}).status_code == 302
    ana.refresh_from_db()
    assert ana.district == "CA-34"
    refused = client.post(path, {"district": "AK-0"})
    assert (refused.status_code, "not one of those of their ZIP code" in refused.content.decode()) == (422, True)
    client.post(path, {"district": ""})
    ana.refresh_from_db()
    assert ana.district == ""
    leak = Member.objects.get(name="Eve Leak")
    assert client.post(f"{LIST}{leak.code}/district/", {"district": "AK-0"}).status_code == 404
    assert signed_in(cast.volunteer).post(path, {"district": "CA-28"}).status_code == 403


def test_another_zip_code_makes_the_district_open_again(client: Client, people: Chapter) -> None:
    bo = people.members.get(name="Bo Stone")
    data = {"name": "Bo Stone", "language": "en", "zip": "90042"}
    client.post(f"{LIST}{bo.code}/edit/", data)
    bo.refresh_from_db()
    assert bo.district == "CA-28"
    client.post(f"{LIST}{bo.code}/edit/", data | {"zip": "90065"})
    bo.refresh_from_db()
    assert bo.district == ""


def test_lists_ask_for_sure_or_maybe(people: Chapter) -> None:
    for data, expected, words in (
        ({"district": "CA-34"}, ["Cy Tovar"], "people who live in CA-34 for sure"),
        ({"district": "CA-28"}, ["Bo Stone"], "people who live in CA-28 for sure"),
        ({"maybe_district": "CA-28"}, ["Ana Ruiz", "Bo Stone"], "people who may live in CA-28"),
        ({"maybe_district": "CA-34"}, ["Ana Ruiz", "Cy Tovar"], "people who may live in CA-34"),
    ):
        form = SegmentForm(data, chapter=people)
        assert form.is_valid(), form.errors
        found = matching(people, form.tree).order_by("name").values_list("name", flat=True)
        assert (list(found), describe(people, form.tree)) == (expected, words)
    assert not SegmentForm({"district": "AK-0"}, chapter=people).is_valid()
