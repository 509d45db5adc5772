"""The votes ahead of a campaign, counted."""

from dataclasses import dataclass

from django.utils import timezone

from campaigns.advocacy.vote_models import ComingVote, Tally
from campaigns.models import Campaign


@dataclass(frozen=True)
class Ahead:
    vote: ComingVote
    tally: Tally
    days: int | None


def ahead(campaign: Campaign) -> list[Ahead]:
    """Those not decided yet, the next one first. Four queries, however many voters there are."""
    today = timezone.localdate(timezone=campaign.chapter.zone)
    votes = campaign.coming_votes.undecided().with_voters()
    return [Ahead(vote, vote.tally, vote.days_left(today)) for vote in votes]
