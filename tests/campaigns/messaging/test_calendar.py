"""The calendar of messages: ours with their people, those of sister chapters as a day and an hour."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from campaigns.messaging import audience, calling, plans
from campaigns.models import CallToAction
from chapters.models import Chapter, WorkingGroup
from tests.campaigns.messaging.test_following import after, sent
from tests.cast import Cast
from tests.factories import make_call, make_chapter, make_event, make_member, make_sender, signed_in

pytestmark = pytest.mark.django_db
CALENDAR = "/c/highland-park/messages/calendar/"


def in_days(days: float, hour: int = 18) -> datetime:
    here = timezone.localtime(timezone.now(), Chapter.objects.get(slug="highland-park").zone)
    return here.replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=days)


def show(cast: Cast) -> str:
    return str(signed_in(cast.lead).get(CALENDAR).content.decode())


@pytest.fixture
def family(cast: Cast) -> Cast:
    """Both chapters belong to the same body."""
    body = make_chapter("california", kind="body")
    Chapter.objects.exclude(pk=body.pk).update(parent=body)
    return cast


def at(chapter: Chapter, when: datetime, **fields: Any) -> CallToAction:
    return sent(chapter, starts_sending_at=when, **fields)


def test_ours_are_there_with_group_and_people(cast: Cast) -> None:
    make_sender(cast.here)
    make_member(cast.here)
    group = WorkingGroup.objects.create(chapter=cast.here, name="Housing")
    at(cast.here, in_days(-3), title="Went out", working_group=group, approved_count=210)
    at(cast.here, in_days(9), title="Is set", state="scheduled", approved_count=80)
    make_call(cast.here, title="Only planned", send_at=in_days(12))
    make_call(cast.here, title="No time yet")
    at(cast.here, in_days(-30), title="Long ago")
    make_call(cast.here, title="Far ahead", send_at=in_days(60))
    page = show(cast)
    for words in (
        "Went out",
        "Housing · text · 210 people",
        "Is set",
        "80 people",
        "Only planned",
        "1 person",
        "today",
    ):
        assert words in page
    for words in ("No time yet", "Long ago", "Far ahead"):
        assert words not in page
    assert 'href="/c/highland-park/messages/calendar/"' in signed_in(cast.lead).get(
        "/c/highland-park/messages/"
    ).content.decode()  # fmt: skip


def test_of_sisters_only_the_day_and_the_hour(family: Cast) -> None:
    group = WorkingGroup.objects.create(chapter=family.there, name="Canary group")
    at(family.there, in_days(2, 17), title="Canary title", approved_count=4711, working_group=group, reach="email")
    make_call(family.there, title="Canary draft", send_at=in_days(3))
    page = show(family)
    assert "East Valley Together" in page
    assert "5 pm · email" in page
    assert "Canary" not in page
    assert "4711" not in page
    Chapter.objects.filter(pk=family.there.pk).update(is_on_calendar=False)
    assert "East Valley" not in show(family)


def test_chapters_of_another_body_are_not_there(cast: Cast) -> None:
    at(cast.there, in_days(2), title="Canary")
    assert "East Valley" not in show(cast)
    Chapter.objects.filter(pk=cast.there.pk).update(parent=make_chapter("oregon", kind="body"))
    assert "East Valley" not in show(cast)


def test_two_asks_to_the_same_people_within_two_days_are_said(cast: Cast) -> None:
    make_sender(cast.here)
    for number in range(3):
        make_member(cast.here, f"Person {number}")
    first = make_call(cast.here, title="First", send_at=in_days(3), written_by=cast.organizer)
    calling.ask(first, by=cast.organizer)
    calling.approve(first, by=cast.lead, expected=3)
    make_member(cast.here, "Joined Since")
    second = make_call(cast.here, title="Second", send_at=in_days(4))
    assert audience.reckon(second).reasons == {"budget": 3}
    page = show(cast)
    assert "About 3 people are in both." in page
    assert "“First” and “Second” are less than 48 hours apart." in page
    for moved in ({"send_at": in_days(6)}, {"send_at": None}):
        CallToAction.objects.filter(pk=second.pk).update(**moved)
        assert "are in both" not in show(cast)


def test_two_that_went_or_that_follow_the_same_are_no_clash(cast: Cast) -> None:
    make_sender(cast.here)
    make_member(cast.here)
    at(cast.here, in_days(-2), title="One")
    at(cast.here, in_days(-1), title="Other")
    assert plans.clashes(plans.ours(cast.here)) == []
    first = sent(cast.here, event=make_event(cast.here, days=3))
    for kind, days in (("second_ask", 2), ("thanks", 3)):
        after(first, kind, send_at=in_days(days))
    assert [*plans.close_pairs(plans.ours(cast.here))] == []


def test_who_does_not_write_does_not_see_it(cast: Cast) -> None:
    assert signed_in(cast.texter).get(CALENDAR).status_code == 403
    assert signed_in(cast.stranger).get(CALENDAR).status_code == 404


def test_a_message_says_which_group_writes(cast: Cast) -> None:
    call = make_call(cast.here, written_by=cast.lead)
    client = signed_in(cast.lead)
    address = f"/c/highland-park/messages/{call.code}/write/"
    form = {"form_key": str(call.form_key), "title": "Rent", "reach": "text", "when": "now", "save": "1"}
    assert "Which group writes?" not in client.get(address).content.decode()
    group = WorkingGroup.objects.create(chapter=cast.here, name="Housing")
    canary = WorkingGroup.objects.create(chapter=cast.there, name="Canary group")
    page = client.get(address).content.decode()
    assert "Which group writes?" in page
    assert "Canary" not in page
    client.post(address, form | {"working_group": group.code})
    call.refresh_from_db()
    assert call.working_group == group
    assert client.post(address, form | {"working_group": canary.code}).status_code == 422
    call.refresh_from_db()
    assert call.working_group == group
