"""A working group: chapters:coalitions_group and chapters:coalitions_group_seat."""

import pytest

from chapters.models import WorkingGroup
from tests.cast import Cast
from tests.factories import make_campaign, make_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(cast: Cast) -> WorkingGroup:
    return WorkingGroup.objects.create(chapter=cast.here, name="Immigrant justice")


def path(group: WorkingGroup, rest: str = "") -> str:
    return f"/c/highland-park/groups/{group.code}/{rest}"


def test_people_are_found_put_in_lead_and_leave(cast: Cast, group: WorkingGroup) -> None:
    lupe, ana = make_member(cast.here, "Lupe Canario"), make_member(cast.here, "Ana Reyes")
    make_member(cast.there, "Lupe LEAK")
    campaign = make_campaign(cast.here)
    campaign.working_group = group
    campaign.save()
    client = signed_in(cast.organizer)
    assert "0 people are in this group" in client.get(path(group)).content.decode()
    found = client.get(path(group, "?q=lupe")).content.decode()
    assert ("Lupe Canario" in found, "Ana Reyes" in found, "LEAK" in found) == (True, False, False)
    client.post(path(group, "seat/"), {"member": lupe.code, "act": "lead"})
    client.post(path(group, "seat/"), {"member": ana.code, "act": "join"})
    assert [*group.seats.order_by("id").values_list("member__name", "is_lead")] == [
        ("Lupe Canario", True), ("Ana Reyes", False),
    ]  # fmt: skip
    shown = client.get(path(group)).content.decode()
    assert "2 people are in this group" in shown
    assert "Sanctuary for Los Angeles" in shown
    assert "Nobody else is found by these words." in client.get(path(group, "?q=lupe")).content.decode()
    client.post(path(group, "seat/"), {"member": lupe.code, "act": "follow"})
    client.post(path(group, "seat/"), {"member": ana.code, "act": "leave"})
    client.post(path(group, "seat/"), {"member": ana.code, "act": "dance"})
    assert [*group.seats.values_list("member__name", "is_lead")] == [("Lupe Canario", False)]


def test_nobody_of_another_chapter_and_no_volunteer(cast: Cast, group: WorkingGroup) -> None:
    theirs = make_member(cast.there, "Lupe LEAK")
    assert signed_in(cast.lead).post(path(group, "seat/"), {"member": theirs.code, "act": "lead"}).status_code == 404
    assert signed_in(cast.volunteer).get(path(group)).status_code == 403
    assert signed_in(cast.stranger).get(path(group)).status_code == 404
    assert group.seats.count() == 0
