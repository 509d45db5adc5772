"""Drafts that follow an event: thanks to those who came, and a second ask to those who said yes and did not.

Spanish texts are worded without á, í, ó, ú: one such letter more than halves what fits in a text.
"""

import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.events import words
from campaigns.events.models import Event
from campaigns.messaging.models import CallToAction, CallToActionText
from chapters.members.segments import VERSION
from chapters.models import User

CAME, MISSED, MISSED_NEXT = "came", "missed", "missed_next"
KINDS = {CAME: "came_to", MISSED: "missed"}  # -> the filter of its list
SPACE = uuid.UUID("7b0f4f0e-6d5c-4c0b-9f1a-1d3c5e7a9b20")
# "%s" is the title of the event that is over.
WORDS: dict[str, dict[str, dict[str, str]]] = {
    CAME: {
        "en": {
            "text_body": "{chapter}: Thank you for coming to %s, {first_name}. We write soon about what is next. "
            "Reply STOP to end.",
            "email_subject": "Thank you for coming to %s",
            "email_body": "Hi {first_name},\n\nthank you for coming to %s.\n\nWe write soon about what is next.\n\n"
            "{chapter}",
        },
        "es": {
            "text_body": "{grupo}: Gracias por venir a %s, {nombre}. Pronto le contamos lo que sigue. ALTO para salir.",
            "email_subject": "Gracias por venir a %s",
            "email_body": "Hola {nombre}:\n\nGracias por venir a %s.\n\nPronto le contamos lo que sigue.\n\n{grupo}",
        },
    },
    MISSED: {
        "en": {
            "text_body": "{chapter}: Hi {first_name}, we missed you at %s. What would help you come next time? "
            "Write back. Reply STOP to end.",
            "email_subject": "We missed you at %s",
            "email_body": "Hi {first_name},\n\nwe missed you at %s.\n\nWhat would help you come next time? "
            "Write back to this email.\n\n{chapter}",
        },
        "es": {
            "text_body": "{grupo}: Hola {nombre}, nos hizo falta en %s. ¿Que le ayudaria a venir? Responda a este "
            "mensaje. ALTO para salir.",
            "email_subject": "Nos hizo falta en %s",
            "email_body": "Hola {nombre}:\n\nNos hizo falta en %s.\n\n¿Qué le ayudaría a venir la próxima vez? "
            "Responda a este correo.\n\n{grupo}",
        },
    },
    MISSED_NEXT: {
        "en": {
            "text_body": "{chapter}: Hi {first_name}, we missed you at %s. Can you come to {event}? {when}, {place}. "
            "{link} Reply IN for a seat, STOP to end.",
            "email_subject": "We missed you. Can you come to {event}?",
            "email_body": "Hi {first_name},\n\nwe missed you at %s.\n\nCan you come to {event}?\n\n{when}, {place}\n\n"
            "Save your seat: {link}",
        },
        "es": {
            "text_body": "{grupo}: Hola {nombre}, nos hizo falta en %s. ¿Viene a {evento}? {cuando}, {lugar}. {enlace} "
            "Responda VOY para apartar lugar, ALTO para salir.",
            "email_subject": "Nos hizo falta. ¿Viene a {evento}?",
            "email_body": "Hola {nombre}:\n\nNos hizo falta en %s.\n\n¿Viene a {evento}?\n\n{cuando}, {lugar}\n\n"
            "Aparte su lugar: {enlace}",
        },
    },
}


@transaction.atomic
def draft(event: Event, kind: str, *, by: User) -> CallToAction:
    """The one draft of this kind for the event: pressed twice, or by two leads, it is the same."""
    key = uuid.uuid5(SPACE, f"{event.code}:{kind}")
    ahead = next_event(event) if kind == MISSED else None
    call, is_new = event.chapter.calls_to_action.get_or_create(
        form_key=key, defaults=fields_of(event, kind, ahead) | {"written_by": by}
    )
    if is_new:
        chosen = MISSED_NEXT if ahead else kind
        CallToActionText.objects.bulk_create(
            CallToActionText(parent=call, language=language, **words_of(event, chosen, language))
            for language in event.chapter.languages
            if language in WORDS[chosen]
        )
    return call


def fields_of(event: Event, kind: str, ahead: Event | None) -> dict[str, Any]:
    """Not about the event itself: nothing may go out about one that has begun."""
    title = {CAME: _("Thanks: %(event)s"), MISSED: _("We missed you: %(event)s")}[kind]
    return {
        "campaign": event.campaign,
        "event": ahead,
        "title": (title % {"event": event})[:100],
        "audience": {"version": VERSION, "all": [{"filter": KINDS[kind], "value": event.code}]},
    }


def next_event(event: Event) -> Event | None:
    """What the chapter holds next, rather in the same campaign."""
    ahead = event.chapter.events.public().upcoming().filter(their_url="")
    return ahead.filter(campaign=event.campaign).first() or ahead.first()


def words_of(event: Event, kind: str, language: str) -> dict[str, str]:
    """Braces in a title would be read as a field."""
    title = words.title_of(event, language).translate({ord("{"): "(", ord("}"): ")"})
    return {
        field: body.replace("%s", title)[: 150 if field == "email_subject" else None]
        for field, body in WORDS[kind][language].items()
    }
