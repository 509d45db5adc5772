"""What people did about a call, told by the slices above that ask for something (`settings.ASKS`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from django.conf import settings
from django.db.models import Q

from campaigns.messaging.models import CallToAction, Reply


@dataclass(frozen=True)
class Tally:
    """`did` people did what was asked, in `words` ("Saved a seat"); now `total` in all, of `goal` hoped for."""

    words: str
    did: int
    total: int
    goal: int | None
    total_words: str
    url: str


class Asked(Protocol):
    """What a module in `settings.ASKS` also tells."""

    def answered(self, call: CallToAction) -> Q | None:
        """Members who have answered already and are not asked again; None when the ask is not this one."""

    def said_yes(self, call: CallToAction) -> Q | None:
        """Members who do, or did, what the call asks; None when the ask is not this one."""

    def tally(self, call: CallToAction) -> Tally | None:
        """What the call brought; None when the ask is not this one."""


def answered(call: CallToAction) -> Q:
    found = (ask.answered(call) for ask in _asks())
    return next((members for members in found if members is not None), Q(pk__in=[]))


def said_yes(call: CallToAction) -> Q:
    """Where the call asks for nothing we know, a yes is one that was written back."""
    found = (ask.said_yes(call) for ask in _asks())
    wrote = Reply.objects.filter(delivery__call_to_action=call.pk, kind=Reply.Kind.YES)
    return next((members for members in found if members is not None), Q(pk__in=wrote.values("delivery__member")))


def tally(call: CallToAction) -> Tally | None:
    found = (ask.tally(call) for ask in _asks())
    return next((one for one in found if one is not None), None)


def _asks() -> Iterator[Asked]:
    return (cast("Asked", import_module(path)) for path in settings.ASKS)
