"""Terms and who follows, offices, people who work there.

Views: campaigns:advocacy_term_edit, campaigns:advocacy_office_edit, campaigns:advocacy_staff_edit.
"""

import pytest
from django.test import Client

from campaigns.models import Official, OfficialOffice
from tests.campaigns.advocacy.people import day, make_office, make_official, make_position, make_target, make_term
from tests.cast import Cast
from tests.factories import make_campaign, signed_in


@pytest.fixture
def organizer(cast: Cast) -> Client:
    return signed_in(cast.organizer)


@pytest.fixture
def mayor(cast: Cast) -> Official:
    """A term that ends in 15 days."""
    mayor = make_official(cast.here, "Karen Alcaldesa", district="")
    make_term(mayor, kind="mayor", body="Rivertown", division="x", starts_on=day(-1400), ends_on=day(15))
    return mayor


def at(official: Official, rest: str = "") -> str:
    return f"/c/highland-park/officials/{official.code}/{rest}"


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_a_term_that_ends_asks_who_follows(organizer: Client, mayor: Official) -> None:
    html = page(organizer, at(mayor))
    assert "The term of Karen Alcaldesa ends in 15 days: who follows?" in html
    assert at(mayor, f"terms/{mayor.terms.get().code}/follow/") in html
    mayor.terms.update(ends_on=day(1))
    assert "ends tomorrow: who follows?" in page(organizer, at(mayor))
    mayor.terms.update(ends_on=day(-30))
    html = page(organizer, at(mayor))
    assert "has ended: who follows?" in html
    assert "published dates are sometimes wrong" in html
    assert "Mayor of Rivertown" in html


def test_somebody_else_follows(cast: Cast, organizer: Client, mayor: Official) -> None:
    campaign, ended = make_campaign(cast.here), make_campaign(cast.here, "old")
    ended.ended_on = day(-5)
    ended.save()
    make_position(make_target(campaign, mayor, order=3), 4)
    make_target(ended, mayor)
    term = mayor.terms.get()
    given = {"name": "Nithya Nueva", "starts_on": day(16), "ends_on": day(1400), "is_target": "on"}
    organizer.post(at(mayor, f"terms/{term.code}/follow/"), given)
    new = cast.here.officials.get(name="Nithya Nueva")
    seat = new.terms.get()
    assert (str(seat), seat.division, seat.starts_on, seat.is_by_hand) == ("Mayor of Rivertown", "x", day(16), True)
    term.refresh_from_db()
    assert (term.ends_on, term.is_by_hand) == (day(15), False)
    assert [(target.campaign, target.order) for target in new.targets.all()] == [(campaign, 3)]
    assert mayor.targets.count() == 2
    assert "who follows?" not in page(organizer, at(mayor))


def test_somebody_on_the_list_follows_and_the_old_term_ends_earlier(
    cast: Cast, organizer: Client, mayor: Official
) -> None:
    council = make_official(cast.here, "Nithya Nueva", district="4")
    term = mayor.terms.get()
    organizer.post(at(mayor, f"terms/{term.code}/follow/"), {"name": "nithya nueva", "starts_on": day(3)})
    assert cast.here.officials.count() == 2
    assert council.terms.count() == 2
    assert not council.targets.exists()
    term.refresh_from_db()
    assert (term.ends_on, term.is_by_hand) == (day(2), True)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": "", "starts_on": "2026-12-12"}, "Please fill this in."),
        ({"name": "Ana Uno"}, "Please fill this in."),
        ({"name": "Ana Uno", "starts_on": "2001-01-01"}, "This is before the seat was taken by the one before."),
        ({"name": "Twin Twin", "starts_on": "2026-12-12"}, "Two people on your list have this name."),
        ({"name": "Ana Uno", "starts_on": "2026-12-12", "ends_on": "2026-12-11"}, "This is before the day it begins."),
    ],
)
def test_who_follows_needs_a_name_and_a_day(
    cast: Cast, organizer: Client, mayor: Official, given: dict[str, str], words: str
) -> None:
    make_official(cast.here, "Twin Twin", district="5")
    make_official(cast.here, "Twin Twin", district="6")
    refused = organizer.post(at(mayor, f"terms/{mayor.terms.get().code}/follow/"), given)
    assert (refused.status_code, words in refused.content.decode()) == (422, True)
    assert cast.here.officials.count() == 3


def test_they_stay(organizer: Client, mayor: Official) -> None:
    term = mayor.terms.get()
    form = page(organizer, at(mayor, f"terms/new/?like={term.code}"))
    assert 'value="Rivertown"' in form
    assert f'value="{day(15)}"' in form
    organizer.post(at(mayor, "terms/new/"), {"kind": "mayor", "body": "Rivertown", "starts_on": day(15)})
    assert mayor.terms.count() == 2
    assert "who follows?" not in page(organizer, at(mayor))


def test_a_term_is_changed_by_hand_and_a_published_one_stays_out(organizer: Client, mayor: Official) -> None:
    term = mayor.terms.get()
    mayor.terms.update(source_key="openstates:mayor:x:2022")
    organizer.post(at(mayor, f"terms/{term.code}/"), {"kind": "mayor", "body": "Rivertown", "ends_on": day(99)})
    term.refresh_from_db()
    assert (term.ends_on, term.is_by_hand) == (day(99), True)
    organizer.post(at(mayor, f"terms/{term.code}/"), {"remove": "1"})
    mayor.refresh_from_db()
    assert (mayor.terms.count(), mayor.edited_fields) == (0, ["-term:openstates:mayor:x:2022"])
    assert "No seat known" in page(organizer, at(mayor))


def test_an_office_is_added_changed_and_taken_out(organizer: Client, mayor: Official) -> None:
    organizer.post(at(mayor, "offices/new/"), {"kind": "capitol", "phone": "213.473.7001 ext. 12"})
    office = mayor.offices.get()
    assert (office.phone, office.extension) == ("+12134737001", "12")
    assert 'value="(213) 473-7001 x12"' in page(organizer, at(mayor, f"offices/{office.code}/"))
    organizer.post(at(mayor, f"offices/{office.code}/"), {"kind": "district", "address": "1 Main St"})
    office.refresh_from_db()
    assert (office.phone, office.extension, office.kind) == ("", "", OfficialOffice.Kind.DISTRICT)
    refused = organizer.post(at(mayor, f"offices/{office.code}/"), {"kind": "district"})
    assert "Give a phone or an address." in refused.content.decode()
    organizer.post(at(mayor, f"offices/{office.code}/"), {"remove": "1"})
    assert not mayor.offices.exists()


def test_a_published_office_that_was_taken_out_is_remembered(organizer: Client, mayor: Official) -> None:
    office = make_office(mayor, source_key="openstates:primary:1-main")
    organizer.post(at(mayor, f"offices/{office.code}/"), {"remove": "1"})
    mayor.refresh_from_db()
    assert mayor.edited_fields == ["-office:openstates:primary:1-main"]


def test_people_who_work_there(organizer: Client, mayor: Official) -> None:
    given = {"name": "Dana Deputy", "job": "immigration deputy", "phone": "213 473 7001 x5", "email": "d@city.example"}
    organizer.post(at(mayor, "staff/new/"), given)
    dana = mayor.staff.get()
    html = page(organizer, at(mayor))
    assert "immigration deputy" in html
    assert "(213) 473-7001 x5" in html
    asked = organizer.post(at(mayor, f"staff/{dana.code}/"), given | {"note": "She is undocumented"})
    assert "We never keep" in asked.content.decode()
    organizer.post(at(mayor, f"staff/{dana.code}/"), given | {"note": "Likes short calls"})
    dana.refresh_from_db()
    assert dana.note == "Likes short calls"
    organizer.post(at(mayor, f"staff/{dana.code}/"), {"remove": "1"})
    assert not mayor.staff.exists()
