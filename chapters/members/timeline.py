"""Everything that happened between a person and the chapter, newest first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from chapters.members.consent_models import Channel, Consent
from chapters.members.models import Member, Note
from chapters.members.todo_models import Call, Task


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
    """Joined, brought in by a list, said yes, said stop, notes, calls, things done for them, entries made one."""
    found = [Entry(member.created_at, joined(member), "join")]
    found += [Entry(call.called_at, called(call), "call") for call in calls_to(member) if call.called_at]
    done = member.tasks.done().select_related("done_by")
    found += [Entry(task.done_at, finished(task), "consent") for task in done if task.done_at]
    merges = member.merges.filter(undone_at=None)
    found += [Entry(merge.merged_at, _("Two entries were made one"), "join") for merge in merges]
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


def calls_to(member: Member) -> Iterable[Call]:
    return member.calls.exclude(called_at=None).select_related("call_list", "called_by")


def called(call: Call) -> str:
    """ "June Tanaka called about “Vigil”: no answer"."""
    facts = {"who": call.called_by or _("Somebody"), "title": call.call_list, "outcome": call.get_outcome_display()}
    return _("%(who)s called about “%(title)s”: %(outcome)s") % facts


def finished(task: Task) -> str:
    return _("%(who)s did this: “%(task)s”") % {"who": task.done_by or _("Somebody"), "task": task.text}


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
