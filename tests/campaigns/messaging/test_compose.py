"""Writing a message: it saves itself, says what is wrong, and is asked for only when it can be sent."""

import uuid
from typing import Any

import pytest
from django.test import Client

from campaigns.models import CallToAction
from tests.cast import Cast
from tests.factories import (
    make_campaign,
    make_event,
    make_member,
    make_sender,
    signed_in,
)

pytestmark = pytest.mark.django_db
GOOD = {
    "en": "{chapter}: Hi {first_name}, help us? Reply STOP to end.",
    "es": "{grupo}: Hola {nombre}, ¿nos ayuda? ALTO para salir.",
}


def form(**fields: str) -> dict[str, str]:
    """What the page posts: a text for everyone in both languages, as soon as it is approved."""
    filled = {"title": "Will you come?", "reach": "text", "when": "now", "form_key": str(uuid.uuid4())}
    filled |= {f"{code}-text_body": body for code, body in GOOD.items()}
    return filled | fields


def write(client: Client, call: CallToAction | None = None, *, htmx: bool = False, **fields: str) -> Any:
    place = f"{call.code}/write" if call else "new"
    headers = {"HX-Request": "true"} if htmx else {}
    path = f"/c/highland-park/messages/{place}/"
    return client.post(
        path, form(**{name.replace("__", "-"): value for name, value in fields.items()}), headers=headers
    )


def test_a_message_is_written_and_asked_for(cast: Cast) -> None:
    event, campaign = make_event(cast.here), make_campaign(cast.here)
    make_sender(cast.here)
    make_member(cast.here, "Ana Lopez", language="es")
    client = signed_in(cast.organizer)
    assert client.get("/c/highland-park/messages/new/").status_code == 200
    answer = write(client, event=event.code, campaign=campaign.code, who__language="es", ask="1")
    call = CallToAction.objects.get()
    assert answer.url == f"/c/highland-park/messages/{call.code}/progress/"
    assert (call.state, call.asked_count, call.written_by, call.event) == ("asked", 1, cast.organizer, event)
    assert call.audience == {"version": 1, "all": [{"filter": "language", "value": "es"}]}
    assert {text.language: text.text_body for text in call.texts.all()} == GOOD
    assert cast.here.audit_entries.get().act == "call_asked"
