"""From a thread: notes, tags, a seat, and adding somebody we do not know yet."""

from typing import Any

import pytest
from django.test import Client

from campaigns.models import Conversation, Delivery, Event, Rsvp
from chapters.members import consenting
from chapters.models import AuditEntry, Member, MemberTag, Note, Tag
from tests.campaigns.messaging.test_replies import REPLIES, wrote
from tests.campaigns.messaging.test_thread import page, sent
from tests.cast import Cast
from tests.factories import make_event, make_member, signed_in

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def rosas(cast: Cast) -> Conversation:
    member = make_member(cast.here, "Rosa Villalobos", language="es", phone="+13235550177")
    return wrote(cast.here, "¿A qué hora?", member=member)


@pytest.fixture
def event(cast: Cast) -> Event:
    make_event(cast.there, "CANARY supper")
    make_event(cast.here, "Draft", published_at=None)
    return make_event(cast.here, "Candlelight vigil")


def act(client: Client, conversation: Conversation, at: str, **posted: Any) -> Any:
    return client.post(f"{REPLIES}{conversation.code}/{at}/", posted)


def test_a_note_is_kept_with_the_person(cast: Cast, rosas: Conversation) -> None:
    assert act(signed_in(cast.texter), rosas, "note", body="Needs a ride.").status_code == 302
    note = Note.objects.get()
    assert (note.member, note.body, note.written_by) == (rosas.member, "Needs a ride.", cast.texter)
    assert "Needs a ride." in page(signed_in(cast.lead), rosas)
    assert "Needs a ride." not in page(signed_in(cast.texter), rosas)


def test_a_note_about_papers_is_asked_about_first(cast: Cast, rosas: Conversation) -> None:
    lead = signed_in(cast.lead)
    asked = act(lead, rosas, "note", body="Her visa ran out")
    html = asked.content.decode()
    assert (asked.status_code, Note.objects.count()) == (422, 0)
    assert "Are you sure? This looks like immigration status." in html
    assert "Her visa ran out" in html
    part = lead.post(f"{REPLIES}{rosas.code}/note/", {"body": "Her visa ran out"}, headers=HTMX)
    assert (part.status_code, "<html" in part.content.decode()) == (422, False)
    act(lead, rosas, "note", body="Pays by visa card", is_sure="1")
    assert Note.objects.get().body == "Pays by visa card"


def test_tags_go_on_and_come_off(cast: Cast, rosas: Conversation) -> None:
    driver, foreign = Tag.objects.create(chapter=cast.here, name="driver"), cast.there.tags.create(name="CANARY")
    texter = signed_in(cast.texter)
    assert "CANARY" not in page(texter, rosas)
    assert act(texter, rosas, "tags", put=driver.code).status_code == 302
    assert "Take “driver” off" in page(texter, rosas)
    assert act(texter, rosas, "tags", take=driver.code).status_code == 302
    assert MemberTag.objects.count() == 0
    for wrong in ({}, {"put": foreign.code}, {"take": foreign.code}, {"put": "x"}, {"name": "new one"}):
        assert act(texter, rosas, "tags", **wrong).status_code == 422
    assert list(cast.here.tags.values_list("name", flat=True)) == ["driver"]
    act(signed_in(cast.organizer), rosas, "tags", name="Speaks Tagalog")
    act(signed_in(cast.organizer), rosas, "tags", name="DRIVER")
    assert set(rosas.member.tags.values_list("name", flat=True)) == {"Speaks Tagalog", "driver"}  # type: ignore[union-attr]


def test_the_part_of_the_page_alone_comes_back_to_htmx(cast: Cast, rosas: Conversation) -> None:
    answer = signed_in(cast.lead).post(f"{REPLIES}{rosas.code}/tags/", {"name": "driver"}, headers=HTMX)
    html = answer.content.decode()
    assert (answer.status_code, "<html" in html, 'name="key"' in html) == (200, False, False)
    assert "Saved." in html
    assert "Take “driver” off" in html


def test_a_seat_is_saved_for_the_event_we_wrote_about(cast: Cast, rosas: Conversation, event: Event) -> None:
    make_event(cast.here, "Earlier supper", days=2)
    sent(rosas, "¿Viene?", event=event)
    texter = signed_in(cast.texter)
    html = page(texter, rosas)
    assert f'<option value="{event.code}" selected>' in html
    assert "Save a seat for Rosa" in html
    assert "CANARY" not in html
    assert "Draft" not in html
    answer = texter.post(
        f"{REPLIES}{rosas.code}/do/seat/", {"event": event.code, "party_size": 3, "coming": "yes"}, follow=True
    )
    assert act(texter, rosas, "do/seat").resolver_match.view_name == "campaigns:messaging_thread_act"
    assert "Rosa has a seat at Candlelight vigil. We text the confirmation." in answer.content.decode()
    seat = Rsvp.objects.get()
    assert (seat.member, seat.party_size, seat.state, seat.source) == (rosas.member, 3, "going", "thread")
    confirm = Delivery.objects.get(purpose="confirm")
    assert (confirm.address, confirm.language) == (rosas.address, "es")


def test_no_confirmation_is_promised_to_somebody_who_stopped(cast: Cast, rosas: Conversation, event: Event) -> None:
    consenting.stop("text", rosas.address, source="keyword")
    answer = signed_in(cast.lead).post(
        f"{REPLIES}{rosas.code}/do/seat/", {"event": event.code, "party_size": 1, "coming": "yes"}, follow=True
    )
    page = answer.content.decode()
    assert "We cannot text the confirmation: tell them another way." in page
    assert "We text the confirmation" not in page
    assert (Rsvp.objects.get().state, Delivery.objects.filter(purpose="confirm").count()) == ("going", 0)


def test_cannot_come_gives_the_seat_back(cast: Cast, rosas: Conversation, event: Event) -> None:
    lead = signed_in(cast.lead)
    act(lead, rosas, "do/seat", event=event.code, party_size=2, coming="yes")
    assert 'value="2"' in page(lead, rosas)
    act(lead, rosas, "do/seat", event=event.code, coming="no")
    event.refresh_from_db()
    assert (Rsvp.objects.get().state, event.seats_taken) == ("declined", 0)
    assert AuditEntry.objects.get(act="seat_removed").user == cast.lead


@pytest.mark.parametrize(
    ("posted", "says"),
    [
        ({"party_size": 0, "coming": "yes"}, "greater than or equal to 1"),
        ({"party_size": "", "coming": "yes"}, "Please fill this in."),
        ({"party_size": 9, "coming": "yes"}, "There are 5 seats in all."),
        ({"event": "{foreign}", "party_size": 1, "coming": "yes"}, "is not one of the available choices"),
    ],
)
def test_a_seat_that_cannot_be_saved(
    cast: Cast, rosas: Conversation, event: Event, posted: dict[str, Any], says: str
) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=5)
    lead = signed_in(cast.lead)
    act(lead, rosas, "do/seat", event=event.code, party_size=2, coming="yes")
    given = {"event": event.code} | posted
    given["event"] = given["event"].format(foreign=cast.there.events.get().code)
    refused = act(lead, rosas, "do/seat", **given)
    assert refused.status_code == 422
    assert says in refused.content.decode()
    assert Rsvp.objects.get().party_size == 2


def test_nothing_is_offered_without_an_event_or_a_person(cast: Cast, rosas: Conversation) -> None:
    lead = signed_in(cast.lead)
    assert "Save a seat" not in page(lead, rosas)
    assert act(lead, rosas, "do/seat", coming="yes").status_code == 422
    assert act(lead, rosas, "do/nonsense").status_code == 404
    Conversation.objects.update(member=None)
    for name in ("note", "tags", "do/seat"):
        assert act(lead, rosas, name, body="x").status_code == 404


def test_an_unknown_number_is_added_without_standing_in_an_address(cast: Cast, rosas: Conversation) -> None:
    Conversation.objects.update(member=None)
    Member.objects.update(phone="", phone_index="")
    lead = signed_in(cast.lead)
    assert "Add this person" in page(lead, rosas)
    opened = act(lead, rosas, "add")
    assert (opened.status_code, opened["Location"]) == (302, "/c/highland-park/people/add/")
    assert "5550177" not in str(dict(lead.session))
    form = lead.get(opened["Location"]).context["form"]
    assert (form["phone"].value(), form["language"].value()) == ("(323) 555-0177", "en")
    assert not lead.get(opened["Location"]).context["form"]["phone"].value()
    typed = {"name": "Rosa Peña", "phone": "323 555 0177", "language": "es", "yes-none": "on"}
    assert lead.post(opened["Location"], typed).status_code == 302
    rosas.refresh_from_db()
    assert rosas.member == Member.objects.get(name="Rosa Peña")
    assert act(signed_in(cast.texter), rosas, "add").status_code == 403


def test_a_texter_sees_no_number_and_no_whole_name(cast: Cast, rosas: Conversation, event: Event) -> None:
    """Neither on the page nor anywhere in what is sent to the browser; a lead may."""
    Conversation.objects.update(is_emergency=True)
    lead, texter = (page(signed_in(user), rosas) for user in (cast.lead, cast.texter))
    assert "tel:+13235550177" in lead
    assert "Villalobos" in lead
    for secret in ("5550177", "555-0177", "555 0177", "Villalobos", "90042", rosas.address_index):
        assert secret not in texter
    assert "Add this person" not in texter
