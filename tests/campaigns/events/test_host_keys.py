"""Giving a member the keys to an event and taking them back: campaigns:events_host_keys, events_host_key_revoke."""

import pytest

from campaigns.events import host_links
from campaigns.models import Delivery, Event, HostLink
from chapters.members import consenting
from chapters.models import AuditEntry, Member
from tests.cast import Cast
from tests.factories import make_email_sender, make_event, make_member, make_sender, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(cast: Cast) -> Event:
    make_sender(cast.here)
    make_email_sender(cast.here)
    make_member(cast.there, "Ana Canary")
    return make_event(cast.here)


@pytest.fixture
def ana(cast: Cast) -> Member:
    return make_member(cast.here, "Ana Duarte", phone="+13235550142", email="ana@example.org", language="es")


def path(event: Event, rest: str = "") -> str:
    return f"/c/highland-park/events/{event.code}/{rest}"


def test_a_member_is_found_and_gets_the_keys_by_text_in_their_language(cast: Cast, event: Event, ana: Member) -> None:
    client = signed_in(cast.organizer)
    found = client.get(path(event, "keys/?q=ana")).content.decode()
    assert "Give Ana the keys to this event" in found
    assert "Canary" not in found
    page = client.post(path(event, "keys/"), {"member": ana.code}, follow=True).content.decode()
    key = HostLink.objects.get()
    assert "Ana Duarte has the keys. We text the link." in page
    assert ("Ana D." in page, f"/h/{key.secret}/" in page, "Not opened yet" in page) == (True, True, True)
    sent = Delivery.objects.get()
    assert (sent.channel, sent.language, sent.event) == ("text", "es", None)
    assert sent.body.startswith("Highland Park Neighbors: Ana, usted organiza Vigilia con velas, ")
    assert key.secret in sent.body
    assert AuditEntry.objects.get().act == "host_link_given"


def test_twice_is_one_link(cast: Cast, event: Event, ana: Member) -> None:
    for _n in range(2):
        page = signed_in(cast.lead).post(path(event, "keys/"), {"member": ana.code}, follow=True)
        assert "We text the link." in page.content.decode()
    assert HostLink.objects.count() == 1


def test_who_stopped_texts_gets_an_email_and_who_has_neither_is_told_by_us(
    cast: Cast, event: Event, ana: Member
) -> None:
    consenting.stop("text", ana.phone, source="keyword")
    client = signed_in(cast.lead)
    page = client.post(path(event, "keys/"), {"member": ana.code}, follow=True).content.decode()
    assert "We email the link." in page
    assert (Delivery.objects.get().channel, Delivery.objects.get().subject) == (
        "email",
        "Usted organiza Vigilia con velas",
    )
    eli = make_member(cast.here, "Eli Stone")
    consenting.stop("text", eli.phone, source="keyword")
    page = client.post(path(event, "keys/"), {"member": eli.code}, follow=True).content.decode()
    assert "we cannot write to them. Send them the link." in page
    assert HostLink.objects.filter(member=eli).exists()


def test_the_host_is_offered_first(cast: Cast, event: Event, ana: Member) -> None:
    Event.objects.update(host=ana)
    assert "Give Ana the keys to this event" in signed_in(cast.lead).get(path(event, "keys/")).content.decode()


def test_nobody_else_gets_them(cast: Cast, event: Event, ana: Member) -> None:
    client = signed_in(cast.lead)
    silent = make_member(cast.here, "Ana Silent", phone="")
    theirs = make_member(cast.there, "Ana Foreign")
    for code in (silent.code, theirs.code, "", "zz22zz22zz"):
        answer = client.post(path(event, "keys/"), {"member": code})
        assert answer.status_code == 422
        assert "We cannot write to this person" in answer.content.decode()
    assert not HostLink.objects.exists()
    assert "Silent" not in client.get(path(event, "keys/?q=ana")).content.decode()
    assert "Nobody by this name" in client.get(path(event, "keys/?q=zebulon")).content.decode()
    for who in ("texter", "volunteer", "liaison"):
        assert signed_in(getattr(cast, who)).post(path(event, "keys/"), {"member": ana.code}).status_code == 403


def test_the_keys_are_taken_back(cast: Cast, event: Event, ana: Member) -> None:
    key, _delivery = host_links.give(event, ana, by=cast.lead)
    client, end = signed_in(cast.lead), path(event, f"keys/{key.code}/end/")
    assert key.secret not in signed_in(cast.volunteer).get(path(event)).content.decode()
    assert signed_in(cast.volunteer).post(end).status_code == 403
    assert signed_in(cast.stranger).post(end).status_code == 404
    other = make_event(cast.here, "Another")
    assert client.post(path(other, f"keys/{key.code}/end/")).status_code == 404
    page = client.post(end, follow=True).content.decode()
    assert "The link of Ana D. opens nothing any more." in page
    assert key.secret not in page
    key.refresh_from_db()
    assert key.revoked_at is not None
    client.post(end)
    acts = [*AuditEntry.objects.order_by("id").values_list("act", flat=True)]
    assert acts == ["host_link_given", "host_link_revoked"]
    again, _delivery = host_links.give(event, ana, by=cast.lead)
    assert again.secret != key.secret
