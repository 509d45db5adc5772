"""How a campaign ended, as the last word of its timeline."""

from collections.abc import Iterator

from campaigns.advocacy.facts import Fact
from campaigns.models import Campaign, Moment

KINDS = {
    Campaign.Outcome.WON: Moment.Kind.WIN,
    Campaign.Outcome.LOST: Moment.Kind.SETBACK,
    Campaign.Outcome.PAUSED: Moment.Kind.PAUSE,
}


def facts(campaign: Campaign) -> Iterator[Fact]:
    if campaign.outcome:
        yield Fact(
            f"ending:{campaign.code}",
            KINDS[Campaign.Outcome(campaign.outcome)],
            campaign.ended_on,
            campaign.get_outcome_display(),
            campaign.words("what_next"),
            is_public=True,
            body_language=getattr(campaign.text, "language", ""),
        )
