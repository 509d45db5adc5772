"""What an email says: the words in HTML and in plain text, who it is from, and the way out of it."""

import re
import textwrap
from dataclasses import dataclass
from email.utils import formataddr
from functools import lru_cache
from pathlib import Path

from anymail.message import AnymailMessage
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.utils import translation

from campaigns.messaging.models import Delivery

Purpose = Delivery.Purpose
signer = Signer(salt="unsubscribe", sep=".")

LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]]")
AFTER_LINK = re.compile(r"^[.,;:!?)\]]+(?=\s|$)")
PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
LINE = 72  # letters: what every mail program shows without breaking it again
BUTTON = 40  # letters that fit on a button on a phone
PREVIEW = 110  # letters a mail program shows beside the subject
METADATA_KEY = "delivery"  # services that send for us give it back with each event
ASKS = (Purpose.ASK, Purpose.FOLLOW_UP)
BY_ITSELF = (Purpose.REMINDER, Purpose.CONFIRM, Purpose.NOTICE, Purpose.ALERT)


@dataclass(frozen=True)
class Block:
    """A paragraph; with a `url`, a button that says the words ("" for our own word)."""

    words: str
    url: str = ""


def unsubscribe_path(delivery: Delivery) -> str:
    return f"/u/{signer.sign(delivery.code)}/"


def delivery_of(token: str) -> Delivery | None:
    """The message whose unsubscribe link this is; None for a link we did not make, or one whose message is gone."""
    try:
        code = signer.unsign(token)
    except BadSignature:
        return None
    return Delivery.objects.filter(code=code, channel="email").select_related("chapter").first()


def compose(delivery: Delivery) -> AnymailMessage:
    """Ready to be handed to any of Django's email backends. The Message-ID is the same for every attempt.

    What anymail adds (docs: anymail.dev, "Anymail additions") means nothing to a plain mail server. Nobody counts who
    opens an email or follows its link on the way.
    """
    message = AnymailMessage(
        subject=subject_of(delivery),
        body=in_text(delivery),
        from_email=formataddr((delivery.chapter.name, delivery.sender.address)),
        to=[delivery.address],
        reply_to=[delivery.chapter.contact_email or delivery.sender.address],
        headers=headers(delivery),
        metadata={METADATA_KEY: delivery.code},
        track_opens=False,
        track_clicks=False,
    )
    message.attach_alternative(in_html(delivery), "text/html")
    return message


def subject_of(delivery: Delivery) -> str:
    return " ".join(delivery.subject.split()) or delivery.chapter.name


def headers(delivery: Delivery) -> dict[str, str]:
    """One click to stop (RFC 8058), and what keeps "I am on holiday" from coming back (RFC 3834)."""
    domain = delivery.sender.address.rpartition("@")[2]
    found = {
        "Message-ID": f"<{delivery.code}@{domain}>",
        "List-Unsubscribe": f"<{stop_url(delivery)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Content-Language": delivery.language,
    }
    if delivery.purpose in ASKS:
        found |= {"List-ID": f"<{delivery.chapter.slug}.{domain}>", "Precedence": "bulk"}
    if delivery.purpose in BY_ITSELF:
        found["Auto-Submitted"] = "auto-generated"
    return found


def stop_url(delivery: Delivery) -> str:
    return str(settings.PUBLIC_URL) + unsubscribe_path(delivery)


def in_text(delivery: Delivery) -> str:
    return rendered(delivery, "emails/message.txt", body=wrapped(delivery.body))


def in_html(delivery: Delivery) -> str:
    """Looks right by the attributes of its tables alone. The style sheet goes into the head, since mail programs fetch
    none; those that read it there get rounder corners and the colors of the night."""
    parts = {"blocks": blocks(delivery.body), "preview": preview(delivery.body), "subject": subject_of(delivery)}
    html = rendered(delivery, "emails/message.html", **parts)
    return html.replace("</head>", f"<style>{style_sheet()}</style></head>", 1)


def rendered(delivery: Delivery, template: str, **parts: object) -> str:
    context = {"delivery": delivery, "chapter": delivery.chapter, "stop_url": stop_url(delivery)}
    with translation.override(delivery.language):
        return render_to_string(template, context | parts)


@lru_cache(maxsize=1)
def style_sheet() -> str:
    return " ".join(Path(str(finders.find("css/email.css"))).read_text().split())


def blocks(body: str) -> list[Block]:
    """The paragraphs. The first link to our own site becomes a button: what stands before it on its line is what the
    button says, if that is short; else the line stays as it is and the button follows."""
    paragraphs = [text for text in PARAGRAPHS.split(body.strip()) if text]
    own = next((url for url in LINK.findall(body) if url.startswith(f"{settings.PUBLIC_URL}/")), "")
    at = next((place for place, text in enumerate(paragraphs) if own and own in text), len(paragraphs))
    found = [Block(text) for text in paragraphs[:at]]
    if own:
        found += with_button(paragraphs[at], own)
    return found + [Block(text) for text in paragraphs[at + 1 :]]


def with_button(paragraph: str, url: str) -> list[Block]:
    lines = paragraph.splitlines()
    at = next(place for place, line in enumerate(lines) if url in line)
    before, _, after = lines[at].partition(url)
    label = before.strip().rstrip(":.→-– ")
    if after.strip(" .!") or len(label) > BUTTON:
        return [Block(paragraph), Block("", url)]
    around = "\n".join(lines[:at]), "\n".join(lines[at + 1 :])
    parts = [Block(around[0].strip()), Block(label, url), Block(around[1].strip())]
    return [part for part in parts if part.words or part.url]


def preview(body: str) -> str:
    """The first words, without links."""
    return textwrap.shorten(LINK.sub("", body), PREVIEW, placeholder="…")


def wrapped(body: str) -> str:
    """Lines that no mail program breaks, and each link on a line of its own."""
    lines = [piece for line in body.strip().splitlines() for piece in links_apart(line)]
    return "\n".join(line if LINK.fullmatch(line) else fill(line) for line in lines)


def links_apart(line: str) -> list[str]:
    """The pieces of a line. A full stop or comma that followed a link goes: it would stand alone."""
    words = [AFTER_LINK.sub("", piece).strip() if place else piece for place, piece in enumerate(LINK.split(line))]
    links = [*LINK.findall(line), ""]
    return [piece for pair in zip(words, links, strict=True) for piece in pair if piece] or [""]


def fill(line: str) -> str:
    return textwrap.fill(line, LINE, break_long_words=False, break_on_hyphens=False)
