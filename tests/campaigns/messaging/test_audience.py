"""Who gets a message and who does not: the numbers add up, and every reason is the right one."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.events import seats
from campaigns.messaging import audience, freezing, rendering
from campaigns.models import CallToAction, Delivery, Rsvp
from chapters.encryption import blind_index
from chapters.models import Consent, Member, OptOut
from tests.cast import Cast
from tests.factories import (
    make_call,
    make_consent,
    make_email_sender,
    make_event,
    make_member,
    make_sender,
    phone,
    signed_in,
)

pytestmark = pytest.mark.django_db


def opt_out(member: Member, channel: str = "text", **fields: Any) -> None:
    index = member.phone_index if channel == "text" else member.email_index
    OptOut.objects.create(channel=channel, address_index=index, source="keyword", at=timezone.now(), **fields)


def asked(member: Member, *, hours_ago: float, state: str = "delivered", **fields: Any) -> Delivery:
    """An ask that another call of the member's chapter made to the same number."""
    at = timezone.now() - timedelta(hours=hours_ago)
    sender = member.chapter.senders.first() or make_sender(member.chapter)
    defaults = {"purpose": "ask", "queue": "bulk", "channel": "text", "language": "en", "body": "Come?", "state": state}
    moments = {"not_before": at, "expires_at": at + timedelta(hours=4), "attempted_at": at}
    return Delivery.objects.create(
        key=f"test:{member.pk}:{at}",
        chapter=member.chapter,
        sender=sender,
        member=member,
        address=member.phone,
        address_index=member.phone_index,
        **(defaults | moments | fields),
    )


def test_each_person_is_left_out_for_the_first_reason_that_holds(cast: Cast) -> None:
    here = cast.here
    make_sender(here)
    event = make_event(here)
    call = make_call(here, event=event, languages=("en",))
    make_member(here, "Gets It")
    seats.save(event, member=make_member(here, "Said Yes"), party_size=1, source=Rsvp.Source.PAGE)
    make_member(here, "No Phone", phone="")
    opt_out(make_member(here, "Asked To Stop"))
    opt_out(make_member(here, "Stopped Only Elsewhere"), chapter=cast.there)
    make_member(here, "Never Said Yes", consents=())
    make_consent(make_member(here, "Took It Back"), given=False)
    make_member(here, "Landline", phone_trouble="30006")
    make_member(here, "Reads Spanish", language="es")
    asked(make_member(here, "Asked Yesterday"), hours_ago=30)
    asked(make_member(here, "Asked Last Week"), hours_ago=170)
    make_member(cast.there, "Next Door")

    found = audience.reckon(call)
    assert found.reasons == {
        "no_consent": 2,
        "answered": 1,
        "no_address": 1,
        "opted_out": 1,
        "trouble": 1,
        "language": 1,
        "budget": 1,
    }
    assert (found.total, found.count, found.left_out) == (11, 3, 8)
    assert found.waiting() == {"es": 1}
    assert sorted(audience.left_out(call, "no_consent").values_list("name", flat=True)) == [
        "Never Said Yes",
        "Took It Back",
    ]
    assert [*audience.left_out(call, "opted_out"), *audience.left_out(call, "budget")] == []


def written(call: CallToAction) -> Delivery:
    """The one row of a call, with the words that a worker gives it."""
    row: Delivery = call.deliveries.get()
    assert (row.body, row.subject, row.address) == ("", "", "")
    assert rendering.fill([row]) == {}
    return row


def test_a_household_counts_once(cast: Cast) -> None:
    make_sender(cast.here)
    shared = phone()
    make_member(cast.here, "Never Agreed", phone=shared, consents=())
    make_member(cast.here, "First Agreed", phone=shared)
    make_member(cast.here, "Also Agreed", phone=shared, language="es")
    call = make_call(cast.here)
    found = audience.reckon(call)
    assert (found.count, found.reasons) == (1, {"no_consent": 1, "shared": 1})
    assert freezing.freeze(call) == 1
    assert str(call.deliveries.get().member) == "First Agreed"


@pytest.mark.parametrize(
    ("reach", "texts", "emails", "people"),
    [("text", 2, 0, 2), ("email", 0, 3, 3), ("text_else_email", 2, 1, 3), ("both", 2, 3, 4)],
)
def test_the_way_it_goes_decides(cast: Cast, reach: str, texts: int, emails: int, people: int) -> None:
    make_sender(cast.here)
    make_email_sender(cast.here)
    both = ("text", "email")
    make_member(cast.here, "Phone Only")
    make_member(cast.here, "Both Ways", email="both@example.org", consents=both)
    make_member(cast.here, "Email Only", phone="", email="only@example.org", consents=both)
    lately = make_member(cast.here, "Asked Lately", email="lately@example.org", consents=both)
    asked(lately, hours_ago=1)
    call = make_call(cast.here, reach=reach)
    found = audience.reckon(call)
    # Somebody asked by text an hour ago gets no email in place of a text; an email of its own is another address.
    assert (found.deliveries("text"), found.deliveries("email"), found.count) == (texts, emails, people)
    assert freezing.freeze(call) == texts + emails


def test_another_language_only_when_a_lead_says_so(cast: Cast) -> None:
    make_sender(cast.here)
    make_member(cast.here, "Ana Lopez", language="es")
    call = make_call(cast.here, languages=("en",))
    assert audience.reckon(call).waiting() == {"es": 1}
    call.other_language_allowed = True
    assert (audience.reckon(call).count, audience.reckon(call).waiting()) == (1, {})
    freezing.freeze(call)
    row = written(call)
    assert (row.language, row.body[:37]) == ("en", "Highland Park Neighbors: Hi Ana, will")


def test_the_budget_counts_what_other_chapters_ask_and_what_is_about_to_go(cast: Cast) -> None:
    make_sender(cast.here)
    member = make_member(cast.here)
    twin = make_member(cast.there, phone=member.phone)
    call = make_call(cast.here)
    assert audience.reckon(call).count == 1
    row = asked(twin, hours_ago=47)
    assert audience.reckon(call).reasons == {"budget": 1}
    Delivery.objects.filter(pk=row.pk).update(purpose="answer")
    assert audience.reckon(call).count == 1
    soon = {"not_before": timezone.now() + timedelta(hours=1), "expires_at": timezone.now() + timedelta(hours=3)}
    Delivery.objects.filter(pk=row.pk).update(purpose="ask", state="queued", attempted_at=None, **soon)
    assert audience.reckon(call).reasons == {"budget": 1}
    Delivery.objects.filter(pk=row.pk).update(state="cancelled")
    assert audience.reckon(call).count == 1
    asked(member, hours_ago=10)
    call.send_at = timezone.now() + timedelta(days=3)
    assert audience.reckon(call).count == 1


def test_frozen_rows_hold_what_each_person_gets(cast: Cast) -> None:
    sender, event = make_sender(cast.here), make_event(cast.here)
    member = make_member(cast.here, "Ana Lopez", language="es")
    call = make_call(cast.here, event=event)
    assert freezing.freeze(call) == 1
    row = written(call)
    assert row.key == f"cta:{call.pk}:text:{member.phone_index}"
    assert (row.sender, row.member, row.event, row.address) == (sender, member, event, member.phone)
    assert (row.state, row.purpose, row.queue, row.segments, row.language) == ("queued", "ask", "bulk", 1, "es")
    link = f"http://localhost:8000/t/{row.link_code}/"
    assert row.body == f"Highland Park Neighbors: Hola Ana, viene? {link} Responda VOY, o ALTO para salir."
    assert row.not_before < row.expires_at <= min(row.not_before + timedelta(hours=4), event.starts_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        freezing.freeze(call)


def test_nothing_is_sent_past_the_start_of_the_event(cast: Cast) -> None:
    make_sender(cast.here)
    make_member(cast.here, zip="")
    event = make_event(cast.here, days=1 / 24)
    call = make_call(cast.here, event=event)
    freezing.freeze(call)
    assert call.deliveries.get().expires_at <= event.starts_at


def test_a_thousand_people_take_as_many_queries_as_one(cast: Cast) -> None:
    make_sender(cast.here)
    numbers = [f"{number:04}" for number in range(1200)]
    people = Member.objects.bulk_create(
        Member(chapter=cast.here, name=number, sort_name=number, phone=f"+1323556{number}", zip="90042")
        for number in numbers
    )
    agreed = {"channel": "text", "is_given": True, "source": "paper", "wording_text": "Yes.", "at": timezone.now()}
    Consent.objects.bulk_create(Consent(chapter=cast.here, member=person, **agreed) for person in people)
    call = CallToAction.objects.with_words().get(pk=make_call(cast.here).pk)
    with CaptureQueriesContext(connection) as reckoning:
        assert audience.reckon(call).count == 1200
    assert len(reckoning) == 1
    with CaptureQueriesContext(connection) as queries:
        assert freezing.freeze(call) == 1200
    # The sender, the kinds of zones, the patience before and after, and the one insert.
    assert len(queries) == 5


def test_a_sample_is_somebody_who_gets_it_in_that_language(cast: Cast) -> None:
    make_sender(cast.here)
    make_member(cast.here, "Not Agreed", language="es", consents=())
    readers = {make_member(cast.here, f"Ana {n}", language="es") for n in range(3)}
    make_member(cast.here, "Reads English")
    call: CallToAction = make_call(cast.here)
    assert {audience.sample(call, "text", "es", number) for number in range(3)} == readers
    assert audience.sample(call, "email", "es") is None


def test_the_index_of_a_row_is_the_one_a_stop_has(cast: Cast) -> None:
    make_sender(cast.here)
    make_email_sender(cast.here)
    make_member(cast.here, email="ana@example.org", consents=("text", "email"))
    call = make_call(cast.here, reach="both")
    freezing.freeze(call)
    rows = list(call.deliveries.all())
    assert rendering.fill(rows) == {}
    expected = {blind_index({"text": "phone", "email": "email"}[row.channel], row.address) for row in rows}
    assert set(call.deliveries.values_list("address_index", flat=True)) == expected


@pytest.mark.parametrize("node", [{"filter": "list", "value": "gone"}, {"filter": "shoe_size", "value": "9"}])
def test_a_list_that_cannot_be_read_means_nobody(cast: Cast, node: dict[str, str]) -> None:
    make_sender(cast.here)
    make_member(cast.here)
    call = make_call(cast.here, written_by=cast.lead, audience={"version": 1, "all": [node]})
    found = audience.reckon(call)
    assert (found.total, found.count, freezing.freeze(call)) == (0, 0, 0)
    assert audience.sample(call, "text", "en") is None
    client = signed_in(cast.lead)
    assert client.get(f"/c/highland-park/messages/{call.code}/write/").status_code == 200
    CallToAction.objects.update(state="asked", asked_at=timezone.now())
    assert client.get(f"/c/highland-park/messages/{call.code}/approve/").status_code == 200
