"""May the chapter write to a person? The question, word for word, as it is stored with a yes."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from chapters.models import Channel, Chapter, ConsentWording


@dataclass(frozen=True)
class Question:
    """`version` is the chapter's wording shown; 0 when it has none yet and the sentence is ours."""

    sentence: str
    version: int
    wording: ConsentWording | None = None


def question_of(chapter: Chapter, channel: str) -> Question:
    """The chapter's latest wording in the page's language, else a sentence that every chapter may use."""
    language = translation.get_language()
    wordings = chapter.consent_wordings.filter(channel=channel).prefetch_related("texts")
    for wording in wordings.order_by("-version"):
        if text := wording.text_in(language):
            return Question(text.sentence, wording.version, wording)
    return Question(plain_sentence(chapter, channel), 0)


def question_shown(chapter: Chapter, channel: str, language: str, version: int) -> Question | None:
    """The question as it stood on a page that a phone kept: a newer wording does not change what was read. None for a
    version that there never was."""
    with translation.override(language):
        if version == 0:
            return Question(plain_sentence(chapter, channel), 0)
        wording = chapter.consent_wordings.filter(channel=channel, version=version).first()
        text = wording.text_in(language) if wording else None
        return Question(text.sentence, version, wording) if text else None


def was_read(asked: Question, version: str, chapter: Chapter, channel: str) -> bool:
    """Is it what the page showed? Our own sentence, read as version 0, becomes the first wording with the first yes."""
    return version == str(asked.version) or (version == "0" and asked.sentence == plain_sentence(chapter, channel))


def plain_sentence(chapter: Chapter, channel: str) -> str:
    if channel == Channel.EMAIL:
        return _("Yes, %(chapter)s may email me about its actions and events. I can stop at any time.") % {
            "chapter": chapter.name
        }
    return _(
        "Yes, %(chapter)s may text me about its actions and events, about 4 texts a month. Message and data rates may "
        "apply. I can reply STOP at any time."
    ) % {"chapter": chapter.name}


def first_wording(chapter: Chapter, channel: str) -> ConsentWording:
    """Our sentence in each language of the chapter, kept as its version 1."""
    wording, is_new = chapter.consent_wordings.get_or_create(channel=channel, version=1)
    if is_new:
        for language in chapter.languages:
            with translation.override(language):
                wording.texts.create(language=language, sentence=plain_sentence(chapter, channel))
    return wording
