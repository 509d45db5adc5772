"""The fixed cast: two chapters that must never see each other, and a person for each role."""

from dataclasses import dataclass

import pytest

from chapters.models import Chapter, User
from tests.factories import make_chapter, make_role, make_user


@dataclass(frozen=True)
class Cast:
    """Highland Park is ours; East Valley holds whatever could leak."""

    here: Chapter
    there: Chapter
    lead: User
    second_lead: User
    organizer: User
    texter: User
    volunteer: User
    liaison: User
    stranger: User  # leads East Valley
    nobody: User  # signed in, no role anywhere
    staff: User


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def make_cast() -> Cast:
    here = make_chapter("highland-park", "Highland Park Neighbors")
    there = make_chapter("east-valley", "East Valley Together")
    return Cast(
        here=here,
        there=there,
        lead=make_role(here, "lead", "marisol@hp.example", name="Marisol Reyes"),
        second_lead=make_role(here, "lead", "walt@hp.example", name="Walt Okafor"),
        organizer=make_role(here, "organizer", "carmen@hp.example", name="Carmen Ibarra"),
        texter=make_role(here, "texter", "june@hp.example", name="June Tanaka", factor=False),
        volunteer=make_role(here, "volunteer", "beth@hp.example", name="Beth Kowalski", factor=False),
        liaison=make_role(here, "liaison", "deepa@hp.example", name="Deepa Nair", factor=False),
        stranger=make_role(there, "lead", "stranger@ev.example", name="Sam Stranger"),
        nobody=make_user("nobody@example.org", name="Nell Nobody"),
        staff=make_user("staff@example.org", name="Ada Admin", is_staff=True, is_superuser=True),
    )
