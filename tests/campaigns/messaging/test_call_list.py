"""Calling those whom a message cannot reach: who they are, what came of it, and a list on paper that is logged.

Of campaigns:messaging_call_list, campaigns:messaging_call_person and campaigns:messaging_call_print.
"""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.messaging import phoning
from campaigns.models import CallToAction, Event, Rsvp
from chapters.members.timeline import collect
from chapters.models import AuditEntry, Member, Note, OptOut
from tests.campaigns.messaging.test_following import come, reached, sent
from tests.cast import Cast
from tests.factories import make_call, make_event, make_member, make_role, make_sender, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(cast: Cast) -> Event:
    make_sender(cast.here)
    return make_event(cast.here)


@pytest.fixture
def call(cast: Cast, event: Event) -> CallToAction:
    return sent(cast.here, event=event)


def address(call: CallToAction, *parts: str) -> str:
    return "/".join(("/c/highland-park/messages", call.code, "call-list", *parts, ""))


def silent(cast: Cast, name: str, **fields: Any) -> Member:
    return make_member(cast.here, name, **({"consents": ()} | fields))


def say(client: Client, call: CallToAction, person: Member, outcome: str) -> Any:
    return client.post(address(call, person.code), {"outcome": outcome})


def test_who_is_called(cast: Cast, event: Event, call: CallToAction) -> None:
    make_member(cast.here, "Got It")
    silent(cast, "Never Agreed", phone="+13235550133")
    make_member(cast.here, "Landline", phone_trouble="This is a landline.")
    reached(call, make_member(cast.here, "Did Not Arrive"), "undelivered")
    silent(cast, "No Phone", phone="")
    come(event, silent(cast, "Comes Anyway"))
    stopped = silent(cast, "Said Stop")
    OptOut.objects.create(channel="text", address_index=stopped.phone_index, source="keyword", at=timezone.now())
    make_member(cast.there, "Next Door", consents=())
    page = signed_in(cast.organizer).get(address(call)).content.decode()
    assert "3 people to call" in page
    for name in ("Never Agreed", "Landline", "Did Not Arrive", 'href="tel:+13235550133"', "(323) 555-0133"):
        assert name in page
    for name in ("Got It", "No Phone", "Comes Anyway", "Said Stop", "Next Door"):
        assert name not in page
    progress = signed_in(cast.organizer).get(f"/c/highland-park/messages/{call.code}/progress/").content.decode()
    assert "Call 3 people" in progress


def test_a_call_saves_a_seat_and_stands_on_the_page_of_the_person(cast: Cast, event: Event, call: CallToAction) -> None:
    ana, beth = silent(cast, "Ana Abel"), silent(cast, "Beth Bell")
    client = signed_in(cast.organizer)
    page = client.get(address(call, ana.code)).content.decode()
    assert f'href="tel:{ana.phone}"' in page
    assert page.count("btn flame") == 1
    assert say(client, call, ana, "coming").url == address(call, beth.code)
    rsvp = Rsvp.objects.get()
    assert (rsvp.member, rsvp.state, rsvp.source, rsvp.call_to_action) == (ana, "going", "host", call)
    assert (rsvp.channel, cast.here.deliveries.count()) == ("", 0), "a yes by voice is no yes to texts"
    assert say(client, call, beth, "not_coming").url == address(call)
    assert Rsvp.objects.get(member=beth).state == "declined"
    assert "Nobody is left to call" in client.get(address(call)).content.decode()
    said = [entry.words for entry in collect(ana)]
    assert "Carmen Ibarra wrote: “Called about “Come to the vigil”: said yes”" in said
    assert client.get(address(call, ana.code)).headers["Location"] == address(call)


def test_no_answer_comes_last_and_a_wrong_number_not_again(cast: Cast, call: CallToAction) -> None:
    ana, beth, cora = (silent(cast, name) for name in ("Ana Abel", "Beth Bell", "Cora Cole"))
    client = signed_in(cast.lead)
    say(client, call, ana, "no_answer")
    assert [one.name for one in phoning.still_to_call(call)] == ["Beth Bell", "Cora Cole", "Ana Abel"]
    assert say(client, call, beth, "wrong_number").url == address(call, cora.code)
    assert [one.name for one in phoning.still_to_call(call)] == ["Cora Cole", "Ana Abel"]
    beth.refresh_from_db()
    assert beth.phone_trouble == "Somebody else answered at this number."
    client.cookies["language"] = "es"
    spanish = client.get(f"{address(call)}?lang=es").content.decode()
    assert spanish.count("Called about “Come to the vigil”: ") == 2, "the note stays as it was written"
    assert [one.name for one in phoning.still_to_call(call)] == ["Cora Cole", "Ana Abel"]


def test_without_a_choice_it_is_asked_again(cast: Cast, call: CallToAction) -> None:
    ana = silent(cast, "Ana Abel")
    for said in ({}, {"outcome": "maybe"}):
        answer = signed_in(cast.lead).post(address(call, ana.code), said)
        assert answer.status_code == 422
        assert "Choose what came of the call." in answer.content.decode()
    assert (Note.objects.count(), Rsvp.objects.count()) == (0, 0)


def test_a_full_event_is_said_and_the_call_is_kept(cast: Cast, event: Event, call: CallToAction) -> None:
    Event.objects.update(cancelled_at=timezone.now())
    ana = silent(cast, "Ana Abel")
    answer = signed_in(cast.lead).post(address(call, ana.code), {"outcome": "coming"}, follow=True)
    assert "but there is no seat" in answer.content.decode()
    assert (Note.objects.get().member, Rsvp.objects.filter(state="going").count()) == (ana, 0)


def test_a_message_without_an_event_is_a_note_only(cast: Cast) -> None:
    make_sender(cast.here)
    call, ana = sent(cast.here), silent(cast, "Ana Abel")
    client = signed_in(cast.lead)
    assert "They said yes" in client.get(address(call, ana.code)).content.decode()
    say(client, call, ana, "coming")
    assert (Note.objects.get().body, Rsvp.objects.count()) == ("Called about “Come to the vigil”: said yes", 0)
    assert phoning.still_to_call(call) == []


def test_who_comes_to_a_sensitive_event_is_not_noted(cast: Cast) -> None:
    make_sender(cast.here)
    call = sent(cast.here, event=make_event(cast.here, kind="know_your_rights"))
    ana = silent(cast, "Ana Abel")
    say(signed_in(cast.lead), call, ana, "coming")
    assert Note.objects.get().body == "Called about “Come to the vigil”"


def test_a_printed_list_is_an_export(cast: Cast, call: CallToAction) -> None:
    silent(cast, "Ana Abel", phone="+13235550133")
    page = signed_in(cast.organizer).post(address(call, "print")).content.decode()
    assert "Ana Abel" in page
    assert "(323) 555-0133" in page
    entry = AuditEntry.objects.get(act="list_exported")
    assert (entry.facts["what"], entry.user) == ("call_list", cast.organizer)
    stale = signed_in(cast.lead, fresh=False).post(address(call, "print"))
    assert (stale.status_code, AuditEntry.objects.filter(act="list_exported").count()) == (302, 1)
    assert signed_in(cast.lead).get(address(call, "print")).status_code == 405


def test_without_a_second_factor_nobody_prints_it(cast: Cast, call: CallToAction) -> None:
    silent(cast, "Ana Abel")
    weak = make_role(cast.here, "organizer", "weak@hp.example", factor=False)
    answer = signed_in(weak, fresh=False).post(address(call, "print"))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/protect/")
    assert not AuditEntry.objects.filter(act="list_exported").exists()


def test_others_see_no_phones(cast: Cast, call: CallToAction) -> None:
    ana = silent(cast, "Ana Abel")
    there = make_member(cast.there, "Next Door", consents=())
    draft = make_call(cast.here)
    for path in (address(call), address(call, ana.code)):
        assert signed_in(cast.texter).get(path).status_code == 403
        assert signed_in(cast.stranger).get(path).status_code == 404
    client = signed_in(cast.lead)
    assert client.get(address(call, there.code)).status_code == 404
    assert client.get(address(draft)).status_code == 404
    assert client.post(address(call, there.code), {"outcome": "coming"}).status_code == 404
    assert Note.objects.count() == 0
