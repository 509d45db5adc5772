"""How long a phone or computer on which somebody signed in is known."""

from django.utils.translation import gettext_lazy as _

from chapters.models import Device, Recovery
from chapters.retention import Rule

RULES = (
    Rule(
        "phones and computers",
        Device,
        days=180,
        since=("seen_at",),
        words=_("On which phone or computer one of the team signed in, as one word: %(days)s days."),
    ),
    Rule("lost proofs", Recovery, days=30, since=("created_at",)),
)
