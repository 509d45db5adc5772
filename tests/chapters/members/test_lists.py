"""Saved lists, tags for many, and the list as a file."""

import pytest
from django.test import Client
from django.urls import reverse

from chapters.models import AuditEntry, Member, MemberTag, Segment
from tests.cast import Cast
from tests.factories import make_member, signed_in

LIST = "/c/highland-park/people/"
SPANISH = {"version": 1, "all": [{"filter": "language", "value": "es"}]}


@pytest.fixture
def client(cast: Cast) -> Client:
    return signed_in(cast.lead)


@pytest.fixture
def people(cast: Cast) -> list[Member]:
    make_member(cast.there, "Eve Leak", language="es")
    return [make_member(cast.here, name, language="es") for name in ("Ana Ruiz", "Bea Ruiz")] + [
        make_member(cast.here, "=Cy+Ruiz", email="cy@example.org", phone="")
    ]


def test_save_a_list_and_find_it_again(cast: Cast, client: Client, people: list[Member]) -> None:
    assert "who read Spanish" in client.get(f"{LIST}lists/save/?language=es").content.decode()
    response = client.post(f"{LIST}lists/save/?language=es", {"name": " Spanish   readers "})
    assert response.headers["Location"] == f"{LIST}?language=es"
    saved = Segment.objects.get()
    assert (saved.name, saved.tree, saved.created_by) == ("Spanish readers", SPANISH, cast.lead)
    again = client.post(f"{LIST}lists/save/?zip=90042", {"name": "SPANISH readers"})
    assert (again.status_code, "Choose another." in again.content.decode()) == (422, True)
    assert client.get(f"{LIST}lists/save/?zip=nowhere").status_code == 302


def test_rename_and_forget_a_list(cast: Cast, client: Client) -> None:
    saved = Segment.objects.create(chapter=cast.here, name="Readers", tree=SPANISH)
    foreign = Segment.objects.create(chapter=cast.there, name="Leak", tree=SPANISH)
    page = client.get(reverse("chapters:members_edit_list", args=["highland-park", saved.code]))
    assert "people who read Spanish" in page.content.decode()
    client.post(f"{LIST}lists/{saved.code}/", {"name": "Lectores"})
    saved.refresh_from_db()
    assert saved.name == "Lectores"
    assert client.post(f"{LIST}lists/{saved.code}/", {"name": ""}).status_code == 422
    for act in ("", "forget/"):
        assert client.post(f"{LIST}lists/{foreign.code}/{act}", {"name": "Mine"}).status_code == 404
    client.post(f"/c/highland-park/people/lists/{saved.code}/forget/")
    assert list(Segment.objects.all()) == [foreign]


def test_tag_those_chosen_or_the_whole_list(client: Client, people: list[Member]) -> None:
    one = {"member": [people[0].code], "name": " driver ", "act": "put"}
    assert client.post(f"{LIST}tags/", one, follow=True).status_code == 200
    assert list(MemberTag.objects.values_list("member__name", "tag__name")) == [("Ana Ruiz", "driver")]
    whole = {"whole": "1", "query": "language=es", "name": "DRIVER", "act": "put"}
    page = client.post(f"{LIST}tags/", whole, follow=True).content.decode()
    assert "1 person has the tag “DRIVER” now." in page
    assert sorted(MemberTag.objects.values_list("member__name", flat=True)) == ["Ana Ruiz", "Bea Ruiz"]
    page = client.post(f"{LIST}tags/", whole | {"act": "take"}, follow=True).content.decode()
    assert "The tag “DRIVER” is off 2 people." in page
    assert MemberTag.objects.count() == 0


def test_tagging_nobody_or_a_stranger_changes_nothing(cast: Cast, client: Client, people: list[Member]) -> None:
    leak = Member.objects.get(name="Eve Leak")
    for data in ({"name": "x", "act": "put"}, {"member": [people[0].code], "name": " ", "act": "put"}):
        assert "Choose people, and write the tag." in client.post(f"{LIST}tags/", data, follow=True).content.decode()
    client.post(f"{LIST}tags/", {"member": [leak.code], "name": "x", "act": "put"})
    assert MemberTag.objects.count() == 0


def test_a_lead_takes_the_list_out_as_a_file(cast: Cast, client: Client, people: list[Member]) -> None:
    response = client.post(f"{LIST}export/", {"query": ""})
    lines = b"".join(response).decode("utf-8-sig").splitlines()
    assert lines[0] == "Name,First name,Phone,Email,ZIP code,Reads,Tags,Yes to texts,Yes to email"
    assert len(lines) == 4
    assert lines[1] == "'=Cy+Ruiz,'=Cy+Ruiz,,cy@example.org,90042,English,,yes,"
    assert lines[2].startswith(f"Ana Ruiz,Ana,{people[0].phone},")
    assert AuditEntry.objects.filter(act="list_exported", user=cast.lead).count() == 1
    some = client.post(f"{LIST}export/", {"query": "language=es"})
    assert b"".join(some).count(b"Ruiz") == 2


def test_taking_a_list_out_needs_a_lead_and_a_fresh_factor(cast: Cast, people: list[Member]) -> None:
    assert signed_in(cast.organizer).post(f"{LIST}export/").status_code == 403
    response = signed_in(cast.lead, fresh=False).post(f"{LIST}export/")
    assert (response.status_code, AuditEntry.objects.filter(act="list_exported").count()) == (302, 0)
    assert signed_in(cast.lead).post(f"{LIST}export/", {"query": "zip=x"}).headers["Location"] == f"{LIST}?zip=x"
