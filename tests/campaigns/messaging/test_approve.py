"""A second lead says yes to a number, and that number is what goes."""

from typing import Any

import pytest
from django.test import Client

from campaigns.messaging import calling
from campaigns.models import CallToAction
from chapters.models import Chapter
from tests.cast import Cast
from tests.factories import make_call, make_event, make_member, make_sender, signed_in

pytestmark = pytest.mark.django_db


def asked(cast: Cast, *, people: int = 2, **fields: Any) -> CallToAction:
    make_sender(cast.here)
    for number in range(people):
        make_member(cast.here, ["Ana Lopez", "Beth Stone", "Luz Vega"][number], language=["es", "en", "es"][number])
    call = make_call(cast.here, **({"written_by": cast.organizer} | fields))
    calling.ask(call, by=call.written_by or cast.organizer)
    return call


def send(client: Client, call: CallToAction, **fields: str) -> Any:
    return client.post(f"/c/highland-park/messages/{call.code}/approve/", {"count": "2"} | fields)


def test_everything_is_on_one_page_and_the_button_says_the_number(cast: Cast) -> None:
    call = asked(cast, event=make_event(cast.here))
    page = signed_in(cast.lead).get(f"/c/highland-park/messages/{call.code}/approve/").content.decode()
    assert "Send to 2 people in Highland Park Neighbors" in page
    assert "Hi <mark>Beth</mark>, will you come?" in page
    assert "Hola <mark>Ana</mark>, viene?" in page
    assert "About $0.02" in page
    assert page.count("btn flame") == 1


def test_a_yes_starts_the_hold(cast: Cast) -> None:
    call = asked(cast)
    answer = send(signed_in(cast.lead), call)
    assert answer.url == f"/c/highland-park/messages/{call.code}/progress/"
    call.refresh_from_db()
    assert (call.state, call.approved_by, call.deliveries.count()) == ("held", cast.lead, 2)
    again = send(signed_in(cast.second_lead), call)
    assert again.url == f"/c/highland-park/messages/{call.code}/"
    assert call.deliveries.count() == 2


def test_no_email_goes_out_without_the_postal_address(cast: Cast) -> None:
    call = asked(cast, reach="both")
    Chapter.objects.update(postal_address="")
    answer = send(signed_in(cast.lead), call)
    assert (answer.status_code, call.deliveries.count()) == (409, 0)
    assert "An email ends with the chapter&#x27;s postal address" in answer.content.decode()
    call.refresh_from_db()
    assert call.state == "asked"


def test_a_list_that_grew_is_said_and_asked_again(cast: Cast) -> None:
    call = asked(cast)
    client = signed_in(cast.lead)
    make_member(cast.here, "Joined Since")
    page = client.get(f"/c/highland-park/messages/{call.code}/approve/").content.decode()
    assert "It was 2 people when it was written. Now it is 3." in page
    answer = send(client, call)
    assert answer.status_code == 409
    assert "The list changed while you read: now it is 3 people." in answer.content.decode()
    assert "Send to 3 people in" in answer.content.decode()
    assert call.deliveries.count() == 0
    assert send(client, call, count="3").status_code == 302


@pytest.mark.parametrize("count", ["", "x", "-2", "²", "9" * 30])
def test_no_number_is_no_yes(cast: Cast, count: str) -> None:
    call = asked(cast)
    assert send(signed_in(cast.lead), call, count=count).status_code == 409
    assert call.deliveries.count() == 0


def test_above_the_limit_the_writer_waits_for_another(cast: Cast) -> None:
    cast.here.approval_limit = 1
    cast.here.save()
    call = asked(cast, written_by=cast.lead)
    page = signed_in(cast.lead).get(f"/c/highland-park/messages/{call.code}/approve/").content.decode()
    assert "You wrote it, so another lead has to say yes." in page
    assert "Walt Okafor" in page
    assert "Send to 2 people" not in page
    assert send(signed_in(cast.lead), call).status_code == 409
    assert send(signed_in(cast.second_lead), call).status_code == 302


def test_up_to_the_limit_one_lead_is_enough(cast: Cast) -> None:
    call = asked(cast, written_by=cast.lead)
    assert send(signed_in(cast.lead), call).status_code == 302
    assert call.deliveries.count() == 2


def test_the_same_words_again_need_a_tick(cast: Cast) -> None:
    first = asked(cast)
    calling.approve(first, by=cast.lead, expected=2)
    CallToAction.objects.filter(pk=first.pk).update(state="stopped")
    first.deliveries.update(state="cancelled")
    second = make_call(cast.here, written_by=cast.organizer)
    calling.ask(second, by=cast.organizer)
    client = signed_in(cast.lead)
    answer = send(client, second)
    assert answer.status_code == 409
    assert "These same words went to this same list not long ago." in answer.content.decode()
    assert send(client, second, again="1").status_code == 302


def test_only_a_lead_with_a_fresh_factor_says_yes(cast: Cast) -> None:
    call = asked(cast)
    path = f"/c/highland-park/messages/{call.code}/approve/"
    assert signed_in(cast.organizer).get(path).status_code == 403
    assert send(signed_in(cast.organizer), call).status_code == 403
    assert signed_in(cast.stranger).get(path).status_code == 404
    stale = send(signed_in(cast.lead, fresh=False), call)
    assert (stale.status_code, stale.url.partition("?")[0]) == (302, "/accounts/again/")
    assert call.deliveries.count() == 0


def test_it_is_sent_back_with_a_reason(cast: Cast) -> None:
    call = asked(cast)
    client = signed_in(cast.lead)
    path = f"/c/highland-park/messages/{call.code}/send-back/"
    assert client.get(path).status_code == 200
    assert client.post(path, {"reason": " "}).status_code == 422
    assert client.post(path, {"reason": "Say where."}).status_code == 302
    page = signed_in(cast.organizer).get(f"/c/highland-park/messages/{call.code}/write/").content.decode()
    assert "Say where." in page
    late = client.post(path, {"reason": "Once more"}, follow=True).content.decode()
    assert "Somebody was faster" in late


def test_the_writer_takes_it_back(cast: Cast) -> None:
    call = asked(cast)
    client = signed_in(cast.organizer)
    client.post(f"/c/highland-park/messages/{call.code}/take-back/")
    assert CallToAction.objects.get().state == "draft"
    page = client.post(f"/c/highland-park/messages/{call.code}/take-back/", follow=True).content.decode()
    assert "Somebody was faster" in page


def test_more_than_the_chapter_may_send_in_a_day_is_said(cast: Cast) -> None:
    call = asked(cast)
    path = f"/c/highland-park/messages/{call.code}/approve/"
    page = signed_in(cast.lead).get(path).content.decode()
    assert "Sending takes about 1 minute." in page
    assert "today’s limit" not in page
    type(cast.here).objects.update(daily_cap=1)
    page = signed_in(cast.lead).get(path).content.decode()
    assert page.count("More than today’s limit: 1 may still go. 1 person waits for a yes tomorrow.") == 1


def test_another_message_about_the_same_event_is_named(cast: Cast) -> None:
    event = make_event(cast.here)
    call = asked(cast, event=event)
    make_call(cast.here, event=event, title="Bring a candle", state="asked")
    make_call(cast.here, event=event, title="Only a draft")
    make_call(cast.here, event=make_event(cast.here), title="Another evening", state="asked")
    page = signed_in(cast.lead).get(f"/c/highland-park/messages/{call.code}/approve/").content.decode()
    assert "Another message about this event is not done yet: “Bring a candle”." in page
    assert ("Only a draft" in page, "Another evening" in page) == (False, False)
