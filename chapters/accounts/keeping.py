"""How long we keep what belongs to signing in."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from chapters import audit
from chapters.models import Device, Invitation, Recovery, Role, User
from chapters.retention import Rule

HELPS_NOWHERE = ~Q(Exists(Role.objects.filter(user=OuterRef("pk"))))


def delete_accounts(rows: Any, now: datetime) -> None:
    """The record keeps what they did, under a code that names nobody any more."""
    with audit.history_may_go():
        rows.delete()


RULES = (
    # Codes sent by email and questions for the second factor lie in the session, and go with it.
    Rule("sessions that ended", Session, days=0, since=("expire_date",)),
    Rule(
        "invitations",
        Invitation,
        days=30,
        since=("accepted_at", "withdrawn_at", "expires_at"),
        words=_("That we invited you to help, and the email we wrote to: %(days)s days after you answered."),
    ),
    Rule("roles that ended", Role, days=90, since=("expires_at",), where=Q(expires_at__isnull=False)),
    Rule(
        "accounts of people who help nowhere",
        User,
        days=90,
        since=("last_login", "date_joined"),
        where=HELPS_NOWHERE & Q(is_staff=False, is_superuser=False),
        act=delete_accounts,
        words=_("Your account to sign in, if you help in no chapter any more: %(days)s days after you last signed in."),
    ),
    Rule(
        "phones and computers",
        Device,
        days=180,
        since=("seen_at",),
        words=_("On which phone or computer one of the team signed in, as one word: %(days)s days."),
    ),
    Rule("lost proofs", Recovery, days=30, since=("created_at",)),
)
