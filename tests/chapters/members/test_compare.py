"""Two entries become one, and two again (`chapters:members_unmerge`). Each slice has its own tests of what moves."""

import json
import threading
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from chapters.members import consenting, merging
from chapters.members.moving import movers
from chapters.models import (
    AuditEntry,
    Channel,
    Consent,
    Member,
    Merge,
    Note,
    NotSame,
    OptOut,
    Tag,
    WorkingGroup,
    WorkingGroupMember,
)
from tests.cast import Cast, make_cast
from tests.factories import make_consent, make_member, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/c/highland-park/people/doubles/"


def merge(one: Member, other: Member, cast: Cast, *theirs: str) -> Merge:
    return merging.merge(one, other, theirs=set(theirs), by=cast.lead)


def as_they_are() -> list[dict[str, Any]]:
    rows: Any = Member.objects.order_by("pk").values()
    return [{name: value for name, value in row.items() if not name.endswith("ated_at")} for row in rows]


def may(member: Member, channel: str = "text") -> bool:
    return Member.objects.filter(pk=member.pk).reachable_by(channel).exists()


def test_nothing_that_names_a_person_is_left_behind() -> None:
    """Whoever adds a reference to a member says how it moves."""
    named = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and field.related_model is Member
    }
    moved = frozenset().union(*(mover.columns for mover in movers().values()))
    assert named - moved == set()
    assert moved - named == set()


def test_a_page_makes_two_one_and_two_again(cast: Cast) -> None:
    one = make_member(cast.here, "Rosa Vega", came_count=2, zip="")
    other = make_member(
        cast.here, "Rosa V. Luna", phone=one.phone, email="rosa@home.example", zip="90031", came_count=1, consents=()
    )
    Note.objects.create(chapter=cast.here, member=other, body="Drives", written_by=cast.lead)
    before = as_they_are()
    client = signed_in(cast.organizer)
    chosen = {"name": "theirs", "first_name": "ours"}
    assert client.post(f"{PAGE}{other.code}/{one.code}/", chosen)["Location"].endswith(f"/people/{one.code}/")
    left = Member.objects.get()
    assert (left.pk, left.name, left.email, left.zip, left.came_count) == (
        one.pk, "Rosa V. Luna", "rosa@home.example", "90031", 3,
    )  # fmt: skip
    assert Note.objects.get().member == one
    assert "Rosa V. Luna" in client.get(f"{PAGE}?kind=same").content.decode()
    assert client.post(f"{PAGE}undo/{Merge.objects.get().code}/").status_code == 302
    after = as_they_are()
    assert after == before
    assert (Note.objects.get().member, Merge.objects.get().record) == (other, "")
    assert set(AuditEntry.objects.values_list("act", flat=True)) == {"members_merged", "members_unmerged"}
    assert client.post(f"{PAGE}undo/{Merge.objects.get().code}/")["Location"] == PAGE


def test_the_record_is_sealed(cast: Cast) -> None:
    row = merge(make_member(cast.here), make_member(cast.here, "Secret Quetzal"), cast)
    assert "Quetzal" in json.loads(row.record)["gone"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT record FROM chapters_merge")
        assert "Quetzal" not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("kept_says", "gone_says", "phone_of", "reachable"),
    [
        ("yes", "", "kept", True),
        ("yes", "yes", "gone", True),
        ("yes", "no", "kept", False),
        ("no", "yes", "gone", False),
        ("", "yes", "gone", True),
        ("", "yes", "kept", False),  # the yes was for another number
        ("yes", "", "gone", False),
        ("yes", "stop", "kept", False),
        ("no yes", "", "kept", True),  # they changed their mind
    ],
)
def test_the_stricter_word_wins(cast: Cast, kept_says: str, gone_says: str, phone_of: str, reachable: bool) -> None:  # noqa: FBT001
    people = [make_member(cast.here, consents=()) for _each in range(2)]
    for member, words in zip(people, (kept_says, gone_says), strict=True):
        for word in words.split():
            if word == "stop":
                OptOut.objects.create(
                    channel="text", address_index=member.phone_index, source="import", at=member.created_at
                )
            else:
                make_consent(member, given=word == "yes")
    entries, could = Consent.objects.count(), [may(member) for member in people]
    row = merge(people[0], people[1], cast, *(["phone"] if phone_of == "gone" else []))
    assert may(row.kept) is reachable
    assert Consent.objects.filter(member=row.kept).exclude(source="merge").count() == entries
    merging.undo(row, by=cast.lead)
    assert [may(member) for member in people] == could
    assert Consent.objects.count() == entries


def test_a_stop_after_the_merge_holds_for_both_after_the_undo(cast: Cast) -> None:
    one, other = make_member(cast.here), make_member(cast.here)
    other_phone = other.phone
    row = merge(one, other, cast)
    consenting.stop(Channel.TEXT, one.phone, source="keyword", chapter=cast.here)
    merging.undo(row, by=cast.lead)
    other.refresh_from_db()
    assert (other.phone, may(one), may(other)) == (other_phone, False, False)


def test_tags_groups_and_pairs_stand_once(cast: Cast) -> None:
    one, other, third = (make_member(cast.here, name) for name in ("Rosa A", "Rosa B", "Luz C"))
    shared, own = (Tag.objects.create(chapter=cast.here, name=name) for name in ("driver", "cook"))
    one.member_tags.create(chapter=cast.here, tag=shared)
    for tag in (shared, own):
        other.member_tags.create(chapter=cast.here, tag=tag)
    group = WorkingGroup.objects.create(chapter=cast.here, name="Housing")
    for member in (one, other):
        WorkingGroupMember.objects.create(
            chapter=cast.here, working_group=group, member=member, is_lead=member == other
        )
    merging.tell_apart(other, third, by=cast.lead)
    row = merge(one, other, cast)
    assert set(one.tags.values_list("name", flat=True)) == {"driver", "cook"}
    assert WorkingGroupMember.objects.get().is_lead
    assert (NotSame.objects.get().first, NotSame.objects.get().second) == (one, third)
    _member, lost = merging.undo(row, by=cast.lead)
    assert lost == 0
    assert (one.tags.get().name, other.tags.count(), WorkingGroupMember.objects.count()) == ("driver", 2, 2)
    assert WorkingGroupMember.objects.get(member=one).is_lead is False
    assert NotSame.objects.get().first == other


def test_a_sign_in_goes_along_and_what_changed_since_stays(cast: Cast) -> None:
    one, other = make_member(cast.here, "Rosa A", zip=""), make_member(cast.here, "Rosa B", user=cast.texter)
    note = Note.objects.create(chapter=cast.here, member=other, body="Drives")
    row = merge(one, other, cast, "zip")
    assert Member.objects.get().user == cast.texter
    Member.objects.update(zip="90001")
    note.delete()
    client = signed_in(cast.lead)
    page = client.post(f"{PAGE}undo/{row.code}/", follow=True).content.decode()
    assert "1 thing could not go back: it is gone, or was changed since." in page
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.user, one.zip, other.user, other.zip) == (None, "90001", cast.texter, "90042")


def test_merges_of_merges_come_apart(cast: Cast) -> None:
    one, two, three = (make_member(cast.here, f"Rosa {letter}") for letter in "ABC")
    note = Note.objects.create(chapter=cast.here, member=three, body="Drives")
    first = merge(two, three, cast)
    merge(one, two, cast)
    assert Note.objects.get().member == one
    merging.undo(first, by=cast.lead)
    note.refresh_from_db()
    assert (note.member, Member.objects.count()) == (three, 2)


def test_after_30_days_it_stays_as_it_is(cast: Cast) -> None:
    row = merge(make_member(cast.here), make_member(cast.here), cast)
    Merge.objects.update(merged_at=row.merged_at.replace(year=2020))
    signed_in(cast.lead).post(f"{PAGE}undo/{row.code}/")
    assert Member.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_leads_at_once_make_one_merge() -> None:
    cast = make_cast()
    one, other = make_member(cast.here, "Rosa A"), make_member(cast.here, "Rosa B")
    done: list[Any] = []
    start = threading.Barrier(2)

    def press() -> None:
        start.wait()
        try:
            done.append(merge(one, other, cast))
        except merging.Gone as gone:
            done.append(gone)
        finally:
            connection.close()

    leads = [threading.Thread(target=press) for _lead in range(2)]
    for lead in leads:
        lead.start()
    for lead in leads:
        lead.join()
    assert sorted(type(each).__name__ for each in done) == ["Gone", "Merge"]
    assert (Member.objects.count(), Merge.objects.count()) == (1, 1)
