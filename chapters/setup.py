"""What a chapter still needs before its first text can go out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from chapters.models import Chapter


@dataclass(frozen=True)
class Step:
    """One thing to have in place: what, why, and where to do it."""

    words: Any
    why: Any
    is_done: bool
    url: str


Provider = Callable[[Chapter], Iterable[Step]]


def steps(chapter: Chapter) -> list[Step]:
    """The chapter's own steps; `all_steps` adds those of the slices above."""
    here = reverse("chapters:setup", args=[chapter.slug])
    return [
        Step(
            _("Your postal address"),
            _("The law wants it at the end of every email to many people."),
            bool(chapter.postal_address),
            f"{here}#id_postal_address",
        ),
        Step(
            _("A hotline"),
            _("Whoever texts back about an emergency gets this number at once."),
            bool(chapter.hotline),
            f"{here}#id_hotline",
        ),
    ]


def all_steps(chapter: Chapter) -> list[Step]:
    """What is missing comes first."""
    providers: list[Provider] = [import_string(path) for path in settings.SETUP_STEPS]
    found = [step for provider in providers for step in provider(chapter)]
    return sorted(found, key=lambda step: step.is_done)
