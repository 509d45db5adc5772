"""Everything that happened between a person and the chapter, newest first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from chapters.members.consent_models import Channel, Consent
from chapters.members.models import Member, Note


@dataclass(frozen=True)
class Entry:
    """One line: `words` in the active language, `kind` for its picture, `url` if there is a page about it."""

    at: datetime
    words: str
    kind: str
    url: str = ""


def collect(member: Member) -> list[Entry]:
    """The entries of every slice in settings.TIMELINE, newest first."""
    providers: Iterable[Callable[[Member], Iterable[Entry]]] = map(import_string, settings.TIMELINE)
    found = [entry for entries_of in providers for entry in entries_of(member)]
    return sorted(found, key=lambda entry: entry.at, reverse=True)


def entries(member: Member) -> list[Entry]:
    """Joined, brought in by a list, said yes, said stop, notes."""
    found = [Entry(member.created_at, joined(member), "join")]
    found += [Entry(consent.at, said(consent), "consent") for consent in member.consents.all()]
    found += [Entry(note.created_at, written(note), "note") for note in member.notes.select_related("written_by")]
    return found


def joined(member: Member) -> str:
    if member.source_import is None:
        return _("Added to the chapter")
    return _("Came in with the list %(file)s") % {"file": member.source_import.filename}


def written(note: Note) -> str:
    if note.written_by is None:
        return _("A note: “%(note)s”") % {"note": note.body}
    return _("%(who)s wrote: “%(note)s”") % {"who": note.written_by, "note": note.body}


def said(consent: Consent) -> str:
    """ "Said yes to texts (paper sign-up: Clipboard at the vigil)"."""
    words = {
        (Channel.TEXT, True): _("Said yes to texts"),
        (Channel.TEXT, False): _("Said no to texts"),
        (Channel.EMAIL, True): _("Said yes to email"),
        (Channel.EMAIL, False): _("Said no to email"),
    }[Channel(consent.channel), consent.is_given]
    detail = f": {consent.source_detail}" if consent.source_detail else ""
    return f"{words} ({consent.get_source_display()}{detail})"
