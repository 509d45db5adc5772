"""Emails to people who sign in: about their account, a role or an invitation. Members get theirs from the outbox."""

import logging
from contextlib import AbstractContextManager
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from chapters.models import User

logger = logging.getLogger(__name__)


def in_language_of(user: User | None) -> AbstractContextManager[None]:
    """The language that a person chose, else the one of the page."""
    return translation.override((user and user.language) or translation.get_language())


def written(template: str, **context: Any) -> tuple[str, str]:
    """(subject, body) of a text template in the active language; its first line is the subject."""
    words = render_to_string(template, context | {"site": settings.PUBLIC_URL})
    subject, _, body = words.strip().partition("\n")
    return subject, f"{body.strip()}\n"


def post(letter: str, *, to: str, user: User | None = None, **context: Any) -> None:
    """Send `chapters/accounts/emails/<letter>.txt` once the transaction is saved.

    A letter that cannot be sent is logged and changes nothing else: what it tells is on a page too.
    """
    with in_language_of(user):
        subject, body = written(f"chapters/accounts/emails/{letter}.txt", **context)

    def send() -> None:
        try:
            send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [to])
        except OSError:
            logger.exception("A letter could not be sent: %s", letter)

    transaction.on_commit(send)
