"""The stand-in for Twilio, and messages ready to be sent to it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from campaigns.messaging import gate, mirroring, twilio
from campaigns.models import CallToAction, Delivery, Sender, SendGate
from chapters.encryption import blind_index
from chapters.models import Chapter
from tests.factories import make_call, make_sender, phone
from tests.faults.listed import Listed, serving
from tests.faults.standin import StandIn


@pytest.fixture(scope="session")
def standin_process() -> Iterator[StandIn]:
    process = StandIn()
    yield process
    process.stop()


@pytest.fixture
def standin(standin_process: StandIn, settings: Settings) -> Iterator[StandIn]:
    """Twilio for one test: nothing sent yet, well behaved."""
    standin_process.reset()
    settings.TWILIO_API_BASE = standin_process.url
    forget_client()
    yield standin_process
    forget_client()


@pytest.fixture
def listed(settings: Settings) -> Iterator[Listed]:
    """Twilio's list for one test, empty."""
    with serving() as found:
        settings.TWILIO_API_BASE = found.url
        forget_client()
        yield found
        forget_client()


@pytest.fixture
def own_mirror(db: None, tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """A mirror for one test that moves the counter; afterwards the counter is not behind where it was."""
    before = gate.counter()
    settings.SEND_MIRROR_DIR = tmp_path / "mirror"
    yield settings.SEND_MIRROR_DIR
    mirroring.forget()
    set_counter(max(before, gate.counter()) + 1)


def set_counter(number: int) -> None:
    """As a restored backup does. Not undone with the test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('campaigns_send_counter', %s, %s)", [max(1, number), number > 0])


def take_number() -> int:
    """What the point of no return does for each message."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('campaigns_send_counter')")
        number: int = cursor.fetchone()[0]
    gate.mirror(number)
    return number


def forget_client() -> None:
    twilio.client().http_client.session.close()
    twilio._client.cache_clear()


def make_delivery(chapter: Chapter, *, sender: Sender | None = None, **fields: Any) -> Delivery:
    """One text that may be sent now, for an hour."""
    to = fields.pop("address", None) or phone()
    now = timezone.now()
    defaults = {
        "key": str(uuid4()),
        "purpose": Delivery.Purpose.NOTICE,
        "queue": Delivery.Queue.DEFAULT,
        "channel": "text",
        "sender": sender or Sender.objects.filter(chapter=chapter).first() or make_sender(chapter),
        "address_index": blind_index("email" if "@" in to else "phone", to),
        "language": "en",
        "body": "Highland Park: the vigil moves to 7 pm.",
        "not_before": now - timedelta(minutes=1),
        "expires_at": now + timedelta(hours=1),
    }
    return Delivery.objects.create(chapter=chapter, address=to, **(defaults | fields))


def make_asks(chapter: Chapter, count: int, **fields: Any) -> tuple[CallToAction, list[Delivery]]:
    """A call being sent, with that many texts to send."""
    call = make_call(chapter, state=CallToAction.State.SENDING, approved_at=timezone.now(), approved_count=count)
    asks: dict[str, Any] = {
        "purpose": Delivery.Purpose.ASK,
        "queue": Delivery.Queue.BULK,
        "call_to_action": call,
    } | fields
    return call, [make_delivery(chapter, **asks) for _ in range(count)]


@pytest.fixture(autouse=True)
def open_gate(request: pytest.FixtureRequest) -> None:
    """A test that commits leaves empty tables behind, so the next one is without the row that a migration made; and
    one that goes back in time leaves a counter behind its mirror."""
    mirroring.mirror(0)
    mark = request.node.get_closest_marker("django_db")
    if not mark and "db" not in request.fixturenames:
        return
    request.getfixturevalue("transactional_db" if mark and mark.kwargs.get("transaction") else "db")
    SendGate.objects.get_or_create(pk=1)
    if gate.counter() < (mirroring.highest() or 0):
        set_counter(mirroring.highest() or 0)
