"""A file somebody uploads, made into one clean table: letters, separator, header, and without what we never keep."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chapters.members import headers

# First try to last; each is also offered when the letters of the preview look wrong.
ENCODINGS = {
    "utf-8": gettext_lazy("the usual one (UTF-8)"),
    "cp1252": gettext_lazy("from older Excel (Windows-1252)"),
    "mac_roman": gettext_lazy("from an older Mac (Mac Roman)"),
}
# Letters that another program read wrongly and then saved as UTF-8: (how it read them, how they were written).
MENDED = {
    "utf-8 as cp1252": ("cp1252", "utf-8"),
    "cp1252 as mac_roman": ("mac_roman", "cp1252"),
}
MENDED_WORDS = {
    "utf-8 as cp1252": gettext_lazy("already wrong in the file: JosÃ© stands for José"),
    "cp1252 as mac_roman": gettext_lazy("already wrong in the file: JosÈ stands for José"),
}
BOMS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
ARCHIVE = b"PK\x03\x04"
NOT_LISTS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"\xd0\xcf\x11\xe0", b"RIFF", b"\x1f\x8b", b"{\\rtf")
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
MOST_COLUMNS = 200
LONGEST_HEADER = 20_000
LONGEST_NAME = 120  # of a column


class Unreadable(Exception):
    """Why a file cannot be used, in words for the person who chose it; `status` is 422, or 413 when it is too big."""

    def __init__(self, words: str, status: int = 422) -> None:
        super().__init__(words)
        self.words, self.status = words, status


@dataclass(frozen=True)
class Sheet:
    """`content` is the table as it came, with `delimiter` between its cells, but without the `dropped` columns; its
    first line is `header`."""

    header: list[str]
    dropped: list[str]
    content: str
    encoding: str
    delimiter: str
    row_count: int


def read(raw: bytes) -> Sheet:
    """Raises Unreadable."""
    check_size(len(raw))
    text, encoding = decoded(raw)
    try:
        return cleaned(text, encoding)
    except csv.Error as error:
        raise Unreadable(_("One cell goes on without end. Is a quotation mark left open?")) from error


def check_size(size: int) -> None:
    if size > settings.IMPORT_MAX_BYTES:
        megabytes = settings.IMPORT_MAX_BYTES // 1_000_000
        raise Unreadable(_("This file is over %(n)s MB. Please split it in two.") % {"n": megabytes}, status=413)


def decoded(raw: bytes) -> tuple[str, str]:
    """The text and the name of its encoding: what the file itself says, else the first that fits."""
    if not raw.strip():
        raise Unreadable(_("This file is empty."))
    if raw.startswith(ARCHIVE):
        raise Unreadable(_("This is an Excel or zip file. Open it, choose “Save as”, and pick CSV."))
    if raw.startswith(NOT_LISTS):
        raise Unreadable(_("This is a picture or a document, not a list. We read CSV files."))
    stated = next((name for bom, name in BOMS.items() if raw.startswith(bom)), None) or silent_utf_16(raw)
    for name in [stated] if stated else ENCODINGS:
        try:
            text = raw.decode("utf-8-sig" if name == "utf-8" else name)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text, name
    raise Unreadable(_("This file is broken or not a list: it has bytes that are not letters. We read CSV files."))


def silent_utf_16(raw: bytes) -> str | None:
    """UTF-16 without its mark: every second byte of plain letters is zero."""
    sample = raw[:2000]
    for name, start in (("utf-16-le", 1), ("utf-16-be", 0)):
        if sample[start::2].count(0) > len(sample) // 4 and sample[1 - start :: 2].count(0) == 0:
            return name
    return None


def reread(content: str, old: str, new: str) -> str:
    """The same bytes as other letters; raises UnicodeError when they are none."""
    if old == new:
        return content
    raw = content.encode(MENDED[old][1]).decode(MENDED[old][0]).encode() if old in MENDED else content.encode(old)
    return raw.decode().encode(MENDED[new][0]).decode(MENDED[new][1]) if new in MENDED else raw.decode(new)


def separator(line: str) -> str:
    outside_quotes = re.sub(r'"[^"]*"', "", line)
    return max(SEPARATORS.values(), key=outside_quotes.count)


def cleaned(text: str, encoding: str, delimiter: str = "") -> Sheet:
    """`delimiter` when a person has chosen one. Raises Unreadable."""
    text = text.lstrip("\ufeff\r\n ")
    if told := re.match(r"sep=(.)\r?\n", text):  # Excel writes its separator on a line of its own
        text = text[told.end() :]
    first_line = re.split(r"[\r\n]", text[: LONGEST_HEADER + 1], maxsplit=1)[0]
    if len(first_line) > LONGEST_HEADER:
        raise Unreadable(_("The first line is too long to hold the names of columns. Is everything on one line?"))
    delimiter = delimiter or (told.group(1) if told else separator(first_line))
    rows = csv.reader(lines(text), delimiter=delimiter)
    header = [" ".join(name.split())[:LONGEST_NAME] for name in next(rows, [])]
    check_header(header)
    never = {place for place, name in enumerate(header) if headers.is_never_kept(name, header)}
    content, row_count = without(rows, header, never, delimiter) if never else (text, sum(map(has_words, rows)))
    if not row_count:
        raise Unreadable(_("This file has the names of columns, but nobody under them."))
    kept = [name for place, name in enumerate(header) if place not in never]
    return Sheet(kept, [header[place] for place in sorted(never)], content, encoding, delimiter, row_count)


def lines(text: str) -> Iterator[str]:
    """One after the other, however they end: a file object would hold the whole text a second time."""
    return (found.group() for found in LINE.finditer(text))


def has_words(row: list[str]) -> bool:
    return any(cell and not cell.isspace() for cell in row)


def check_header(header: list[str]) -> None:
    if len(header) > MOST_COLUMNS:
        words = _("This file has %(n)s columns, and %(most)s is the most we take. Remove those you do not need.")
        raise Unreadable(words % {"n": len(header), "most": MOST_COLUMNS})
    if any("@" in name for name in header):
        raise Unreadable(_("The first line has to say what each column is: Name, Phone, Email. Please add it."))


def without(rows: Iterable[list[str]], header: list[str], never: set[int], delimiter: str) -> tuple[str, int]:
    """The table and its number of rows. A row that does not fit the header keeps only its place: nobody knows which
    of its cells is a birth date."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", delimiter=delimiter)
    keep = [place for place in range(len(header)) if place not in never]
    writer.writerow([header[place] for place in keep])
    row_count = 0
    for row in rows:
        fitted = fit(row, len(header))
        is_longer = len(fitted) > len(header)
        writer.writerow([*[""] * len(keep), "?"] if is_longer else [fitted[place] for place in keep])
        row_count += has_words(row)
    return out.getvalue(), row_count


def fit(row: list[str], width: int) -> list[str]:
    """Blank cells added or left out at the end; a row is longer than `width` only when it says too much."""
    if len(row) < width:
        return row + [""] * (width - len(row))
    return row if has_words(row[width:]) else row[:width]


def table(content: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(row number as a spreadsheet counts, cells) of every row under the header that is not blank."""
    rows = csv.reader(lines(content), delimiter=delimiter)
    width = len(next(rows))
    for number, row in enumerate(rows, start=2):
        if has_words(row):
            yield number, fit(row, width)
