"""A territory file says which ZIP code belongs to which chapter; the finder on the first page reads it."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from chapters.models import ChapterZip, Zip
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def load(folder: Path, text: str, **options: bool) -> tuple[str, str]:
    file, out, err = folder / "territory.csv", StringIO(), StringIO()
    file.write_text(text, encoding="utf-8")
    call_command("load_territory", str(file), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def kept() -> list[tuple[str, str]]:
    return sorted(ChapterZip.objects.values_list("chapter__slug", "zip"))


def test_chapters_are_found_by_address_or_name(cast: Cast, tmp_path: Path) -> None:
    out, _err = load(
        tmp_path, "\ufeffzip,chapter\n00501,highland-park\n90042,HIGHLAND PARK NEIGHBORS\n501,east-valley\n"
    )
    assert out == "Loaded 3 ZIP codes of 2 chapters.\n"
    assert kept() == [("east-valley", "00501"), ("highland-park", "00501"), ("highland-park", "90042")]
    load(tmp_path, "zip,chapter\n90065,highland-park\n90065,highland-park\n")
    assert kept() == [("east-valley", "00501"), ("highland-park", "90065")]


def test_the_finder_takes_the_territory_before_the_distance(cast: Cast, tmp_path: Path) -> None:
    for code, latitude in (("90042", 34.1), ("91331", 34.2), ("90065", 34.11)):
        Zip.objects.create(zip=code, place="Los Angeles", state="CA", latitude=latitude, longitude=-118.2)
    cast.there.zip = "91331"
    cast.there.save()
    load(tmp_path, "zip,chapter\n90065,east-valley\n")
    page = Client().get("/?zip=90065").content.decode()
    found = page[page.index('id="found"') :]
    assert found.index("East Valley Together") < found.index("Highland Park Neighbors")
    assert "Your ZIP code is part of this chapter." in found
    page = Client().get("/?zip=90042").content.decode()
    found = page[page.index('id="found"') :]
    assert found.index("Highland Park Neighbors") < found.index("East Valley Together")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("zip,chapter\n90042,highland-park\n90065,Nowhere\n", "Nothing was loaded"),
        ("zip,chapter\n90042,highland-park\nABC,highland-park\n", "Line 3: 'ABC' is not a ZIP code."),
        ("zip,chapter\n90042,\n", "Line 2: no chapter."),
        ("zip,chapter\n90042\n", "Line 2: no chapter."),
        ("code,group\n90042,highland-park\n", "zip,chapter"),
        ("", "zip,chapter"),
    ],
)
def test_nothing_is_half_loaded(cast: Cast, tmp_path: Path, text: str, words: str) -> None:
    ChapterZip.objects.create(chapter=cast.here, zip="90001")
    with pytest.raises(CommandError, match=words.replace("(", r"\(")):
        load(tmp_path, text)
    assert kept() == [("highland-park", "90001")]


def test_unknown_chapters_are_listed_and_may_be_left_out(cast: Cast, tmp_path: Path) -> None:
    out, err = load(tmp_path, "zip,chapter\n90042,highland-park\n90065,Nowhere\n", skip_unknown=True)
    assert (out, err) == (
        "Loaded 1 ZIP codes of 1 chapters.\n",
        "1 chapters of the file are not here: Nowhere\n",
    )
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_territory", str(tmp_path / "missing.csv"))
