"""What an answer or a tapped link does: the slices above that ask for something, named in `settings.ASKS`."""

from collections.abc import Iterator
from importlib import import_module
from typing import Protocol, cast

from django.conf import settings

from campaigns.messaging.delivery_models import Delivery
from campaigns.messaging.models import CallToAction
from chapters.members.models import Member


class Ask(Protocol):
    """One kind of thing that messages ask for, such as coming to an event. A module with these functions will do."""

    def answer(self, delivery: Delivery, *, coming: bool, party_size: int | None) -> str | None:
        """Do the thing and return the words to send back in `delivery.language`; None when the ask is not this one."""

    def done(self, delivery: Delivery) -> str | None:
        """Somebody wrote that they did it: count it and return the words to send back; None when the ask is not this
        one, or nothing that a word can settle."""

    def answer_for(self, call: CallToAction, member: Member, *, coming: bool) -> bool | None:
        """Somebody told us, as on the phone: do the thing. False when it cannot be done any more; None when the ask is
        not this one."""

    def target(self, delivery: Delivery) -> str | None:
        """The path that the message's short link leads to; None when the ask is not this one."""


def answer(delivery: Delivery, *, coming: bool, party_size: int | None = None) -> str | None:
    replies = (ask.answer(delivery, coming=coming, party_size=party_size) for ask in _asks())
    return next((words for words in replies if words is not None), None)


def done(delivery: Delivery) -> str | None:
    replies = (ask.done(delivery) for ask in _asks())
    return next((words for words in replies if words is not None), None)


def answer_for(call: CallToAction, member: Member, *, coming: bool) -> bool | None:
    done = (ask.answer_for(call, member, coming=coming) for ask in _asks())
    return next((one for one in done if one is not None), None)


def target(delivery: Delivery) -> str | None:
    paths = (ask.target(delivery) for ask in _asks())
    return next((path for path in paths if path is not None), None)


def _asks() -> Iterator[Ask]:
    return (cast("Ask", import_module(path)) for path in settings.ASKS)
