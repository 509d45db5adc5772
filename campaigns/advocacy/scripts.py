"""The words somebody reads out or sends: the closest script, with names and places filled in or a gap to fill.

A field in braces, like {name} or {nombre}, becomes what we know; it has a name in each language.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.advocacy.models import Action, ActionScript, Official, Position
from campaigns.advocacy.visiting import Visitor
from chapters.models import Zip

Tone, Stand = ActionScript.Tone, Position.Stand
MARK = re.compile(r"\{\s*([^{}]*?)\s*\}")
NAMES = {
    "en": {"name": "name", "place": "place", "official": "official", "chapter": "chapter"},
    "es": {"nombre": "name", "lugar": "place", "funcionario": "official", "grupo": "chapter"},
}
FIELDS = {spoken: name for names in NAMES.values() for spoken, name in names.items()}
GAPS: dict[str, Any] = {
    "name": gettext_lazy("[your name]"),
    "place": gettext_lazy("[your neighborhood]"),
    "official": gettext_lazy("[their name]"),
}
TONES: dict[int, str] = {Stand.AGAINST: Tone.PRESS, Stand.FOR: Tone.THANK}


@dataclass(frozen=True)
class Piece:
    """Words in order; `kind` is "" for what was written, "field" for what was filled in, "gap" for what is missing."""

    kind: str
    words: str


@dataclass(frozen=True)
class Script:
    """`text` is the `…Text` row it was taken from, for its language."""

    text: Any
    pieces: tuple[Piece, ...]

    @property
    def plain(self) -> str:
        return "".join(piece.words for piece in self.pieces)


def read_out(action: Action, official: Official | None, visitor: Visitor, *, zip: str = "") -> Script:
    """What this visitor says to this official. Two queries, and one more for the place of a ZIP code."""
    text = closest(action, official)
    values = {
        "name": visitor.member.first_name if visitor.member else "",
        "place": place_of(zip or (visitor.member.zip if visitor.member else "")),
        "official": official.name if official else "",
        "chapter": action.chapter.name,
    }
    return Script(text, tuple(pieces(getattr(text, "words", ""), values)))


def closest(action: Action, official: Official | None) -> Any:
    """The words for this official and tone, for this official, for this tone, for all; else those of the action."""
    written = {(one.official_id, one.tone): one for one in action.scripts.all()}
    if written:
        tone = tone_for(action, official) if official else Tone.ANY
        who = official.pk if official else None
        for wanted in ((who, tone), (who, ""), (None, tone), (None, "")):
            if wanted in written:
                written[wanted].action = action
                return words_of(written[wanted], action)
    return action.text


def words_of(script: ActionScript, action: Action) -> Any:
    script.chapter = action.chapter
    return script.text


def tone_for(action: Action, official: Official) -> str:
    """By where they stand in public: what we know in confidence is not given away by what people are asked to say."""
    known = Position.objects.public().filter(target__campaign=action.campaign_id, target__official=official)
    latest = known.latest_first().values_list("stand", flat=True).first()
    return TONES.get(latest or 0, Tone.PERSUADE)


def place_of(zip: str) -> str:
    """The town of a ZIP code, as it is said: never the code of somebody we know."""
    return Zip.objects.filter(zip=zip).values_list("place", flat=True).first() or "" if zip else ""


def pieces(body: str, values: dict[str, str]) -> Iterator[Piece]:
    at = 0
    for mark in MARK.finditer(body):
        yield Piece("", body[at : mark.start()])
        name = FIELDS.get(mark[1].lower())
        if name is None:
            yield Piece("", mark[0])
        elif values.get(name):
            yield Piece("field", values[name])
        else:
            yield Piece("gap", str(GAPS.get(name, _("[fill in]"))))
        at = mark.end()
    yield Piece("", body[at:])


def offered(language: str) -> str:
    """ "{name}, {place}, …" as a writer in this language calls them."""
    return ", ".join(f"{{{name}}}" for name in NAMES.get(language, NAMES["en"]))


def unknown_fields(body: str) -> list[str]:
    """Names in braces that nobody fills in."""
    return [name for name in dict.fromkeys(MARK.findall(body)) if name.lower() not in FIELDS]
