"""A person goes with everything about them. What is left is the keyed hash of a stop."""

from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.utils.module_loading import import_string

from campaigns.events import seats
from campaigns.messaging import claims, handover, outbox
from campaigns.models import CallToAction, CheckIn, Conversation, Delivery, Event, HostLink, Reply, SupportCase
from chapters.members import erasing
from chapters.models import AuditEntry, Consent, ImportRow, Member, Note, OptOut, WorkingGroup
from tests.access.world import Side
from tests.cast import Cast
from tests.chapters.members.uploads import YES, bring_in
from tests.factories import make_event, make_member, make_sender, signed_in
from tests.faults.fixtures import make_asks
from tests.faults.standin import StandIn

pytestmark = pytest.mark.django_db
WORD = "jacaranda"
State = Delivery.State


def test_whatever_points_at_a_member_is_erased_by_somebody() -> None:
    covered = {name for path in settings.MEMBER_ERASE for name in import_string(path).covers}
    fields = [
        field
        for app in apps.get_app_configs()
        for model in app.get_models()
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
    ]
    pointing = {f"{field.model._meta.label}.{field.name}" for field in fields if field.related_model is Member}
    assert pointing - covered == set(), "Name them in an Eraser of settings.MEMBER_ERASE."
    assert covered <= pointing


# The world gives the same number to people whom the chapter knows as somebody else.
OF_OTHERS = {"PartnerOrganization.phone", "StaffContact.phone", "MediaContact.phone", "Case.lawyer_phone"}


def every_value(word: str) -> list[str]:
    """Where a word is found in any column of ours, decrypted."""
    found = []
    for app in ("chapters", "campaigns"):
        for model in apps.get_app_config(app).get_models():
            for row in model._default_manager.all():
                found += [f"{model.__name__}.{name}" for name, value in vars(row).items() if word in str(value).lower()]
    return found


@pytest.fixture
def side(cast: Cast) -> Side:
    """A person with one of everything a chapter can know."""
    side = Side(cast.here, cast.lead, "magnolia")
    member = side.member
    member.name, member.email = f"{WORD.title()} Vega", f"{WORD}@home.example"
    member.save()
    side.case.name, side.case.rsvp = WORD, side.rsvp
    side.case.save()
    Note.objects.create(chapter=cast.here, member=member, body=f"{WORD} has a van")
    ImportRow.objects.create(
        chapter=cast.here, source=side.source, number=2, cells=f'["{WORD}"]', state=ImportRow.State.DONE, member=member
    )
    Delivery.objects.filter(member=member).update(body=f"Hi {WORD}", address=member.phone)
    Reply.objects.update(body=f"It is me, {WORD}")
    side.key.label = f"{WORD} key"
    side.key.save()
    group = WorkingGroup.objects.create(chapter=cast.here, name="Art")
    group.seats.create(chapter=cast.here, member=member)
    return side


def test_nothing_of_them_is_left_but_the_stop(cast: Cast, side: Side) -> None:
    member, phone = side.member, side.member.phone
    indexes = {member.phone_index, member.email_index}
    assert len(set(every_value(WORD))) > 5
    erasing.erase(member)
    assert every_value(WORD) == []
    assert set(every_value(phone[2:])) <= OF_OTHERS
    for index in indexes:
        assert every_value(index) == ["OptOut.address_index"]
    assert not Member.objects.filter(pk=member.pk).exists()
    assert (Consent.objects.filter(member=member.pk).count(), SupportCase.objects.count()) == (0, 0)
    assert (HostLink.objects.filter(kind="host").count(), Event.objects.filter(host=member.pk).count()) == (0, 0)
    entry = AuditEntry.objects.get(act="member_erased")
    assert (entry.subject, entry.user, entry.facts) == (f"member {member.code}", None, {})


def test_counts_stay_right(cast: Cast, side: Side) -> None:
    states = list(Delivery.objects.order_by("pk").values_list("call_to_action", "purpose"))
    side.over.came = None
    side.over.save()
    erasing.erase(side.member)
    side.over.refresh_from_db()
    assert [side.over.came, CheckIn.objects.count()] == [1, 0]
    assert list(Delivery.objects.order_by("pk").values_list("call_to_action", "purpose")) == states
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered", "failed"}


def test_their_seat_goes_to_whoever_waits(cast: Cast) -> None:
    event = make_event(cast.here, capacity=2)
    rosa, walt, ana = (make_member(cast.here, name) for name in ("Rosa Vega", "Walt O", "Ana Paz"))
    saved = [
        seats.save(event, member=member, party_size=size, source="page")
        for member, size in ((rosa, 2), (walt, 1), (ana, 1))
    ]
    assert [rsvp.state for rsvp in saved] == ["going", "waitlisted", "waitlisted"]
    erasing.erase(rosa)
    event.refresh_from_db()
    assert event.seats_taken == 2
    assert {rsvp.state for rsvp in event.rsvps.all()} <= {"going", "offered"}
    erasing.erase(walt)
    event.refresh_from_db()
    assert event.seats_taken == 1


def being_sent(cast: Cast, count: int) -> tuple[CallToAction, list[Delivery]]:
    """Texts of a call, each to a member, not rendered yet."""
    call, rows = make_asks(cast.here, count, body="")
    for row in rows:
        row.member = make_member(cast.here, phone=row.address)
        row.address, row.link_code = "", f"jac{row.pk}"
        row.save()
    return call, rows


def test_in_the_middle_of_a_send_nothing_more_goes_out(cast: Cast, standin: StandIn) -> None:
    call, rows = being_sent(cast, 3)
    batch = claims.claim("bulk", size=2).batch
    claimed = {one.delivery.pk for one in batch}
    first, waiting = batch[0].delivery, next(row for row in rows if row.pk not in claimed)
    for row in (first, waiting):
        assert row.member
        erasing.erase(row.member)
    for one in batch:
        handover.safely(one)
    outbox.send("bulk")
    assert [text["to"] for text in standin.sent()] == [batch[1].delivery.address]
    assert sorted(call.deliveries.values_list("state", flat=True)) == ["accepted", "cancelled", "cancelled"]
    gone = call.deliveries.filter(state="cancelled")
    said = gone.values_list("reason", "member", "body", "address", "link_code")
    assert [list(row) for row in said] == [["gone", None, "", "", None]] * 2


@pytest.mark.parametrize("purpose", ["ask", "notice"])
def test_what_is_tried_again_finds_nobody(cast: Cast, standin: StandIn, purpose: str) -> None:
    """A text that was being handed over when they went, and that the carrier did not take."""
    call, (row,) = being_sent(cast, 1)
    member, rows = row.member, Delivery.objects.filter(pk=row.pk)
    assert member is not None
    on_its_way = {"state": State.SENDING, "token": uuid4(), "body": "Come", "address": member.phone}
    rows.update(**on_its_way, purpose=purpose, call_to_action=call if purpose == "ask" else None)
    erasing.erase(member)
    row.refresh_from_db()
    assert (row.state, row.member, row.body, row.address) == (State.SENDING, None, "", "")
    rows.update(state=State.QUEUED, token=None)
    outbox.send("bulk")
    row.refresh_from_db()
    assert (row.state, row.reason, standin.sent()) == (State.SKIPPED, "gone", [])


def test_a_household_keeps_its_thread_and_its_messages(cast: Cast) -> None:
    rosa, luis = (make_member(cast.here, name, phone="+13235550142") for name in ("Rosa Vega", "Luis Vega"))
    sender = make_sender(cast.here)
    thread = Conversation.objects.create(
        chapter=cast.here, sender=sender, member=rosa, address=rosa.phone, address_index=rosa.phone_index
    )
    erasing.erase(rosa)
    thread.refresh_from_db()
    assert (thread.member, thread.address) == (luis, "+13235550142")
    assert Member.objects.filter(pk=luis.pk).reachable_by("text").exists()
    erasing.erase(luis)
    assert (Conversation.objects.count(), OptOut.objects.get().chapter) == (0, cast.here)


def test_exported_erased_and_brought_in_again_they_are_still_opted_out(cast: Cast) -> None:
    rosa = make_member(
        cast.here, "Rosa Vega", phone="+13235550142", email="rosa@home.example", consents=("text", "email")
    )
    page = f"/m/{rosa.page_secret}/"
    assert b"rosa@home.example" in Client().get(f"{page}my-data.json").content
    assert Client().get(f"{page}delete/").status_code == 200
    assert Member.objects.count() == 1
    Client().post(f"{page}delete/")
    assert (Member.objects.count(), Client().get(page).status_code) == (0, 404)
    bring_in(signed_in(cast.lead), "name,mobile phone,email\nRosa Vega,323 555 0142,rosa@home.example\n", **YES)
    again = Member.objects.get()
    assert (again.name, again.phone) == ("Rosa Vega", "+13235550142")
    for channel in ("text", "email"):
        assert not Member.objects.reachable_by(channel).exists()
        assert Member.objects.opted_out(channel).get() == again


def test_a_lead_erases_on_request_and_is_asked_first(cast: Cast) -> None:
    rosa = make_member(cast.here, "Rosa Vega")
    path = f"/c/highland-park/people/{rosa.code}/erase/"
    lead, organizer, page = signed_in(cast.lead), signed_in(cast.organizer), path.removesuffix("erase/")
    assert "Delete Rosa Vega?" in lead.get(path).content.decode()
    assert f'href="{path}"' in lead.get(page).content.decode()
    assert f'href="{path}"' not in organizer.get(page).content.decode()
    assert organizer.post(path).status_code == 403
    assert Member.objects.count() == 1
    assert lead.post(path).headers["Location"] == "/c/highland-park/people/"
    assert (Member.objects.count(), AuditEntry.objects.get(act="member_erased").user) == (0, cast.lead)


def test_the_ledger_stays_closed_afterwards(cast: Cast) -> None:
    rosa, luis = make_member(cast.here, "Rosa Vega"), make_member(cast.here, "Luis Vega")
    erasing.erase(rosa)
    with pytest.raises(Exception, match="append-only"):
        Consent.objects.filter(member=luis).delete()
