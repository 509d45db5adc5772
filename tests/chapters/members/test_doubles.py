"""Who may be here twice: found, compared, told apart."""

import pytest

from chapters.members import doubles
from chapters.models import AuditEntry, Member, NotSame
from tests.cast import Cast
from tests.factories import make_member, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/c/highland-park/people/doubles/"


def kinds(cast: Cast) -> dict[str, int]:
    return doubles.count(cast.here)


def test_a_shared_phone_or_email_with_the_same_first_name_or_none(cast: Cast) -> None:
    one = make_member(cast.here, "Rosa Vega", email="rosa@home.example")
    make_member(cast.here, "Rosa Vega Luna", phone=one.phone)
    make_member(cast.here, "Friend", phone="", email="rosa@home.example")
    make_member(cast.there, "Rosa Vega", phone=one.phone)
    assert kinds(cast) == {"same": 2, "names": 0, "household": 0}
    assert [pair.why for pair in doubles.find(cast.here, "same")] == ["phone", "email"]


def test_a_household_is_kept_apart(cast: Cast) -> None:
    mother = make_member(cast.here, "Rosa Vega", email="home@home.example", phone="")
    make_member(cast.here, "Ana Vega", email="home@home.example", phone="")
    make_member(cast.here, "Luz Vega", email="home@home.example", phone="")
    assert kinds(cast) == {"same": 0, "names": 0, "household": 3}
    page = signed_in(cast.organizer).get(f"{PAGE}?kind=household").content.decode()
    assert "Nobody is here twice" in page
    assert page.count(mother.name) >= 2


@pytest.mark.parametrize(
    ("name", "zip_code", "found"),
    [
        ("Marisol Fernandes", "90042", 1),
        ("Marisol Fernández", "90042", 1),
        ("Marissol Fernandez", "90042", 1),
        ("Marisol Fernandez", "90031", 0),
        ("Marisol Quiroga", "90042", 0),
        ("Marisol", "90042", 0),
    ],
)
def test_near_names_in_the_same_zip(cast: Cast, name: str, zip_code: str, found: int) -> None:
    make_member(cast.here, "Marisol Fernandez")
    make_member(cast.here, name, zip=zip_code)
    assert kinds(cast)["names"] == found


def test_one_name_with_two_phones_and_two_emails_is_two_people(cast: Cast) -> None:
    make_member(cast.here, "Maria Garcia", email="one@home.example")
    make_member(cast.here, "Maria Garcia", email="two@home.example")
    assert kinds(cast)["names"] == 0


def test_two_people_are_not_asked_about_again(cast: Cast) -> None:
    one = make_member(cast.here, "Rosa Vega")
    other = make_member(cast.here, "Rosa Luna", phone=one.phone)
    client = signed_in(cast.organizer)
    assert f"{PAGE}{one.code}/{other.code}/" in client.get(PAGE).content.decode()
    for two in (f"{other.code}/{one.code}", f"{one.code}/{other.code}"):
        assert client.post(f"{PAGE}{two}/apart/").status_code == 302
    assert (NotSame.objects.get().first, Member.objects.count()) == (one, 2)
    page = client.get(PAGE).content.decode()
    assert one.code not in page
    assert "Nobody is here twice, as far as we can see" in page
    assert AuditEntry.objects.filter(act="members_told_apart").count() == 2


def test_the_two_stand_side_by_side(cast: Cast) -> None:
    one = make_member(cast.here, "Rosa Vega", email="rosa@home.example", pronouns="she")
    other = make_member(cast.here, "Rosa V. Luna", phone=one.phone, language="es", phone_trouble="x")
    page = signed_in(cast.organizer).get(f"{PAGE}{other.code}/{one.code}/").content.decode()
    assert page.index("Rosa Vega") < page.index("Rosa V. Luna")
    assert (page.count(">different<"), page.count("only in one"), page.count("the same<")) == (2, 2, 3)
    assert 'name="phone"' not in page


def test_one_entry_is_not_two(cast: Cast) -> None:
    one = make_member(cast.here)
    client = signed_in(cast.organizer)
    assert "This is one entry, not two." in client.get(f"{PAGE}{one.code}/{one.code}/").content.decode()
    assert client.post(f"{PAGE}{one.code}/{one.code}/").status_code == 422
    assert client.post(f"{PAGE}{one.code}/{one.code}/apart/").status_code == 302
    assert (Member.objects.count(), NotSame.objects.count()) == (1, 0)


def test_a_choice_that_is_missing_is_asked_for(cast: Cast) -> None:
    one = make_member(cast.here, "Rosa Vega")
    other = make_member(cast.here, "Rosa Luna", phone=one.phone)
    refused = signed_in(cast.organizer).post(f"{PAGE}{one.code}/{other.code}/", {"name": "nobody"})
    assert (refused.status_code, Member.objects.count()) == (422, 2)
