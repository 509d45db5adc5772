"""All of California and of Congress as published, where the files are at hand."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from campaigns.models import Official, OfficialOffice, OfficialTerm
from tests.cast import Cast
from tests.shared_data import published

Kind = OfficialTerm.Kind


def load(*paths: Path) -> str:
    out = StringIO()
    call_command("load_officials", *map(str, paths), "--chapter", "highland-park", stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def california() -> list[Path]:
    folder = published("officials/openstates-people/data/ca")
    return [folder / name for name in ("legislature", "executive", "municipalities")]


def test_california_twice(cast: Cast, california: list[Path]) -> None:
    told = load(*california)
    assert "216 new, 0 changed, 0 the same, 0 left alone because edited by hand, 0 problems" in told
    assert "The files name 272 terms and 388 offices." in told
    assert "0 new, 0 changed, 216 the same, 0 left alone because edited by hand, 0 problems" in load(*california)
    assert (cast.here.officials.count(), cast.there.officials.count()) == (216, 0)
    assert OfficialOffice.objects.filter(phone="").count() == 2
    assert OfficialOffice.objects.exclude(phone="").count() == 386


def test_each_folder_has_its_people(cast: Cast, california: list[Path]) -> None:
    legislature, executive, municipalities = california
    assert load(legislature).startswith("120 new")
    assert load(executive).startswith("4 new")
    assert load(municipalities).startswith("92 new")
    mayors = Official.objects.filter(terms__kind=Kind.MAYOR, source_id__startswith="ocd-person/")
    assert mayors.distinct().count() == 92 + 3  # three legislators were mayors before


def test_the_whole_folder_passes_over_what_is_not_about_people(cast: Cast, california: list[Path]) -> None:
    told = load(california[0].parent)
    assert " 0 problems" in told
    committees = len(list((california[0].parent / "committees").glob("*.yml")))
    assert f"{committees + 1} files not about officials." in told
    assert Official.objects.filter(family_name="de León", given_name="Kevin").count() == 1


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_congress_twice(cast: Cast, ending: str) -> None:
    folder = published("officials/congress")
    files = [folder / f"legislators-{part}.{ending}" for part in ("district-offices", "current")]
    assert "537 new, 0 changed, 0 the same, 0 left alone because edited by hand, 0 problems" in load(*files)
    assert "0 new, 0 changed, 537 the same, 0 left alone because edited by hand, 0 problems" in load(*files)
    assert OfficialOffice.objects.filter(kind=OfficialOffice.Kind.DISTRICT).count() == 1312
    assert Official.objects.filter(offices=None).count() <= 1
    of_california = Official.objects.filter(terms__division__startswith="ocd-division/country:us/state:ca")
    assert of_california.count() == 53
    assert Official.objects.exclude(email="").count() == 0
    assert Official.objects.filter(contact_form="").count() == 448 + 1  # one begins with "hhttps"


def test_congress_in_both_formats_is_the_same_people(cast: Cast) -> None:
    folder = published("officials/congress")
    load(folder / "legislators-current.csv", folder / "legislators-district-offices.csv")
    assert OfficialTerm.objects.filter(starts_on=None).count() == 537
    told = load(folder / "legislators-current.json", folder / "legislators-district-offices.json")
    assert told.splitlines()[-2].startswith("0 new")
    assert OfficialTerm.objects.count() == 537  # the dated terms took the place of those without dates
    assert OfficialTerm.objects.filter(starts_on=None).count() == 0
    assert OfficialOffice.objects.filter(kind=OfficialOffice.Kind.DISTRICT).count() == 1312
    load(folder / "legislators-current.csv", folder / "legislators-district-offices.csv")
    assert OfficialTerm.objects.filter(starts_on=None).count() == 0


def test_the_traps_of_the_files(cast: Cast, california: list[Path]) -> None:
    load(*california)
    by_name = {official.name: official for official in cast.here.officials.all()}
    davies = [str(term) for term in by_name["Laurie Davies"].terms.all()]
    assert davies[0] == "California Assembly, District 74"
    assert "Mayor of Laguna Niguel" in davies
    newsom = by_name["Gavin Newsom"].terms.get()
    assert (str(newsom), newsom.ends_on and newsom.ends_on.isoformat()) == ("Governor of California", "2026-01-01")
    assert str(by_name["Karen Bass"].terms.first()) == "Mayor of Los Angeles"
    bass = by_name["Karen Bass"].offices.get()
    assert (bass.phone, bass.address) == ("+12139780600", "200 N. Spring St., Los Angeles, CA 90012")
    assert OfficialOffice.objects.get(extension="6310").phone == "+19496351800"
    assert "Monique Limón" in by_name
