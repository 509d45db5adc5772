"""How many texts one message counts as, which letters make it cost more, and a plainer way to write it.

Rules of GSM 03.38 and of Twilio: 160 letters of the phone alphabet fit in one text and 153 in each part of a longer
one; a single letter outside that alphabet leaves room for 70 and 67, counted in UTF-16 units.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWICE = frozenset("^{}\\[~]|€\f")  # from the extension table: each takes the room of two letters
LONGEST = 1600  # Twilio refuses a longer body (error 21617)
DOLLARS_EACH = Decimal("0.011")  # list price of one US text in 2026, carrier fees included

PUNCTUATION = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "\xa0": " "}
    | {"\u2009": " ", "\u200b": "", "•": "-"}
)
# Shorter ways to say the same, tried before an accent is taken away.
REWORDED = (
    (re.compile(r"(?i)\bpara no recibir más(?: mensajes| textos)?"), "para salir"),
    (re.compile(r"(?i)\bpara más información"), "para saber mas"),
)


@dataclass(frozen=True)
class Count:
    """`units` are letters of the phone alphabet (some take two), or UTF-16 units once `encoding` is "UCS-2"."""

    encoding: str
    units: int
    segments: int
    costly_letters: tuple[str, ...]


def costly(text: str) -> tuple[str, ...]:
    """The letters that are not in the phone alphabet, each once, in the order they come."""
    return tuple(dict.fromkeys(letter for letter in text if letter not in BASIC and letter not in TWICE))


def segments(text: str) -> Count:
    """What a text counts as; an empty one counts as none."""
    letters = costly(text)
    if letters:
        sizes, single, part = [1 + (ord(letter) > 0xFFFF) for letter in text], 70, 67
    else:
        sizes, single, part = [1 + (letter in TWICE) for letter in text], 160, 153
    units = sum(sizes)
    parts = min(units, 1) if units <= single else sum(1 for _ in splits(sizes, part))
    return Count("UCS-2" if letters else "GSM-7", units, parts, letters)


def splits(sizes: list[int], part: int) -> Iterator[int]:
    """The filled size of each part; a letter that takes two units is never cut in half."""
    filled = 0
    for size in sizes:
        if filled + size > part:
            yield filled
            filled = 0
        filled += size
    yield filled


def plain(text: str) -> str:
    """The same words in the phone alphabet: other wording, straight quotes, no costly accents, no emoji.

    Letters of other scripts stay: there is no plainer way to write them.
    """
    for pattern, shorter in REWORDED:
        text = pattern.sub(shorter, text)
    plainer = "".join(map(plain_letter, text.translate(PUNCTUATION)))
    return plainer if len(plainer) == len(text) else re.sub(" {2,}", " ", plainer)


def plain_letter(letter: str) -> str:
    if letter in BASIC or letter in TWICE:
        return letter
    base = unicodedata.normalize("NFKD", letter)[0]
    if base in BASIC:
        return base
    return "" if unicodedata.category(letter) in {"So", "Sk", "Mn", "Cf"} else letter


def emoji(letters: tuple[str, ...]) -> tuple[str, ...]:
    """Those that are pictures, not letters or marks of writing."""
    return tuple(letter for letter in letters if unicodedata.category(letter) == "So")


def cost(parts: int) -> Decimal:
    """Dollars for so many texts, to the cent."""
    return (DOLLARS_EACH * parts).quantize(Decimal("0.01"))
