"""Bills, roll calls and votes ahead of one side of the world; every text of them holds the side's word."""

from datetime import date
from typing import Any

from django.utils import timezone

from campaigns.models import Official


def fill(side: Any) -> None:
    chapter, word = side.chapter, side.word
    ours = {"chapter": chapter}
    side.official = Official.objects.create(**ours, name=f"{word.title()} Official", family_name=word, sort_name=word)
    side.target = side.campaign.targets.create(**ours, official=side.official)
    side.measure = side.campaign.measures.create(**ours, identifier=f"SB {word}", body=f"{word} council")
    side.measure_title = side.measure.titles.create(**ours, language="en", title=f"{word} act")
    side.stage = side.measure.stages.create(**ours, kind="filed", words=f"{word} floor")
    side.version = side.measure.versions.create(**ours, label=f"{word} version", source_text=f"The {word} text")
    side.version.texts.create(language="en", what_changed=f"{word} changed", left_out=f"{word} people")
    side.version.scores.create(**ours, demand=side.demand, score="no", note=f"{word} note")
    side.cited_action = side.campaign.actions.create(
        **ours, kind="call", cites=side.version, published_at=timezone.now(), rewrite_since=timezone.now()
    )
    side.cited_action.texts.create(language="en", title=f"Call {word}")
    side.roll_call = side.measure.roll_calls.create(
        **ours,
        voted_on=date(2017, 9, 15),
        place=f"{word} floor",
        motion=f"{word} motion",
        ayes=1,
        noes=0,
        has_passed=True,
    )
    side.roll_call_vote = side.roll_call.votes.create(
        **ours, name=word.title(), vote="yes", official=side.official, match="yes"
    )
    side.coming_vote = side.campaign.coming_votes.create(
        **ours, body=f"{word} committee", needed=8, decides_on=timezone.localdate(), measure=side.measure
    )
    side.coming_vote.voters.create(**ours, target=side.target)
    fill_public(side, ours)


def fill_public(side: Any, ours: dict[str, Any]) -> None:
    """A bill that anyone may read about, with everything around it that they may not."""
    word = side.word
    side.open_measure = side.open_campaign.measures.create(**ours, identifier="SB 1", body="Council")
    side.open_campaign.measures.create(**ours, identifier=f"SB {word} hidden", is_public=False)
    side.open_measure.stages.create(**ours, kind="committee", words=f"{word} plan", is_public=False)
    side.open_measure.versions.create(**ours, label="As filed", dated_on=date(2017, 1, 5), stance="support")
    hidden = side.open_measure.versions.create(**ours, label=f"{word} leaked draft", is_public=False)
    hidden.texts.create(language="en", what_changed=f"{word} change", left_out=f"{word} people")
    public = {"voted_on": date(2017, 9, 1), "place": "Floor", "ayes": 1, "noes": 0, "has_passed": True}
    side.open_measure.roll_calls.create(**ours, **public, motion="Do pass").votes.create(
        **ours, name=f"{word} unchecked", vote="yes"
    )
    side.open_measure.roll_calls.create(**ours, **public, motion=f"{word} motion", is_public=False)
