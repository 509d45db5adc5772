"""Texts at Twilio that left our numbers and that this site never sent."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import timezone
from pytest_django.fixtures import Settings

from campaigns.messaging import gate, outbox, strays
from campaigns.models import Delivery, LeadNotice, Sender, Stray
from chapters.members.contacts import shown_phone
from chapters.models import AuditEntry, Chapter
from organizing.celery import app
from tests.cast import Cast
from tests.factories import make_sender, signed_in
from tests.faults.fixtures import make_delivery
from tests.faults.listed import Listed
from tests.faults.standin import StandIn

pytestmark = pytest.mark.django_db
PAGE = "/c/highland-park/messages/not-ours/"
PERSON = "+13235550142"


@pytest.fixture(autouse=True)
def nothing_seen_yet() -> None:
    cache.delete(strays.MARK)


@pytest.fixture
def sender(cast: Cast) -> Sender:
    """In use for days."""
    sender = make_sender(cast.here)
    Sender.objects.update(created_at=timezone.now() - timedelta(days=5))
    return sender


def found() -> list[str]:
    strays.detect()
    return list(Stray.objects.order_by("pk").values_list("sid", flat=True))


def make_stray(chapter: Chapter, sid: str = "SMstray1", *, sender: Sender | None = None) -> Stray:
    return Stray.objects.create(
        chapter=chapter, sender=sender or make_sender(chapter), sid=sid, sent_at=timezone.now() - timedelta(hours=1)
    )


# --- The detector -----------------------------------------------------------------------------------------------


def test_it_is_on_the_timetable() -> None:
    assert "campaigns.messaging.strays.detect" in {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert "campaigns.messaging.strays" in app.conf.imports


def test_a_text_we_did_not_send_is_found_once_and_leads_are_told_once(sender: Sender, listed: Listed) -> None:
    first = listed.add(sender, PERSON, "Meet at the station at 6.", minutes=40)
    assert found() == found() == [first.sid]
    second = listed.add(sender, PERSON, "Now at 7.", minutes=15)
    assert found() == [first.sid, second.sid]
    [stray] = Stray.objects.filter(sid=first.sid)
    assert (stray.chapter, stray.sender) == (sender.chapter, sender)
    assert abs(stray.sent_at.timestamp() - first.created_at) < 1
    [notice] = LeadNotice.objects.all()
    assert (notice.about, notice.chapter) == ("stray", sender.chapter)


def test_what_this_site_sent_is_none(sender: Sender, standin: StandIn, settings: Settings) -> None:
    settings.SEND_DETECT_AFTER_SECONDS = 0
    delivery = make_delivery(sender.chapter, sender=sender)
    outbox.send("default")
    assert len(standin.sent()) == 1
    assert found() == []
    Delivery.objects.filter(pk=delivery.pk).delete()
    cache.delete(strays.MARK)
    assert len(found()) == 1  # the same text, had nobody here sent it


def test_one_in_flight_is_left_alone(sender: Sender, listed: Listed) -> None:
    delivery = make_delivery(sender.chapter, state="sending", token="0" * 32, attempts=1, attempted_at=timezone.now())
    listed.has(delivery, minutes=2)
    assert found() == []
    delivery.refresh_from_db()
    assert (delivery.state, delivery.sid) == ("sending", "")


@pytest.mark.parametrize(
    ("state", "attempts", "adopted"),
    [
        ("sending", 1, True),
        ("unknown", 1, True),
        ("parked", 1, True),
        ("queued", 1, True),  # looked for twice in vain, and here it is after all
        ("queued", 0, False),
        ("failed", 1, False),
    ],
)
def test_the_same_words_in_doubt_are_proof(
    sender: Sender, listed: Listed, state: str, attempts: int, *, adopted: bool
) -> None:
    delivery = make_delivery(sender.chapter, state=state, token="0" * 32, attempts=attempts)
    Delivery.objects.update(created_at=timezone.now() - timedelta(hours=1))
    message = listed.has(delivery)
    assert found() == ([] if adopted else [message.sid])
    delivery.refresh_from_db()
    assert (delivery.state, delivery.sid) == (("delivered", message.sid) if adopted else (state, ""))


def test_what_is_none_of_our_business(sender: Sender, cast: Cast, listed: Listed) -> None:
    new = make_sender(cast.there)
    listed.add(new, PERSON, "Before the number was ours", minutes=30)
    listed.add(sender, PERSON, "You are unsubscribed.", direction="outbound-reply")
    listed.add(sender, PERSON, "Somebody else's number", sender="+13235550001")
    stray = listed.add(sender, PERSON, "Ours by the service", sender="", service="MG1")
    assert found() == []
    Sender.objects.filter(pk=sender.pk).update(messaging_service_sid="MG1")
    assert found() == [stray.sid]


def test_it_goes_on_where_it_stopped(sender: Sender, listed: Listed) -> None:
    now = timezone.now()
    listed.add(sender, PERSON, "Two days ago", minutes=48 * 60)
    late = listed.add(sender, PERSON, "While the worker was down", minutes=30 * 60)
    early = listed.add(sender, PERSON, "Young enough for a first look", minutes=3 * 60)
    assert found() == [early.sid]
    cache.set(strays.MARK, (now - timedelta(hours=31)).isoformat())
    assert set(found()) == {early.sid, late.sid}
    assert cache.get(strays.MARK) > (now - timedelta(minutes=11)).isoformat()


def test_a_list_that_cannot_be_read_is_read_later(sender: Sender, settings: Settings) -> None:
    settings.TWILIO_API_BASE = "http://127.0.0.1:9"
    assert found() == []
    assert cache.get(strays.MARK) is None


def test_a_restored_backup_accuses_nobody(sender: Sender, listed: Listed, own_mirror: Path) -> None:
    listed.add(sender, PERSON, "Sent before the backup was restored")
    gate.mirror(gate.counter() + 1)
    assert found() == []
    gate.close("By hand: somebody has the key.")
    assert found() == []


# --- The pages --------------------------------------------------------------------------------------------------


def test_today_says_so_to_leads(cast: Cast) -> None:
    make_stray(cast.there)
    client = signed_in(cast.lead)
    assert "this site did not send" not in client.get("/c/highland-park/").content.decode()
    make_stray(cast.here, "SMours1")
    page = client.get("/c/highland-park/").content.decode()
    assert "1 text left your number that this site did not send" in page
    assert PAGE in page
    assert PAGE not in signed_in(cast.organizer).get("/c/highland-park/").content.decode()


def test_the_page_says_what_to_do(cast: Cast) -> None:
    client = signed_in(cast.lead)
    assert "All is well" in client.get(PAGE).content.decode()
    stray = make_stray(cast.here)
    make_stray(cast.there, "SMtheirs")
    page = client.get(PAGE).content.decode()
    number = shown_phone(stray.sender.address)
    assert ("Make a new key" in page, stray.sid in page, f"From {number}" in page) == (True, True, True)
    assert "SMtheirs" not in page


def test_a_lead_explains_one_and_then_all(cast: Cast) -> None:
    client, sender = signed_in(cast.lead), make_sender(cast.here)
    for number in range(3):
        make_stray(cast.here, f"SM{number}", sender=sender)
    path = f"{PAGE}explained/"
    page = client.post(path, {"sid": "SM1"}, follow=True).content.decode()
    assert "Written down: 1 text is explained." in page
    assert "Marisol Reyes explained it" in page
    page = client.post(path, {"sid": ["SM0", "SM1", "SM2"]}, follow=True).content.decode()
    assert "Written down: 2 texts are explained." in page
    assert "already" in client.post(path, {"sid": "SM1"}, follow=True).content.decode()
    assert not Stray.objects.unexplained().exists()
    assert set(Stray.objects.values_list("settled_by", flat=True)) == {cast.lead.pk}
    assert AuditEntry.objects.filter(act="stray_explained", user=cast.lead).count() == 3


def test_only_a_lead_of_this_chapter_with_a_fresh_factor_explains(cast: Cast) -> None:
    stray, theirs = make_stray(cast.here), make_stray(cast.there, "SMtheirs")
    path = f"{PAGE}explained/"
    assert signed_in(cast.organizer).post(path, {"sid": stray.sid}).status_code == 403
    assert signed_in(cast.stranger).post(path, {"sid": stray.sid}).status_code == 404
    assert signed_in(cast.lead).post(path, {"sid": theirs.sid}).status_code == 404
    assert signed_in(cast.lead).post(path).status_code == 404
    assert signed_in(cast.lead, fresh=False).post(path, {"sid": stray.sid})["Location"].startswith("/accounts/again/")
    assert Stray.objects.unexplained().count() == 2


def test_a_flood_stays_readable(cast: Cast) -> None:
    sender = make_sender(cast.here)
    Stray.objects.bulk_create(
        Stray(chapter=cast.here, sender=sender, sid=f"SMflood{number}", sent_at=timezone.now()) for number in range(53)
    )
    page = signed_in(cast.lead).get(PAGE).content.decode()
    assert page.count("We can explain it") == 50
    assert "3 more come after them." in page
