"""Who gets a message that follows another: nobody whom the first did not reach, and each row looks once more."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.events import seats
from campaigns.messaging import audience, calling, following, previewing
from campaigns.models import CallToAction, Conversation, Delivery, Event, Reply, Rsvp
from chapters.models import Chapter, Member, OptOut
from tests.cast import Cast
from tests.factories import make_call, make_consent, make_email_sender, make_event, make_member, make_sender

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=3)


def reached(call: CallToAction, member: Member, state: str = "delivered", **fields: Any) -> Delivery:
    """A row of the call that came to this state three days ago."""
    at = timezone.now() - LONG_AGO
    row = {
        "purpose": "ask", "queue": "bulk", "channel": "text", "language": "en", "state": state, "not_before": at,
        "expires_at": at + timedelta(hours=4), "attempted_at": None if state in ("queued", "expired") else at,
    }  # fmt: skip
    return Delivery.objects.create(
        key=f"cta:{call.pk}:{member.pk}:{fields.get('channel', 'text')}",
        chapter=call.chapter,
        sender=call.chapter.senders.first() or make_sender(call.chapter),
        member=member,
        call_to_action=call,
        address=member.phone,
        address_index=member.phone_index or "none",
        **(row | fields),
    )


def sent(chapter: Chapter, state: str = "done", **fields: Any) -> CallToAction:
    at = timezone.now() - LONG_AGO
    over = at + timedelta(minutes=5) if state in ("done", "stopped") else None
    start = {"approved_at": at, "starts_sending_at": at, "finished_at": over, "state": state}
    return make_call(chapter, **(start | fields))


def after(first: CallToAction, kind: str, **fields: Any) -> CallToAction:
    made = make_call(first.chapter, follows=first, follow_kind=kind, event=first.event, title=kind or "late", **fields)
    return CallToAction.objects.with_words().get(pk=made.pk)


def names(call: CallToAction) -> list[str]:
    found = audience.weighed(call, "SELECT id FROM weighed WHERE reason = ''")
    return sorted(Member.objects.filter(pk__in=[pk for (pk,) in found]).values_list("name", flat=True))


@pytest.fixture
def event(cast: Cast) -> Event:
    make_sender(cast.here)
    return make_event(cast.here)


def come(event: Event, member: Member, *, coming: bool = True) -> None:
    if coming:
        seats.save(event, member=member, source=Rsvp.Source.PAGE, confirm=False)
    else:
        seats.decline(event, member=member, source=Rsvp.Source.PAGE)


def test_a_second_ask_goes_to_those_who_got_the_first_and_did_not_answer(cast: Cast, event: Event) -> None:
    first = sent(cast.here, event=event)
    for state in ("delivered", "sent", "accepted", "unknown", "parked"):
        reached(first, make_member(cast.here, f"Got {state}"), state)
    for state in ("undelivered", "failed", "refused", "skipped", "expired", "cancelled", "queued"):
        reached(first, make_member(cast.here, f"Not {state}"), state)
    make_member(cast.here, "Joined Since")
    wrote = reached(first, make_member(cast.here, "Wrote Back"))
    Delivery.objects.filter(pk=wrote.pk).update(answered_at=timezone.now())
    for name, coming in (("Said Yes", True), ("Said No", False)):
        member = make_member(cast.here, name)
        reached(first, member)
        come(event, member, coming=coming)
    other = sent(cast.here, title="Another")
    reached(other, make_member(cast.here, "Got Another"))

    second = after(first, "second_ask")
    found = audience.reckon(second)
    assert names(second) == ["Got accepted", "Got delivered", "Got parked", "Got sent", "Got unknown"]
    assert (found.reasons, found.total) == ({"answered": 3}, 8)
    assert [str(line.words) for line in previewing.left_out_in_words(second, found)] == ["already answered"]
    assert sorted(audience.left_out(second, "answered").values_list("name", flat=True)) == [
        "Said No", "Said Yes", "Wrote Back",
    ]  # fmt: skip


def test_thanks_go_to_those_who_said_yes(cast: Cast, event: Event) -> None:
    first = sent(cast.here, event=event)
    for name, coming in (("Came Along", True), ("Said No", False), ("Said Nothing", None)):
        member = make_member(cast.here, name)
        reached(first, member)
        if coming is not None:
            come(event, member, coming=coming)
    come(event, make_member(cast.here, "Never Asked"))
    thanks = after(first, "thanks")
    assert (names(thanks), audience.reckon(thanks).reasons) == (["Came Along"], {"not_yes": 2})
    thanks.send_at = timezone.now() + timedelta(days=8)
    assert names(thanks) == ["Came Along", "Said No", "Said Nothing"], "they may still say yes until then"
    Event.objects.update(starts_at=timezone.now() - timedelta(hours=3), ends_at=timezone.now() - timedelta(hours=1))
    over = CallToAction.objects.with_words().get(pk=thanks.pk)
    over.send_at = thanks.send_at
    assert names(over) == ["Came Along"]


def test_without_an_event_a_yes_is_one_that_was_written_back(cast: Cast) -> None:
    first = sent(cast.here)
    rows = {name: reached(first, make_member(cast.here, name)) for name in ("Wrote Yes", "Wrote No", "Silent")}
    for name, kind in (("Wrote Yes", "yes"), ("Wrote No", "no")):
        row = rows[name]
        thread = Conversation.objects.create(
            chapter=cast.here, sender=row.sender, address=row.address, address_index=row.address_index
        )
        Reply.objects.create(
            chapter=cast.here, conversation=thread, delivery=row, sid=name, kind=kind, received_at=timezone.now()
        )
    assert names(after(first, "thanks")) == ["Wrote Yes"]


def test_a_ladder_is_prepared_in_one_evening(cast: Cast, event: Event) -> None:
    """The first is only set for tomorrow: the second ask and the thanks are approved today, and freeze its people."""
    ana, _beth = make_member(cast.here, "Ana"), make_member(cast.here, "Beth")
    tomorrow = timezone.now() + timedelta(days=1)
    first = make_call(cast.here, event=event, written_by=cast.organizer, send_at=tomorrow)
    calling.ask(first, by=cast.organizer)
    calling.approve(first, by=cast.lead, expected=2)
    first = CallToAction.objects.with_words().get(pk=first.pk)
    make_member(cast.here, "Joined Since")
    opens = max(row.not_before for row in first.deliveries.all())
    made = []
    for kind, at in (("second_ask", opens + timedelta(hours=49)), ("thanks", event.ends_at + timedelta(hours=12))):
        call = after(first, kind, written_by=cast.organizer, send_at=at)
        calling.ask(call, by=cast.organizer)
        assert calling.approve(call, by=cast.lead, expected=2) == 2
        made.append(call)
    second, thanks = made
    assert set(second.deliveries.values_list("purpose", flat=True)) == {"follow_up"}
    assert all(row.expires_at > event.starts_at for row in thanks.deliveries.all())
    # Nothing has happened yet: nobody has got the first.
    everyone = list(cast.here.members.values_list("pk", flat=True))
    assert set(following.passed_over(second, everyone).values()) == {"no_first"}
    Delivery.objects.filter(call_to_action=first).update(state="delivered")
    come(event, ana)
    joined = cast.here.members.get(name="Joined Since")
    assert following.passed_over(second, everyone) == {ana.pk: "answered", joined.pk: "no_first"}
    beth = cast.here.members.get(name="Beth")
    assert following.passed_over(thanks, everyone) == {beth.pk: "not_yes", joined.pk: "not_yes"}


def test_a_second_ask_too_soon_after_the_first_reaches_nobody(cast: Cast, event: Event) -> None:
    make_member(cast.here)
    first = make_call(cast.here, event=event, written_by=cast.organizer)
    calling.ask(first, by=cast.organizer)
    calling.approve(first, by=cast.lead, expected=1)
    opens = first.deliveries.get().not_before
    second = after(CallToAction.objects.with_words().get(pk=first.pk), "second_ask")
    second.send_at = opens + timedelta(hours=47)
    assert audience.reckon(second).reasons == {"budget": 1}
    second.send_at = opens + timedelta(hours=49)
    assert audience.reckon(second).count == 1


def test_an_ordinary_ask_passes_over_whoever_did_it_meanwhile(cast: Cast, event: Event) -> None:
    ana, beth, cora = (make_member(cast.here, name) for name in ("Ana", "Beth", "Cora"))
    call = sent(cast.here, "sending", event=event)
    come(event, ana)
    come(event, cora)
    assert following.passed_over(call, [ana.pk, beth.pk]) == {ana.pk: "answered"}
    assert following.passed_over(sent(cast.here, "sending"), [ana.pk, beth.pk]) == {}
    assert following.passed_over(call, []) == {}


@pytest.mark.parametrize("kind", ["", "second_ask", "thanks", "permission"])
def test_it_asks_as_much_for_many_as_for_one(cast: Cast, event: Event, kind: str) -> None:
    first = sent(cast.here, event=event)
    people = [make_member(cast.here, f"Person {number}") for number in range(30)]
    for person in people:
        reached(first, person)
    call = after(first, kind)
    counted = []
    for ids in ([people[0].pk], [person.pk for person in people]):
        call = CallToAction.objects.select_related("follows").get(pk=call.pk)
        with CaptureQueriesContext(connection) as queries:
            following.passed_over(call, ids)
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 2


def test_those_it_did_not_reach_in_time(cast: Cast, event: Event) -> None:
    first = sent(cast.here, event=event, audience={"version": 1, "all": [{"filter": "language", "value": "en"}]})
    late = make_member(cast.here, "Too Late")
    reached(first, late, "expired")
    reached(first, make_member(cast.here, "Got It"))
    both = make_member(cast.here, "Got The Email")
    reached(first, both, "expired")
    reached(first, both, "delivered", channel="email")
    coming = make_member(cast.here, "Comes Anyway")
    reached(first, coming, "expired")
    come(event, coming)
    make_member(cast.here, "Joined Since")
    again = after(first, "")
    assert (names(again), again.purpose, again.too_late_at) == (["Too Late"], "ask", event.starts_at)


def test_permission_is_asked_of_those_who_never_said_anything_about_texts(cast: Cast) -> None:
    make_email_sender(cast.here)
    first = sent(cast.here)

    def person(name: str, consents: tuple[str, ...] = ("email",), **fields: Any) -> Member:
        return make_member(
            cast.here, name, email=f"{name.split(maxsplit=1)[0].lower()}@hp.example", consents=consents, **fields
        )

    person("Only Email")
    person("Numberless", phone="")
    reached(first, person("Got It", ("text", "email")))
    make_consent(person("Said No"), given=False)
    stopped = person("Stopped Texts")
    OptOut.objects.create(
        channel="text", address_index=stopped.phone_index, chapter=cast.here, source="keyword", at=timezone.now()
    )
    make_member(cast.here, "No Email Either", consents=())
    person("Never Asked", ())
    person("Landline", ("text", "email"), phone_trouble="Landline")
    ask = after(first, "permission", reach="email")
    assert names(ask) == ["Numberless", "Only Email"]
    assert audience.reckon(ask).reasons == {"no_consent": 1, "no_address": 1}
    agreed = cast.here.members.get(name="Only Email")
    make_consent(agreed)
    assert following.passed_over(ask, [agreed.pk]) == {agreed.pk: "answered"}
    assert names(ask) == ["Numberless"]


def test_one_whose_first_is_gone_reaches_nobody(cast: Cast) -> None:
    make_sender(cast.here)
    make_member(cast.here)
    call = make_call(cast.here, follow_kind="second_ask")
    assert audience.reckon(call).total == 0
    assert set(following.passed_over(call, [cast.here.members.get().pk]).values()) == {"no_first"}


def test_the_same_words_after_different_messages_are_not_said_before(cast: Cast) -> None:
    one, other = (after(sent(cast.here), "thanks") for _ in range(2))
    assert calling.fingerprint(one) != calling.fingerprint(other)
    assert calling.fingerprint(one) == calling.fingerprint(after(one.follows or one, "thanks"))
