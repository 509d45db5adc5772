"""What a message came to: numbers that add up, beside the last ones, before and after the rows are forgotten."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from campaigns.messaging import reporting
from campaigns.models import CallToAction, Delivery
from chapters.exports import BOM
from chapters.models import AuditEntry, OptOut
from tests.campaigns.messaging.test_progress import replied
from tests.cast import Cast
from tests.factories import make_call, make_email_sender, make_event, make_member, signed_in
from tests.faults.fixtures import make_asks, make_delivery

pytestmark = pytest.mark.django_db
State = Delivery.State


def over(cast: Cast, count: int = 10, *, days: float = 1, answered: int = 0, **fields: Any) -> CallToAction:
    """A message that went out some days ago, delivered to `count` people of whom some answered on their link."""
    at = timezone.now() - timedelta(days=days)
    ended = {"state": State.DELIVERED, "attempted_at": at, "final_at": at, "segments": 2}
    call, rows = make_asks(cast.here, count, **(ended | fields))
    CallToAction.objects.filter(pk=call.pk).update(state="done", starts_sending_at=at, finished_at=at)
    Delivery.objects.filter(pk__in=[row.pk for row in rows[:answered]]).update(opened_at=at, answered_at=at)
    call.refresh_from_db()
    return call


def page_of(call: CallToAction, user: Any) -> str:
    path = f"/c/{call.chapter.slug}/messages/{call.code}/results/"
    return signed_in(user).get(path).content.decode()


def settle(call: CallToAction, *outcomes: tuple[str, str]) -> None:
    """Give as many of the call's rows these states and reasons."""
    for row, (state, reason) in zip(call.deliveries.order_by("pk"), outcomes, strict=False):
        row.state, row.reason, row.token = state, reason, call.form_key
        row.save()


def table(response: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.getvalue().decode().removeprefix(BOM))))


def test_every_state_is_somewhere_and_the_sum_is_everyone(cast: Cast) -> None:
    call = over(cast, len(State.values))
    settle(call, *((state, "") for state in State.values))
    found = reporting.of(call)
    assert sum(n for _words, n, _causes in found.whereabouts) == found.numbers.total == len(State.values)
    for _words, n, causes in found.whereabouts:
        assert not causes or sum(of_it for _cause, of_it in causes) == n
    for by in ("channel", "language"):
        assert sum(part.total for _name, part in found.split(by)) == found.numbers.total


def test_the_page_says_what_came_of_it(cast: Cast) -> None:
    event = make_event(cast.here, goal=200)
    call = over(cast, 50, answered=17, event=event)
    CallToAction.objects.update(event=event)
    settle(
        call,
        *[("delivered", "")] * 44,
        *(("undelivered", "30006"), ("refused", "21635"), ("refused", "21614"), ("failed", "39999")),
        *[("skipped", "opted_out")] * 2,
    )
    for _number in range(3):
        event.rsvps.create(
            chapter=cast.here, member=make_member(cast.here), state="going", source="link", call_to_action=call
        )
    page = page_of(call, cast.organizer)
    for words in (
        "Saved a seat: 6 of 100 (3 of 48).",
        "35 of 100 answered (17 of 48).",
        "In all: 50; Sent: 48; Delivered: 44; Tapped the link: 17; Answered: 17; Saved a seat: 3",
        '<td class="hint">This is a landline.</td><td class="n">2</td>',
        "This is not a mobile number.",
        "The carrier refused it (code 39999).",
        '<td class="hint">This person asked us to stop.</td><td class="n">2</td>',
        "Where each of the 50 is",
        "Cost: about $0.99",
        "We pay for 45 texts. They count as 90",
        "Goal 200.",
    ):
        assert words in page, words


def test_it_is_compared_with_the_last_three_of_the_chapter(cast: Cast) -> None:
    for days, answered in ((9, 9), (5, 5), (4, 3), (3, 2)):
        over(cast, 10, days=days, answered=answered)
    call = over(cast, 50, answered=17)
    later = over(cast, 10, days=0, answered=10)
    make_asks(cast.there, 3, state=State.DELIVERED)
    assert "34 of 100 answered (17 of 50); your last three: 20, 30 and 50." in page_of(call, cast.lead)
    assert "100 of 100 answered (10 of 10); your last three: 34, 20 and 30." in page_of(later, cast.lead)


@pytest.mark.parametrize(
    ("earlier", "words"),
    [
        (0, "10 of 100 answered (1 of 10)."),
        (1, "10 of 100 answered (1 of 10); your last one: 0."),
        (2, "10 of 100 answered (1 of 10); your last two: 0 and 0."),
    ],
)
def test_with_fewer_before_it_says_so(cast: Cast, earlier: int, words: str) -> None:
    for number in range(earlier):
        over(cast, 3, days=9 - number)
    assert words in page_of(over(cast, 10, answered=1), cast.lead)


def test_a_message_nobody_got_is_not_compared_with(cast: Cast) -> None:
    settle(stopped := over(cast, 2, days=5), ("cancelled", "stopped"), ("cancelled", "stopped"))
    call = over(cast, 10, answered=1)
    assert reporting.of(call).last == []
    page = page_of(stopped, cast.lead)
    assert "Nothing has gone out yet" in page
    assert "A lead stopped the message." in page


def test_by_way_and_by_language(cast: Cast) -> None:
    call = over(cast, 4, answered=1)
    mail = make_email_sender(cast.here)
    make_delivery(
        cast.here, call_to_action=call, channel="email", sender=mail, address="a@b.example", language="es",
        purpose="ask", state="delivered",
    )  # fmt: skip
    found = reporting.of(call)
    shown = [(name, part.out, part.answered) for name, part in found.splits]
    assert shown == [("Text", 4, 1), ("Email", 1, 0), ("English", 4, 1), ("Spanish", 1, 0)]
    assert (found.numbers.texts, found.emails) == (8, 1)
    assert "1 email went out, free." in page_of(call, cast.lead)


def test_who_stopped_because_of_it_by_text_and_by_the_link_of_an_email(cast: Cast) -> None:
    call = over(cast, 3)
    first, second, _third = call.deliveries.order_by("pk")
    replied(first, "stop")
    replied(first, "stop", number=1)
    replied(second, "words")
    at = timezone.now() - timedelta(days=1)
    for number, stopped_at in enumerate((at + timedelta(hours=1), at + timedelta(days=15), at - timedelta(days=1))):
        row = make_delivery(
            cast.here, call_to_action=call, channel="email", sender=cast.here.senders.get(kind="email")
            if number else make_email_sender(cast.here), address=f"{number}@b.example", state="delivered",
            attempted_at=at,
        )  # fmt: skip
        OptOut.objects.create(channel="email", address_index=row.address_index, source="unsubscribe", at=stopped_at)
    numbers = reporting.of(call).numbers
    assert (numbers.stopped, numbers.answered) == (2, 2)


def test_the_same_numbers_after_the_rows_are_forgotten(cast: Cast) -> None:
    call = over(cast, 50, days=91, answered=17)
    replied(call.deliveries.order_by("-pk")[0], "stop")
    settle(call, ("delivered", ""), ("undelivered", "30006"), ("parked", "no_proof"))
    before = reporting.of(call)
    Delivery.objects.exclude(state="parked").update(created_at=timezone.now() - timedelta(days=91))
    call_command("purge", stdout=io.StringIO())
    after = reporting.of(call)
    assert Delivery.objects.get().state == "parked"
    assert (after.whereabouts, after.rates, after.drawn) == (before.whereabouts, before.rates, before.drawn)
    page = page_of(call, cast.lead)
    assert f"Details were forgotten on {timezone.now():%B} {timezone.now().day}." in page
    listed = signed_in(cast.lead).get("/c/highland-park/messages/").content.decode()
    assert '<td role="cell" class="num" data-label="Sent">50</td>' in listed
    progress = signed_in(cast.lead).get(f"/c/highland-park/messages/{call.code}/progress/").content.decode()
    assert "50 of 50 sent" in progress
    Delivery.objects.all().delete()
    assert "by name" not in page_of(call, cast.lead)


def test_few_questions_whatever_the_size(cast: Cast, django_assert_max_num_queries: Any) -> None:
    event = make_event(cast.here)
    for number in range(5):
        over(cast, 12, days=2 + number, answered=3)
    call = over(cast, 40, answered=9)
    CallToAction.objects.update(event=event)
    client = signed_in(cast.lead)
    with django_assert_max_num_queries(40):
        client.get(f"/c/highland-park/messages/{call.code}/results/")


def test_the_numbers_as_a_file_hold_nobody(cast: Cast) -> None:
    call = over(cast, 3, answered=1, member=make_member(cast.here, "Secret Quetzal"))
    settle(call, ("undelivered", "30006"))
    response = signed_in(cast.organizer).get(f"/c/highland-park/messages/{call.code}/results/numbers.csv")
    rows = table(response)
    assert rows[0] == ["How", "Language", "State", "Reason", "Messages", "Texts", "Tapped the link", "Answered",
                       "Asked us to stop"]  # fmt: skip
    assert ["text", "English", "did not arrive", "This is a landline.", "1", "2", "1", "1", "0"] in rows
    assert sum(int(row[4]) for row in rows[1:]) == 3
    assert "Quetzal" not in str(rows)
    assert AuditEntry.objects.count() == 0


def test_each_person_by_name_is_an_export(cast: Cast) -> None:
    call = over(cast, 4, answered=1)
    names = ("=HYPERLINK(1)", "Rosa Vega", "Asked Stop", "")
    for row, name in zip(call.deliveries.order_by("pk"), names, strict=True):
        Delivery.objects.filter(pk=row.pk).update(member=make_member(cast.here, name) if name else None)
    settle(call, ("delivered", ""), ("undelivered", "30006"), ("skipped", "opted_out"), ("skipped", "asked_lately"))
    path = f"/c/highland-park/messages/{call.code}/results/people.csv"
    assert signed_in(cast.organizer).post(path).status_code == 403
    assert signed_in(cast.lead).get(path).status_code == 405
    assert signed_in(cast.lead, fresh=False).post(path)["Location"].startswith("/accounts/again/")
    assert AuditEntry.objects.count() == 0
    rows = table(signed_in(cast.lead).post(path))
    assert rows[1:] == [
        ["'=HYPERLINK(1)", "text", "English", "delivered", "", "yes", "yes"],
        ["Rosa Vega", "text", "English", "did not arrive", "This is a landline.", "no", "no"],
        ["Asked Stop", "text", "English", "left out", "", "no", "no"],
        ["", "text", "English", "left out", "", "no", "no"],
    ]
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.facts["what"]) == ("list_exported", "message_people")


def test_before_anything_went_out_there_are_no_results(cast: Cast) -> None:
    for state in ("draft", "asked", "held", "scheduled"):
        call = make_call(cast.here, state=state, approved_at=timezone.now())
        path = f"/c/highland-park/messages/{call.code}/"
        assert signed_in(cast.lead).get(f"{path}results/")["Location"] == path


def test_while_it_goes_out_the_page_leads_to_the_live_one_and_back(cast: Cast) -> None:
    call = over(cast, 2)
    CallToAction.objects.update(state="sending", finished_at=None)
    assert "Still going out. Watch it" in page_of(call, cast.lead)
    progress = signed_in(cast.lead).get(f"/c/highland-park/messages/{call.code}/progress/").content.decode()
    assert f"/messages/{call.code}/results/" in progress


def test_another_chapter_finds_nothing(cast: Cast) -> None:
    call = over(cast, 2)
    for part in ("", "numbers.csv"):
        path = f"/messages/{call.code}/results/{part}"
        assert signed_in(cast.stranger).get(f"/c/highland-park{path}").status_code == 404
        assert signed_in(cast.stranger).get(f"/c/east-valley{path}").status_code == 404
