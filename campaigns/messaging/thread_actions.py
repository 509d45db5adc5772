"""What can be done for a person right in their thread: the slices above that offer something, named in
`settings.THREAD_ACTIONS`."""

from importlib import import_module
from typing import Any, Protocol, cast

from django.conf import settings

from campaigns.messaging.conversation_models import Conversation
from chapters.forms import Form
from chapters.models import Member, User


class ThreadAction(Protocol):
    """One kind of thing, such as saving a seat. A module with these will do.

    NAME stands in the address; TEMPLATE shows `action.form` and posts it to `action.url`.
    """

    NAME: str
    TEMPLATE: str

    def form(self, conversation: Conversation, data: Any = None) -> Form | None:
        """What to fill in; None when there is nothing to offer to this person now."""

    def do(self, member: Member, form: Any, *, by: User) -> str:
        """Do what the valid form says and return the words for it; "" when it was refused and the form says why."""


def actions() -> list[ThreadAction]:
    return [cast("ThreadAction", import_module(path)) for path in settings.THREAD_ACTIONS]


def named(name: str) -> ThreadAction | None:
    return {action.NAME: action for action in actions()}.get(name)
