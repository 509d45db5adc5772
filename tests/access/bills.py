"""Bills, roll calls and votes ahead of one side of the world; every text of them holds the side's word."""

from datetime import date
from typing import Any

from django.utils import timezone

from campaigns.models import Campaign, Demand, Target


def fill_bills(
    word: str, campaign: Campaign, open_campaign: Campaign, demand: Demand, target: Target
) -> dict[str, Any]:
    ours: dict[str, Any] = {"chapter": campaign.chapter}
    measure = campaign.measures.create(**ours, identifier=f"SB {word}", body=f"{word} council")
    version = measure.versions.create(**ours, label=f"{word} version", source_text=f"The {word} text")
    version.texts.create(language="en", what_changed=f"{word} changed", left_out=f"{word} people")
    version.scores.create(**ours, demand=demand, score="no", note=f"{word} note")
    now, on = timezone.now(), date(2017, 9, 15)
    cited_action = campaign.actions.create(**ours, kind="call", cites=version, published_at=now, rewrite_since=now)
    cited_action.texts.create(language="en", title=f"Call {word}")
    totals = {"voted_on": on, "ayes": 1, "noes": 0, "has_passed": True}
    roll_call = measure.roll_calls.create(**ours, **totals, place=f"{word} floor", motion=f"{word} motion")
    named = {"name": word.title(), "official": target.official, "vote": "yes", "match": "yes"}
    coming_vote = campaign.coming_votes.create(
        **ours, body=f"{word} committee", needed=8, decides_on=timezone.localdate(), measure=measure
    )
    coming_vote.voters.create(**ours, target=target)
    return {
        "measure": measure,
        "version": version,
        "cited_action": cited_action,
        "roll_call": roll_call,
        "coming_vote": coming_vote,
        "title": measure.titles.create(**ours, language="en", title=f"{word} act"),
        "stage": measure.stages.create(**ours, kind="filed", words=f"{word} floor"),
        "roll_call_vote": roll_call.votes.create(**ours, **named),
        "open_measure": fill_public(word, open_campaign, ours | totals),
    }


def fill_public(word: str, campaign: Campaign, totals: dict[str, Any]) -> Any:
    """A bill that anyone may read about, with everything around it that they may not."""
    ours = {"chapter": campaign.chapter}
    measure = campaign.measures.create(**ours, identifier="SB 1", body="Council")
    campaign.measures.create(**ours, identifier=f"SB {word} hidden", is_public=False)
    measure.stages.create(**ours, kind="committee", words=f"{word} plan", is_public=False)
    measure.versions.create(**ours, label="As filed", dated_on=date(2017, 1, 5), stance="support")
    hidden = measure.versions.create(**ours, label=f"{word} leaked draft", is_public=False)
    hidden.texts.create(language="en", what_changed=f"{word} change", left_out=f"{word} people")
    open_call = measure.roll_calls.create(**totals, place="Floor", motion="Do pass")
    open_call.votes.create(**ours, name=f"{word} unchecked", vote="yes")
    measure.roll_calls.create(**totals, place="Floor", motion=f"{word} motion", is_public=False)
    return measure
