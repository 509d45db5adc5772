"""What actions give to the timeline: the day each was opened, and the day its goal was reached."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.advocacy.facts import Fact
from campaigns.models import Action, ActionTaken, Campaign, Moment
from chapters import dates


def facts(campaign: Campaign) -> Iterator[Fact]:
    rows = campaign.actions.filter(published_at__lte=timezone.now()).select_related("chapter").prefetch_related("texts")
    days = reached(campaign)
    for action in rows:
        common: dict[str, Any] = {
            "kind": Moment.Kind.ACTION,
            "is_public": True,
        }
        opened = dates.local(action.published_at or action.created_at, campaign.chapter.zone).date()
        yield Fact(f"action:{action.code}", on=opened, title=_("We begin: %(action)s") % {"action": action}, **common)
        if action.pk in days:
            title = ngettext("%(n)s time done: %(action)s", "%(n)s times done: %(action)s", action.goal or 0)
            words = {"n": action.goal, "action": action}
            yield Fact(f"goal:{action.code}", on=days[action.pk], title=title % words, **common)


def reached(campaign: Campaign) -> dict[int, Any]:
    """Action -> the day on which as many had done it as we hoped for."""
    done = Action.objects.filter(campaign=campaign, goal__gte=1, taken_count__gte=F("goal"))
    numbered = ActionTaken.objects.filter(action__in=done).annotate(
        number=Window(RowNumber(), partition_by="action", order_by=("taken_at", "id"))
    )
    last = numbered.filter(number=F("action__goal")).values_list("action_id", "taken_at")
    return {action: dates.local(at, campaign.chapter.zone).date() for action, at in last}
