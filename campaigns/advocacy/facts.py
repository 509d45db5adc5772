"""A dated fact of a campaign: what each part of the app gives to the timeline.

`CAMPAIGN_TIMELINE` in the settings names the givers by dotted path. Each is `facts(campaign) -> Iterable[Fact]`, asks
the database a number of times that does not depend on how much there is, and gives everything it knows, internal or
not: the timeline takes out what is not public.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Fact:
    """`kind` is a value of `Moment.Kind`. The words are of the language that is active, unless `language` (the title's)
    and `body_language` say which.

    `key` names what it was drawn from, like "position:2b4c6d8f9g": a typed moment whose `instead_of` holds it takes its
    place. `url` may be opened by anyone, `inside_url` by whoever runs campaigns. Without a date it is still ahead;
    `is_open` says of an event that people can still come to it.
    """

    key: str
    kind: str
    on: date | None
    title: str
    body: str = ""
    is_exact: bool = True
    is_public: bool = False
    is_open: bool = False
    url: str = ""
    inside_url: str = ""
    language: str = ""
    body_language: str = ""


def drawn(campaign: Any) -> list[Fact]:
    """Everything that is known of a campaign, in no order."""
    givers: list[Callable[[Any], Iterable[Fact]]] = [import_string(path) for path in settings.CAMPAIGN_TIMELINE]
    return [fact for giver in givers for fact in giver(campaign)]


def fact_of(campaign: Any, key: str) -> Fact | None:
    """The one with this key; None for "" without asking anybody."""
    return next((fact for fact in drawn(campaign) if fact.key == key), None) if key else None
