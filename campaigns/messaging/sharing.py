"""The words of a message for a group chat: nothing personal in them, and a link that counts."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from campaigns.messaging.checking import STOP_WORDS
from campaigns.messaging.forms import language_name
from campaigns.messaging.merging import Words, link_to
from campaigns.messaging.models import CallToAction, ShareLink

PLACES = ("WhatsApp", "Signal", "Facebook")
SENTENCE = re.compile(r"(?<=[.!?])[ \t]+")


@dataclass(frozen=True)
class Copy:
    """What to paste in one language."""

    language: str
    words: str

    @property
    def language_name(self) -> str:
        return language_name(self.language)

    @property
    def whatsapp(self) -> str:
        return f"https://wa.me/?text={quote(self.words)}"


def copies(link: ShareLink, call: CallToAction) -> list[Copy]:
    return [
        Copy(text.language, in_public(text.text_body or text.email_body, call, text.language, link.code))
        for text in sorted(call.texts.all(), key=lambda text: place_of(call, text.language))
        if text.text_body or text.email_body
    ]


def place_of(call: CallToAction, language: str) -> int:
    languages = call.chapter.languages
    return languages.index(language) if language in languages else len(languages)


def in_public(body: str, call: CallToAction, language: str, code: str) -> str:
    """Without a name, and without the sentence about stopping, which a chat cannot do; the link comes last where the
    words have none."""
    stop = STOP_WORDS.get(language)
    lines = [
        " ".join(sentence for sentence in SENTENCE.split(line) if not (stop and stop.search(sentence)))
        for line in body.splitlines()
    ]
    words = Words("\n".join(lines).strip(), call=call, language=language)
    said = words.to("", link_to(code))
    return said if words.has_link else f"{said} {link_to(code)}"
