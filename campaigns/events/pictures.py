"""The picture that chats and social pages show beside a link: 1200 by 630, the chapter's ink, what, when and where."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from math import cos, pi, sin

from django.conf import settings
from django.utils import dateformat
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from campaigns.events.models import Event
from chapters import dates
from chapters.models import Chapter

WIDTH, HEIGHT, EDGE = 1200, 630, 64
# The colours of static/css/app.css by day.
INKS = {"green": "#0b3a2c", "blue": "#143a63", "plum": "#52264f", "brick": "#73261b", "slate": "#353a40"}
CREAM, SOFT, FLAME, PAPER, BRICK, DARK = "#fdf3dd", "#cfdccb", "#f6a91b", "#fffdf8", "#9c2617", "#211b13"
FONTS = settings.BASE_DIR / "static" / "fonts"
TITLE_SIZES = (112, 100, 88, 76, 64, 56)
MOST_LINES, TITLE_HEIGHT = 3, 205
UNDECOMPOSED = str.maketrans({"Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "ı": "i"})
UNKNOWN = "\ue000"  # no font has a letter there
Font = ImageFont.FreeTypeFont
Leaf = tuple[str, str, str]


@dataclass(frozen=True)
class Facts:
    """What is drawn; `leaf` is month, day and weekday of the calendar page."""

    ink: str
    over: str
    title: str
    lines: tuple[str, ...]
    foot: str
    leaf: Leaf | None = None


def of_event(event: Event) -> Facts:
    """As anyone may see it, in the language that is active."""
    here = dates.local(event.starts_at, event.zone)
    leaf = (capfirst(dateformat.format(here, "M"))[:3], str(here.day), capfirst(dateformat.format(here, "D")))
    day, hours = dates.day(event.starts_at, event.zone), dates.hours(event.starts_at, event.ends_at, event.zone)
    when = ", ".join(filter(None, (day, hours)))
    place = event.where() or (_("Online") if event.online_url else "")
    over = _("Called off") if event.cancelled_at else capfirst(event.get_kind_display())
    shown = leaf if event.has_date else None
    return Facts(event.chapter.ink, over, str(event), (when, place), event.chapter.name, shown)


def of_chapter(chapter: Chapter) -> Facts:
    lines = wrapped(clean(chapter.words("summary")), font(42), WIDTH - 2 * EDGE)
    return Facts(chapter.ink, chapter.place, chapter.name, tuple(lines[:2]), settings.PUBLIC_HOST)


# --- drawing ---------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def drawn(facts: Facts) -> bytes:
    """PNG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), INKS.get(facts.ink, INKS["green"]))
    draw = ImageDraw.Draw(image)
    bloom(draw, WIDTH - 16, 16, 150)
    left = EDGE + (230 if facts.leaf else 0)
    if facts.leaf:
        page_of_calendar(draw, facts.leaf, EDGE, 196)
    put(draw, (left, 106), clean(facts.over).upper(), 38, FLAME, bold=True, width=WIDTH - left - 260)
    y = put_title(draw, facts, left, 180)
    for line in filter(None, map(clean, facts.lines)):
        y = put(draw, (left, y), line, 42, CREAM, width=WIDTH - left - EDGE) + 8
    draw.rectangle((0, HEIGHT - 92, WIDTH, HEIGHT), fill=FLAME)
    put(draw, (EDGE, HEIGHT - 70), clean(facts.foot), 42, DARK, bold=True, width=WIDTH - 2 * EDGE)
    out = BytesIO()
    image.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


@lru_cache(maxsize=32)
def font(size: int, *, bold: bool = False) -> Font:
    """Roboto Condensed, of which the package carries the letters of western Europe."""
    path = FONTS / f"roboto-condensed-latin-{700 if bold else 400}-normal.woff"
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def has(letter: str) -> bool:
    face = font(40, bold=True)
    return bytes(face.getmask(letter)) != bytes(face.getmask(UNKNOWN))


def clean(text: str) -> str:
    """Only what the font can draw: a letter without its rare accent, and no pictures."""
    kept = (
        letter if has(letter) else plain(letter)
        for letter in unicodedata.normalize("NFC", text).translate(UNDECOMPOSED)
    )
    return re.sub(r"\s+", " ", "".join(kept)).strip()


def plain(letter: str) -> str:
    if letter.isspace():
        return " "
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if part.isascii() and part.isprintable())


def put_title(draw: ImageDraw.ImageDraw, facts: Facts, left: int, y: int) -> int:
    """As large as fits into its lines. Returns where the next line may begin."""
    width, title = WIDTH - left - EDGE, clean(facts.title) or clean(facts.foot)
    for size in TITLE_SIZES:
        face = font(size, bold=True)
        lines = wrapped(title, face, width)
        if len(lines) <= MOST_LINES and len(lines) * size <= TITLE_HEIGHT:
            break
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], shortened(" ".join(lines[MOST_LINES - 1 :]), face, width)]
    for line in lines:
        draw.text((left, y), line, CREAM, face)
        y += round(face.size * 1.04)
    return y + 20


def put(
    draw: ImageDraw.ImageDraw, at: tuple[int, int], text: str, size: int, ink: str, *, width: int, bold: bool = False
) -> int:
    """One line, cut with dots where it is too long. Returns where it ends."""
    face = font(size, bold=bold)
    draw.text(at, shortened(text, face, width), ink, face)
    return at[1] + round(size * 1.2)


def wrapped(text: str, face: Font, width: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        while face.getlength(word) > width:
            fits = next(n for n in range(len(word) - 1, 0, -1) if face.getlength(word[:n]) <= width)
            lines.append(word[:fits])
            word = word[fits:]  # noqa: PLW2901  the rest of a word longer than a line
        if lines and face.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def shortened(text: str, face: Font, width: float) -> str:
    if face.getlength(text) <= width:
        return text
    while text and face.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip(' ,')}…"


def page_of_calendar(draw: ImageDraw.ImageDraw, leaf: Leaf, x: int, y: int) -> None:
    wide, middle = 184, x + 92
    draw.rounded_rectangle((x, y, x + wide, y + 226), 10, PAPER)
    draw.rounded_rectangle((x, y, x + wide, y + 56), 10, BRICK, corners=(True, True, False, False))
    rows = ((leaf[0].upper(), 40, "#ffffff", y + 28), (leaf[1], 116, DARK, y + 122), (leaf[2], 36, DARK, y + 200))
    for text, size, ink, at in rows:
        draw.text((middle, at), clean(text), ink, font(size, bold=True), anchor="mm")


def bloom(draw: ImageDraw.ImageDraw, x: int, y: int, radius: int) -> None:
    """The marigold of our posters."""
    for share, count, ink in ((1.0, 16, "#ee9315"), (0.72, 13, "#f6a91b"), (0.45, 9, "#fbbd3f"), (0.18, 5, "#ffd36b")):
        for n in range(count):
            turn, petal = 2 * pi * n / count + share, radius * 0.26
            at_x, at_y = x + cos(turn) * radius * share * 0.76, y + sin(turn) * radius * share * 0.76
            draw.ellipse((at_x - petal, at_y - petal, at_x + petal, at_y + petal), ink, "#b8660a", 2)
