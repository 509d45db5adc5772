"""The ready answers that go out by themselves: who we are, stop, start, and where to call in an emergency."""

from collections.abc import Callable

from django.utils import translation
from django.utils.translation import gettext as _

from chapters.models import Chapter

Words = Callable[[Chapter], str]


def say(words: Words, chapter: Chapter, language: str) -> str:
    with translation.override(language):
        return f"{chapter.name}: {words(chapter)}"


def stopped(chapter: Chapter) -> str:
    return _("You get no more texts from us. Text START if you want them again.")


def started(chapter: Chapter) -> str:
    return _("You get our texts again. Text STOP to end them, HELP for help. Message and data rates may apply.")


def who_we_are(chapter: Chapter) -> str:
    """Who we are and how to reach us; a bare HELP may come from somebody in need."""
    parts = [_("Neighbors who volunteer write from this number, and it is not always watched.")]
    if hotline := hotline_of(chapter):
        parts.append(_("If you need help now, call %(hotline)s.") % {"hotline": hotline})
    if chapter.contact_email:
        parts.append(_("Or write to %(email)s.") % {"email": chapter.contact_email})
    return " ".join([*parts, _("Text STOP to end our texts.")])


def emergency(chapter: Chapter) -> str:
    parts = [_("This number is not always watched.")]
    if hotline := hotline_of(chapter):
        parts.insert(0, _("Call %(hotline)s now.") % {"hotline": hotline})
    else:
        parts.append(_("Call somebody you trust now."))
    return " ".join([*parts, _("We showed your text to our volunteers.")])


def hotline_of(chapter: Chapter) -> str:
    """Like "Rapid Response 888 624 4752": the chapter's own, else that of the body above it."""
    source = chapter if chapter.hotline else chapter.parent
    return " ".join(filter(None, (source.hotline_name, source.hotline))) if source and source.hotline else ""
