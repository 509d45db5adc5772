"""Merge fields: `{first_name}` in the words becomes Lupe in the text. Each field also has a name in Spanish.

What a field of the person or of the link becomes is decided here; fields of the whole call come from the providers in
`settings.MERGE_FIELDS`: name -> function of the call and a language.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from campaigns.messaging.action_words import ACTION_WORDS
from campaigns.messaging.follow_words import FOLLOW_WORDS
from campaigns.messaging.models import CallToAction
from chapters.members.models import Member

CallField = Callable[[CallToAction, str], str]

MARK = re.compile(r"\{\s*([^{}]*?)\s*\}")
FIELDS: dict[str, CallField] = {"chapter": lambda call, _language: call.chapter.name}
PERSONAL = ("first_name", "link")
# The same fields as a writer in that language calls them.
NAMES = {
    "es": {
        "first_name": "nombre",
        "chapter": "grupo",
        "link": "enlace",
        "event": "evento",
        "when": "cuando",
        "place": "lugar",
        "action": "accion",
    }
}
# First words for a writer in a hurry: (about an event, about something else). A text of these fits in one or two.
SUGGESTED = {
    "en": (
        {
            "text_body": "{chapter}: Hi {first_name}, will you come to {event}? {when}, {place}. {link} "
            "Reply IN for a seat, STOP to end.",
            "email_subject": "Will you come to {event}?",
            "email_body": "Hi {first_name},\n\nwill you come to {event}?\n\n{when}, {place}\n\nSave your seat: {link}",
        },
        {
            "text_body": "{chapter}: Hi {first_name}, can you help this week? Write back. Reply STOP to end.",
            "email_subject": "Can you help this week?",
            "email_body": "Hi {first_name},\n\ncan you help this week? Write back to this email.\n\n{chapter}",
        },
    ),
    "es": (
        {
            "text_body": "{grupo}: Hola {nombre}, ¿viene a {evento}? {cuando}, {lugar}. {enlace} "
            "Responda VOY para apartar lugar, ALTO para salir.",
            "email_subject": "¿Viene a {evento}?",
            "email_body": "Hola {nombre}:\n\n¿Viene a {evento}?\n\n{cuando}, {lugar}\n\nAparte su lugar: {enlace}",
        },
        {
            "text_body": "{grupo}: Hola {nombre}, ¿nos ayuda esta semana? Responda a este mensaje. ALTO para salir.",
            "email_subject": "¿Nos ayuda esta semana?",
            "email_body": "Hola {nombre}:\n\n¿Nos ayuda esta semana? Responda a este correo.\n\n{grupo}",
        },
    ),
}
CANONICAL = {spoken: name for names in NAMES.values() for name, spoken in names.items()} | {"acción": "action"}
OF_ACTIONS = frozenset({"action"})


@cache
def call_fields() -> dict[str, CallField]:
    """Canonical name -> provider; where two give the same name the later one in the settings wins."""
    found: dict[str, CallField] = {}
    for path in settings.MERGE_FIELDS:
        found |= {canonical(name): provider for name, provider in import_string(path).items()}
    return found


def canonical(name: str) -> str:
    return CANONICAL.get(name.lower(), name.lower())


def spoken(name: str, language: str) -> str:
    """ "first_name", "es" -> "{nombre}"."""
    return f"{{{NAMES.get(language, {}).get(name, name)}}}"


def offered(language: str, *, about: CallToAction) -> list[str]:
    """What a writer in this language can put in, braces included."""
    names = [*PERSONAL, *(name for name in call_fields() if has_field(about, name))]
    return [spoken(name, language) for name in names]


def has_field(call: CallToAction, name: str) -> bool:
    """Whether the call has what the field speaks of."""
    return name in FIELDS or (call.action is not None if name in OF_ACTIONS else call.event is not None)


def suggested(language: str, call: CallToAction) -> dict[str, str]:
    """Field of a call's text -> our own words, by what it asks and how it follows another; none in a language we do
    not write."""
    kind = call.follow_kind
    if call.action is not None and call.event is None and kind in ACTION_WORDS:
        return ACTION_WORDS[kind].get(language, {})
    about_event, other = FOLLOW_WORDS.get(kind, SUGGESTED).get(language, ({}, {}))
    return about_event if call.event else other


def used(body: str) -> list[str]:
    """Canonical names of the fields in the words, each once."""
    return list(dict.fromkeys(canonical(name) for name in MARK.findall(body)))


def unknown_fields(body: str) -> list[str]:
    """Fields that nobody fills, as they were written."""
    known = {*PERSONAL, *call_fields()}
    return list(dict.fromkeys(name for name in MARK.findall(body) if canonical(name) not in known))


def empty_fields(body: str, call: CallToAction, language: str) -> list[str]:
    """Fields that would come out blank, because this call has no event or action."""
    fields = call_fields()
    blank = [name for name in used(body) if name in fields and not fields[name](call, language)]
    return [spoken(name, language).strip("{}") for name in blank]


class Words:
    """A body in one language, with everything looked up that is the same for everybody."""

    def __init__(self, body: str, *, call: CallToAction, language: str) -> None:
        fields = call_fields()
        self.body = body
        self.values = {name: fields[name](call, language) for name in used(body) if name in fields}
        self.has_link = "link" in used(body)
        with translation.override(language):
            self.nameless = _("neighbor")

    def pieces(self, first_name: str, link: str) -> Iterator[tuple[bool, str]]:
        """(whether it came from a field, words) in order. What a field becomes is never read as a field again; one
        that nobody fills stays as it was written."""
        values = self.values | {"first_name": first_name or self.nameless, "link": link}
        at = 0
        for mark in MARK.finditer(self.body):
            yield False, self.body[at : mark.start()]
            yield True, values.get(canonical(mark[1]), mark[0])
            at = mark.end()
        yield False, self.body[at:]

    def to(self, first_name: str, link: str) -> str:
        """The words as this person gets them."""
        return "".join(words for _is_field, words in self.pieces(first_name, link))


def render(body: str, *, call: CallToAction, member: Member | None, language: str, link: str) -> str:
    return Words(body, call=call, language=language).to(member.first_name if member else "", link)


def link_to(code: str) -> str:
    """The personal short link, on our own domain."""
    return f"{settings.PUBLIC_URL}/t/{code}/"
