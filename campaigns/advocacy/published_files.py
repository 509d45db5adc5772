"""From files, folders and zip archives to what they say: each file by its kind, whatever is wrong with one of them."""

import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from campaigns.advocacy import published_congress, published_openstates
from campaigns.advocacy.published import BadEntryError, Problem, Reading

Reader = Callable[[str, str, Reading], None]
READERS: dict[str, Reader] = {
    ".yml": published_openstates.read,
    ".yaml": published_openstates.read,
    ".csv": published_congress.read_csv,
    ".json": published_congress.read_json,
}
BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, zlib.error)  # of a zip
LARGEST = 20_000_000  # bytes of one file; the largest published one has 6 million
LARGEST_TOGETHER = 100_000_000
MOST_FILES = 20_000

File = tuple[str, bytes | BadEntryError]


def read(files: Iterable[File]) -> Reading:
    """(name, content) of each file. What cannot be read is a problem of that file, and the others are read."""
    reading = Reading()
    for name, raw in files:
        try:
            text = text_of(raw)
            reader_of(name)(name, text, reading)
        except BadEntryError as error:
            reading.problems.append(Problem(name, 0, error.words))
    if not reading.people and not reading.problems:
        reading.problems.append(Problem(_("The files"), 0, _("Nobody is in them.")))
    return reading


def reader_of(name: str) -> Reader:
    reader = READERS.get(Path(name).suffix.lower())
    if reader is None:
        raise BadEntryError(_("We read YAML, CSV and JSON files, and zip archives of them."))
    return reader


def text_of(raw: bytes | BadEntryError) -> str:
    if isinstance(raw, BadEntryError):
        raise raw
    if not raw.strip():
        raise BadEntryError(_("This file is empty."))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadEntryError(_("This file is broken, or it is no text.")) from error
    if "\x00" in text:
        raise BadEntryError(_("This file is broken, or it is no text."))
    return text


def from_paths(paths: Iterable[Path]) -> Iterator[File]:
    """The files themselves, and every readable one below a folder. Raises OSError for what is not there."""
    for path in paths:
        inside = sorted(found for found in path.rglob("*") if found.suffix.lower() in READERS and found.is_file())
        for found in inside if path.is_dir() else [path]:
            if found.suffix.lower() == ".zip":
                with found.open("rb") as archive:
                    yield from from_zip(found.name, archive)
            else:
                yield (str(found.relative_to(path)) if path.is_dir() else found.name), found.read_bytes()


def from_upload(name: str, file: IO[bytes]) -> Iterator[File]:
    if name.lower().endswith(".zip"):
        yield from from_zip(name, file)
    else:
        yield name, file.read()


def from_zip(name: str, file: IO[bytes]) -> list[File]:
    """What an archive holds; all of it or, where it is broken or would unpack to too much, why nothing."""
    try:
        with zipfile.ZipFile(file) as archive:
            inside = [entry for entry in archive.infolist() if is_wanted(entry)]
            sizes = [entry.file_size for entry in inside]
            if len(sizes) > MOST_FILES or sum(sizes) > LARGEST_TOGETHER or max(sizes, default=0) > LARGEST:
                return [
                    (name, BadEntryError(_("This archive unpacks to too much. Take only the folder of your state.")))
                ]
            return [(entry.filename, archive.read(entry)) for entry in inside]
    except BROKEN:
        return [(name, BadEntryError(_("This archive is broken, or locked with a password.")))]


def is_wanted(entry: zipfile.ZipInfo) -> bool:
    path = Path(entry.filename)
    hidden = any(part.startswith((".", "__")) for part in path.parts)
    return not entry.is_dir() and not hidden and path.suffix.lower() in READERS
