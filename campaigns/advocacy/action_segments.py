"""What a list can ask about actions: who did one, and who has not yet."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.advocacy.models import ActionTaken
from chapters.members.filters import Choices, Filter
from chapters.models import Chapter

# As long as it is kept who did what.
RECENT = timedelta(days=90)


def did(chapter: Chapter, code: Any) -> Q:
    rows = chapter.actions_taken.filter(action__code=code, outcome__in=ActionTaken.COUNTED).exclude(member=None)
    return Q(pk__in=rows.values("member"))


def did_not(chapter: Chapter, code: Any) -> Q:
    """Nobody when the action is gone, so that a stale list never grows to everyone."""
    return ~did(chapter, code) if chapter.actions.filter(code=code).exists() else Q(pk__in=[])


def says(words: Any) -> Callable[[Chapter, Any], str]:
    def phrase(chapter: Chapter, code: Any) -> str:
        action = chapter.actions.with_words().filter(code=code).first()
        return str(words) % {"action": action} if action else _("of an action that is gone")

    return phrase


def actions_of(chapter: Chapter) -> Choices:
    """Open ones and those that closed not long ago, the newest first."""
    recent = Q(closes_at=None) | Q(closes_at__gt=timezone.now() - RECENT)
    rows = chapter.actions.filter(recent, published_at__isnull=False).order_by("-published_at").with_words()
    return [(action.code, str(action)) for action in rows]


FILTERS: dict[str, Filter] = {
    "did_action": Filter(
        did,
        says(gettext_lazy("who did “%(action)s”")),
        actions_of,
        gettext_lazy("who did the action"),
        gettext_lazy("any action or none"),
    ),
    "not_action": Filter(
        did_not,
        says(gettext_lazy("who have not done “%(action)s” yet")),
        actions_of,
        gettext_lazy("who have not done the action"),
        gettext_lazy("no matter"),
    ),
}
