"""A mail came back to one of us: the address is marked by hand, where no service tells us."""

from django.test import Client

from chapters.models import AuditEntry, Member
from tests.cast import Cast
from tests.factories import make_member, signed_in


def press(client: Client, member: Member, works: str) -> str:
    path = f"/c/highland-park/people/{member.code}/"
    assert client.post(f"{path}email-works/", {"works": works})["Location"] == path
    return client.get(path).content.decode()


def test_marked_it_gets_no_more_email_until_it_works_again(cast: Cast) -> None:
    rosa, sister = (make_member(cast.here, name, email="rosa@example.org") for name in ("Rosa", "Sister"))
    elsewhere = make_member(cast.there, "Elsewhere", email="rosa@example.org")
    client = signed_in(cast.organizer)
    page = press(client, rosa, "0")
    assert "Email to this address comes back." in page
    assert "It works again" in page
    troubles = dict(Member.objects.values_list("name", "email_trouble"))
    assert troubles == {rosa.name: troubles["Sister"], sister.name: troubles["Rosa"], elsewhere.name: ""}
    assert troubles["Rosa"] == "Email to this address comes back."
    assert "Email to it comes back" in press(client, rosa, "1")
    assert not Member.objects.exclude(email_trouble="").exists()
    acts = AuditEntry.objects.filter(act__startswith="member_email").order_by("id").values_list("act", flat=True)
    assert list(acts) == ["member_email_dead", "member_email_works"]


def test_a_person_without_email_marks_nobody_else(cast: Cast) -> None:
    silent, other = make_member(cast.here, "Silent"), make_member(cast.here, "Other")
    page = press(signed_in(cast.organizer), silent, "0")
    assert "Email to it comes back" not in page
    assert not Member.objects.filter(pk__in=[silent.pk, other.pk]).exclude(email_trouble="").exists()


def test_not_by_a_helper(cast: Cast) -> None:
    rosa = make_member(cast.here, email="rosa@example.org")
    client = signed_in(cast.texter)
    assert client.post(f"/c/highland-park/people/{rosa.code}/email-works/", {"works": "0"}).status_code == 403
    assert signed_in(cast.organizer).get(f"/c/highland-park/people/{rosa.code}/email-works/").status_code == 405
