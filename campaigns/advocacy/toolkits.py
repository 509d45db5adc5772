"""Toolkits: versions, files, and copies that another chapter takes."""

import base64
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from campaigns.advocacy.shelf_models import Resource, ResourceFile
from chapters import audit
from chapters.models import Chapter, User

MOST_BYTES = 3_000_000
# What a file begins with -> its type. Nothing that a browser would run.
SIGNS = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"RIFF": "image/webp",
}
ENDINGS = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}


@dataclass(frozen=True)
class Upload:
    """A file that passed: what it is named, of which type, and its bytes."""

    filename: str
    content_type: str
    content: bytes


def type_of(content: bytes) -> str:
    """By its first bytes, whatever it is called; "" for what we do not take."""
    found = next((kind for sign, kind in SIGNS.items() if content.startswith(sign)), "")
    return "" if found == "image/webp" and content[8:12] != b"WEBP" else found


def read(upload: "UploadedFile[Any]") -> Upload | None:
    """None for a file of a type we do not take."""
    content = upload.read()
    kind = type_of(content)
    stem = PurePath(upload.name or "file").stem[:100] or "file"
    return Upload(f"{stem}{ENDINGS[kind]}", kind, content) if kind else None


def keep(resource: Resource, upload: Upload) -> ResourceFile:
    """In place of the one it had."""
    ResourceFile.objects.filter(resource=resource).delete()
    return ResourceFile.objects.create(
        chapter=resource.chapter,
        resource=resource,
        filename=upload.filename,
        content_type=upload.content_type,
        size=len(upload.content),
        content=base64.b64encode(upload.content).decode(),
    )


def bytes_of(file: ResourceFile) -> bytes:
    return base64.b64decode(file.content)


def file_of(resource: Resource) -> Any:
    """{"filename", "size", "content_type"} without opening it; None for no file."""
    return ResourceFile.objects.filter(resource=resource).values("filename", "size", "content_type").first()


def copy_file(old: Resource, new: Resource) -> None:
    file = ResourceFile.objects.filter(resource=old).first()
    if file:
        keep(new, Upload(file.filename, file.content_type, bytes_of(file)))


def newest(resource: Resource) -> Resource:
    """The last of its versions; itself when nothing replaced it."""
    last, seen = resource, {resource.pk}
    while (newer := Resource.objects.filter(replaces=last).select_related("chapter").first()) and newer.pk not in seen:
        last = newer
        seen.add(newer.pk)
    return last


def newer_at_origin(resource: Resource) -> Resource | None:
    """What the chapter it was copied from made of it since, while this chapter may still see it."""
    if not resource.origin:
        return None
    seen = Resource.objects.of_others_for(resource.chapter)
    origin = seen.filter(code=resource.origin).first()
    last = newest(origin) if origin else None
    return last if last and last.pk != getattr(origin, "pk", 0) and seen.filter(pk=last.pk).exists() else None


@transaction.atomic
def take_copy(original: Resource, chapter: Chapter, *, by: User) -> Resource:
    """Ours to adapt from here on: words, link and file, of nobody's people. Taken twice it is the same copy."""
    old = chapter.resources.filter(origin=original.code).first()
    if old:
        return newest(old)
    copied = Resource.objects.create(
        chapter=chapter,
        kind=original.kind,
        language=original.language,
        title=original.title,
        words=original.words,
        url=original.url,
        origin=original.code,
        origin_chapter=original.chapter.name,
    )
    copy_file(original, copied)
    audit.record("resource_copied", chapter=chapter, by=by, subject=copied)
    return copied
