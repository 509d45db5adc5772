"""Abstract models and small building blocks that every slice uses."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

# No vowels and no look-alikes: a code spells no word and can be read over the phone.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"


def new_code() -> str:
    """10 characters, about 47 bits: names a row in an address; a permission is never drawn from it alone."""
    return _letters(10)


def new_secret() -> str:
    """22 characters, about 104 bits: whoever holds it may do what its link allows."""
    return _letters(22)


def _letters(count: int) -> str:
    """One draw for all of them: a list of 100,000 people asks for three million letters."""
    number, letters = secrets.randbelow(len(ALPHABET) ** count), []
    for _place in range(count):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


class Coded(models.Model):
    """A row that appears in an address under an opaque code."""

    code = models.CharField(_("code"), max_length=32, unique=True, default=new_code, editable=False)

    class Meta:
        abstract = True


class Stamped(models.Model):
    """A row that knows when it was made and last changed."""

    created_at = models.DateTimeField(_("created"), auto_now_add=True, editable=False)
    updated_at = models.DateTimeField(_("changed"), auto_now=True, editable=False)

    class Meta:
        abstract = True


class Translation(models.Model):
    """One language of a parent's words: the `…Text` tables. Subclasses add `parent` and the fields."""

    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)

    class Meta:
        abstract = True


class Translated(models.Model):
    """A row whose words live in a `…Text` table, reached through `texts`.

    Pages fetch with `prefetch_related("texts")`; `text` then picks without a query.
    """

    class Meta:
        abstract = True

    texts: Any

    def text_in(self, language: str) -> Any | None:
        """The words in exactly this language, or None: what goes out is never silently another language."""
        return next((text for text in self.texts.all() if text.language == language), None)

    @property
    def text(self) -> Any | None:
        """The words for a page: the visitor's language, else the chapter's first, else whatever there is."""
        by_language = {text.language: text for text in self.texts.all()}
        chapter = getattr(self, "chapter", self)
        wanted = [translation.get_language() or "", *getattr(chapter, "languages", [])]
        return next(
            (by_language[code] for code in wanted if code in by_language), next(iter(by_language.values()), None)
        )

    def words(self, name: str) -> str:
        """One field of `text`, '' when there are no words yet."""
        return getattr(self.text, name, "") or ""
