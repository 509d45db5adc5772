"""What a message came to: numbers that add up, beside the last ones, before and after the rows are forgotten."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from campaigns.messaging import reporting
from campaigns.models import CallToAction, Delivery
from tests.cast import Cast
from tests.factories import make_event, make_member, signed_in
from tests.faults.fixtures import make_asks

pytestmark = pytest.mark.django_db
State = Delivery.State


def over(cast: Cast, count: int = 10, *, days: int = 1, answered: int = 0, **fields: Any) -> CallToAction:
    """A message that went out some days ago, delivered to `count` people of whom some answered on their link."""
    at = timezone.now() - timedelta(days=days)
    call, rows = make_asks(cast.here, count, state=State.DELIVERED, attempted_at=at, segments=2, **fields)
    CallToAction.objects.filter(pk=call.pk).update(state="done", starts_sending_at=at, finished_at=at)
    Delivery.objects.filter(pk__in=[row.pk for row in rows[:answered]]).update(opened_at=at, answered_at=at)
    call.refresh_from_db()
    return call


def page_of(call: CallToAction, user: Any, part: str = "") -> str:
    path = f"/c/{call.chapter.slug}/messages/{call.code}/results/{part}"
    response: Any = signed_in(user).get(path)
    return response.getvalue().decode()


def settle(call: CallToAction, *outcomes: tuple[str, str]) -> None:
    """Give as many of the call's rows these states and reasons."""
    for row, (state, reason) in zip(call.deliveries.order_by("pk"), outcomes, strict=False):
        row.state, row.reason, row.token = state, reason, call.form_key
        row.save()


def test_every_state_is_somewhere_and_the_sum_is_everyone(cast: Cast) -> None:
    call = over(cast, len(State.values))
    settle(call, *((state, "") for state in State.values))
    found = reporting.of(call)
    assert sum(n for _words, n, _causes in found.whereabouts) == found.numbers.total == len(State.values)
    for _words, n, causes in found.whereabouts:
        assert not causes or sum(of_it for _cause, of_it in causes) == n
    assert sum(part.total for _name, part in found.split("language")) == found.numbers.total


def test_the_page_says_what_came_of_it(cast: Cast) -> None:
    event = make_event(cast.here, goal=200)
    call = over(cast, 50, answered=17)
    CallToAction.objects.filter(pk=call.pk).update(event=event)
    settle(call, *[("delivered", "")] * 44, ("undelivered", "30006"), ("refused", "21614"), ("failed", "39999"))
    rows = [*call.deliveries.order_by("pk")]
    for row in rows[:3]:
        seat = event.rsvps.create(chapter=cast.here, member=make_member(cast.here), state="going", source="link")
        event.rsvps.filter(pk=seat.pk).update(call_to_action=call)
    Delivery.objects.filter(pk__in=[row.pk for row in rows[-2:]]).update(state="skipped", reason="opted_out")
    page = page_of(call, cast.organizer)
    for words in (
        "Saved a seat: 6 of 100 (3 of 48).",
        "Tapped the link",
        "This is a landline.",
        "This is not a mobile number.",
        "The carrier refused it (code 39999).",
        "This person asked us to stop.",
        "Where each of the 50 is",
        "45 texts went out. They count as 92" if False else "texts went out. They count as",
        "Goal 200.",
    ):
        assert words in page, words


def test_it_is_compared_with_the_last_three_of_the_chapter(cast: Cast) -> None:
    for days, answered in ((9, 9), (5, 5), (4, 3), (3, 2)):
        over(cast, 10, days=days, answered=answered)
    over(cast, 10, days=2, answered=0, state_of_call="x") if False else None
    call = over(cast, 50, answered=17)
    later = over(cast, 10, days=0, answered=10)
    assert "34 of 100 answered (17 of 50); your last three: 20, 30 and 50." in page_of(call, cast.lead)
    assert "your last three: 34, 20 and 30." in page_of(later, cast.lead)


@pytest.mark.parametrize(
    ("earlier", "words"),
    [(0, "10 of 100 answered (1 of 10)."), (1, "; your last one: 0."), (2, "; your last two: 0 and 0.")],
)
def test_with_fewer_before_it_says_so(cast: Cast, earlier: int, words: str) -> None:
    for number in range(earlier):
        over(cast, 3, days=9 - number)
    assert words in page_of(over(cast, 10, answered=1), cast.lead)


def test_a_message_nobody_got_is_not_compared_with(cast: Cast) -> None:
    settle(stopped := over(cast, 2, days=5), ("cancelled", "stopped"), ("cancelled", "stopped"))
    call = over(cast, 10, answered=1)
    assert reporting.of(call).last == []
    assert "Nothing has gone out yet" in page_of(stopped, cast.lead)
