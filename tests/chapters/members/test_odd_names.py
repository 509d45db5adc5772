"""Names in every script are taken as they are; a name without end is refused in words, wherever it is typed."""

from typing import Any

import pytest
from django.test import Client

from chapters.models import Member
from tests.cast import Cast
from tests.factories import make_member, signed_in

PEOPLE = "/c/highland-park/people/"
ODD = ["فاطمة الزهراء", "שרה כהן", "Ana 🕯️👩‍👩‍👧", "=HYPERLINK(1)", "<b>Ana</b>", "\u202eana\u202c", "Nguyễn Thị Ánh"]
ENDLESS = "ñ" * 10_000


@pytest.fixture
def lead(cast: Cast) -> Client:
    return signed_in(cast.lead)


@pytest.mark.parametrize("name", ODD)
def test_a_name_is_taken_found_and_shown_as_it_is(cast: Cast, lead: Client, name: str) -> None:
    typed = {"name": name, "language": "en", "phone": "323 555 0101", "yes-none": "on"}
    assert lead.post(f"{PEOPLE}add/", typed).status_code == 302
    member = Member.objects.get()
    assert member.name == name
    field = cast.here.custom_fields.create(kind="text")
    edited = typed | {f"own_{field.code}": f"{name} drives"}
    assert lead.post(f"{PEOPLE}{member.code}/edit/", edited).status_code == 302
    shown = name.replace("<", "&lt;").replace(">", "&gt;")
    for page in (
        f"{PEOPLE}{member.code}/",
        f"{PEOPLE}?q={member.sort_name.split()[0]}",
        f"/m/{member.page_secret}/all/",
    ):
        assert shown in lead.get(page).content.decode(), page
    assert f"{shown} drives" in lead.get(f"{PEOPLE}{member.code}/").content.decode()


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("add/", {"name": ENDLESS}),
        ("{code}/edit/", {"name": ENDLESS}),
        ("{code}/edit/", {"name": "Ana", "first_name": ENDLESS}),
        ("{code}/edit/", {"name": "Ana", "{field}": ENDLESS}),
        ("{code}/edit/", {"name": "Ana", "skills": ENDLESS}),
        ("{code}/note/", {"body": ENDLESS}),
    ],
)
def test_what_has_no_end_is_refused_and_not_lost(cast: Cast, lead: Client, path: str, typed: dict[str, str]) -> None:
    member = make_member(cast.here, "Ana Ruiz")
    field = cast.here.custom_fields.create(kind="text")
    given = {key.format(field=f"own_{field.code}"): value for key, value in typed.items()}
    answer = lead.post(f"{PEOPLE}{path.format(code=member.code)}", given | {"language": "en", "yes-none": "on"})
    page = answer.content.decode()
    assert (answer.status_code, "letters" in page or "characters" in page, ENDLESS in page) == (422, True, True)
    member.refresh_from_db()
    assert (member.name, Member.objects.count()) == ("Ana Ruiz", 1)


def test_an_endless_search_finds_nobody(cast: Cast, lead: Client) -> None:
    make_member(cast.here, "Ana Ruiz")
    answer: Any = lead.get(PEOPLE, {"q": ENDLESS[:5000]})
    assert (answer.status_code, "Nobody fits." in answer.content.decode()) == (200, True)
