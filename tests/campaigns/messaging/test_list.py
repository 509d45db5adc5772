"""The list of messages and the small pages around one."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from campaigns.messaging import calling
from campaigns.models import CallToAction, Delivery
from chapters.models import OptOut
from tests.cast import Cast
from tests.factories import make_call, make_email_sender, make_member, make_sender, phone, signed_in

pytestmark = pytest.mark.django_db


def sent(cast: Cast, **fields: Any) -> CallToAction:
    at = timezone.now()
    done: dict[str, Any] = {"state": "done", "approved_at": at, "starts_sending_at": at, "finished_at": at}
    return make_call(cast.here, **(done | fields))


def test_messages_are_listed_by_where_they_are(cast: Cast) -> None:
    make_sender(cast.here)
    make_member(cast.here)
    make_call(cast.here, title="A draft", written_by=cast.lead)
    asked = make_call(cast.here, title="Asked for", written_by=cast.organizer)
    calling.ask(asked, by=cast.organizer)
    make_call(cast.there, title="Secret plan")
    over = sent(cast, title="Gone out")
    calling.approve(asked, by=cast.lead, expected=1)
    row = asked.deliveries.get()
    Delivery.objects.filter(pk=row.pk).update(call_to_action=over, state="delivered", answered_at=timezone.now())
    page = signed_in(cast.organizer).get("/c/highland-park/messages/").content.decode()
    for words in ("A draft", "Asked for", "Gone out", "One message is on its way", "Write a message"):
        assert words in page
    assert "Secret plan" not in page
    assert page.count('<td role="cell" class="num" data-label="Answered">1</td>') == 1


def test_an_empty_list_says_what_to_do(cast: Cast) -> None:
    page = signed_in(cast.lead).get("/c/highland-park/messages/").content.decode()
    assert "Nothing written yet" in page
    assert page.count("btn flame") == 1


def test_older_ones_are_a_page_away(cast: Cast) -> None:
    calls = [sent(cast, title=f"Number {number:02}") for number in range(25)]
    client = signed_in(cast.lead)
    first = client.get("/c/highland-park/messages/").content.decode()
    assert [f"Number {number:02}" in first for number in (24, 5, 4)] == [True, True, False]
    rest = client.get(f"/c/highland-park/messages/?before={calls[5].code}").content.decode()
    assert [f"Number {number:02}" in rest for number in (5, 4, 0)] == [False, True, True]
    assert "Number" not in client.get("/c/highland-park/messages/?before=nonsense").content.decode()


def test_the_list_asks_few_questions_of_the_database(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        sent(cast, title=f"Number {number}")
        make_call(cast.here, title=f"Draft {number}", written_by=cast.lead)
    client = signed_in(cast.lead)
    with django_assert_max_num_queries(25):
        client.get("/c/highland-park/messages/")


@pytest.mark.parametrize(
    ("state", "lead_at", "organizer_at"),
    [("draft", "write", "write"), ("asked", "approve", "progress"), ("sending", "progress", "progress")],
)
def test_a_message_opens_where_it_is(cast: Cast, state: str, lead_at: str, organizer_at: str) -> None:
    call = make_call(cast.here, state=state, approved_at=timezone.now())
    path = f"/c/highland-park/messages/{call.code}/"
    assert signed_in(cast.lead).get(path)["Location"] == f"{path}{lead_at}/"
    assert signed_in(cast.organizer).get(path)["Location"] == f"{path}{organizer_at}/"
    assert signed_in(cast.stranger).get(path).status_code == 404


def test_who_is_left_out_is_named_only_where_that_is_nobodys_secret(cast: Cast) -> None:
    make_sender(cast.here)
    stopped = make_member(cast.here, "Asked Stop")
    OptOut.objects.create(channel="text", address_index=stopped.phone_index, source="keyword", at=timezone.now())
    for number in range(101):
        make_member(cast.here, f"Never Agreed{number:03}", consents=())
    make_member(cast.there, "Next Door", consents=())
    call = make_call(cast.here)
    client = signed_in(cast.organizer)
    path = f"/c/highland-park/messages/{call.code}/left-out"
    page = client.get(f"{path}/no_consent/").content.decode()
    assert "101 people: never said yes to texts" in page
    assert ("Never Agreed099" in page, "Never Agreed100" in page) == (True, False)
    last = cast.here.members.get(name="Never Agreed099")
    assert "Never Agreed100" in client.get(f"{path}/no_consent/?after={last.code}").content.decode()
    assert "Asked Stop" not in page
    assert "Next Door" not in page
    for secret in ("opted_out", "budget", "nonsense", "language"):
        assert client.get(f"{path}/{secret}/").status_code == 404
    assert signed_in(cast.texter).get(f"{path}/no_consent/").status_code == 403


def test_throwing_a_draft_away_asks_first(cast: Cast) -> None:
    call = make_call(cast.here)
    client = signed_in(cast.organizer)
    path = f"/c/highland-park/messages/{call.code}/throw-away/"
    assert "Throw this draft away?" in client.get(path).content.decode()
    assert CallToAction.objects.count() == 1
    assert "The draft is gone." in client.post(path, follow=True).content.decode()
    assert CallToAction.objects.count() == 0
    kept = sent(cast)
    page = client.post(f"/c/highland-park/messages/{kept.code}/throw-away/", follow=True).content.decode()
    assert "Somebody was faster" in page
    assert CallToAction.objects.count() == 1


def test_a_lead_tries_it_on_their_own_phone(cast: Cast) -> None:
    make_sender(cast.here)
    make_email_sender(cast.here)
    mine = make_member(cast.here, "Carmen Ibarra", user=cast.organizer, email="carmen@hp.example")
    make_member(cast.here, "Somebody Else")
    call = make_call(cast.here, reach="both")
    client = signed_in(cast.organizer)
    path = f"/c/highland-park/messages/{call.code}/try/"
    assert "carmen@hp.example" in client.get(path).content.decode()
    posted = {"phone": mine.phone, "email": mine.email, "key": str(uuid.uuid4())}
    for _click in range(3):
        assert client.post(path, posted).status_code == 302
    rows = Delivery.objects.order_by("pk")
    assert sorted(rows.values_list("channel", "language")) == [
        ("email", "en"),
        ("email", "es"),
        ("text", "en"),
        ("text", "es"),
    ]
    assert {(row.purpose, row.queue, row.call_to_action_id) for row in rows} == {("answer", "urgent", None)}
    assert {row.address for row in rows} == {mine.phone, mine.email}
    text = rows.get(channel="text", language="en")
    assert f"Hi Carmen, will you come? http://localhost:8000/t/{text.link_code}/" in text.body


@pytest.mark.parametrize(("typed", "sentence"), [("12", "digits short"), ("", "Please fill this in.")])
def test_a_try_out_needs_a_phone(cast: Cast, typed: str, sentence: str) -> None:
    make_sender(cast.here)
    call = make_call(cast.here)
    posted = {"phone": typed, "key": str(uuid.uuid4())}
    answer = signed_in(cast.lead).post(f"/c/highland-park/messages/{call.code}/try/", posted)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


def test_a_try_out_respects_a_stop_and_has_a_limit(cast: Cast) -> None:
    make_sender(cast.here)
    call = make_call(cast.here)
    client = signed_in(cast.lead)
    path = f"/c/highland-park/messages/{call.code}/try/"
    member = make_member(cast.here)
    OptOut.objects.create(channel="text", address_index=member.phone_index, source="keyword", at=timezone.now())
    answer = client.post(path, {"phone": member.phone, "key": str(uuid.uuid4())})
    assert (answer.status_code, Delivery.objects.count()) == (422, 0)
    answers = [client.post(path, {"phone": phone(), "key": str(uuid.uuid4())}) for _ in range(10)]
    assert [answer.status_code for answer in answers] == [302] * 9 + [422]
    assert "That is enough for one hour." in answers[-1].content.decode()
    assert Delivery.objects.filter(created_at__lt=timezone.now() - timedelta(hours=1)).count() == 0
