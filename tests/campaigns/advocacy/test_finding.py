import pytest
from pytest_django import DjangoAssertNumQueries

from campaigns.advocacy.finding import found_in, officials_for_zip
from campaigns.models import Official, OfficialTerm
from chapters.models import Chapter, Zip, ZipDistrict
from tests.campaigns.advocacy.people import day, make_office, make_official, make_term
from tests.cast import Cast

Kind = OfficialTerm.Kind
CALIFORNIA = "ocd-division/country:us/state:ca"


@pytest.fixture
def here(cast: Cast) -> Chapter:
    Zip.objects.get_or_create(zip="90042", defaults={"place": "Los Angeles", "state": "CA"})
    return cast.here


def seated(chapter: Chapter, name: str, kind: str, division: str = CALIFORNIA, **term: object) -> Official:
    official = make_official(chapter, name, district="")
    make_term(official, kind=kind, division=division, body="", **term)
    return official


def names(officials: tuple[Official, ...]) -> list[str]:
    return [official.name for official in officials]


def test_state_wide_officials_are_sure_and_those_of_several_districts_are_candidates(here: Chapter) -> None:
    seated(here, "Gail Gobernadora", Kind.GOVERNOR)
    seated(here, "Sue Senadora", Kind.US_SENATE)
    seated(here, "Sal Senador", Kind.US_SENATE)
    seated(here, "Rep Uno", Kind.US_HOUSE, f"{CALIFORNIA}/cd:34")
    seated(here, "Rep Dos", Kind.US_HOUSE, f"{CALIFORNIA}/cd:30")
    seated(here, "Rep Lejos", Kind.US_HOUSE, f"{CALIFORNIA}/cd:1")
    seated(here, "Nora Nevada", Kind.GOVERNOR, "ocd-division/country:us/state:nv")
    found = found_in(here.officials.all(), "CA", ["CA-34", "CA-30"])
    assert sorted(names(found.sure)) == ["Gail Gobernadora", "Sal Senador", "Sue Senadora"]
    assert sorted(names(found.maybe)) == ["Rep Dos", "Rep Uno"]
    only = found_in(here.officials.all(), "CA", ["CA-34"])
    assert names(only.sure)[0] == "Rep Uno"
    assert only.maybe == ()


def test_a_state_with_one_seat_in_the_house(here: Chapter) -> None:
    seated(here, "Al Alaska", Kind.US_HOUSE, "ocd-division/country:us/state:ak")
    assert names(found_in(here.officials.all(), "AK", ["AK-0"]).sure) == ["Al Alaska"]


def test_nobody_falls_out_for_a_date_alone_but_a_follower_takes_the_seat(here: Chapter) -> None:
    seated(here, "Ana Antes", Kind.GOVERNOR, starts_on=day(-4000), ends_on=day(-2500))
    seated(here, "Gil Gobernador", Kind.GOVERNOR, starts_on=day(-2500), ends_on=day(-300))
    assert names(found_in(here.officials.all(), "CA", []).sure) == ["Gil Gobernador"]
    seated(here, "Nina Nueva", Kind.GOVERNOR, starts_on=day(-300))
    assert names(found_in(here.officials.all(), "CA", []).sure) == ["Nina Nueva"]


def test_by_zip(here: Chapter, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    make_office(seated(here, "Gail Gobernadora", Kind.GOVERNOR))
    seated(cast.there, "Otra Gobernadora", Kind.GOVERNOR)
    with django_assert_max_num_queries(5):
        found = officials_for_zip(here.officials.all(), "90042")
        assert [office.phone for one in found.sure for office in one.offices.all()]
    assert (found.state, names(found.sure)) == ("CA", ["Gail Gobernadora"])
    uno = seated(here, "Rep Uno", Kind.US_HOUSE, f"{CALIFORNIA}/cd:34")
    seated(here, "Rep Dos", Kind.US_HOUSE, f"{CALIFORNIA}/cd:30")
    assert not officials_for_zip(here.officials.all(), "90042").maybe, "no map is loaded"
    ZipDistrict.objects.create(zip="90042", district="CA-34")
    assert uno in officials_for_zip(here.officials.all(), "90042").sure
    ZipDistrict.objects.create(zip="90042", district="CA-30")
    assert sorted(names(officials_for_zip(here.officials.all(), "90042").maybe)) == ["Rep Dos", "Rep Uno"]
    nowhere = officials_for_zip(here.officials.all(), "00000")
    assert (nowhere.state, bool(nowhere)) == ("", False)
