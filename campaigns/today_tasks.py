"""A thing to do on Today, and how it leads there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from chapters.models import Role

EACH = 3  # of one kind at most: the rest is one link away


@dataclass(frozen=True)
class Task:
    """One thing to do: a headline, why now, and the one button that leads to it."""

    words: str
    reason: str
    button: str
    url: str
    icon: str


Provider = Callable[[Role], Iterator[Task]]


def link(name: str, role: Role, *codes: str) -> str:
    return reverse(name, args=[role.chapter.slug, *codes])
