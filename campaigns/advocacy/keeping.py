"""How long it is kept who did what. The count stays on the action, the person goes."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.advocacy.models import ActionTaken, PaperSheet
from chapters.retention import Rule

KEPT, PHOTOS_KEPT = 90, 180


def forget_who(rows: Any, now: datetime) -> None:
    rows.update(member=None, name="", place="", words="", is_name_public=False)


RULES = (
    Rule(
        "who did an action",
        ActionTaken,
        days=KEPT,
        since=("action__closes_at", "taken_at"),
        blanks=("name", "place", "words"),
        act=forget_who,
        words=_(
            "That you called, wrote or signed, and the name, place and words you gave with it: %(days)s days after "
            "the action closed. After that only counts are left."
        ),
    ),
    Rule(
        "photos of signed sheets",
        PaperSheet,
        days=PHOTOS_KEPT,
        since=("created_at",),
        words=_("Photos of sheets with your signature: %(days)s days."),
    ),
)
