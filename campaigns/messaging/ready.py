"""Ready answers: a chapter's own words for what is asked often. They land in the answer field, to be changed there.

`{first_name}` and `{chapter}` are filled in here, what the next event is called, when and where it is by the providers
in `settings.READY_FIELDS`. A field that nobody can fill stays as it is written, and an answer that still holds one is
not sent.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from campaigns.messaging.conversation_models import CannedAnswer, Conversation
from campaigns.messaging.merging import MARK, canonical, spoken
from campaigns.messaging.threads import language_of

# Canonical name -> words in a language, for what is known about a conversation.
Facts = Callable[[Conversation, str], dict[str, str]]
NAMES = ("first_name", "chapter", "event", "when", "place", "link")


@dataclass(frozen=True)
class Shelf:
    """A chapter's ready answers for one conversation: those in the person's language, and those that are not."""

    offered: list[CannedAnswer] = field(default_factory=list)
    unwritten: list[CannedAnswer] = field(default_factory=list)


def shelf(conversation: Conversation) -> Shelf:
    language, found = language_of(conversation), Shelf()
    for answer in conversation.chapter.canned_answers.prefetch_related("texts"):
        (found.offered if answer.text_in(language) else found.unwritten).append(answer)
    return found


def words(answer: CannedAnswer, conversation: Conversation) -> str:
    """In the person's language, filled in; "" when it is not written in that language."""
    language = language_of(conversation)
    text = answer.text_in(language)
    if text is None:
        return ""
    facts = facts_about(conversation, language)
    return MARK.sub(lambda mark: facts.get(canonical(mark[1])) or mark[0], text.body)


def facts_about(conversation: Conversation, language: str) -> dict[str, str]:
    member = conversation.member
    with translation.override(language):
        name = member.first_name if member and member.first_name else _("neighbor")
        found = {"first_name": name, "chapter": conversation.chapter.name}
        providers: list[Facts] = [import_string(path) for path in settings.READY_FIELDS]
        for provider in providers:
            found |= provider(conversation, language)
    return found


def marks(body: str) -> list[str]:
    """What stands in braces, as it was written."""
    return list(dict.fromkeys(MARK.findall(body)))


def unknown(body: str) -> list[str]:
    """Fields that no conversation could ever fill."""
    return [mark for mark in marks(body) if canonical(mark) not in NAMES]


def unfilled(body: str) -> list[str]:
    """Our fields that are still open in words about to go out; other braces are the writer's own."""
    return [mark for mark in marks(body) if canonical(mark) in NAMES]


def offered_fields(language: str) -> str:
    """For a hint: "{nombre}, {grupo}, ..."."""
    return ", ".join(spoken(name, language) for name in NAMES)


def joined(typed: str, chosen: str) -> str:
    """Words typed so far with the chosen ones under them, unless they are there already."""
    typed = "\n".join(typed.strip().splitlines())
    return typed if chosen in typed else "\n".join(filter(None, (typed, chosen)))
