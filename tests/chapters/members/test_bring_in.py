"""People who are already here: what a list would do to them is shown, and then done as the lead chose."""

import pytest
from django.test import Client

from chapters.members import consenting, importing
from chapters.models import Consent, Import, Member
from tests.cast import Cast
from tests.chapters.members.uploads import YES, bring_in, page, read
from tests.factories import make_member, signed_in

LIST = """Name,Phone,Email,Zip,Language,Tags
Rosa Villaseñor,323 555 0101,rosa@example.org,90065,es,driver
Hector Villaseñor,323 555 0101,,90042,,
Rosa Otra,323 555 0101,,,,
"""


@pytest.fixture
def lead(cast: Cast) -> Client:
    return signed_in(cast.lead)


@pytest.fixture
def rosa(cast: Cast) -> Member:
    return make_member(cast.here, "Rosa V.", phone="+13235550101", zip="60622", consents=())


def held(member: Member) -> tuple[str, str, str, str]:
    member.refresh_from_db()
    return member.name, member.email, member.zip, member.language


def test_the_page_shows_what_would_change(cast: Cast, lead: Client, rosa: Member) -> None:
    make_member(cast.there, "Rosa Canario", phone="+13235550101")
    incoming = read(lead, LIST)
    assert (incoming.filled_count, incoming.differing_count) == (1, 1)
    text = " ".join(lead.get(page(incoming) + "?show=known").content.decode().split())
    for words in (
        "1 with something to fill in, 1 with something else than we have",
        "Missing here: Email, rosa@example.org",
        "Differs: ZIP code, here 60622, in the list 90065",
        "Differs: Language they read, here English, in the list Spanish",
        f'<a href="/c/highland-park/people/{rosa.code}/"',
        "What about people who are already here?",
    ):
        assert words in text
    assert "Hector" not in text
    assert "Canario" not in text
    assert "Hector" in lead.get(page(incoming) + "?show=new").content.decode()
    assert "Hector" in lead.get(page(incoming) + "?show=everybody&after=x").content.decode()
    assert "Rosa Otra" in lead.get(page(incoming) + "?show=twice&after=3").content.decode()
    assert "No such rows." in lead.get(page(incoming) + "?show=new&after=99").content.decode()


def test_the_rows_come_page_by_page(cast: Cast, lead: Client) -> None:
    incoming = read(lead, "Name,Email\n" + "".join(f"Person {n},p{n}@example.org\n" for n in range(25)))
    first = lead.get(page(incoming)).content.decode()
    assert ("Person 19<" in first, "Person 20<" in first, "after=21#rows" in first) == (True, False, True)
    second = lead.get(page(incoming) + "?after=21").content.decode()
    assert ("Person 19<" in second, "Person 24<" in second, "after=46" in second) == (False, True, False)


@pytest.mark.parametrize(
    ("when_known", "expected", "tags", "is_reachable"),
    [
        ("", ("Rosa V.", "rosa@example.org", "60622", "en"), ["driver"], True),
        ("fill", ("Rosa V.", "rosa@example.org", "60622", "en"), ["driver"], True),
        ("update", ("Rosa Otra", "rosa@example.org", "90065", "es"), ["driver"], True),
        ("skip", ("Rosa V.", "", "60622", "en"), [], False),
    ],
)
def test_known_people_are_filled_in_changed_or_left_alone(
    cast: Cast,
    lead: Client,
    rosa: Member,
    when_known: str,
    expected: tuple[str, ...],
    tags: list[str],
    *,
    is_reachable: bool,
) -> None:
    incoming = read(lead, LIST, **YES)
    lead.post(f"/c/highland-park/people/import/{incoming.code}/bring-in/", {"when_known": when_known})
    importing.run(incoming.pk)
    assert held(rosa) == expected
    assert sorted(rosa.tags.values_list("name", flat=True)) == tags
    assert Member.objects.reachable_by("text").filter(pk=rosa.pk).exists() == is_reachable
    assert sorted(cast.here.members.values_list("first_name", flat=True)) == ["Hector", "Rosa"]


def test_what_nobody_offers_is_refused(cast: Cast, lead: Client, rosa: Member) -> None:
    incoming = read(lead, LIST)
    response = lead.post(page(incoming, "bring-in/"), {"when_known": "erase"})
    assert (response.status_code, "Select a valid choice" in response.content.decode()) == (422, True)
    assert Import.objects.get().state == Import.State.MAPPED


def test_an_update_never_replaces_an_address_that_said_stop(cast: Cast, lead: Client) -> None:
    """Its yes would open the new one."""
    ana = make_member(cast.here, "Ana Ruiz", phone="+13235550102", email="old@example.org", consents=())
    consenting.stop("email", "old@example.org", source=Consent.Source.UNSUBSCRIBE)
    rows = "Name,Phone,Email\nAna Ruiz,323 555 0102,new@example.org\n"
    incoming = read(lead, rows, email_source="Form", email_wording="Yes, email me.")
    assert "new@example.org (" not in lead.get(page(incoming) + "?show=known").content.decode()
    lead.post(page(incoming, "bring-in/"), {"when_known": "update"})
    importing.run(incoming.pk)
    ana.refresh_from_db()
    assert ana.email == "old@example.org"
    assert Member.objects.reachable_by("email").count() == 0


def test_a_no_in_the_list_counts_even_for_people_left_alone(cast: Cast, lead: Client, rosa: Member) -> None:
    incoming = read(lead, "Name,Phone,Do not text\nRosa,323 555 0101,yes\n")
    lead.post(page(incoming, "bring-in/"), {"when_known": "skip"})
    importing.run(incoming.pk)
    assert Member.objects.opted_out("text").get() == rosa


def test_a_new_address_from_an_update_is_not_called_a_bad_one(cast: Cast, lead: Client) -> None:
    ana = make_member(cast.here, "Ana Ruiz", phone="+13235550102", email="old@example.org", email_trouble="It bounced.")
    incoming = read(lead, "Name,Phone,Email\nAna Ruiz,323 555 0102,new@example.org\n")
    lead.post(page(incoming, "bring-in/"), {"when_known": "update"})
    importing.run(incoming.pk)
    ana.refresh_from_db()
    assert (ana.email, ana.email_trouble) == ("new@example.org", "")
    assert cast.here.members.with_email("new@example.org").get() == ana


def test_notes_that_hold_what_we_never_keep_are_left_out(cast: Cast, lead: Client) -> None:
    rows = (
        "Name,Phone,Notes\nAna,323 555 0102,Undocumented since 2004\nLuz,323 555 0103,Has a van\nBo,12,born in Oaxaca\n"
    )
    incoming = read(lead, rows)
    text = lead.get(page(incoming)).content.decode()
    assert "The note was left out. It seems to hold what we never keep: immigration status." in text
    kept = " ".join(row.cells + row.problem for row in incoming.rows.all())
    assert [word for word in ("Undocumented", "2004", "Oaxaca") if word in kept] == []
    incoming = bring_in(lead, rows)
    assert [note.body for note in cast.here.notes.all()] == ["Has a van"]
    assert cast.here.members.count() == 2


def test_a_column_of_ones_own_becomes_tags(cast: Cast, lead: Client) -> None:
    bring_in(lead, "Name,Phone,Team\nAna,323 555 0102,North\nLuz,323 555 0103,\n", column_2="as_tag")
    assert list(cast.here.tags.values_list("name", flat=True)) == ["Team: North"]
