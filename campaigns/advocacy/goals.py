"""How far a campaign is on the way to its goal, in a number."""

from dataclasses import dataclass

from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Position
from chapters.templatetags.look import rounded

Goal = Campaign.Goal
OF_PEOPLE = (Goal.TURNOUT, Goal.ACTIONS)


@dataclass(frozen=True)
class Progress:
    """`reached` as it may be shown: rounded down where the public reads of people, None while they are too few."""

    reached: int | None
    wanted: int

    @property
    def is_met(self) -> bool:
        return self.reached is not None and self.reached >= self.wanted

    @property
    def said(self) -> str:
        return _("%(reached)s of %(wanted)s") % {"reached": self.reached, "wanted": self.wanted}


def progress(campaign: Campaign, *, public: bool) -> Progress | None:
    """None for a campaign that counts nothing."""
    if not campaign.goal_kind or not campaign.goal_number:
        return None
    reached = COUNTED[Goal(campaign.goal_kind)](campaign, public)
    is_rough = public and campaign.goal_kind in OF_PEOPLE
    return Progress(rounded_down(reached) if is_rough else reached, campaign.goal_number)


def rounded_down(n: int) -> int | None:
    """What `rounded` says, as a number."""
    said = rounded(n)
    return int(said.rstrip("+")) if said else None


def turnout(campaign: Campaign, _public: object) -> int:
    return campaign.events.filter(cancelled_at=None).aggregate(n=Sum("came"))["n"] or 0


def actions(campaign: Campaign, _public: object) -> int:
    """Paper counts too, once: an action's own count holds some of it already."""
    beside = campaign.paper_batches.aggregate(n=Sum(F("counted") - F("added_count")))["n"] or 0
    return (campaign.actions.aggregate(n=Sum("taken_count"))["n"] or 0) + beside


def positions(campaign: Campaign, public: object) -> int:
    """Officials whose latest position is with us; only what the public page shows when it is for the public."""
    known = Q(is_public=True) if public else Q()
    latest = Position.objects.filter(known, target=OuterRef("pk")).latest_first().values("stand")[:1]
    targets = campaign.targets.filter(is_public=True) if public else campaign.targets.all()
    return targets.annotate(now=Subquery(latest)).filter(now=Position.Stand.FOR).count()


def typed(campaign: Campaign, _public: object) -> int:
    return campaign.goal_reached or 0


COUNTED = {Goal.TURNOUT: turnout, Goal.ACTIONS: actions, Goal.POSITIONS: positions, Goal.TYPED: typed}
