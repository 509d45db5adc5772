"""A body and its chapters: counts only, a new chapter, its first lead; no role goes down the tree."""

from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from chapters.members import consenting
from chapters.models import AuditEntry, Chapter, Role, User
from tests.cast import Cast
from tests.factories import make_chapter, make_member, make_role, signed_in

pytestmark = pytest.mark.django_db
TREE = "/c/california/chapters/"
NEW = {
    "name": "West Side", "slug": "west-side", "stamp": "WS", "place": "Venice", "timezone": "America/Los_Angeles",
    "lead": "First@West.example",
}  # fmt: skip


@pytest.fixture
def body(cast: Cast) -> Chapter:
    """California with Highland Park below it; East Valley belongs to nobody."""
    california = make_chapter("california", "California Together", kind="body")
    Chapter.objects.filter(pk=cast.here.pk).update(parent=california)
    return california


@pytest.fixture
def head(body: Chapter) -> User:
    return make_role(body, "lead", "ada@ca.example", name="Ada of California")


def test_counts_and_nothing_else(cast: Cast, head: User) -> None:
    make_member(cast.here, "Quetzal Oculta", phone="+13235558246")
    make_member(cast.here)
    make_member(cast.there)
    page = signed_in(head).get(TREE).content.decode()
    assert ("2 people · 2 new this month · 2 leads" in page, "One chapter belongs to" in page) == (True, True)
    hidden = ("Quetzal", "8246", "Marisol", "marisol@", "East Valley", "/c/highland-park/")
    assert [words for words in hidden if words in page] == []


def test_no_role_of_the_body_opens_a_chapter(cast: Cast, head: User) -> None:
    member = make_member(cast.here)
    client = signed_in(head)
    for path in ("", "people/", f"people/{member.code}/", "setup/", "setup/team/", "messages/", "week/", "year/2017/"):
        assert client.get(f"/c/highland-park/{path}").status_code == 404, path
    assert signed_in(cast.lead).get("/c/california/").status_code == 404


def test_beginning_a_chapter(body: Chapter, head: User, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert signed_in(head).post(TREE, NEW)["Location"] == TREE
    chapter = Chapter.objects.get(slug="west-side")
    assert (chapter.parent, chapter.kind, chapter.languages) == (body, "chapter", body.languages)
    invitation = chapter.invitations.get()
    assert (invitation.email, invitation.kind, invitation.invited_by) == ("first@west.example", "lead", head)
    assert mail.outbox[0].to == ["first@west.example"]
    assert not chapter.roles.exists()
    assert signed_in(head).get("/c/west-side/").status_code == 404
    assert AuditEntry.objects.get(act="chapter_begun").chapter == body


@pytest.mark.parametrize(
    "typed", [{"slug": "highland-park"}, {"slug": "admin"}, {"timezone": "Mars"}, {"lead": "nobody"}, {"name": ""}]
)
def test_a_bad_chapter_is_not_begun(head: User, typed: dict[str, str]) -> None:
    answer = signed_in(head).post(TREE, NEW | typed)
    assert (answer.status_code, Chapter.objects.filter(name="West Side").exists()) == (422, False)
    assert "Venice" in answer.content.decode()


def test_a_chapter_that_is_no_body_begins_none(cast: Cast) -> None:
    client = signed_in(cast.lead)
    assert "stands on its own" in client.get("/c/highland-park/chapters/").content.decode()
    assert client.post("/c/highland-park/chapters/", NEW).status_code == 403


def test_a_lead_is_named_only_where_there_is_none(cast: Cast, head: User) -> None:
    client, page = signed_in(head), f"{TREE}{cast.here.code}/lead/"
    assert client.post(page, {"lead": "new@hp.example"}).status_code == 403
    Role.objects.filter(chapter=cast.here, kind="lead").update(expires_at=timezone.now())
    assert client.post(page, {"lead": "not an email"})["Location"] == TREE
    assert not cast.here.invitations.exists()
    assert client.post(page, {"lead": "new@hp.example"})["Location"] == TREE
    assert cast.here.invitations.get().kind == "lead"
    assert "a lead is invited" in client.get(TREE).content.decode()
    assert client.post(f"{TREE}{cast.there.code}/lead/", {"lead": "x@y.example"}).status_code == 404


def test_one_person_in_two_chapters_keeps_two_consents(cast: Cast) -> None:
    """The same phone and the same human: a yes or a no in one chapter says nothing about the other."""
    here = make_member(cast.here, "Rosa Vega", phone="+13235550142", consents=())
    there = make_member(cast.there, "Rosa Vega", phone="+13235550142", consents=("text",))
    assert (list(cast.here.members.reachable_by("text")), list(cast.there.members.reachable_by("text"))) == (
        [],
        [there],
    )
    consenting.stop("text", there.phone, source="person", chapter=cast.there)
    assert list(cast.there.members.reachable_by("text")) == []
    consenting.record(here, "text", given=True, source="person", wording_text="Yes.", language="en")
    assert list(cast.here.members.reachable_by("text")) == [here]


def test_switching_is_one_tap_and_says_where_one_is(cast: Cast, head: User) -> None:
    Role.objects.create(user=head, chapter=cast.here, kind="organizer")
    client = signed_in(head)
    page = client.get("/c/highland-park/").content.decode()
    assert ("Highland Park Neighbors" in page, 'href="/c/"' in page, "California" in page) == (True, True, False)
    assert 'href="/c/california/"' in client.get("/c/").content.decode()
