"""Who is already here."""

import pytest

from chapters.members import matching
from tests.cast import Cast
from tests.factories import make_member

PHONE, EMAIL = "+13235550199", "casa@example.org"


@pytest.mark.parametrize(
    ("name", "phone", "email", "found"),
    [
        ("Rosa Peña", PHONE, "", True),
        ("rosa", "", EMAIL, True),
        ("RÓSA Otra", PHONE, "new@example.org", True),
        ("", PHONE, "", True),
        ("Friend", PHONE, "", True),
        ("Hector Peña", PHONE, EMAIL, False),
        ("Rosa Peña", "+13235550198", "", False),
        ("Rosa Peña", "", "", False),
    ],
)
def test_the_same_person_shares_an_address_and_the_first_name(
    cast: Cast, name: str, phone: str, email: str, *, found: bool
) -> None:
    member = make_member(cast.here, "Rosa Peña", phone=PHONE, email=EMAIL)
    assert matching.same_person(cast.here, name=name, phone=phone, email=email) == (member if found else None)


def test_another_chapters_people_are_never_found(cast: Cast) -> None:
    make_member(cast.there, "Rosa Peña", phone=PHONE)
    assert matching.same_person(cast.here, name="Rosa Peña", phone=PHONE) is None


def test_remembering_fills_blanks_and_changes_nothing_else(cast: Cast) -> None:
    first = matching.remember(cast.here, name="", phone=PHONE, language="es")
    assert (first.name, first.language) == ("Amistad", "es")
    second = matching.remember(cast.here, name="Rosa Peña", phone=PHONE, email=EMAIL, zip="90042")
    third = matching.remember(cast.here, name="Rosa Otra", phone=PHONE, email="x@example.org", zip="60622")
    third.refresh_from_db()
    assert first == second == third
    assert (third.name, third.first_name, third.email, third.zip) == ("Rosa Peña", "Rosa", EMAIL, "90042")
    household = matching.remember(cast.here, name="Hector Peña", phone=PHONE)
    assert household != first
    assert cast.here.members.count() == 2
